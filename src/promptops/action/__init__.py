"""What the GitHub Action does around the command line: inputs and events in, outputs, summary and comment out.

The command line runs as a process of its own, and what it writes as JSON and Markdown is all that is known here of what
it found.
"""
