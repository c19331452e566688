"""Run the command as `python -m promptops`."""

from promptops.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
