from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.pipeline import Compilation
from promptops.conversion.files import write as write_files
from promptops.conversion.importing import Plan, plan, told
from promptops.resources.entries import Entry
from promptops.rules.pages import Section, parse_page

Write = Callable[[Mapping[str, str]], None]

DAY = date(2026, 11, 1)
PAGES = sorted((Path(__file__).parents[2] / "docs" / "dialects").glob("*.md"))
_MARKER = re.compile(r"[ \t]*(?:#|//|\{#)[ \t]*(?:error|warning|info): \[[a-z-]+\](?:[ \t]*#\})?$", re.MULTILINE)
_CHARACTER = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
PROMPTY = """\
---
name: Greeting
description: Greets.
authors: [somebody]
model:
  api: chat
  configuration: {type: openai, model: gpt-4o}
  parameters: {temperature: 0.5}
inputs:
  who: {type: string}
---
system:
Be kind.

user:
Hello {{who}}.
"""
DOTPROMPT = """\
---
model: googleai/gemini-2.5-flash
input:
  schema:
    who: string
    names(array): string
---
{{> tone}}
Hello {{who}}.
{{#each names}}
- {{this}}
{{/each}}
"""
GITHUB = """\
name: Ask
model: openai/gpt-4o
messages:
  - role: user
    content: "Say {{word}}, not {% if %}."
"""
TOOLS = json.dumps({"tools": [{"name": "search", "description": "Finds.", "inputSchema": {"type": "object"}}]})


def compiled(root: Path) -> Compilation:
    return Compiler(Request(root, DAY)).compiled


def planned(root: Path, *scopes: str, to: str = "") -> Plan:
    return plan(compiled(root), scopes or ("",), to)


def texts(plan: Plan) -> dict[str, str]:
    return {each.file.path: each.file.text for each in plan.imported}


def apply(root: Path, done: Plan) -> None:
    write_files(root, [each.file for each in done.imported], replace=False, sources=done.sources)


def test_a_conversation_becomes_yaml_with_messages(root: Path, write: Write) -> None:
    write({"prompts/greet.prompty": PROMPTY})
    written = texts(planned(root))
    assert written["prompts/greet.prompt.yaml"] == (
        "kind: Prompt\nname: prompts/greet\ndescription: Greets.\nmodel: gpt-4o\n"
        "inputs: {who: string}\nparameters: {temperature: 0.5}\n"
        "messages:\n  - {role: system, content: Be kind.}\n  - {role: user, content: Hello }\n"
    ).replace("Be kind.", '"Be kind."').replace("Hello }", '"Hello {{who}}."}') + (
        "annotations:\n  prompty:\n    name: Greeting\n    authors: [somebody]\n"
        "    model: {api: chat, configuration: {type: openai, model: gpt-4o}}\n"
    )


def test_a_text_becomes_markdown_in_jinja(root: Path, write: Write) -> None:
    write({"prompts/greet.prompt": DOTPROMPT, "prompts/_tone.prompt": "Be kind.\n{{#if who}}To {{who}}.{{/if}}\n"})
    written = texts(planned(root))
    assert written["prompts/tone.fragment.md"].endswith("---\nBe kind.\n{% if who %}To {{ who }}.{% endif %}\n")
    assert written["prompts/greet.prompt.md"].partition("---\n{%")[2] == (
        ' include "fragment:prompts/tone" %}Hello {{ who }}.\n{% for item in names %}- {{ item }}\n{% endfor %}\n'
    )


def test_text_that_jinja_would_take_for_tags_is_escaped(root: Path, write: Write) -> None:
    write({"ask.prompt.yml": GITHUB})
    assert "\"Say {{ word }}, not {{ '{' }}% if %}.\"" in texts(planned(root))["ask.prompt.yaml"]


def test_models_that_others_only_name_are_declared(root: Path, write: Write) -> None:
    write({"ask.prompt.yml": GITHUB})
    text = "kind: Model\nname: openai/gpt-4o\nid: openai/gpt-4o\n"
    assert texts(planned(root))["models/openai/gpt-4o.model.yaml"] == text


def test_files_stand_beside_what_they_come_from_or_below_a_folder(root: Path, write: Write) -> None:
    write({"a/tools.json": TOOLS})
    assert list(texts(planned(root))) == ["a/search.tool.yaml"]
    assert list(texts(planned(root, to="native"))) == ["native/a/search.tool.yaml"]


def test_only_what_is_asked_for_is_imported(root: Path, write: Write) -> None:
    write({"a/tools.json": TOOLS, "b.prompt.yml": GITHUB})
    assert list(texts(planned(root, "a"))) == ["a/search.tool.yaml"]


def test_a_file_never_takes_the_place_of_its_source(root: Path, write: Write) -> None:
    write({"ask.prompt.yaml": GITHUB})
    assert "ask.native.prompt.yaml" in texts(planned(root))


def test_a_name_that_is_none_is_made_one_but_for_a_tool(root: Path, write: Write) -> None:
    write({"promptops.yaml": "sources: [{files: '**/*.txt', dialect: text}]\n", "a (b).txt": "Hello.\n"})
    write({"t.json": TOOLS.replace("search", "find it")})
    done = planned(root)
    assert list(texts(done)) == ["a-b.prompt.md"]
    assert [(left.subject, left.reason) for left in done.left_out] == [
        ("tool `find it`", "its name cannot be written natively")
    ]


def test_one_resource_read_twice_is_written_once_and_another_of_its_name_is_left_out(root: Path, write: Write) -> None:
    write({"a.json": TOOLS, "b.json": TOOLS, "c.json": TOOLS.replace("Finds.", "Seeks.")})
    done = planned(root)
    assert list(texts(done)) == ["search.tool.yaml"]
    (left,) = done.left_out
    assert (left.place.path, left.reason) == ("c.json", "another one of that name is read in `a.json`")


def test_what_the_project_has_natively_elsewhere_is_left_out(root: Path, write: Write) -> None:
    write({"a.json": TOOLS, "tools/search.yaml": "kind: Tool\nname: search\nparameters: {type: object}\n"})
    (left,) = planned(root).left_out
    assert left.reason == "`tools/search.yaml` has one of that name already"


def test_what_cannot_be_translated_is_left_out_at_its_place(root: Path, write: Write) -> None:
    write({"a.prompt": "---\ninput: {schema: {a: string}}\n---\nHello\n{{json a}}\n"})
    (left,) = planned(root).left_out
    assert (left.subject, left.reason) == (
        "prompt `a`",
        "its text is Handlebars: nothing else has the helper `json`",
    )
    assert (left.place.line, left.place.column) == (5, 1)


def test_what_is_not_valid_is_left_out(root: Path, write: Write) -> None:
    write({"a.prompt.yml": GITHUB.replace("model: openai/gpt-4o", "description: [1]\nresponseFormat: {a: 1}")})
    done = planned(root)
    assert bool(done.imported) is not bool(done.left_out)


def test_references_that_lead_nowhere_are_set_aside(root: Path, write: Write) -> None:
    write({"team.yaml": "agents:\n  root:\n    model: openai/gpt-4o\n    instruction: Help.\n    handoffs: [nobody]\n"})
    done = planned(root)
    apply(root, done)
    (root / "team.yaml").unlink()
    assert errors(root) == set()
    assert any("set-aside: {handoffs.0: " in text for text in texts(done).values())


def test_paths_of_files_lead_on_from_where_the_resource_goes(root: Path, write: Write) -> None:
    config = "prompts: ['Say {{x}}']\nproviders: [openai:gpt-4o]\ntests: cases.csv\n"
    write({"evals/promptfooconfig.yaml": config, "evals/cases.csv": "x\n1\n"})
    done = planned(root, to="native")
    (dataset,) = (text for path, text in texts(done).items() if path.endswith(".dataset.yaml"))
    assert 'files: ["' in dataset
    assert "/evals/cases.csv" in dataset
    apply(root, done)
    (root / "evals/promptfooconfig.yaml").unlink()
    assert errors(root) == set()


def errors(root: Path) -> set[str]:
    found = compiled(root).verdict.diagnostics
    return {each.rule for each in found if each.severity == "error"}


def sections() -> list[tuple[str, Section]]:
    pages = [(path.stem, parse_page(path.read_text("utf-8"))) for path in PAGES]
    return [(name, section) for name, page in pages for section in page.sections if section.files]


@pytest.fixture(params=sections(), ids=lambda sample: f"{sample[0]}: {sample[1].heading}")
def sample(request: pytest.FixtureRequest, write: Write) -> str:
    """Write the files of a section of a dialect's page, and return the dialect."""
    name, section = request.param
    for shown in section.files:
        plain = _MARKER.sub("", shown.text)
        write({shown.path: _CHARACTER.sub(lambda match: chr(int(match[1], 16)), plain)})
    return str(name)


@pytest.mark.usefixtures("sample")
def test_the_files_that_are_written_are_as_sound_as_those_that_were_read(root: Path) -> None:
    before = errors(root)
    done = planned(root)
    apply(root, done)
    stay = {left.place.path for left in done.left_out}
    for path in done.sources - stay:
        (root / path).unlink()
    assert errors(root) <= before


@pytest.mark.usefixtures("sample")
def test_a_resource_is_the_same_natively_as_where_it_was_read(root: Path) -> None:
    before = compiled(root).project.entries
    foreign = {(entry.kind, entry.name): entry for entry in reversed(before) if not entry.native}
    done = planned(root)
    apply(root, done)
    written = [entry for entry in compiled(root).project.entries if entry.path in texts(done)]
    assert len(written) == len(done.imported)
    for entry in written:
        if (entry.kind, entry.name) in foreign:
            aside = json.loads(entry.data).get("annotations", {}).get("set-aside", {})
            left_out = {key.partition(".")[0] for key in aside}
            assert said(entry, left_out) == said(foreign[entry.kind, entry.name], left_out)


def said(entry: Entry, left_out: Collection[str]) -> dict[str, Any]:
    """Return what a resource says but for some keys, its text, its annotations, and whether its inputs are all."""
    data: dict[str, Any] = json.loads(entry.data)
    inputs = data.pop("inputs", {})
    without = ("kind", "body", "messages", "annotations", *left_out)
    kept = {key: value for key, value in data.items() if key not in without}
    return {**kept, "inputs": inputs.get("properties", {}), "required": inputs.get("required", [])}


@pytest.mark.usefixtures("sample")
def test_importing_again_writes_nothing_else(root: Path) -> None:
    done = planned(root)
    apply(root, done)
    again = planned(root)
    assert {path: (root / path).read_text("utf-8") for path in texts(again)} == texts(again)
    for path in done.sources:
        (root / path).unlink()
    assert planned(root) == Plan((), (), frozenset())


def test_what_is_told(root: Path, write: Write) -> None:
    write({"greet.prompty": PROMPTY, "a.prompt": "---\ninput: {schema: {a: string}}\n---\n{{json a}}\n"})
    lines = list(told(planned(root), unchanged=["models/gpt-4o.model.yaml"], is_done=False))
    assert lines == [
        "would write greet.prompt.yaml (from greet.prompty)",
        "  under annotations: prompty.name, prompty.authors, prompty.model",
        "unchanged models/gpt-4o.model.yaml (others name it, and nothing declares it)",
        "left out the prompt `a`: a.prompt:4:1: its text is Handlebars: nothing else has the helper `json`",
    ]
    assert list(told(Plan((), (), frozenset()), unchanged=(), is_done=True)) == [
        "nothing here is written in another dialect"
    ]
