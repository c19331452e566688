"""The inputs of the Action, as `action.yml` hands them on: one variable of the environment each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from promptops.errors import UsageError

_COMMANDS: Final = ("compile", "lint", "diff", "comment")
_SEPARATORS: Final = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs, checked as far as that can be done here; an empty text stands for what is left out."""

    root: str
    config: str
    command: str
    base: str
    environments: tuple[str, ...]
    select: tuple[str, ...]
    fail_on: str
    comment: bool
    sarif: bool
    as_of: str
    report: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Read the inputs.

        Raises:
            UsageError: one is none of the words that it may be, or could be taken for an option.
        """

        def text(name: str) -> str:
            value = environment.get(f"PROMPTOPS_{name}", "").strip()
            if value.startswith("-"):
                raise UsageError(f"the input `{_name(name)}` begins with a dash", help="write a name, a path or a date")
            return value

        command = text("COMMAND") or _COMMANDS[0]
        if command not in _COMMANDS:
            raise UsageError("the input `command` is none that there is", help=f"write one of {', '.join(_COMMANDS)}")
        return cls(
            root=text("ROOT") or ".",
            config=text("CONFIG"),
            command=command,
            base=text("BASE"),
            environments=_several(text("ENVIRONMENTS")),
            select=_several(text("SELECT")),
            fail_on=text("FAIL_ON"),
            comment=_truth("COMMENT", text("COMMENT"), default=True),
            sarif=_truth("SARIF", text("SARIF"), default=False),
            as_of=text("AS_OF"),
            report=text("REPORT"),
        )


def _several(value: str) -> tuple[str, ...]:
    return tuple(filter(None, _SEPARATORS.split(value)))


def _truth(name: str, value: str, *, default: bool) -> bool:
    known = {"": default, "true": True, "false": False}
    if value.lower() not in known:
        raise UsageError(f"the input `{_name(name)}` is neither `true` nor `false`", help="write one of the two")
    return known[value.lower()]


def _name(variable: str) -> str:
    return variable.lower().replace("_", "-")
