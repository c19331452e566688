"""What authors start from: a configuration, a file for each kind of resource, and schemas for their editors."""
