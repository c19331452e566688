"""Template languages as trees of what they have in common, which is translated, and compiled into programs."""
