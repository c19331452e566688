"""The command line: one file a command, holding arguments and exit status and nothing else."""
