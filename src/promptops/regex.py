"""Regular expressions that are compiled when they are first used: to compile all that there are takes 20 ms."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern for its methods to be called; whatever is wrong with it comes up then."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(expression, flags))


class _Uncompiled:
    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._given: tuple[Any, int] = expression, flags

    def __getattr__(self, name: str) -> Any:
        # The next time they are found without coming here.
        compiled = re.compile(*self._given)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)
