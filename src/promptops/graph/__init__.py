"""Who depends on whom: the graph of a linked project, its cycles, and the language that selects from it."""
