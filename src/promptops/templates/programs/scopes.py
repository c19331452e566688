"""Which names a loop reads from around it: Jinja2 takes such a name to be unset where it gets a value later on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class _Scope:
    """The names that a scope binds so far, and those that scopes inside of it have read from it."""

    def __init__(self, bound: Iterable[str]) -> None:
        self.bound = set(bound)
        self.lent: set[str] = set()


class Scopes:
    """The scopes around the point that the compiler has reached, the innermost last."""

    def __init__(self) -> None:
        self._scopes = [_Scope(())]

    @contextmanager
    def inside(self, bound: Iterable[str]) -> Iterator[None]:
        """Enter a scope that binds names, and leave it."""
        self._scopes.append(_Scope(bound))
        yield
        self._scopes.pop()

    def read(self, names: Iterable[str]) -> None:
        """Take note of names that are read here."""
        for name in names:
            for inner, outer in zip(reversed(self._scopes), reversed(self._scopes[:-1]), strict=False):
                if name in inner.bound:
                    break
                if name not in outer.bound:
                    outer.lent.add(name)

    def bind(self, name: str) -> bool:
        """Bind a name here, and say whether no scope inside of this one has read it before."""
        scope = self._scopes[-1]
        is_new = name not in scope.bound and name in scope.lent
        scope.bound.add(name)
        return not is_new
