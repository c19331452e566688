"""A first run over files of other formats: nothing is asked of them that they have no place for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request, Verdict
from promptops.formats.dialects import DIALECTS
from promptops.rules import all_rules

Judge = Callable[[Mapping[str, str]], Verdict]

GOVERNANCE = {rule.id for rule in all_rules() if rule.category in ("ownership", "lifecycle")} | {"floating-reference"}
FILES = {
    "baml": ("a.baml", 'function F(x: string) -> string {\n  client "openai/gpt-4o"\n  prompt #"{{ x }}"#\n}\n'),
    "crewai": ("agents.yaml", "writer:\n  role: Writer\n  goal: Write.\n  backstory: You write.\n"),
    "declarative-agent": (
        "declarativeAgent.json",
        """{
        "$schema": "https://developer.microsoft.com/json-schemas/copilot/declarative-agent/v1.2/schema.json",
        "version": "v1.2", "name": "a", "description": "b", "instructions": "c"}""",
    ),
    "docker-agent": ("team.yaml", "version: 2\nagents:\n  root:\n    model: openai/gpt-4o\n    instruction: Help.\n"),
    "dotprompt": ("a.prompt", "---\nmodel: a/b\ninput:\n  schema:\n    x: string\n---\n{{x}}\n"),
    "github-models": ("a.prompt.yml", "messages:\n- role: user\n  content: Hello.\nmodel: openai/gpt-4o\n"),
    "litellm": ("proxy.yaml", "model_list:\n- model_name: a\n  litellm_params: {model: openai/gpt-4o}\n"),
    "lm-eval": ("a.yaml", "task: a\ndataset_path: b\noutput_type: generate_until\ndoc_to_text: '{{question}}'\n"),
    "openai-evals": (
        "a.yaml",
        "fact:\n  prompt: Grade {input}.\n  choice_strings: ABC\n  input_outputs: {input: completion}\n",
    ),
    "promptfoo": ("promptfooconfig.yaml", "prompts: [Hello.]\nproviders: [openai:gpt-4o]\ntests: [{vars: {a: b}}]\n"),
    "prompty": ("a.prompty", "---\nname: a\nmodel:\n  api: chat\n---\nsystem:\nHello.\n"),
    "tools": ("tools.json", '[{"name": "a", "description": "b", "inputSchema": {"type": "object"}}]'),
}


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Return `judge(files)`, which compiles a folder of files."""

    def compile_files(files: Mapping[str, str]) -> Verdict:
        for path, text in files.items():
            (tmp_path / path).write_text(text, encoding="utf-8")
        return Compiler(Request(tmp_path, date(2026, 11, 1))).verdict

    return compile_files


def test_there_is_a_file_of_every_dialect() -> None:
    assert FILES.keys() == {dialect.id for dialect in DIALECTS}


@pytest.mark.parametrize("dialect", FILES)
@pytest.mark.parametrize(
    "others",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"promptops.yaml": "name: shop\n"}, id="a configuration"),
        pytest.param({"CODEOWNERS": "/docs/ @acme/docs\n"}, id="CODEOWNERS of other files"),
        pytest.param({"_defaults.yaml": "review_by: 2020-01-01\nlifecycle: retired\n"}, id="defaults"),
        pytest.param({"team.yml": "kind: Team\nname: support\n"}, id="a team"),
    ],
)
def test_nobody_is_asked_who_owns_a_file_before_anybody_says_so_of_others(
    dialect: str, others: Mapping[str, str], judge: Judge
) -> None:
    path, text = FILES[dialect]
    verdict = judge({path: text, **others})
    assert {found.rule for found in verdict.diagnostics} & GOVERNANCE == set()
    assert verdict.ungoverned == 1


@pytest.mark.parametrize("dialect", FILES)
@pytest.mark.parametrize(
    "others",
    [
        pytest.param({"promptops.yaml": "owners: {'/other/': support}\n"}, id="owners of other files"),
        pytest.param({"CODEOWNERS": "*\n"}, id="CODEOWNERS that gives it to nobody"),
    ],
)
def test_who_says_so_of_others_is_asked(dialect: str, others: Mapping[str, str], judge: Judge) -> None:
    path, text = FILES[dialect]
    verdict = judge({path: text, **others})
    assert [found.primary.path for found in verdict.diagnostics if found.rule == "missing-owner"] == [path]
    assert verdict.ungoverned == 0
