"""Programs whose work is counted: what it is for small ones, and small ones that would go on without end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Expression = Sequence[Any]

VALUES: Mapping[str, Any] = {
    "text": "x" * 150,
    "short": "y" * 100,
    "astral": "\U0001f600" * 101,
    "few": "\U0001f600" * 100,
    "list": [["one", 1], [2, "three"], "four"],
    "map": {"a": "bbbbb", "c": [1], "deeper": {"d": None}},
    "rows": [{"a": "xxx"}, {"a": "y"}, {"b": 1}],
    "number": 12,
}


class Work(NamedTuple):
    """A program, whether it is refused for its work, and the names of what it needs of `VALUES`."""

    steps: Sequence[Any]
    refused: bool = False


def name(of: str) -> Expression:
    return ["name", of]


def const(value: object) -> Expression:
    return ["const", value]


def call(function: str, value: str, *arguments: object) -> Expression:
    return ["filter", function, name(value), *map(const, arguments)]


def loop(items: str, body: Sequence[Any], condition: Expression | None = None) -> Expression:
    return ["for", ["i"], name(items), condition, body, ["none"]]


EXPRESSIONS: Mapping[str, Expression] = {
    **{f"{of} is written": name(of) for of in VALUES},
    **{f"{of} in upper case": call("upper", of) for of in VALUES},
    **{f"the length of {of}": call("length", of) for of in ("text", "astral", "list", "map")},
    **{f"the list of {of}": call("list", of) for of in ("short", "few", "astral", "list", "map")},
    **{f"{of} as JSON": call("tojson", of) for of in ("text", "list", "map", "number")},
    **{f"{of} joined to itself": ["concat", name(of), name(of)] for of in ("number", "short", "few", "list")},
    **{f"{of} added to itself": ["add", name(of), name(of)] for of in ("short", "few", "list", "number")},
    **{f"{of} without its first": ["slice", name(of), const(1), None] for of in ("text", "astral", "list")},
    **{f"the first of {of}": call("first", of) for of in ("text", "astral", "list", "map")},
    **{f"the last of {of}": call("last", of) for of in ("short", "text", "astral", "list")},
    "a part of a part": ["item", ["get", name("map"), "c"], const(0)],
    "a list of three": ["list", name("text"), name("list"), const(1)],
    "a text and a short constant": ["compare", name("text"), "eq", const("x" * 100)],
    "a text and a long constant": ["compare", name("text"), "eq", const("x" * 101)],
    "two texts": ["compare", name("text"), "lt", name("astral")],
    "a text and a number": ["compare", name("text"), "eq", name("number")],
    "two lists": ["compare", name("list"), "eq", name("list")],
    "a list and a text": ["compare", name("list"), "eq", name("text")],
    "three texts": ["compare", const("a"), "lt", name("text"), "lt", name("short")],
    "a text in a text": ["compare", const("x"), "in", name("text")],
    "a text in a list": ["compare", const("four"), "in", name("list")],
    "a text in a mapping": ["compare", name("text"), "not in", name("map")],
    "a test of equality": ["test", "eq", name("text"), name("text")],
    "a test for a text": ["test", "string", name("list")],
    "a test for a number": ["test", "number", name("text")],
    "an attribute of rows": call("map", "rows", "a"),
    "an attribute of an attribute": call("map", "list", "1.0"),
    "rows with an attribute": call("selectattr", "rows", "a"),
    "rows with an attribute that is a text": call("rejectattr", "rows", "a", "eq", "xxx"),
    "rows joined by an attribute": call("join", "rows", ", ", "a"),
    "a list joined": call("join", "list"),
    "a text in lines": call("indent", "text", 2),
    "a text cut off": call("truncate", "astral", 20),
    "a text with others in it": call("replace", "text", "x", "yy", 3),
    "a numeral": call("int", "short"),
    "a text taken apart": ["method", "split", name("text"), const("x")],
    "a text that begins so": ["method", "startswith", name("text"), const("x")],
    "the pairs of a mapping": ["method", "items", name("map")],
    "a value of a mapping": ["method", "get", name("map"), const("a")],
}

_X, _Y = name("x"), name("y")
_NESTED = [["set", "x", ["list", const(1)]], *[["set", "x", ["list", _X, _X]]] * 60, ["set", "y", ["list", _X]]]
_MANY = [["set", "r", ["list", const(1)]], *[["set", "r", ["add", name("r"), name("r")]]] * 17]
_LONG = [["set", "t", const("x")], *[["set", "t", ["add", name("t"), name("t")]]] * 20]
_TOUCHED = ["set", "x", const(1)]

STEPS: Mapping[str, Work] = {
    **{each: Work([["write", expression]]) for each, expression in EXPRESSIONS.items()},
    "a loop": Work([loop("list", ["-", ["write", name("number")]])]),
    "a loop over nothing": Work([loop("gone", ["-"])]),
    "a loop over a text": Work([loop("few", ["-"])]),
    "a loop with a condition": Work([loop("list", ["-"], ["compare", name("i"), "eq", const("four")])]),
    "a loop that counts": Work([loop("list", [["write", ["loop", "index"]]])]),
    "a loop that sets a name": Work([loop("list", [_TOUCHED])]),
    "a loop that sets a name in a branch": Work([loop("list", [["if", name("i"), [], const(1), [_TOUCHED], []]])]),
    "a loop in a loop that counts": Work([loop("list", [["write", ["loop", "last"]], loop("rows", [_TOUCHED])])]),
    "a loop with two names": Work(
        [["for", ["k", "v"], ["method", "items", name("map")], None, [["write", name("k")]], []]]
    ),
    "an include": Work([["include", "fragment:tone@1", True]]),
    "an include without names": Work([["include", "fragment:tone@1", False]]),
    "an include in a loop that counts": Work(
        [loop("rows", [["write", ["loop", "first"]], ["include", "fragment:outer@1", True]])]
    ),
    "a value that holds itself often, written": Work([*_NESTED, ["write", _X]], refused=True),
    "a value that holds itself often, as JSON": Work([*_NESTED, ["write", ["filter", "tojson", _X]]], refused=True),
    "a value that holds itself often, compared": Work([*_NESTED, ["write", ["compare", _X, "eq", _Y]]], refused=True),
    "a value that holds itself often, looked for": Work(
        [*_NESTED, ["write", ["test", "in", const(2), _X]]], refused=True
    ),
    "a value that holds itself often, joined": Work([*_NESTED, ["write", ["concat", _X, const("a")]]], refused=True),
    "a long text, often made": Work([*_LONG, *[["set", "u", ["filter", "upper", name("t")]]] * 40], refused=True),
    "a long text, often compared": Work(
        [*_LONG, *_MANY, loop("r", [["if", ["compare", name("t"), "eq", ["slice", name("t"), None, None]], [], []]])],
        refused=True,
    ),
    "a long text, often looked through": Work(
        [*_LONG, *_MANY, loop("r", [], ["compare", const("y"), "in", name("t")])], refused=True
    ),
    "many items, often reversed": Work(
        [*_MANY, loop("r", [["set", "u", ["filter", "last", name("r")]]])], refused=True
    ),
    "much to do in each round": Work([*_MANY, loop("r", [["write", const("")]] * 300)], refused=True),
    "many names in each round": Work(
        [*[["set", f"n{number}", const(0)] for number in range(70)], *_MANY, loop("r", [_TOUCHED])], refused=True
    ),
}
