"""Who serves models, and what happens when they do not."""
