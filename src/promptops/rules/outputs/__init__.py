"""Rules over changes of what a prompt promises of its answer."""
