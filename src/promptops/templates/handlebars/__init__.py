"""Handlebars as dotprompt runs it: which inputs and partials a template uses, and what handlebars.js refuses.

A program may register helpers of its own: an unknown one is no error, and the names in its block may be those of any
object.

An include is optional where its block has a text for its absence. Its keyword is `partial`; `partial-of` where the
partial is given another context than the text begins with, so that it may include itself and end; and `this`, with no
target, where something is given all inputs at once, so that nobody can say which it uses.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from promptops.templates.handlebars.calls import ROOT, Call, Expression, Literal, Path, read_call
from promptops.templates.handlebars.helpers import HELPERS, SAME_CONTEXT, check_use
from promptops.templates.handlebars.tags import RefusedError, Tag, quoted, tags
from promptops.templates.limits import MAX_BLOCKS
from promptops.templates.model import Include, Template, Variable

PARTIAL, PARTIAL_OF, THIS = "partial", "partial-of", "this"

_ROOT, _ITEM, _UNKNOWN = "root", "item", "unknown"
_BLOCKS = frozenset({"block", "inverse", "partial_block", "decorator_block", "raw"})


@lru_cache(maxsize=4)  # a reader looks at a text before the compiler does
def parse(text: str) -> Template:
    """Return what a template says; one that handlebars.js refuses has an `error` and nothing else."""
    try:
        return _Reader().read(text)
    except RefusedError as refused:
        return Template(error=refused.error)


class _Scope(NamedTuple):
    """What names mean: `contexts` from the outermost to the one at hand, and names that blocks give to values."""

    contexts: tuple[str, ...] = (_ROOT,)
    bound: frozenset[str] = frozenset()

    def inside(self, context: str | None, bindings: tuple[str, ...] = ()) -> _Scope:
        contexts = self.contexts if context is None else (*self.contexts, context)
        return _Scope(contexts, self.bound.union(bindings))


class _Frame(NamedTuple):
    """An open block: its tag, the name that closes it, the scopes around it and behind its `else`."""

    tag: Tag
    name: str
    outer: _Scope
    otherwise: _Scope
    is_last: bool = False


class _Reader:
    def __init__(self) -> None:
        self._variables: list[Variable] = []
        self._includes: list[Include] = []
        self._inline: set[str] = set()
        self._frames: list[_Frame] = []
        self._scope = _Scope()

    def read(self, text: str) -> Template:
        for tag in tags(text):
            self._read(tag)
        if self._frames:
            raise _never_closed(self._frames[-1])
        includes = [include for include in self._includes if include.target not in self._inline]
        return Template(tuple(self._variables), tuple(includes))

    def _read(self, tag: Tag) -> None:
        if tag.kind == "otherwise":
            self._otherwise(tag)
        elif tag.kind == "end_raw":
            self._close(tag, tag.tokens[0].text)
        elif tag.kind == "close":
            self._close(tag, _closing_name(tag))
        elif tag.kind == "chain":
            self._otherwise(tag)
            self._chain(tag, read_call(tag))
        elif tag.kind in _BLOCKS:
            self._open(tag, read_call(tag))
        else:
            self._inline_tag(tag, read_call(tag))

    def _inline_tag(self, tag: Tag, call: Call) -> None:
        if tag.kind == "partial":
            self._partial(tag, call)
        elif tag.kind == "decorator":
            self._passed(call)
        else:
            self._value(tag, call)

    def _value(self, tag: Tag, call: Call) -> None:
        path = _as_path(call.name)
        name = self._helper(path)
        if name is not None:
            check_use(name, call, (tag.start, tag.end), block=False)
        elif call.is_bare:
            self._use(path)
        self._passed(call)

    def _open(self, tag: Tag, call: Call) -> None:
        if len(self._frames) == MAX_BLOCKS:
            raise RefusedError("nested too deeply", tag.start, tag.end, "move the inner part to a partial")
        outer = self._scope
        if tag.kind == "partial_block":
            self._partial(tag, call)
            inner = outer
        elif tag.kind == "decorator_block":
            self._passed(call)
            self._declare(call)
            inner = outer.inside(_UNKNOWN)
        elif tag.kind == "raw":
            self._passed(call)
            inner = outer
        else:
            inner = self._block(tag, call)
        scopes = (inner, outer) if tag.kind != "inverse" else (outer, inner)
        self._frames.append(_Frame(tag, call.original, outer, scopes[1]))
        self._scope = scopes[0]

    def _block(self, tag: Tag, call: Call) -> _Scope:
        """Return the scope inside a block that holds when its value does."""
        path = _as_path(call.name)
        name = self._helper(path)
        self._passed(call)
        if name is None:
            if call.is_bare:
                self._use(path)
            return self._scope.inside(_UNKNOWN, call.bindings)
        check_use(name, call, (tag.start, tag.end), block=True)
        if name in SAME_CONTEXT:
            return self._scope.inside(None, call.bindings)
        if name == "with":
            return self._scope.inside(self._context_of(call.params[0]), call.bindings)
        return self._scope.inside(_ITEM if name == "each" else _UNKNOWN, call.bindings)

    def _otherwise(self, tag: Tag) -> None:
        mark = "{{else}}"
        if not self._frames:
            raise RefusedError(f"`{mark}` stands outside of any block", tag.start, tag.end)
        frame = self._frames[-1]
        may_chain = frame.tag.kind in ("block", "chain")
        if frame.is_last:
            raise RefusedError(f"`{mark}` stands behind the block's last `{mark}`", tag.start, tag.end)
        if not may_chain and (frame.tag.kind != "inverse" or tag.kind == "chain"):
            raise RefusedError(f"{_shown(frame)} takes no `{mark}`", tag.start, tag.end)
        self._frames[-1] = frame._replace(is_last=tag.kind == "otherwise")
        self._scope = frame.otherwise

    def _chain(self, tag: Tag, call: Call) -> None:
        self._scope = self._block(tag, call)

    def _close(self, tag: Tag, name: str) -> None:
        shown = quoted(f"{{{{/{name}}}}}")
        if not self._frames:
            raise RefusedError(f"{shown} closes nothing", tag.start, tag.end, "remove it, or open the block")
        frame = self._frames.pop()
        if frame.name != name:
            message = f"{shown} does not close {_shown(frame)}"
            advice = f"write {_closing(frame)}, or remove it if `{name}` opens no block"
            raise RefusedError(message, tag.start, tag.end, advice)
        self._scope = frame.outer

    def _partial(self, tag: Tag, call: Call) -> None:
        if len(call.params) > 1:
            message = f"a partial takes one value, not {len(call.params)}"
            raise RefusedError(message, tag.start, tag.end, "pass the others by name: `{{> name key=value}}`")
        self._passed(call)
        other = len(self._scope.contexts) > 1 or not call.is_bare
        keyword = PARTIAL_OF if other else PARTIAL
        if isinstance(call.name, Call):
            self._call(call.name)
            self._includes.append(Include(None, tag.start, tag.end, keyword))
        elif not (isinstance(call.name, Path) and call.name.data):
            has_text = tag.kind == "partial_block"
            place = (tag.tokens[0].start, call.name.stop)
            self._includes.append(Include(call.name.original, *place, keyword, optional=has_text))

    def _declare(self, call: Call) -> None:
        """Note the name of an inline partial."""
        if call.original == "inline" and call.params and isinstance(call.params[0], Literal):
            self._inline.add(call.params[0].original)

    def _passed(self, call: Call) -> None:
        for value in (*call.params, *(value for _, value in call.hash)):
            if isinstance(value, Path):
                self._use(value)
            elif isinstance(value, Call):
                self._call(value)

    def _call(self, call: Call) -> None:
        path = _as_path(call.name)
        name = self._helper(path)
        if name is not None:
            check_use(name, call, (path.start, path.end), block=False)
        self._passed(call)

    def _helper(self, path: Path) -> str | None:
        name = path.simple
        return name if name in HELPERS and name not in self._scope.bound else None

    def _use(self, path: Path) -> None:
        """Note the input that a path leads to; a use of all inputs at once is one that nobody can name."""
        if path.parts and not path.depth and not path.data and path.parts[0] in self._scope.bound:
            return
        context = self._context_of(path, values=False)
        parts = path.parts[1:] if path.data else path.parts
        if context == _UNKNOWN or (context == _ROOT and not parts):
            self._includes.append(Include(None, path.start, path.end, THIS))
        elif context == _ROOT:
            self._variables.append(Variable(parts[0], path.start, path.end))

    def _context_of(self, value: Expression, *, values: bool = True) -> str | None:
        """Return what a value is as a context; None for the one at hand, below which nothing changes.

        Without `values` it is the context in which the path begins; nothing is above the outermost one.
        """
        if not isinstance(value, Path):
            return _ITEM
        if value.data:
            return (_ITEM if values and value.parts[1:] else _ROOT) if value.parts[:1] == (ROOT,) else _ITEM
        if values and value.parts:
            return _ITEM
        if values and not value.depth:
            return None
        contexts = self._scope.contexts
        if value.depth and _UNKNOWN in contexts[-value.depth :]:
            return _UNKNOWN
        return contexts[-1 - value.depth] if value.depth < len(contexts) else _ITEM


def _as_path(name: Expression) -> Path:
    """Return the path that the name of a call is; a literal there is the name of a value."""
    if isinstance(name, Literal):
        return Path(
            (name.original,), 0, data=False, original=name.original, start=name.start, end=name.end, stop=name.end
        )
    return name if isinstance(name, Path) else _as_path(name.name)


def _closing_name(tag: Tag) -> str:
    call = read_call(tag)
    if not call.is_bare:
        raise RefusedError("a closing tag holds the name of its block alone", tag.start, tag.end)
    return call.original


def _never_closed(frame: _Frame) -> RefusedError:
    message = f"{_shown(frame)} is never closed"
    return RefusedError(message, frame.tag.start, frame.tag.end, f"end it with {_closing(frame)}")


def _shown(frame: _Frame) -> str:
    return quoted(f"{frame.tag.opening}{frame.name}}}}}")


def _closing(frame: _Frame) -> str:
    return quoted(f"{{{{/{frame.name}}}}}")
