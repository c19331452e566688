"""What one request may come to, against the limits that there are."""
