"""Values as YAML that reads back as exactly these values, here and with every other reader of YAML."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.scaffolds.scalars import scalar

_STEP = "  "
_SHORT = 88
"""A list or mapping stands on one line when it and its key need no more cells than this, but for lists of mappings."""
_LONGEST_KEY = 1000
"""YAML wants a mark before a key that is longer than a little more than this."""


def yaml_text(value: Mapping[str, Any]) -> str:
    """Return a mapping as a YAML document: texts of several lines as they are, what is short on one line.

    Values are dict, list, str, int, float, bool and None. A lone surrogate is no character, and becomes `?`.
    """
    return "".join(f"{line}\n" for line in _mapping(value, "")) or "{}\n"


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        name = scalar(key)
        mark = f"{indent}{name}:" if len(name) < _LONGEST_KEY else f"{indent}? {name}\n{indent}:"
        yield from _member(mark, item, indent + _STEP)


def _sequence(value: Sequence[Any], indent: str) -> Iterator[str]:
    for item in value:
        if isinstance(item, dict) and item and _on_one_line(item, len(indent)) is None:
            first, *others = _mapping(item, indent + _STEP)
            yield f"{indent}- {first.removeprefix(indent + _STEP)}"
            yield from others
        else:
            yield from _member(f"{indent}-", item, indent + _STEP)


def _member(mark: str, item: Any, inner: str) -> Iterator[str]:
    """Yield the lines of a value behind what stands before it: a key with its colon, or a dash."""
    if isinstance(item, str) and _is_block(item):
        yield f"{mark} {_header(item)}"
        yield from (f"{inner}{line}" if line else "" for line in _lines(item))
        return
    short = _on_one_line(item, len(mark))
    if short is not None:
        yield f"{mark} {short}"
        return
    yield mark
    yield from _mapping(item, inner) if isinstance(item, dict) else _sequence(item, inner)


def _on_one_line(item: Any, before: int) -> str | None:
    """Return a value on one line; None for a list or mapping that is too long for that."""
    if not isinstance(item, dict | list):
        return _scalar(item)
    flow = _flow(item, _SHORT - before)
    return flow if flow is not None and (not item or len(flow) + before < _SHORT) else None


def _flow(item: Any, room: int) -> str | None:
    if not isinstance(item, dict | list):
        return None if isinstance(item, str) and (len(item) > room or "\n" in item) else _scalar(item)
    if isinstance(item, list) and any(isinstance(each, dict) and each for each in item):
        return None
    parts: list[str] = []
    for key, inner in item.items() if isinstance(item, dict) else ((None, each) for each in item):
        shown = _flow(inner, room)
        if shown is None or room < 0:
            return None
        parts.append(shown if key is None else f"{scalar(key)}: {shown}")
        room -= len(parts[-1]) + 2
    joined = ", ".join(parts)
    return f"{{{joined}}}" if isinstance(item, dict) else f"[{joined}]"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return scalar(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' if value < 0 else ''}.inf"
    # Older readers take a number for a text when it has an exponent and no point.
    digits, exponent, power = repr(float(value)).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{exponent}{power}"


def _is_block(text: str) -> bool:
    """Say whether a text of several lines can stand as it is: nothing in it is invisible."""
    return (
        "\n" in text
        and text.strip("\n") != ""
        and all(
            not line or (line.replace("\t", " ").isprintable() and not line.isspace() and line[0] != "\t")
            for line in text.split("\n")
        )
    )


def _header(text: str) -> str:
    indicator = str(len(_STEP)) if text[0] in " \n" else ""
    ending = "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    return f"|{indicator}{ending}"


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")
