"""What other tools would run is never run: nothing is concluded from it, and it is said that it was not checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from promptops.compiler import Compiler
from promptops.compiler.attachments import Attachments
from promptops.compiler.symbols import Origin, read_resource
from promptops.formats import Draft
from promptops.resources.entries import Entry
from promptops.rules.contexts import ReadResource
from promptops.sources.documents import KeyPath
from promptops.sources.listing import Listing
from promptops.sources.trees import FolderTree
from promptops.sources.yaml import read_yaml

Make = Callable[..., Compiler]
Write = Callable[[Mapping[str, str]], None]

_TEXT = 'Use the `pay_back` tool for {{ order }}. {% include "tone" %}'


@pytest.fixture
def entry(root: Path) -> Callable[..., Entry]:
    """Return `entry(data, *dynamic)`, which reads a closed Jinja2 prompt of another format."""

    def read(data: Mapping[str, Any], *dynamic: KeyPath) -> Entry:
        written = {"kind": "Prompt", "name": "p", **data}
        (document,), _ = read_yaml(json.dumps(written))
        draft = Draft("Prompt", written, document, template="jinja", closed=True, dynamic=dynamic)
        resource, faults = read_resource(
            Origin("p.yaml", 0, "other"), draft, Attachments(Listing(FolderTree(root)), "p.yaml")
        )
        assert isinstance(resource, ReadResource)
        assert not faults
        return resource.entry

    return read


def test_nothing_is_concluded_from_a_text_that_a_program_gives(entry: Callable[..., Entry]) -> None:
    known = entry({"body": _TEXT, "inputs": {"order": "string"}})
    computed = entry({"body": _TEXT, "inputs": {"order": "string"}}, ("body",))

    assert ([each.name for each in known.variables], [each.name for each in known.links]) == (["order"], ["tone"])
    assert ([each.name for each in known.mentions], known.opaque, known.dynamic) == (["pay_back"], False, ())
    assert (computed.variables, computed.links, computed.mentions, computed.identifiers) == ((), (), (), ())
    assert (computed.opaque, computed.dynamic, computed.inputs) == (True, (("body",),), {"order": True})


def test_only_the_message_that_a_program_gives_is_left_out(entry: Callable[..., Entry]) -> None:
    messages = [{"role": "system", "content": "{{ a }}"}, {"role": "user", "content": "{{ b }}"}]
    found = entry({"messages": messages}, ("messages", 1, "content"))
    assert [each.name for each in found.variables] == ["a"]
    assert found.opaque
    assert entry({"messages": messages}, ("messages",)).variables == ()


def test_names_are_not_looked_for_among_tools_or_inputs_that_a_program_gives(entry: Callable[..., Entry]) -> None:
    data = {"body": _TEXT, "tools": ["pay", "x"], "inputs": {"other": "string"}}
    found = entry(data, ("tools", 1), ("inputs",))
    assert (found.mentions, found.inputs, found.opaque) == ((), None, False)
    assert [(each.field, each.name) for each in found.links] == [("tools", "pay"), ("include", "tone")]


PROMPTFOO = """\
prompts: [file://prompts/make.py, "file://prompts/chat.js:reply", "Answer {{ question }}."]
providers: [openai:gpt-4o]
tests: [{vars: {question: x}, assert: [{type: python, value: "file://check.py"}]}]
"""
LM_EVAL = """\
task: arithmetic
dataset_path: acme/sums
output_type: generate_until
doc_to_text: !function utils.doc_to_text
process_results: !function utils.process
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "promptfooconfig.yaml",
            PROMPTFOO,
            {"prompt": [[["body"]], [["body"]], []]},
            id="promptfoo",
        ),
        pytest.param(
            "arithmetic.yaml",
            LM_EVAL,
            {"prompt": [[["body"]]], "eval": [[["annotations", "lm-eval", "process_results"]]]},
            id="lm-eval",
        ),
    ],
)
def test_what_another_tool_runs_is_told_and_never_run(
    path: str, text: str, expected: dict[str, Any], write: Write, compiler: Make, tmp_path: Path
) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')\n"
    write({path: text, "utils.py": trap, "check.py": trap, "prompts/make.py": trap, "prompts/chat.js": trap})

    compiled = compiler().compiled

    entries = compiled.project.entries
    by_kind = {
        kind: [json.loads(json.dumps(each.dynamic)) for each in entries if each.kind == kind] for kind in expected
    }
    assert by_kind == expected
    assert compiled.verdict.not_checked == sum(len(each.dynamic) for each in entries)
    assert not [each for each in compiled.verdict.diagnostics if each.severity == "error"]
    assert not (tmp_path / "ran").exists()


def test_the_count_outlives_the_run(write: Write, compiler: Make, tmp_path: Path) -> None:
    write({"arithmetic.yaml": LM_EVAL, "other.yaml": "kind: Tool\nname: t\n"})
    first = compiler(cache=tmp_path / "cache").verdict
    assert first.not_checked == 2
    assert compiler(cache=tmp_path / "cache").verdict == first

    write({"other.yaml": "kind: Tool\nname: t\n# the same again\n"})
    assert compiler(cache=tmp_path / "cache").verdict.not_checked == 2

    write({"arithmetic.yaml": LM_EVAL.replace("!function utils.process", '"x"')})
    assert compiler(cache=tmp_path / "cache").verdict.not_checked == 1
