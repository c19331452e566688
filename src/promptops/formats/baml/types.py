"""BAML's types as JSON Schema, as far as one file makes them certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.formats.baml.blocks import attributes, block_attributes, fields, string_of
from promptops.formats.baml.syntax import Declaration, Source, Span

Schema = dict[str, Any]

MAX_NESTING = 10
"""Types nested deeper are left open: they stand for any value."""
MAX_ALIASES = 20
"""More of them in a row lead nowhere."""
MAX_PARTS = 5_000
"""Most classes, enums and fields in the schemas of one file; the types behind them are left open."""

_PRIMITIVES: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "null": {"type": "null"},
    "true": {"const": True},
    "false": {"const": False},
}
_DEFINED = "#/$defs/"
_ATTACHED = frozenset({"image", "audio", "pdf", "video"})


class Types:
    """The types that one file declares. Those of other files, and media, stand for any value."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._declared: dict[str, Declaration] = {}
        self._known: dict[str, tuple[Schema, frozenset[str]]] = {}
        self._left = MAX_PARTS
        for each in source.declarations:
            if each.keyword in ("class", "enum", "type"):
                self._declared.setdefault(each.name.text, each)

    def schema(self, span: Span) -> Schema:
        """Return the schema of the type in a stretch of tokens, with all that it refers to below `$defs`."""
        found, names = self._read(span)
        definitions = self._definitions(names) if found else {}
        return {**found, "$defs": definitions} if definitions else found

    def object(self, members: Iterator[tuple[str, Span]]) -> Schema:
        """Return the schema of an object with exactly these members."""
        properties: dict[str, Schema] = {}
        required: list[str] = []
        names: set[str] = set()
        for name, span in members:
            properties[name], more = self._read(span)
            names |= more
            if name not in required and not self._may_be_null(properties[name]):
                required.append(name)
        definitions = self._definitions(frozenset(names))
        schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        return {**schema, "$defs": definitions} if definitions else schema

    def _definitions(self, names: frozenset[str]) -> dict[str, Schema]:
        definitions: dict[str, Schema] = {}
        pending = sorted(names)
        while pending:
            name = pending.pop()
            if name not in definitions:
                definitions[name], more = self._definition(name)
                pending.extend(sorted(more))
        return definitions

    def _definition(self, name: str) -> tuple[Schema, frozenset[str]]:
        """Return the schema of a declared type, and which other ones it refers to."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._declaration(self._declared[name])
        size = 1 + len(known[0].get("properties", ())) + len(known[0].get("enum", ()))
        self._left -= size
        return known if self._left >= 0 else ({}, frozenset())

    def _declaration(self, declared: Declaration) -> tuple[Schema, frozenset[str]]:
        if declared.keyword == "type":
            return ({}, frozenset()) if self._leads_nowhere(declared) else self._read(declared.output)
        span = declared.body or (0, 0)
        outside = {name: self._argument(inner) for name, inner in block_attributes(self._source, span)}
        described = {"description": outside["description"]} if outside.get("description") else {}
        if declared.keyword == "enum":
            values = [] if "dynamic" in outside else list(self._values(span))
            return ({**described, "type": "string", **({"enum": values} if values else {})}, frozenset())
        schema, names = self._class(span)
        return ({**described, **schema}, names)

    def _leads_nowhere(self, alias: Declaration) -> bool:
        """Say whether an alias stands for another one, and so on, until one stands for itself."""
        for _ in range(MAX_ALIASES):
            schema, _ = self._read(alias.output)
            if schema.keys() != {"$ref"}:
                return False
            alias = self._declared[str(schema["$ref"]).removeprefix(_DEFINED)]
            if alias.keyword != "type":
                return False
        return True

    def _values(self, span: Span) -> Iterator[str]:
        seen = set()
        for field in fields(self._source, span):
            given = dict(attributes(self._source, field.attributes))
            name = self._argument(given["alias"]) if "alias" in given else None
            value = name or field.name.text
            if "skip" not in given and value not in seen:
                seen.add(value)
                yield value

    def _class(self, span: Span) -> tuple[Schema, frozenset[str]]:
        """Return the schema of a class as the model is to write it: under aliases, with descriptions."""
        properties: dict[str, Schema] = {}
        required: list[str] = []
        names: set[str] = set()
        for field in fields(self._source, span):
            schema, more = self._read(field.type)
            given = {name: self._argument(inner) for name, inner in attributes(self._source, field.attributes)}
            if "skip" in given:
                continue
            name = given.get("alias") or field.name.text
            if name not in properties and not self._may_be_null(schema):
                required.append(name)
            names |= more
            described = {"description": given["description"]} if given.get("description") else {}
            properties[name] = {**schema, **described}
        return {"type": "object", "properties": properties, "required": required}, frozenset(names)

    def _may_be_null(self, schema: Schema) -> bool:
        """Say whether a value may be null, and so left out; what an alias stands for is not looked at."""
        kind, reference = schema.get("type"), schema.get("$ref")
        if reference is not None:
            return self._declared[str(reference).removeprefix(_DEFINED)].keyword == "type"
        members = schema.get("anyOf", ())
        return not schema or kind == "null" or isinstance(kind, list) or any(map(self._may_be_null, members))

    def _argument(self, span: Span) -> str | None:
        first, last = self._source.trimmed(span)
        if last != first + 1 or self._source.tokens[first].kind not in ("quoted", "raw"):
            return None
        return string_of(self._source.tokens[first].text).strip() or None

    def _read(self, span: Span) -> tuple[Schema, frozenset[str]]:
        reader = _TypeReader(self._source, span, self._declared)
        return reader.union(0), frozenset(reader.names)


class _TypeReader:
    """Reads one type; what it does not understand stands for any value."""

    def __init__(self, source: Source, span: Span, declared: Mapping[str, Declaration]) -> None:
        self._source = source
        self._index, self._end = source.trimmed(span)
        self._declared = declared
        self.names: set[str] = set()

    def union(self, depth: int) -> Schema:
        members = [self._postfix(depth)]
        while self._takes("|"):
            members.append(self._postfix(depth))
        if len(members) == 1:
            return members[0]
        if any(not member for member in members):
            return {}
        if all(member.keys() == {"const"} for member in members):
            return {"enum": [member["const"] for member in members]}
        return {"anyOf": members}

    def _postfix(self, depth: int) -> Schema:
        schema = self._base(depth)
        while True:
            if self._takes("["):
                self._takes("]")
                depth += 1
                schema = {} if depth > MAX_NESTING else {"type": "array", **({"items": schema} if schema else {})}
            elif self._takes("?"):
                schema = _or_null(schema)
            elif self._source.is_mark(self._index, "@") and self._index < self._end:
                self._index += 2
                if self._source.is_mark(self._index, "("):
                    self._index = self._source.behind(self._index)
            else:
                return schema

    def _base(self, depth: int) -> Schema:
        self._skip_lines()
        if self._index >= self._end or depth > MAX_NESTING:
            return {}
        token = self._source.tokens[self._index]
        if self._takes("("):
            return self._group(depth)
        self._index += 1
        if token.kind == "word":
            return self._named(token.text, depth)
        if token.kind == "quoted":
            return {"const": string_of(token.text)}
        if token.kind == "number" and len(token.text) < 16:  # noqa: PLR2004 - digits that JSON carries exactly
            return {"const": float(token.text) if "." in token.text else int(token.text)}
        return {}

    def _group(self, depth: int) -> Schema:
        members = [self.union(depth + 1)]
        while self._takes(","):
            members.append(self.union(depth + 1))
        self._takes(")")
        return members[0] if len(members) == 1 else {"type": "array"}

    def _named(self, name: str, depth: int) -> Schema:
        if name == "map" and self._takes("<"):
            self.union(depth + 1)
            self._takes(",")
            values = self.union(depth + 1)
            self._takes(">")
            return {"type": "object", **({"additionalProperties": values} if values else {})}
        if name in _PRIMITIVES:
            return dict(_PRIMITIVES[name])
        if name in self._declared and name not in _ATTACHED:
            self.names.add(name)
            return {"$ref": f"{_DEFINED}{name}"}
        return {}

    def _takes(self, mark: str) -> bool:
        """Step over a mark if it comes next in the type."""
        self._skip_lines()
        found = self._index < self._end and self._source.is_mark(self._index, mark)
        self._index += found
        return found

    def _skip_lines(self) -> None:
        while self._index < self._end and self._source.tokens[self._index].kind == "newline":
            self._index += 1


def _or_null(schema: Schema) -> Schema:
    if not schema:
        return {}
    kind = schema.get("type")
    if isinstance(kind, str) and kind != "null":
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
