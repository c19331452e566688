"""Run the command as `python -m promptops`."""

from promptops.cli.entry import main

if __name__ == "__main__":
    main()
