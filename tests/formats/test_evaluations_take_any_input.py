"""Whatever stands in a file of an evaluation, reading and compiling it ends without an exception, and soon."""

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
from promptops.formats import Reading, SourceFile, lm_eval, openai_evals, promptfoo
from promptops.resources.validation import validate

READERS: dict[str, Callable[[SourceFile], Reading]] = {
    "tasks/a.yaml": lm_eval.read,
    "evals/a.yaml": openai_evals.read,
    "promptfooconfig.yaml": promptfoo.read,
    "promptfooconfig.json": promptfoo.read,
}
SAMPLES = [
    """task: a
include: b
doc_to_text: "Q: {{q}}"
generation_kwargs: {until: ["Q:"]}
filter_list:
- name: x
  filter: [{function: regex, regex_pattern: '(a)'}]
""",
    "group: a\ntask:\n- b\n- {task: c, doc_to_text: '{{x}}'}\n",
    "a:\n  prompt: '{x} {{y}}'\n  choice_strings: AB\n  choice_scores: {A: 1}\n  input_outputs: {x: y}\n",
    """prompts:
- file://a.txt
- 'x {{y}}'
providers: [openai:gpt-4o]
defaultTest: {assert: [{type: regex, value: x}]}
tests:
- vars: {y: 1}
  assert: [{type: contains-any, value: 'a,b'}]
""",
]
LM_EVAL_KEYS = ["task", "include", "group", "class", "doc_to_text", "description", "generation_kwargs", "until"]
LIST_KEYS = ["filter_list", "filter", "function", "regex_pattern", "doc_to_choice", "metric_list", "name"]
EVALS_KEYS = ["prompt", "choice_strings", "choice_scores", "input_outputs", "output_template"]
PROMPTFOO_KEYS = ["prompts", "raw", "id", "label", "providers", "targets", "tests", "assert", "type", "value"]
SUITE_KEYS = ["defaultTest", "scenarios", "config"]
NAMES = st.sampled_from([*LM_EVAL_KEYS, *LIST_KEYS, *EVALS_KEYS, *PROMPTFOO_KEYS, *SUITE_KEYS])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["regex", "contains", "file://a", "{{x}}", "{x", "a/b", "include", "from_n", "openai:gpt-4o"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=6)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a sample with a few stretches of it cut out, doubled or overwritten."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = (
            text[:start]
            + draw(st.sampled_from(["", text[start:end] * 2, "{", "- ", ": ", "\n", "[", "5"]))
            + text[end:]
        )
    return text


def read_all(text: str) -> None:
    for path, read in READERS.items():
        reading = read(SourceFile(path, text, lambda _: text))
        for draft in reading.drafts:
            draft.range_of(("body",))
            draft.range_in(("messages", 0, "content"), 0, 5)
            draft.range_of(("expects", 0, "label"))
            validate(draft.kind, draft.data)
            json.dumps(draft.data, allow_nan=False)


@given(DOCUMENTS)
def test_a_document_of_odd_values_is_read(document: dict[str, Any]) -> None:
    read_all(json.dumps(document).replace("NaN", ".nan").replace("-Infinity", "-.inf").replace("Infinity", ".inf"))


@given(mutated())
def test_a_damaged_file_is_read(text: str) -> None:
    read_all(text)


@settings(max_examples=25, deadline=None)
@given(mutated(), DOCUMENTS)
def test_damaged_files_are_compiled(text: str, document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {"a.yaml": text, "b.yaml": json.dumps(document), "promptfooconfig.yaml": text}.items():
            (Path(folder) / name).write_text(content, encoding="utf-8", errors="surrogatepass")
        assert Compiler(Request(Path(folder), date(2026, 11, 1), cache=None)).verdict is not None


@pytest.mark.parametrize(
    "text",
    [
        "task: a\ndoc_to_text: x\ninclude:\n" + "- b\n" * 20_000,
        "task: a\ndoc_to_choice: [" + "yes, " * 20_000 + "]\n",
        "task: a\ndoc_to_text: x\nfilter_list:\n" + "- {name: x, filter: [{function: regex}]}\n" * 5_000,
        "a:\n  prompt: '" + "{x} " * 50_000 + "'\n  choice_strings: " + "A" * 50_000 + "\n",
        "a:\n  prompt: x\n  choice_strings: [" + "Yes, " * 20_000 + "]\n",
        "prompts: [" + "x y, " * 20_000 + "]\nproviders: [" + "openai:gpt-4o, " * 20_000 + "]\n",
        "prompts: x y\nproviders: [a]\ntests:\n" + "- assert: [{type: contains, value: 'a'}]\n" * 10_000,
        "prompts: x y\nproviders: [a]\ntests:\n- assert: [{type: contains-any, value: '" + "a," * 50_000 + "'}]\n",
    ],
    ids=lambda text: text[:40],
)
def test_no_file_is_slow(text: str) -> None:
    read_all(text)
