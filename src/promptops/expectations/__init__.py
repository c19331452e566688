"""What one text or resource needs of another: for now, the tools that a prompt's text names."""
