"""dotprompt files become prompts and fragments, with positions in the file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Diagnostic
from promptops.formats import Draft, Reading, SourceFile
from promptops.formats.dotprompt import DIALECT, read
from promptops.sources.trees import MISSING

Write = Callable[[dict[str, str]], None]

GREETING = """\
# Copyright

---
model: googleai/gemini-2.5-flash
description: Greets.
tools: [lookup, mail/send]
config:
  temperature: 0.5
  maxOutputTokens: 100
  stopSequences: [END]
  topK: high
input:
  schema:
    name: string, who to greet
    tone?(enum): [warm, plain]
  default:
    tone: warm
output:
  format: json
  schema:
    greeting: string
maxTurns: 3
myext.flag: true
---

{{role "system"}}
Greet {{name}}{{#if tone}}, be {{tone}}{{/if}}.
"""


def read_file(text: str, path: str = "prompts/greet.prompt", files: dict[str, str] | None = None) -> Reading:
    """Read a text; `files` are the other files of the tree, by their paths."""

    def beside(relative: str) -> Any:
        return (files or {}).get(posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)), MISSING)

    return read(SourceFile(path, text, beside))


def prompt_of(text: str, path: str = "prompts/greet.prompt", files: dict[str, str] | None = None) -> Draft:
    reading = read_file(text, path, files)
    assert reading.faults == ()
    return reading.drafts[0]


def written_at(draft: Draft, text: str, *keys: str | int, part: Any = "value") -> str:
    place = draft.range_of(keys, part)
    assert place.line == place.end_line
    return text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


def test_a_prompt_has_everything_under_the_native_names() -> None:
    draft = prompt_of(GREETING)
    assert draft.data == {
        "kind": "Prompt",
        "name": "prompts/greet",
        "body": '{{role "system"}}\nGreet {{name}}{{#if tone}}, be {{tone}}{{/if}}.',
        "description": "Greets.",
        "model": "googleai/gemini-2.5-flash",
        "tools": ["lookup", "mail/send"],
        "parameters": {"temperature": 0.5, "max_output_tokens": 100, "stopSequences": ["END"]},
        "inputs": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "description": "who to greet"},
                "tone": {"enum": ["warm", "plain", None], "default": "warm"},
            },
            "required": ["name"],
            "additionalProperties": False,
        },
        "output": {
            "format": "json",
            "schema": {
                "type": "object",
                "properties": {"greeting": {"type": "string"}},
                "required": ["greeting"],
                "additionalProperties": False,
            },
        },
        "annotations": {DIALECT: {"maxTurns": 3, "myext.flag": True, "config": {"topK": "high"}}},
    }
    assert (draft.template, draft.closed) == ("handlebars", True)


def test_its_parts_stand_where_the_file_has_them() -> None:
    draft = prompt_of(GREETING)
    assert written_at(draft, GREETING, "model") == "googleai/gemini-2.5-flash"
    assert written_at(draft, GREETING, "parameters", "max_output_tokens", part="key") == "maxOutputTokens"
    assert written_at(draft, GREETING, "inputs", "tone", part="key") == "tone?(enum)"
    assert written_at(draft, GREETING, "inputs", "properties", "tone", "enum", 0) == "warm"
    assert written_at(draft, GREETING, "inputs", "tone", "default") == "warm"
    assert written_at(draft, GREETING, "output", "schema", "properties", "greeting", part="key") == "greeting"
    start = draft.data["body"].index("{{name}}")
    place = draft.range_in(("body",), start + 2, start + 6)
    assert GREETING.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == "name"


@pytest.mark.parametrize(
    ("path", "kind", "name", "variant"),
    [
        ("greet.prompt", "Prompt", "greet", None),
        ("prompts/greet.warm.prompt", "Prompt", "prompts/greet.warm", "warm"),
        ("prompts/a.b.warm.prompt", "Prompt", "prompts/a.b.warm", "warm"),
        ("prompts/_greet.prompt", "Fragment", "prompts/greet", None),
        ("my prompts/_sub/to greet.prompt", "Prompt", "my-prompts/sub/to-greet", None),
    ],
)
def test_the_name_is_the_path(path: str, kind: str, name: str, variant: str | None) -> None:
    draft = prompt_of('{{role "user"}}Greet {{name}}.', path)
    assert (draft.kind, draft.data["name"]) == (kind, name)
    annotations = draft.data.get("annotations", {}).get(DIALECT, {})
    assert annotations.get("variant") == variant


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("input: {schema: Customer}", {}),
        ("input: {schema: string}", {}),
        ("input: {default: {name: Ada}}", {}),
        (
            "input: {schema: {type: object, properties: {name: {type: string}}}}",
            {"inputs": {"type": "object", "properties": {"name": {"type": "string"}}}},
        ),
        ("output: {format: text}", {"output": {"format": "text"}}),
        ("output: {format: enum}", {"output": {"format": "text"}}),
        ("output: {format: media}", {}),
        ("output: {schema: Recipe}", {"output": {"format": "json"}}),
        ("output: {schema: 'string, a word'}", {"output": {"schema": {"type": "string", "description": "a word"}}}),
        ("model: claude sonnet\nconfig: {}", {}),
        (
            "config: {temperature: hot, seed: 3, other: {deep: [1]}}",
            {"parameters": {"seed": 3, "other": {"deep": [1]}}},
        ),
        ("config: {}\ntools: [lookup, lookup]", {"tools": ["lookup"]}),
        ("config: {}\ntools: [{name: lookup}]", {}),
        ("config: {}\ntools: lookup", {}),
        ("config: {}\ndescription: 5", {}),
    ],
)
def test_what_has_no_place_stays_in_the_annotations(header: str, expected: dict[str, Any]) -> None:
    draft = prompt_of(f"---\n{header}\n---\nGreet.")
    moved = {key: value for key, value in draft.data.items() if key not in ("kind", "name", "body", "annotations")}
    assert moved == expected
    assert draft.closed is False
    kept = draft.data.get("annotations", {}).get(DIALECT, {})
    assert all(key.partition(":")[0] in kept or key.partition(":")[0] not in ("model", "description") for key in kept)


def test_a_default_without_a_type_is_an_input() -> None:
    draft = prompt_of(
        "---\ninput:\n  schema: {name: string}\n  default: {tone: warm}\n---\nGreet {{name}}, be {{tone}}."
    )
    assert draft.data["inputs"]["properties"]["tone"] == {"default": "warm"}
    assert draft.closed


def test_tools_of_the_file_are_tools() -> None:
    text = (
        "---\nmodel: x\ntoolDefs:\n  - {name: pay, description: Pays., inputSchema: {type: object}}\n  - pay\n---\nPay."
    )
    _, tool = read_file(text).drafts
    expected = {"kind": "Tool", "name": "pay", "description": "Pays.", "parameters": {"type": "object"}}
    assert tool.data == expected
    assert written_at(tool, text, "parameters", "type") == "object"


def test_front_matter_without_a_text_is_no_prompt() -> None:
    assert read_file("---\nmodel: x\n---\n\n") == Reading(DIALECT)


FAULTS = [
    # Front matter that upstream cannot read is the text of the prompt, as far as upstream knows.
    ("---\nmodel: [\n---\nGreet.", "invalid-yaml", 3),
    ("---\nmodel: x\nGreet.", "invalid-yaml", 1),
    ("# Copyright\n---\nmodel: x\n---", "invalid-yaml", 4),
    ("---\nmodel: x\nstyle?: 'a' | 'b'\n---\nGreet.", "invalid-yaml", 3),
    ("---\nmodel: x\ntemperature: 1\n---\n{{#if a}}b{{/if}}", "ignored-key", 3),
    ("---\nmodel: x\ninputs: {schema: {a: string}}\n---\nGreet.", "ignored-key", 3),
    ("---\nconfig: {}\noutput:\n  summary: string\n---\nGreet.", "ignored-key", 4),
    ("---\nconfig: {}\ninput:\n  scheme: {a: string}\n---\nGreet.", "ignored-key", 4),
    ("---\ninput:\n  schema:\n    a: string[]\n---\nGreet.", "invalid-value", 4),
    ("---\ninput:\n  schema:\n    type: object\n    properties:\n      a: string\n---\nGreet.", "invalid-value", 6),
]


@pytest.mark.parametrize(("text", "rule", "line"), FAULTS)
def test_what_dotprompt_refuses_or_passes_over_is_told(text: str, rule: str, line: int) -> None:
    (fault,) = read_file(text).faults
    assert (fault.rule, fault.place.line) == (rule, line)


@pytest.mark.parametrize(
    "header",
    [
        "myext.a: 1\nmyext.b.c: 2",
        "team: support\nreviewed: true",
        "metadata: {temperature: 1}",
        "toolChoice: auto\nreturnToolRequests: true\nuse: [retry]\nmaxTurns: 2",
        "output: {preset: short}",
        "input: {schema: {temperature: number, inputs: string}}",
    ],
)
def test_keys_that_a_program_may_read_are_left_alone(header: str) -> None:
    assert read_file(f"---\nmodel: x\n{header}\n---\nGreet.").faults == ()


def test_the_front_matter_of_a_partial_is_told_once() -> None:
    reading = read_file("---\nmodel: x\ninputs: {}\n---\nBe {{tone}}.", "_tone.prompt")
    (fault,) = reading.faults
    assert (fault.rule, fault.place.line) == ("ignored-key", 2)
    assert reading.drafts[0].data["body"] == "Be {{tone}}."


HEADER = "---\nmodel: x\n---\n"


@pytest.mark.parametrize(
    ("path", "written", "expected"),
    [
        ("prompts/greet.prompt", "{{> tone}}", "fragment:prompts/tone"),
        ("prompts/a/b/greet.prompt", "{{> tone}}", "fragment:prompts/tone"),
        ("prompts/greet.prompt", "{{> shared/rules}}", "fragment:prompts/shared/rules"),
        ("prompts/a/greet.prompt", "{{> shared/rules}}", "fragment:prompts/shared/rules"),
        ("prompts/greet.prompt", "{{> part}}", "prompt:prompts/part"),
        ("prompts/greet.prompt", "{{#each a}}{{> tone b=c}}{{/each}}", "fragment:prompts/tone"),
        ("other/greet.prompt", "{{> tone}}", None),
        ("prompts/greet.prompt", "{{> missing}}", None),
        ("prompts/greet.prompt", "{{> '../etc/passwd'}}", None),
        ("prompts/greet.prompt", "{{> '/tone'}}", None),
        ("/".join("abcdefghijkl") + "/greet.prompt", "{{> tone}}", None),
    ],
)
def test_a_partial_leads_to_its_file(path: str, written: str, expected: str | None) -> None:
    files = dict.fromkeys(("prompts/_tone.prompt", "prompts/shared/_rules.prompt", "prompts/part.prompt"), "Be warm.")
    files |= {"_tone.prompt": "Far above."} if path.startswith("a/b") else {}
    assert list(prompt_of(HEADER + written, path, files).includes.values()) == [expected]


def test_a_partial_that_may_come_back_with_another_value_ends_by_itself() -> None:
    tree = "{{name}}{{#each children}}{{> node}}{{/each}}"
    files = {"_node.prompt": tree, "_again.prompt": "{{> node}}"}
    assert prompt_of(tree, "_node.prompt", files).includes == {"node": None}
    assert prompt_of("{{#each children}}{{> again}}{{/each}}", "_node.prompt", files).includes == {"again": None}
    assert prompt_of("{{#if a}}{{> node}}{{/if}}", "_node.prompt", files).includes == {"node": "fragment:node"}


@pytest.mark.parametrize("written", ["{{> _tone}}", "{{> tone.prompt}}", "{{> _tone.prompt}}"])
def test_a_partial_under_the_name_of_its_file_is_not_found(written: str) -> None:
    (fault,) = read_file(f"{HEADER}Be {written}", "greet.prompt", {"_tone.prompt": "warm"}).faults
    assert (fault.rule, fault.place.line, fault.edits[0][1]) == ("unknown-reference", 4, "tone")
    assert read_file(f"{HEADER}Be {written}", "greet.prompt").faults == ()


def lint(root: Path) -> tuple[Diagnostic, ...]:
    return Compiler(Request(root, date(2026, 11, 1), cache=None)).verdict.diagnostics


def test_errors_of_the_text_stand_in_the_file(root: Path, write: Write) -> None:
    write({"greet.prompt": "# Copyright\n---\nmodel: x\n---\n\n\nGreet {{#if a >= 1}}x{{/if}}.\n"})
    (found,) = lint(root)
    assert (found.rule, found.primary.line, found.primary.column) == ("template-syntax", 7, 15)


def test_inputs_are_checked_where_others_are_refused(root: Path, write: Write) -> None:
    picoschema = "---\ninput:\n  schema: {a: string, b: string}\n---\nGreet {{a}} {{c}}."
    json_schema = picoschema.replace("{a: string, b: string}", "{properties: {a: {type: string}, b: {type: string}}}")
    write({"a.prompt": picoschema, "b.prompt": json_schema, "c.prompt": picoschema.replace("{{c}}", "{{json this}}")})
    found = {(each.primary.path, each.rule, each.primary.line) for each in lint(root)}
    assert found == {("a.prompt", "unused-input", 3), ("a.prompt", "undeclared-variable", 5)}


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["schema", "default", "type", "properties", "items", "a?(array)", "b(enum)", "(*)", "name"])
            | st.text(max_size=5),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
KEYS = ("model", "config", "input", "output", "tools", "toolDefs", "description", "variant", "temperature", "inputs")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), ODD, max_size=4), st.text(max_size=30))
def test_any_header_is_compiled_without_a_traceback(
    root: Path, write: Write, header: dict[str, Any], body: str
) -> None:
    from json import dumps  # noqa: PLC0415 - JSON is YAML

    text = f"---\n{dumps(header)}\n---\n{{{{role 'user'}}}}{body}"
    write({"a.prompt": text.encode("utf-8", "replace").decode(), "_b.prompt": "{{> a}}{{#if x}}{{/if}}"})
    assert Compiler(Request(root, date(2026, 11, 1), cache=None)).verdict.files_read


@given(st.data())
def test_any_change_of_a_file_is_read_without_a_traceback(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GREETING)))
    end = data.draw(st.integers(start, min(len(GREETING), start + 40)))
    piece = data.draw(
        st.sampled_from(["", "\n", "---\n", "{{", "}}", "{%", ":", "[", "&a", "*a", "\0", "\t", "|", "- "])
    )
    reading = read_file(GREETING[:start] + piece + GREETING[end:])
    for draft in reading.drafts:
        assert draft.range_of(("body",)).line >= 1


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("a: {b: string}[]", "Picoschema has it as `a(array): {…}`"),
        ('a?: "b" | "c"', "Picoschema has it as `a?(enum): [a, b]`"),
        ('a: "b" c', "put the whole value in one pair of quotes"),
    ],
)
def test_types_as_elsewhere_are_told_in_picoschema(written: str, advice: str) -> None:
    text = f"---\nmodel: a\ninput:\n  schema:\n    {written}\n---\nHello {{{{a}}}}.\n"
    (fault,) = read(SourceFile("a.prompt", text, lambda _: MISSING)).faults
    assert (fault.rule, fault.place.line, fault.help) == ("invalid-yaml", 5, advice)
