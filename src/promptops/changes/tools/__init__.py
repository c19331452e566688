"""What happened to tools: their names, their parameters, what models read of them, and who may call them."""
