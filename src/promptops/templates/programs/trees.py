"""Programs of languages that are read as trees: Handlebars as handlebars.js renders it, Mustache as chevron does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from promptops.templates.model import Language, TemplateError
from promptops.templates.parsing import parse_template
from promptops.templates.programs.engines import CHEVRON, HANDLEBARS, Engine, escaped
from promptops.templates.programs.model import MAX_DEPTH, MAX_NESTING, Compiled, Given, Json, References
from promptops.templates.trees.from_handlebars import from_handlebars
from promptops.templates.trees.from_mustache import from_mustache
from promptops.templates.trees.nodes import (
    IS_FIRST,
    IS_LAST,
    ITEM_COUNT,
    Condition,
    Include,
    InexactError,
    Loop,
    Node,
    Nodes,
    Role,
    Test,
    Text,
    Value,
)
from promptops.templates.trees.types import SAME_IN_HTML, Types

_OF_LOOPS: Mapping[tuple[str, ...], str] = {ITEM_COUNT: "integer", IS_FIRST: "boolean", IS_LAST: "boolean"}


def compile_tree(text: str, language: Language, given: Given, references: References) -> Compiled:
    """Return the program of a Handlebars or Mustache template, or what keeps it from having one.

    A text that is no template has neither.
    """
    if parse_template(text, language).error is not None:
        return Compiled(None)
    types = Types(given.inputs)
    try:
        if language == "mustache":
            return _TreeCompiler(CHEVRON, references).compiled(from_mustache(text, types), types)
        nodes = from_handlebars(text, escaping=not given.raw)
    except InexactError as inexact:
        return Compiled(None, (inexact.error,))
    return _TreeCompiler(HANDLEBARS, references).compiled(nodes, types)


class _TreeCompiler:
    """Compiles the nodes of one text, and gathers what a program cannot say."""

    def __init__(self, engine: Engine, references: References) -> None:
        self._engine = engine
        self._references = references
        self._refusals: list[TemplateError] = []
        self._nesting = 0
        self._items: list[str] = []

    def compiled(self, nodes: Nodes, types: Types) -> Compiled:
        """Return the program of a text, or all that keeps it from having one."""
        program = self._block(nodes, types)
        return Compiled(None, tuple(self._refusals)) if self._refusals else Compiled(program)

    def _block(self, nodes: Nodes, types: Types) -> Sequence[Json]:
        self._nesting += 1
        found: list[Json] = []
        if len(nodes) > 1 and self._is_added(nodes[:1], types) and self._is_added(nodes[1:2], types):
            message = f"{self._engine.name} adds up two values side by side that are no texts"
            self._refuse(message, _place(nodes[1]), "declare one as a `string`, or write something before them")
        for node in nodes:
            found += self._steps(node, types)
        self._nesting -= 1
        return found

    def _steps(self, node: Node, types: Types) -> Sequence[Json]:
        match node:
            case Text():
                return [node.text]
            case Value():
                return [["write", self._written(node, types)]]
            case Condition():
                return [self._condition(node, types)]
            case Loop():
                return [self._loop(node, types)]
            case Include():
                return self._include(node)
            case Role():
                advice = "write it in the native format, with `messages`: `promptops import`"
                return self._refuse("a role divides the text into messages", node.place, advice)

    def _is_added(self, nodes: Nodes, types: Types) -> bool:
        """Say whether what stands in a block may be a number or boolean, and no text yet."""
        match nodes:
            case (Value() as value,):
                kinds = self._types(value, types)
                return bool(kinds & self._engine.added or (self._engine.added and not kinds))
            case (Condition(branches=branches, otherwise=otherwise),):
                blocks = (*(inner for _, inner in branches), otherwise)
                return any(self._is_added(inner, types) for inner in blocks)
            case (Loop(otherwise=otherwise),):
                return self._is_added(otherwise, types)
            case _:
                return False

    def _condition(self, node: Condition, types: Types) -> Json:
        compiled: list[Json] = ["if"]
        for test, inner in node.branches:
            compiled += (self._test(test, types), self._inner(test.value, inner, types))
        return [*compiled, self._inner(node.branches[0][0].value, node.otherwise, types)]

    def _loop(self, node: Loop, types: Types) -> Json:
        over = self._list(node.over, types)
        inner = types.within(node)
        self._items.append(node.name)
        body = self._inner(node.over, node.body, inner)
        self._items.pop()
        otherwise = self._inner(node.over, node.otherwise, types)
        item: Json = ["name", node.name]
        return ["for", [node.name], over, item if node.only_true else None, body, otherwise]

    def _inner(self, value: Value, nodes: Nodes, types: Types) -> Sequence[Json]:
        """Compile what stands in a block that hangs on a value."""
        if self._nesting == MAX_NESTING:
            return self._refuse("too many blocks are open here", value.place, "divide the template")
        return self._block(nodes, types)

    def _list(self, value: Value, types: Types) -> Json:
        """Return what a loop goes through: of null, as of what is not there, nothing."""
        kinds = types.of(value)
        if kinds - {"null"} != {"array"}:
            self._refuse("nobody says that this is a list", value.place, "declare the input with `type: array`")
        found = self._value(value, types)
        return ["choose", found, found, ["list"]] if "null" in kinds else found

    def _test(self, test: Test, types: Types) -> Json:
        found = self._engine.tested(self._value(test.value, types), self._types(test.value, types))
        return found if test.holds else ["not", found]

    def _written(self, value: Value, types: Types) -> Json:
        if self._items and value.path == ITEM_COUNT:
            return self._value(value, types)
        name = self._engine.name
        kinds = self._types(value, types)
        strange = kinds & self._engine.unwritable
        if strange:
            message = f"{name} writes a value of the type `{min(strange)}` as no program does"
            self._refuse(message, value.place, "pass it in as a text")
        found = self._engine.written(self._value(value, types), kinds)
        if not value.escaped or (kinds and kinds <= SAME_IN_HTML):
            return found
        if self._engine is HANDLEBARS:
            message = "whether this is written for HTML is up to whoever runs Handlebars"
            self._refuse(message, value.place, "write `{{{…}}}` around the name")
        return escaped(found)

    def _types(self, value: Value, types: Types) -> frozenset[str]:
        return frozenset({_OF_LOOPS[value.path]}) if self._is_of_loop(value) else types.of(value)

    def _is_of_loop(self, value: Value) -> bool:
        return bool(self._items) and value.path in _OF_LOOPS

    def _value(self, value: Value, types: Types) -> Json:
        """Return the way to a value: what is below nothing, or below anything but a mapping, is nothing."""
        if self._is_of_loop(value):
            return ["loop", value.path[1]]
        path = value.path
        if len(path) > MAX_DEPTH:
            self._refuse("the way to the value is too long", value.place, "pass the value in as an input")
            return None
        found: Json = ["name", path[0]]
        uncertain: list[Json] = []
        for at, part in enumerate(path[1:], 1):
            outer = path[:at]
            if not self._is_mapping(outer, types):
                if part in self._engine.members:
                    message = f"`{part}` is more than the name of a member in {self._engine.name}"
                    self._refuse(message, value.place, f"declare `{'.'.join(outer)}` as an object")
                uncertain.append(found)
            found = ["get", found, part]
        if not uncertain:
            return found
        condition = uncertain.pop()
        while uncertain:
            condition = ["and", uncertain.pop(), condition]
        return ["choose", condition, found, None]

    def _is_mapping(self, path: tuple[str, ...], types: Types) -> bool:
        """Say whether a path surely leads to a mapping."""
        return bool(types.has((), path)) and types.of(Value(path)) == {"object"}

    def _include(self, node: Include) -> Sequence[Json]:
        reference = next(self._references, None)
        if reference is None:
            return self._refuse("what is included is not known", node.place, "name a file that is there")
        return [["include", reference, True]]

    def _refuse(self, message: str, place: tuple[int, int], help: str) -> Sequence[Json]:
        """Take note of what a program cannot say: each thing once, where it stands first."""
        if all(message != known.message for known in self._refusals):
            self._refusals.append(TemplateError(message, *place, help))
        return []


def _place(node: Node) -> tuple[int, int]:
    match node:
        case Condition(branches=((test, _), *_)):
            return test.value.place
        case Loop(over=value):
            return value.place
        case Value(place=place):
            return place
    return 0, 0
