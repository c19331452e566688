"""Templates, translated from one language to another where both mean exactly the same."""
