"""The tool could not work: misuse, or a machine that refused something.

What is wrong with the user's files is never an exception; it is a `promptops.diagnostics.Diagnostic`.
"""


class PromptopsError(Exception):
    """The tool failed or was misused; the command ends with exit status 2.

    `str(error)` states the fact in one line; `help` says what to do about it.
    """

    def __init__(self, message: str, *, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class UsageError(PromptopsError):
    """An option, argument or name on the command line is wrong."""


class ConfigError(PromptopsError):
    """`promptops.yaml`, a profile or a baseline file cannot be used."""


class TreeError(PromptopsError):
    """The files cannot be read at all: no such folder, no such git ref, git failed."""
