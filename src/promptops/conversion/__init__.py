"""From other dialects to native files, and from resources to other dialects; what would be lost is said instead."""
