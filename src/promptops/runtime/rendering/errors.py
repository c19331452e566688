"""What can go wrong with a program, and with rendering one."""

from __future__ import annotations

from promptops.runtime.errors import ServingError

_COMPILE = "compile and publish it again, with the version of the compiler that is as old as this one or older"


class ProgramError(ServingError):
    """What a bundle holds in the place of a program is none that this version can run."""

    def __init__(self, message: str) -> None:
        super().__init__("bad-program", f"a text of the bundle cannot be rendered: {message}", _COMPILE)


class RenderError(ServingError):
    """A text cannot be made of these values. Messages name types, never values, which may be somebody's."""

    def __init__(self, message: str, help: str = "pass in other values, or mend the template") -> None:
        super().__init__("cannot-render", f"the text cannot be rendered: {message}", help)
