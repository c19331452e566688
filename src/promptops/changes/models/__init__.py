"""What happened to models: which one answers which prompt, and what it can."""
