"""What a term of a selector matches: `kind:`, `name:`, `owner:`, `path:`, a reference, or a name on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from promptops.errors import UsageError
from promptops.resources import SLUGS, slug_of
from promptops.resources.entries import Entry
from promptops.sources.globs import PatternError, compile_pattern
from promptops.sources.wildcards import any_name
from promptops.spelling import closest

OwnerOf = Callable[[Entry], str | None]
"""Returns the team that answers for a resource, None when there is none."""

_METHODS: Final = ("kind", "name", "owner", "path")
_LISTING: Final = "`promptops graph` lists every resource with its owner and path"


class Matcher:
    """Finds the nodes of a graph that a method and its value match, as references.

    In names and owners `*` stands for any text; paths are patterns as `.gitignore` has them. A method or value that
    can match nothing raises `UsageError`, with the one that was probably meant.
    """

    def __init__(self, nodes: Mapping[str, Entry], owner_of: OwnerOf) -> None:
        self._nodes = nodes
        self._owner_of = owner_of

    def find(self, method: str, value: str) -> set[str]:
        """Return what a method, which may be a kind and so begin a reference, finds for a value."""
        match method:
            case "kind":
                return self._of_kind(value)
            case "name":
                return self._named(value, self._nodes, "resource")
            case "owner":
                return self._owned_by(value)
            case "path":
                return self._below(value)
        if method in SLUGS:
            return self._named(value, self._of_kind(method), method)
        otherwise = f"the methods are {_listed(_METHODS)}; a reference begins with a kind"
        raise UsageError(
            f"there is no selector method `{method}`", help=_advice(method, (*_METHODS, *SLUGS), otherwise)
        )

    def _of_kind(self, value: str) -> set[str]:
        kind = slug_of(value)
        if kind not in SLUGS:
            advice = _advice(kind, SLUGS, f"the kinds are {_listed(SLUGS)}")
            raise UsageError(f"there is no kind `{value}`", help=advice)
        return {reference for reference, entry in self._nodes.items() if entry.kind == kind}

    def _named(self, value: str, among: Iterable[str], noun: str) -> set[str]:
        """Match names, with and without the major version."""
        names = {reference: {self._nodes[reference].name, reference.partition(":")[2]} for reference in among}
        is_match = any_name((value,))
        found = {reference for reference, forms in names.items() if any(map(is_match, forms))}
        if not found:
            advice = self._other_name(value, set().union(*names.values()))
            raise UsageError(f"no {noun} is named `{value}`", help=advice)
        return found

    def _other_name(self, value: str, names: Iterable[str]) -> str:
        longer = min((name for name in names if name.endswith(f"/{value}")), default=None)
        if longer is not None:
            return f"did you mean `{longer}`?"
        if value.rstrip("/") in self._places():
            return f"to select by path, write `path:{value}`"
        return _advice(value, names, _LISTING)

    def _owned_by(self, value: str) -> set[str]:
        owners = {reference: self._owner_of(entry) for reference, entry in self._nodes.items()}
        is_match = any_name((value,))
        found = {reference for reference, owner in owners.items() if owner is not None and is_match(owner)}
        if not found:
            advice = _advice(value, filter(None, owners.values()), _LISTING)
            raise UsageError(f"nothing belongs to an owner `{value}`", help=advice)
        return found

    def _below(self, value: str) -> set[str]:
        try:
            is_match = compile_pattern(value)
        except PatternError as error:
            raise UsageError(f"{error}", help="name a folder or file, as in `path:prompts/support`") from error
        found = {reference for reference, entry in self._nodes.items() if is_match(entry.path)}
        if not found:
            advice = _advice(value.rstrip("/"), self._places(), _LISTING)
            raise UsageError(f"no resource lies at `{value}`", help=advice)
        return found

    def _places(self) -> set[str]:
        """Return the paths of all files and of all folders above them."""
        return {place for entry in self._nodes.values() for place in _and_folders(entry.path)}


def _and_folders(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _advice(word: str, candidates: Iterable[str], otherwise: str) -> str:
    meant = closest(word, candidates)
    return f"did you mean `{meant}`?" if meant else otherwise


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
