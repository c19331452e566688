from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from promptops.compiler import Compiler
from promptops.diagnostics import Diagnostic, Fault
from promptops.sources.documents import Document
from promptops.sources.yaml import read_yaml

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]
Lint = Callable[..., tuple[Diagnostic, ...]]

SETTINGS = "name: example\nrules: {missing-owner: off}\n"
HEADER = (
    "---\nname: a\ninputs: {order: string}\noutput: {schema: ./a.json}\nexamples: ./b.yaml\n"
    "variants: [{name: x, file: x.md}]\n---\n{{ order }}\n"
)
GOOD = {
    "promptops.yaml": SETTINGS,
    "deep/a.prompt.md": HEADER,
    "deep/a.json": '{"type": "object"}',
    "deep/b.yaml": "- inputs: {order: '1'}\n  output: {}\n",
    "deep/x.md": "Otherwise, {{ order }}.\n",
}
PLACES = {"deep/a.json": (4, 18), "deep/b.yaml": (5, 11), "deep/x.md": (6, 28)}

FAULTS = [
    ("deep/a.json", "", "invalid-value", "`deep/a.json`, line 1: the file holds nothing"),
    ("deep/a.json", " \n", "invalid-value", "`deep/a.json`, line 1: the file holds nothing"),
    ("deep/a.json", '"text"', "invalid-value", "`deep/a.json`, line 1: the file holds a text"),
    ("deep/a.json", "5", "invalid-value", "`deep/a.json`, line 1: `output.schema` must be a JSON Schema, not `5`"),
    ("deep/a.json", "[]", "invalid-value", "`deep/a.json`, line 1: `output.schema` must be a JSON Schema, not a list"),
    (
        "deep/a.json",
        '{\n  "type": "objct"}',
        "invalid-value",
        "`deep/a.json`, line 2: `output.schema.type` is `objct`, which is not a type",
    ),
    ("deep/a.json", '{"a": 1,\n "a": 2}', "duplicate-key", "`deep/a.json`, line 2: key `a` is given twice"),
    ("deep/a.json", b"\xff", "invalid-yaml", "`deep/a.json`, line 1: the byte 0xff is not UTF-8"),
    ("deep/b.yaml", "# nothing\n", "invalid-value", "`deep/b.yaml`, line 1: the file holds nothing"),
    ("deep/b.yaml", "just text\n", "invalid-value", "`deep/b.yaml`, line 1: the file holds a text"),
    (
        "deep/b.yaml",
        "- output: {}\n---\n- {}\n",
        "invalid-value",
        "`deep/b.yaml`, line 3: the file holds a second document",
    ),
    (
        "deep/b.yaml",
        "- output: {}\n- 5\n",
        "invalid-value",
        "`deep/b.yaml`, line 2: `examples[1]` must be a mapping, not `5`",
    ),
    ("deep/b.yaml", "- outpt: {}\n", "invalid-value", "`deep/b.yaml`, line 1: `examples[0].output` is missing"),
    ("deep/x.md", "", "invalid-value", "`deep/x.md`, line 1: the file holds nothing"),
    ("deep/x.md", "\n\n", "invalid-value", "`deep/x.md`, line 1: the file holds nothing"),
    ("deep/x.md", "{{ order }} {{ 1 +", "template-syntax", "`deep/x.md`, line 1: `{{` is never closed"),
    ("deep/x.md", "{{ order }} {{ other }}", "undeclared-variable", "`other` is not among the inputs of `a`"),
]


def test_attached_files_are_read(write: Write, compiler: Make) -> None:
    write(dict(GOOD))
    compiled = compiler().compiled
    assert compiled.verdict.diagnostics == ()
    assert compiled.verdict.files_read == 1


@pytest.mark.parametrize(("path", "content", "rule", "message"), FAULTS)
def test_what_is_wrong_in_an_attached_file_is_told_where_it_is_named(
    path: str, content: str | bytes, rule: str, message: str, write: Write, lint: Lint
) -> None:
    write({**GOOD, path: content})
    found = [each for each in lint() if each.rule == rule]
    assert found[0].message == message
    assert found[0].primary.path == "deep/a.prompt.md"
    assert (found[0].primary.line, found[0].primary.column) == PLACES[path]


@pytest.mark.parametrize("path", ["deep/a.json", "deep/b.yaml", "deep/x.md"])
def test_a_file_that_is_not_there_is_told_where_it_is_named(path: str, write: Write, lint: Lint) -> None:
    write({**GOOD})
    write({path: None})
    (found,) = lint()
    assert (found.rule, found.message) == (
        "unknown-reference",
        f"the file `{path}` cannot be read: the project has no such file",
    )
    assert (found.primary.line, found.primary.column) == PLACES[path]


@pytest.mark.parametrize("name", ["a.txt", "a", "a.json5"])
def test_the_name_of_a_file_says_what_it_holds(name: str, write: Write, lint: Lint) -> None:
    write(
        {"promptops.yaml": SETTINGS, name: "{}", "a.prompt.md": f"---\nname: a\noutput: {{schema: {name}}}\n---\nb\n"}
    )
    (found,) = lint()
    assert found.message == f"`{name}`, line 1: the file is neither YAML nor JSON by its name"


def test_only_prompts_have_files_attached(write: Write, lint: Lint) -> None:
    write({"promptops.yaml": SETTINGS, "a.yaml": "kind: Tool\nname: a\nexamples: ./nowhere.yaml\n"})
    assert [each.rule for each in lint()] == ["unknown-key"]


def test_a_file_that_many_name_is_understood_once(write: Write, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counting(text: str) -> tuple[Sequence[Document], tuple[Fault, ...]]:
        calls.append(text)
        return read_yaml(text)

    monkeypatch.setattr("promptops.compiler.attachments.read_yaml", counting)
    write({**GOOD, "deep/b.yaml": f"# read once\n{GOOD['deep/b.yaml']}"})
    write({f"deep/{number}.prompt.md": HEADER.replace("name: a", f"name: a{number}") for number in range(30)})
    assert lint() == ()
    assert len(calls) == 1


def test_examples_in_a_file_are_those_that_stand_in_the_prompt(write: Write, compiler: Make) -> None:
    write(
        {"promptops.yaml": "rules: {missing-owner: off}\n", "x/a.yaml": "- inputs: {q: 1}\n  output: {r: [1.5, é]}\n"}
    )
    header = "---\nname: a\ninputs: {q: integer}\noutput: {format: json, schema: {type: object}}\nexamples: "
    data = []
    for examples in ("./x/a.yaml", "[{inputs: {q: 1}, output: {r: [1.5, é]}}]"):
        write({"a.prompt.md": f"{header}{examples}\n---\n{{{{ q }}}}\n"})
        (entry,) = compiler().compiled.project.entries
        data.append((json.loads(entry.data), entry.digest))
    assert data[0] == data[1]
    assert data[0][0]["examples"] == [{"inputs": {"q": 1}, "output": {"r": [1.5, "é"]}}]
