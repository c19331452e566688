"""Whatever stands in a file of BAML, a manifest or a file of tools, it is read without an exception, and soon."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.formats import Reading, SourceFile, baml, declarative, tools
from promptops.resources.validation import validate
from promptops.templates import parse_template

READERS: dict[str, Callable[[SourceFile], Reading]] = {
    "baml_src/a.baml": baml.read,
    "appPackage/declarativeAgent.json": declarative.read,
    "tools.json": tools.read,
    "tools.yaml": tools.read,
}
BAML = """\
class A { x string @alias("y")
  z A[] | map<string, (int | "q")?>
}
type T = T | A
template_string S(a: A) #"
  {{ a.x }}
"#
function F(a: string, b: A?) -> A[] {
  client GPT
  prompt ##"
    {{ _.role("user") }}
      {% if a %}{{ S(b) }}{% endif %} "# {{ ctx.output_format }}
  "##
}
retry_policy R { max_retries 2 }
client<llm> GPT { provider fallback
  retry_policy R
  options { model "gpt" // x
    strategy [A, "b/c"] } }
test X { functions [F] args { a #"q"# b { x 1.5 } } @@assert(n, {{ this }}) }
"""
TOOL = {"name": "a", "description": "b", "parameters": {"type": "object", "properties": {"c": {"type": "string"}}}}
SAMPLES = [
    BAML,
    json.dumps({"tools": [{"type": "function", "function": TOOL}, {"functionDeclarations": [TOOL]}]}),
    json.dumps(TOOL) + "\n" + json.dumps(TOOL) + "\n",
    "tools:\n- name: a\n  input_schema: {type: object}\n",
    json.dumps({"$schema": "x/copilot/declarative-agent/v1.4", "instructions": "$[file('a.txt')]", "actions": []}),
    json.dumps({"schema_version": "v2.2", "name_for_human": "x", "functions": [{"name": "a"}], "runtimes": [{}]}),
]
TOOL_KEYS = ["name", "description", "type", "function", "custom", "toolSpec", "inputSchema", "json", "input_schema"]
SCHEMA_KEYS = ["parameters", "parametersJsonSchema", "properties", "items", "anyOf", "nullable", "enum", "minItems"]
LIST_KEYS = ["tools", "functions", "functionDeclarations", "toolConfig", "result", "annotations", "outputSchema"]
AGENT_KEYS = ["$schema", "version", "instructions", "conversation_starters", "actions", "file", "capabilities"]
PLUGIN_KEYS = ["schema_version", "namespace", "name_for_human", "runtimes", "run_for_functions"]
NAMES = st.sampled_from([*TOOL_KEYS, *SCHEMA_KEYS, *LIST_KEYS, *AGENT_KEYS, *PLUGIN_KEYS])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["object", "OBJECT", "dict", "function", "custom", "v1.4", "v2.2", "x/declarative-agent/"])
    | st.sampled_from(["$[file('a.txt')]", "${{X}}", "$[file(", "a b", "#/defs/x"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=6)
PIECES = [
    "",
    "{",
    "}",
    '"',
    '#"',
    '"#',
    "{{",
    "\n",
    "(",
    "[",
    "|",
    "@",
    "//",
    "->",
    "5",
    "{%",
    ",",
    "<",
    " function F ",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a sample with a few stretches of it cut out, doubled or overwritten."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from([*PIECES, text[start:end] * 2])) + text[end:]
    return text


def read_all(text: str) -> None:
    for path, read in READERS.items():
        for draft in read(SourceFile(path, text, lambda _: text)).drafts:
            body = draft.data.get("body", "")
            for use in parse_template(body, draft.template).variables:
                place = draft.range_in(("body",), use.start, use.end)
                assert place.line >= 1
            draft.range_of(("inputs", "a"), "key")
            draft.range_of(("parameters", "properties", "c"), "key")
            json.dumps(draft.data, allow_nan=False, default=str)
            if draft.kind != "Tool":
                assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()


@given(DOCUMENTS)
def test_a_document_of_odd_values_is_read(document: dict[str, Any]) -> None:
    read_all(json.dumps(document))


@given(mutated())
def test_a_damaged_file_is_read(text: str) -> None:
    read_all(text)


@settings(max_examples=25, deadline=None)
@given(mutated(), DOCUMENTS)
def test_damaged_files_are_compiled(text: str, document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {"a.baml": text, "a.json": text, "b.json": json.dumps(document), "a.yaml": text}.items():
            (Path(folder) / name).write_text(content, encoding="utf-8", errors="surrogatepass")
        assert Compiler(Request(Path(folder), date(2026, 11, 1), cache=None)).verdict is not None


@pytest.mark.parametrize(
    "text",
    [
        'function F(a:A)->A{client "a/b" prompt #"x"#}\n' * 2_000 + "class A { " + "x A\n" * 2_000 + "}",
        "".join(f"type T{number} = {'|'.join(f'T{number + 1}' for _ in range(50))}\n" for number in range(500))
        + 'function F() -> T0 { client "a/b" prompt #"x"# }',
        "client C { a " + "{b " * 30_000 + "}" * 30_000,
        "function F -> x\n" * 40_000,
        "template_string T(" + "a: map<" * 20_000 + ') #"x"#',
        'function F(a: string) -> int { client "a/b"\n prompt #"' + "{{ Chat(a) }} \n" * 2_000 + '"# }',
        json.dumps({"tools": [TOOL] * 2_000}),
        (json.dumps(TOOL) + "\n") * 2_000,
        json.dumps({"$schema": "x/copilot/declarative-agent/", "instructions": "$[file('a.txt')]" * 5_000}),
    ],
    ids=lambda text: text[:40],
)
def test_no_file_is_slow(text: str) -> None:
    read_all(text)
