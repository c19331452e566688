"""The calls that may fill in a text, with the names of what they pass."""

from __future__ import annotations

import time

import pytest

from promptops.expectations.code.calls import MAX_CALLS
from promptops.expectations.code.details import MAX_KEYS, read_details

Passed = list[tuple[str, list[str], bool]]


def calls(path: str, source: str) -> Passed:
    found = read_details(path, source.encode()).calls
    return [(each.callee.text, [name.text for name in each.passes], each.is_whole) for each in found]


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.py", "p.render(a=1, b=2)", [("render", ["a", "b"], True)]),
        ("a.py", "await p.ainvoke({'a': 1, **more})", [("ainvoke", ["a"], False)]),
        ("a.py", "p.render(**more)", [("render", [], False)]),
        ("a.py", "p.render({key: 1})", [("render", [], False)]),
        ("a.py", "render_template('x.j2', a=1)", [("render_template", ["a"], True)]),
        ("a.py", "run(p, inputs={'a': 1})", [("run", ["inputs"], True), ("run", ["a"], True)]),
        ("a.py", "'{a}'.format(a=1)", []),
        ("a.py", "('{a}' '{b}').format(a=1)", []),
        ("a.py", "f(a=1)", []),
        ("a.py", "p.render(x)", []),
        ("a.py", "p.format_messages(\n    # why\n    a=1,\n)", [("format_messages", ["a"], True)]),
        ("a.ts", "p.render({ a, 'b-c': 1, d: 2 })", [("render", ["a", "b-c", "d"], True)]),
        ("a.ts", "p.render({ a, ...more })", [("render", ["a"], False)]),
        ("a.ts", "ai.prompt('x')({ a })", [("prompt", ["a"], True)]),
        ("a.ts", "f(ai.prompt('x'))({ a })", []),
        ("a.ts", "generate({ input: { a } })", [("generate", ["input"], True), ("generate", ["a"], True)]),
        ("a.js", "Handlebars.compile(text)({ a: 1 })", [("compile", ["a"], True)]),
        ("a.js", "template`x`; renderer; render", []),
        ("a.go", 'package a\nvar x = p.Execute(c, ai.WithInput(map[string]any{"a": b}))', [("WithInput", ["a"], True)]),
        ("A.java", "class A { String x = p.render(a); }", []),
        ("a.py", "p.render(a=", [("render", [], True)][:0]),
        ("a.txt", "p.render(a=1)", []),
    ],
)
def test_names_that_calls_pass(path: str, source: str, expected: Passed) -> None:
    assert calls(path, source) == expected


def test_a_name_stands_where_it_is_written() -> None:
    (call,) = read_details("a.py", 'x = "é"; p.render(\n  name=1)\n'.encode()).calls
    assert (call.callee.line, call.callee.column) == (1, 12)
    assert call.passes[0].at("a.py")[:5] == ("a.py", 2, 3, 2, 7)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.ts", "const Q = { billing: 1,\n  technical: 2 };", ["billing", "technical"]),
        ("a.js", "f({ 'x': 1, y: 2, z })", ["y"]),
        ("a.ts", "a ? b : c; std::x; label: while (x) {}", []),
        ("a.py", "q = {billing: 1}", []),
    ],
)
def test_keys_without_quotation_marks(path: str, source: str, expected: list[str]) -> None:
    assert [key.text for key in read_details(path, source.encode()).keys] == expected


def test_there_is_an_end_to_them() -> None:
    many = read_details(
        "a.js", b"p.render({ a: 1 }); // and nothing else than what is said of it here\n" * (MAX_KEYS + MAX_CALLS)
    )
    assert (len(many.calls), len(many.keys)) == (MAX_CALLS, MAX_KEYS)


@pytest.mark.parametrize(
    "source",
    [
        "render(" * 60_000,
        "p.render(a=1)\n" * 30_000,
        "{" + "\n" * 100 + ("{ " * 100 + "\n") * 2_000,
        ("a" * 60 + "\n") * 8_000,
        "render(" + ("{a: 1}, " * 1_000 + "\n") * 60 + ")",
    ],
)
@pytest.mark.parametrize("path", ["a.py", "a.ts"])
def test_hostile_files_take_no_time(path: str, source: str) -> None:
    started = time.process_time()
    read_details(path, "\n".join(source[at : at + 9_000] for at in range(0, len(source), 9_000)).encode())
    assert time.process_time() - started < 3
