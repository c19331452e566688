"""What a dotprompt file takes and gives: `input` and `output` of its front matter, in the native format's terms."""

from __future__ import annotations

from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.annotations import without
from promptops.formats.dotprompt.picoschema import Converted, convert
from promptops.formats.drafts import Positioned
from promptops.sources.documents import KeyPath

_FORMATS = {"array": "json", "enum": "text"}
"""Formats that the native format has under another name."""
_NATIVE_FORMATS = frozenset({"text", "json", "jsonl", "yaml", "xml", "markdown", "html", "csv", "code"})


class Part(NamedTuple):
    """What one key of the front matter becomes.

    `moved` is the value for the native format, None where there is none; `rest` is what stays behind for the
    annotations; `places` lead from the keys of the native format to those of the file.
    """

    moved: dict[str, Any] | None
    rest: Any
    places: dict[KeyPath, KeyPath]
    faults: tuple[Fault, ...] = ()


def inputs_of(written: Any, document: Positioned) -> Part:
    """Return the inputs, with the defaults of those that have one; an input may have nothing but a default."""
    if not isinstance(written, dict):
        return Part(None, written, {})
    found = convert(written.get("schema"), document, ("input", "schema"))
    schema = found.schema
    if schema is None or schema.get("type") != "object" or not isinstance(schema.get("properties", {}), dict):
        return Part(None, written, {}, found.faults)
    places = _places("inputs", found, ("input", "schema"))
    defaults = written.get("default")
    rest = without(written, () if found.is_open else {"schema"})
    if isinstance(defaults, dict):
        schema = _with_defaults(schema, defaults, places)
        rest = without(rest, {"default"})
    return Part(schema, rest, places, found.faults)


def output_of(written: Any, document: Positioned) -> Part:
    """Return the form and the schema of the answer."""
    if not isinstance(written, dict):
        return Part(None, written, {})
    found = convert(written.get("schema"), document, ("output", "schema"))
    form = written.get("format")
    known = _FORMATS.get(form, form) if isinstance(form, str) else None
    moved: dict[str, Any] = {"format": known} if known in _NATIVE_FORMATS else {}
    if found.schema is not None and (moved or form is None):
        moved["schema"] = found.schema
    elif found.is_open and form is None and not found.faults:
        moved["format"] = "json"
    lost = ({"schema"} if found.is_open else set()) | ({"format"} if form != known else set())
    rest = without(written, moved.keys() - lost)
    return Part(moved or None, rest, _places("output", found, ("output", "schema"), "schema"), found.faults)


def _places(native: str, found: Converted, keys: KeyPath, *below: str) -> dict[KeyPath, KeyPath]:
    base: KeyPath = (native, *below)
    return {base: keys, **{(*base, *path): place for path, place in found.places.items()}}


def _with_defaults(schema: dict[str, Any], defaults: dict[str, Any], places: dict[KeyPath, KeyPath]) -> dict[str, Any]:
    properties = dict(schema.get("properties", {}))
    for name, value in defaults.items():
        stated = properties.get(name, {})
        if isinstance(stated, dict):
            keys: KeyPath = ("inputs", "properties", name)
            places[*keys, "default"] = ("input", "default", name)
            if name not in properties:
                places[keys] = ("input", "default", name)
            properties[name] = {**stated, "default": value}
    return {**schema, "properties": properties}
