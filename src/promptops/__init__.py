"""The GitOps compiler and linter for prompts, tools, models and budgets.

Importing this package costs nothing; the stable names are in `promptops.api`.
"""

__version__ = "0.1.0"
