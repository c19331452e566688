from __future__ import annotations

from typing import Any, get_args

import pytest

from promptops.config.dialects import Foreign, Plain, PlainTemplate
from promptops.config.values import Source
from promptops.formats import CONFIGURED, SourceFile, body_of, has_body, is_candidate, is_certain, read_file, recognise
from promptops.formats.dialects import DIALECTS
from promptops.sources.trees import MISSING
from promptops.templates.model import Language


def file(path: str, text: str) -> SourceFile:
    return SourceFile(path, text, lambda _: MISSING)


@pytest.mark.parametrize(
    ("path", "data", "configured", "dialects"),
    [
        ("a.prompt.md", b"", False, "native"),
        ("a.fragment.md", b"\xff", False, "native"),
        ("a.md", b"---\nname: a\nkind: Prompt  # ours\n---\nHello.\n", False, "native"),
        ("a.md", b"\xef\xbb\xbf---\r\nkind: 'Fragment'\r\n---\r\nHello.\r\n", False, "native"),
        ("a.md", b"---\nkind: Prompts\n---\nHello.\n", True, ""),
        ("a.md", b"---\nlayout: page\n---\nkind: Prompt\n", True, ""),
        ("a.md", b"kind: Prompt\n---\n", True, ""),
        ("deep/_defaults.yaml", b"", False, "defaults"),
        ("_defaults.yml", b"", False, "defaults"),
        ("my_defaults.yaml", b"", True, ""),
        ("a.yaml", b"kind: Tool\n", False, "native"),
        ("a.yml", b"name: a\nkind:\tTool # x\n", False, "native"),
        ("a.yaml", b"\"kind\": 'Tool'\n", False, "native"),
        ("a.yaml", b"\xef\xbb\xbfkind: Tool\n", False, "native"),
        ("a.yaml", b"name: a\r\nkind: Tool\r\n", False, "native"),
        ("a.yaml", b"name: a\rkind: Tool\r", False, "native"),
        ("a.yaml", "kind: Tool\n".encode("utf-16"), False, "native"),
        ("a.yaml", b"kind:\n Tool\nname: a\n", False, "native"),
        ("a.yaml", b"kind:\r Tool\rname: a\r", False, "native"),
        ("a.yaml", b"kind:\nTool: a\n", False, ""),
        ("a.yaml", b"  kind: Tool\n", False, ""),
        ("a.yaml", b"kind: Tol\n", False, ""),
        ("a.yaml", b"kind: Tol\n", True, "native"),
        ("a.yaml", b"kind: Pod\n", True, ""),
        ("a.yaml", b"apiVersion: v1\nkind: Tol\n", True, ""),
        ("a.yaml", b"mankind: Tool\n", True, ""),
        ("a.json", b'{"name": "a", "inputSchema": {}}', False, "tools"),
        ("a.snap", b'{"name": "a"}', False, "tools"),
        ("a.json", b'{"inputSchema": {}}', True, ""),
        ("a.baml", b"", False, "baml"),
        ("a.prompt", b"", False, "dotprompt"),
        ("a.prompty", b"", False, "prompty"),
        ("agents.yaml", b"writer:\n  role: x\n  backstory: >\n", False, "crewai"),
        ("team.yaml", b"version: 2\nagents:\n  root: {}\n", False, "docker-agent"),
        ("a.prompt.yml", b"messages:\n", False, "github-models"),
        ("a.yml", b"messages:\n", False, ""),
        ("config.yaml", b"model_list:\n", False, "litellm"),
        ("config.yaml", b"  model_list:\n", False, ""),
        ("task.yaml", b"doc_to_text: x\n", False, "lm-eval"),
        ("fact.yaml", b"fact:\n  choice_strings: AB\n", False, "openai-evals"),
        ("promptfooconfig.yaml", b"prompts: [x]\n", False, "promptfoo"),
        ("promptfooconfig.json", b'{\n  "prompts": []}', False, "promptfoo"),
        ("a.yaml", b"kind: Tool\nagents: 1\n", False, "native"),
        ("a.yaml", b"apiVersion: 1\nkind: Tool\nagents: 1\n", False, "native docker-agent"),
        ("a.yaml", b"agents: 1\nprompts: []\n", False, "docker-agent promptfoo"),
    ],
)
def test_a_file_is_recognised_by_its_name_and_content(
    *, path: str, data: bytes, configured: bool, dialects: str
) -> None:
    assert is_candidate(path)
    assert list(recognise(path, data, configured=configured)) == dialects.split()


@pytest.mark.parametrize("path", ["a.txt", "yaml", "a.yaml.bak", "a.prompt.md.orig", ""])
def test_other_names_are_no_candidates(path: str) -> None:
    assert not is_candidate(path)


@pytest.mark.parametrize(
    ("path", "configured", "certain"),
    [
        ("a.prompt.md", False, True),
        ("_defaults.yaml", False, True),
        ("a.yaml", False, False),
        ("a.yaml", True, True),
        ("a.json", True, False),
        ("a.baml", False, True),
        ("a.prompty", False, True),
        ("a.prompt", True, False),
    ],
)
def test_some_files_are_ours_by_name(*, path: str, configured: bool, certain: bool) -> None:
    assert is_certain(path, configured=configured) is certain


@pytest.mark.parametrize("dialect", CONFIGURED)
@pytest.mark.parametrize("template", [None, *get_args(PlainTemplate)])
def test_the_configuration_names_the_template_language(dialect: Plain, template: PlainTemplate | None) -> None:
    source = Source(["*.md"], dialect, template)
    (draft,) = read_file(file("a.md", "{{ x }}"), [dialect], source, configured=True).drafts
    assert draft.template == (template or ("jinja" if dialect == "jinja" else "none"))


@pytest.mark.parametrize(
    ("path", "dialect", "text", "body"),
    [
        ("a.prompt.md", "native", "---\nname: a\n---\nThe text.\n", "The text."),
        ("a.prompt.md", "native", "---\nname: a\nname: b\n---\r\nThe\r\ntext.\r\n", "The\ntext."),
        ("a.md", "markdown", "---\nname: a\n---\nThe text.\n", "The text."),
        ("a.md", "markdown", "---\nThe text.\n", "---\nThe text."),
        ("a.txt", "text", "The text.\n\n", "The text.\n"),
    ],
)
def test_the_body_is_what_the_reader_takes_for_it(path: str, dialect: Any, text: str, body: str) -> None:
    assert has_body(path, dialect)
    assert body_of(text, dialect) == body
    source = None if dialect == "native" else Source(["*"], dialect, None)
    (draft,) = read_file(file(path, text), [dialect], source, configured=True).drafts
    assert draft.data["body"] == body


@pytest.mark.parametrize(("path", "dialect"), [("a.yaml", "native"), ("a.json", "tools"), ("_defaults.yaml", "native")])
def test_other_files_have_no_body(path: str, dialect: str) -> None:
    assert not has_body(path, dialect)


def test_the_configuration_may_name_every_dialect_and_template_language() -> None:
    assert list(get_args(Foreign)) == list(dict.fromkeys(dialect.id for dialect in DIALECTS))
    assert set(get_args(PlainTemplate)) < set(get_args(Language))


NAMED = {
    "github-models": "messages:\n- role: user\n  content: Hello.\n",
    "litellm": "model_list:\n- model_name: a\n  litellm_params: {model: openai/gpt-4o}\n",
    "lm-eval": "task: a\ndataset_path: b\noutput_type: generate_until\ndoc_to_text: '{{question}}'\n",
    "prompty": "---\nname: a\nmodel:\n  api: chat\n---\nsystem:\nHello.\n",
    "tools": '[{"name": "a", "description": "b", "inputSchema": {"type": "object"}}]',
}


@pytest.mark.parametrize("dialect", NAMED)
def test_a_file_of_another_suffix_is_read_in_the_dialect_that_is_named(dialect: Foreign) -> None:
    source = Source(["*.cfg"], dialect, None)
    reading = read_file(file("a.cfg", NAMED[dialect]), [dialect], source, configured=True)
    assert (reading.dialect, bool(reading.drafts), reading.faults) == (dialect, True, ())


@pytest.mark.parametrize("dialect", get_args(Foreign))
def test_a_file_that_is_not_in_the_dialect_that_is_named_is_told(dialect: Foreign) -> None:
    source = Source(["*.cfg"], dialect, None)
    reading = read_file(file("a.cfg", ""), [dialect], source, configured=True)
    assert [fault.rule for fault in reading.faults] == ["unknown-dialect"]
    assert reading.drafts == ()
