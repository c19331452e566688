"""A refund desk: answers customers with a model, on prompts, tools and limits that come from signed bundles."""
