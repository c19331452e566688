"""What agents may do, promise and end with."""
