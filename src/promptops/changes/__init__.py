"""What differs between two sides of a project, and whom it breaks."""
