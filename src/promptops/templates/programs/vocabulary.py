"""What programs know by name: filters with their parameters, tests, methods, and what `loop` tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Default: TypeAlias = "str | int | bool | None"


class Required:
    """Stands for the default of a parameter that must be given."""


REQUIRED = Required()
Parameters: TypeAlias = Mapping[str, "Default | Required"]

FILTERS: Mapping[str, Parameters] = {
    "capitalize": {},
    "default": {"default_value": "", "boolean": False},
    "first": {},
    "indent": {"width": 4, "first": False, "blank": False},
    "int": {"default": 0},
    "join": {"d": "", "attribute": None},
    "last": {},
    "length": {},
    "list": {},
    "lower": {},
    "map": {"attribute": REQUIRED},
    "rejectattr": {"attribute": REQUIRED, "test": None, "value": None},
    "replace": {"old": REQUIRED, "new": REQUIRED, "count": None},
    "reverse": {},
    "selectattr": {"attribute": REQUIRED, "test": None, "value": None},
    "string": {},
    "title": {},
    "tojson": {"indent": None},
    "trim": {},
    "truncate": {"length": 255, "killwords": False, "end": "...", "leeway": None},
    "upper": {},
}
"""Filter to its parameters in order, each with the default that Jinja2 has."""

FILTER_ALIASES = {"d": "default", "count": "length"}
CONSTANT = frozenset({"attribute", "test"})
"""Parameters that must be written out: a program has no names that are computed."""

LAZY = frozenset({"map", "rejectattr", "reverse", "selectattr"})
"""Filters by which Jinja2 makes something that can be gone through once, is always true, and has no length."""

CONSUMERS = frozenset({"first", "join", "list", "map", "rejectattr", "reverse", "selectattr"})
"""Filters that go through what they are given, once."""

TESTS: Mapping[str, int] = {
    "boolean": 0,
    "defined": 0,
    "divisibleby": 1,
    "eq": 1,
    "even": 0,
    "false": 0,
    "float": 0,
    "ge": 1,
    "gt": 1,
    "in": 1,
    "integer": 0,
    "iterable": 0,
    "le": 1,
    "lt": 1,
    "mapping": 0,
    "ne": 1,
    "none": 0,
    "number": 0,
    "odd": 0,
    "sequence": 0,
    "string": 0,
    "true": 0,
    "undefined": 0,
}
"""Test to how many arguments it has."""

TEST_ALIASES = {
    "==": "eq",
    "equalto": "eq",
    "!=": "ne",
    ">": "gt",
    "greaterthan": "gt",
    ">=": "ge",
    "<": "lt",
    "lessthan": "lt",
    "<=": "le",
}

METHODS: Mapping[str, tuple[int, int]] = {
    "endswith": (1, 1),
    "get": (1, 2),
    "keys": (0, 0),
    "lower": (0, 0),
    "replace": (2, 2),
    "split": (0, 1),
    "startswith": (1, 1),
    "strip": (0, 0),
    "upper": (0, 0),
    "values": (0, 0),
}
"""Method to the least and the most arguments."""

VIEWS = frozenset({"keys", "values"})
"""Methods that give something that can be gone through and has a length, and is no list."""

OF_MAPPINGS = frozenset(
    {"clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"}
)
"""Attributes that every mapping has in Python: `x.items` is never the item of that name."""

LOOP = frozenset({"first", "index", "index0", "last", "length", "revindex", "revindex0"})
"""What `loop` tells inside a loop."""

FUNCTIONS = frozenset({"range", "dict", "lipsum", "cycler", "joiner", "namespace", "self"})
"""Names that Jinja2 defines in every template."""

COMPARISONS = {
    "eq": "eq",
    "ne": "ne",
    "gt": "gt",
    "gteq": "ge",
    "lt": "lt",
    "lteq": "le",
    "in": "in",
    "notin": "not in",
}
"""What Jinja2 calls an operator, and what a program calls it."""
