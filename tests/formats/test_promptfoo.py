from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from typing import Any

import pytest

from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.promptfoo import read
from promptops.resources.validation import validate
from promptops.sources.listing import UNLISTED
from promptops.sources.trees import Unreadable

CHAT = '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{q}}"}]'
CONFIG = """description: Greetings
prompts:
  - "Greet {{name}}"
providers: [openai:chat:gpt-4o-2024-11-20]
tests:
  - vars: {name: Ada}
    assert:
      - type: contains
        value: Ada
"""


def read_config(
    text: str, others: Mapping[str, str] | None = None, path: str = "evals/promptfooconfig.yaml"
) -> Reading:
    files = others or {}

    def beside(name: str) -> str | Unreadable:
        return files.get(posixpath.normpath(posixpath.join("evals", name)), UNLISTED)

    return read(SourceFile(path, text, beside))


def with_keys(others: Mapping[str, str] | None = None, **keys: Any) -> Reading:
    data = {"prompts": ["Greet {{name}}"], "providers": ["echo"], "tests": [], **keys}
    return read_config(json.dumps({key: value for key, value in data.items() if value is not ...}, indent=1), others)


def prompts_of(reading: Reading) -> list[Draft]:
    return [draft for draft in reading.drafts if draft.kind == "Prompt"]


def texts_of(reading: Reading) -> list[Any]:
    return [draft.data.get("body", draft.data.get("messages")) for draft in prompts_of(reading)]


def first(reading: Reading, kind: str) -> Draft:
    return next(draft for draft in reading.drafts if draft.kind == kind)


def rules(reading: Reading) -> list[str]:
    return [fault.rule for fault in reading.faults]


def assert_valid(reading: Reading) -> None:
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()


def test_a_configuration_is_prompts_models_and_an_evaluation() -> None:
    reading = read_config(CONFIG)
    assert [draft.kind for draft in reading.drafts] == ["Model", "Prompt", "Consumer", "Eval"]
    model, prompt, consumer, evaluation = reading.drafts
    name = "evals/promptfooconfig"
    assert (model.data["provider"], model.data["id"], model.data["type"]) == ("openai", "gpt-4o-2024-11-20", "chat")
    assert (prompt.data["name"], prompt.data["model"]) == (f"{name}/prompt-1", f"{name}/gpt-4o-2024-11-20")
    assert (prompt.template, prompt.closed) == ("nunjucks", False)
    assert (consumer.data["type"], consumer.data["expects"]) == ("test", [{"phrase": "Ada"}])
    assert consumer.data["of"] == evaluation.data["subjects"] == [f"prompt:{name}/prompt-1"]
    assert evaluation.data["description"] == "Greetings"
    assert set(evaluation.data["annotations"]["promptfoo"]) == {"providers", "tests"}
    lines = [model.range_of(("id",)), prompt.range_of(("body",)), consumer.range_of(("expects", 0, "phrase"))]
    assert [place.line for place in lines] == [4, 3, 9]
    place = prompt.range_in(("body",), 6, 14)
    assert (place.line, place.column, place.end_column) == (3, 12, 20)
    assert reading.faults == ()
    assert_valid(reading)


@pytest.mark.parametrize(
    ("prompts", "files", "texts"),
    [
        ("Hello {{name}}", {}, ["Hello {{name}}"]),
        (["a b", {"label": "x", "raw": "c d"}], {}, ["a b", "c d"]),
        (["file://a.txt"], {"evals/a.txt": "One\r\n---\n\nTwo\n --- \n"}, ["One", "Two"]),
        (["a.txt"], {"evals/a.txt": "One---\n"}, ["One---"]),
        ({"a.txt": "label"}, {"evals/a.txt": "One"}, ["One"]),
        ([{"id": "file://../a.md", "label": "x"}], {"a.md": "# A\n---\nB"}, ["# A\n---\nB"]),
        (["file://a.json"], {"evals/a.json": CHAT}, [json.loads(CHAT)]),
        (["file://a.json"], {"evals/a.json": '{"a": 1}'}, ['{"a": 1}']),
        (["file://a.json"], {"evals/a.json": "[{% for x in y %}]"}, ["[{% for x in y %}]"]),
        (["file://a.yaml"], {"evals/a.yaml": "- role: user\n  content: Hi\n"}, [[{"role": "user", "content": "Hi"}]]),
        (["file://a.jsonl"], {"evals/a.jsonl": f"{CHAT}\n\n5\n"}, [json.loads(CHAT), "5"]),
        ([CHAT], {}, [json.loads(CHAT)]),
        (["- role: user\n  content: Hi\n"], {}, [[{"role": "user", "content": "Hi"}]]),
        (['[{"role": "model", "content": "x"}]'], {}, ['[{"role": "model", "content": "x"}]']),
        (["Answer yes/no:\n{{q}}"], {}, ["Answer yes/no:\n{{q}}"]),
        (["Is *{{q}}* right?"], {}, ["Is *{{q}}* right?"]),
        (["", "  "], {}, []),
        ([5, None, {}, {"label": "x"}], {}, []),
        (None, {}, []),
    ],
)
def test_prompts_are_read_wherever_they_stand(prompts: Any, files: dict[str, str], texts: list[Any]) -> None:
    reading = with_keys(files, prompts=prompts)
    assert texts_of(reading) == texts
    assert reading.faults == ()
    assert all(not draft.dynamic for draft in prompts_of(reading))
    assert_valid(reading)


@pytest.mark.parametrize(
    "prompt",
    [
        *("file://a.py", "file://a.py:fn", "a.js:make", "./a.mjs", "file://a.ts", "file://a.sh", "exec:./a.sh x"),
        *("file://*.txt", "prompts/*", "file://{{env.PROMPTS}}/a.txt", "https://example.com/a.txt", "file://a.csv"),
    ],
)
def test_whatever_promptfoo_runs_or_expands_is_dynamic(prompt: str) -> None:
    others = dict.fromkeys(["evals/a.py", "evals/a.js", "evals/a.mjs", "evals/a.ts", "evals/a.sh", "evals/a.csv"], "x")
    reading = with_keys(others, prompts=[prompt])
    (draft,) = prompts_of(reading)
    assert (draft.data["body"], draft.dynamic, draft.template) == (prompt, (("body",),), "none")
    assert reading.faults == ()


@pytest.mark.parametrize("prompt", ["file://a.txt", "a.txt", "file://a.py:fn", "dir/a.json", "file://a b.md"])
def test_a_file_of_prompts_that_is_not_there_is_reported(prompt: str) -> None:
    assert rules(with_keys(prompts=[prompt])) == ["unknown-reference"]
    assert rules(with_keys(prompts=[prompt], basePath="elsewhere")) == []


@pytest.mark.parametrize(
    ("prompt", "reported"),
    [
        ("Answer yes/no: {{q}}", True),
        ("Use version 1.25", True),
        ("Answer yes/no: {{q}}\n", False),
        ("Answer (yes/no)?", False),
        ("Answer: {{q}}", False),
        ("portkey://pp/x y", False),
    ],
)
def test_a_line_of_prose_that_promptfoo_takes_for_a_path_is_reported(*, prompt: str, reported: bool) -> None:
    reading = with_keys(prompts=[prompt])
    assert rules(reading) == (["invalid-value"] if reported else [])
    assert texts_of(reading) == [prompt]


def test_prompts_of_one_file_have_names_of_their_own() -> None:
    prompts = ["file://deep/a.txt", {"raw": "x y", "label": "a"}, "z z", "z z"]
    reading = with_keys({"evals/deep/a.txt": "One\n---\nTwo"}, prompts=prompts)
    names = [draft.data["name"].rpartition("/")[2] for draft in prompts_of(reading)]
    assert names == ["a-1", "a-2", "a", "prompt-4", "prompt-5"]


def test_a_text_of_another_file_is_shown_where_that_file_is_named() -> None:
    text = "prompts:\n  - x y\n  - file://a.txt\nproviders: [echo]\n"
    reading = read_config(text, {"evals/a.txt": "One {{two}}"})
    draft = prompts_of(reading)[1]
    assert draft.range_of(("body",)).line == 3
    assert draft.range_in(("body",), 4, 11).line == 3


@pytest.mark.parametrize(
    ("kind", "value", "expects"),
    [
        ("contains", "a b", [{"phrase": "a b"}]),
        ("contains", 5, [{"phrase": "5"}]),
        ("starts-with", "a", [{"phrase": "a"}]),
        ("equals", "yes", [{"label": "yes"}]),
        ("equals", {"a": 1}, []),
        ("contains-all", ["a", "b"], [{"phrase": "a"}, {"phrase": "b"}]),
        ("contains-all", 'a, "b, c" ,d', [{"phrase": "a"}, {"phrase": "b, c"}, {"phrase": "d"}]),
        ("contains-any", ["a.b", "c"], [{"pattern": r"a\.b|c"}]),
        ("icontains", "a+", [{"pattern": r"(?i)a\+"}]),
        ("icontains-any", ["a", "b"], [{"pattern": "(?i)a|b"}]),
        ("icontains-all", ["a", "b"], [{"pattern": "(?i)a"}, {"pattern": "(?i)b"}]),
        ("regex", "^[A-Z]", [{"pattern": "^[A-Z]"}]),
        ("not-contains", "a", []),
        ("not-regex", "a", []),
        ("contains", "{{name}}", []),
        ("contains", "file://a.txt", []),
        ("javascript", "output.length", []),
        ("llm-rubric", "is kind", []),
        ("is-json", {"type": "object"}, []),
        ("promptfoo:redteam:pii", "x", []),
    ],
)
def test_only_what_an_answer_must_have_is_expected(kind: str, value: Any, expects: list[dict[str, str]]) -> None:
    listed = [{"type": kind, "value": value}]
    reading = with_keys(defaultTest={"assert": listed}, tests=[{"assert": listed}, {"assert": listed}])
    assert first(reading, "Eval").data.get("asserts", []) == expects
    consumers = [draft.data["expects"] for draft in reading.drafts if draft.kind == "Consumer"]
    assert consumers == ([expects] if expects else [])
    assert first(reading, "Eval").data["annotations"]["promptfoo"]["defaultTest"] == {"assert": listed}
    assert reading.faults == ()
    assert_valid(reading)


def test_a_set_with_a_threshold_asks_for_no_single_one() -> None:
    inner = [{"type": "contains", "value": "a"}]
    kept = with_keys(defaultTest={"assert": [{"type": "assert-set", "assert": inner}]})
    loose = with_keys(defaultTest={"assert": [{"type": "assert-set", "assert": inner, "threshold": 0.5}]})
    assert first(kept, "Eval").data["asserts"] == [{"phrase": "a"}]
    assert "asserts" not in first(loose, "Eval").data


def test_the_only_rubric_is_the_judges() -> None:
    rubric = {"type": "llm-rubric", "value": "is kind"}
    assert first(with_keys(defaultTest={"assert": [rubric]}), "Eval").data["judge"] == {"rubric": "is kind"}
    assert "judge" not in first(with_keys(defaultTest={"assert": [rubric, rubric]}), "Eval").data


def test_assertions_that_are_programs_make_the_rest_unknown() -> None:
    listed = [{"type": "contains", "value": "a"}, {"type": "not-python", "value": "x"}]
    reading = with_keys(defaultTest={"assert": listed}, scenarios=[{"config": [], "tests": [{"assert": listed}]}])
    assert first(reading, "Eval").dynamic == (("asserts",),)
    assert first(reading, "Consumer").dynamic == (("expects",),)


@pytest.mark.parametrize(
    ("tests", "files"),
    [
        ("file://cases.csv", ["cases.csv"]),
        (["cases/*.yaml", {"vars": {}}, "file://a.jsonl"], ["cases/*.yaml", "a.jsonl"]),
        (["file://cases.py:make", "https://example.com/a.csv", "huggingface://datasets/x", "/abs/a.csv"], None),
    ],
)
def test_cases_in_files_are_a_dataset(tests: Any, files: list[str] | None) -> None:
    reading = with_keys(tests=tests)
    datasets = [draft.data["files"] for draft in reading.drafts if draft.kind == "Dataset"]
    assert datasets == ([files] if files else [])
    assert first(reading, "Eval").data.get("dataset") == ("dataset:evals/promptfooconfig" if files else None)
    assert_valid(reading)


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai:gpt-4o", ("openai", "gpt-4o", "chat")),
        ("anthropic:messages:claude-3-haiku-20240307", ("anthropic", "claude-3-haiku-20240307", "chat")),
        ({"id": "openai:embedding:text-embedding-3-large"}, ("openai", "text-embedding-3-large", "embedding")),
        ({"openai:gpt-4o": {"config": {}}}, ("openai", "gpt-4o", "chat")),
        ("openai:chat", None),
        ("openai:realtime:gpt-4o", None),
        ("openai:{{env.MODEL}}", None),
        ("file://provider.js", None),
        ("azure:chat:my-deployment", None),
        ("echo", None),
        (5, None),
    ],
)
def test_a_model_is_read_where_its_maker_names_it(provider: Any, model: tuple[str, str, str] | None) -> None:
    reading = with_keys(providers=[provider, provider])
    found = [(draft.data["provider"], draft.data["id"], draft.data["type"]) for draft in reading.drafts[:-2]]
    assert found == ([model] if model else [])
    assert "model" not in prompts_of(reading)[0].data
    assert_valid(reading)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"assert": []}, ["ignored-key"]),
        ({"outputs": []}, ["ignored-key"]),
        ({"defaultTests": {}}, ["ignored-key"]),
        ({"x-shared": {}, "_anchors": {}, "$schema": "x", "mine": 1}, []),
        ({"targets": ["echo"]}, ["ignored-key"]),
        ({"targets": ["echo"], "providers": ...}, []),
        ({"tests": [{"asserts": []}]}, ["ignored-key"]),
        ({"tests": [{"assert": [{"type": "equals", "valeu": "x"}]}]}, ["ignored-key"]),
        ({"tests": [{"assert": [{"value": "x"}]}]}, ["invalid-value"]),
        ({"tests": [{"assert": [{"$ref": "#/assertionTemplates/x"}, "file://a.yaml"]}]}, []),
        ({"tests": [{"assert": [5, None]}]}, ["invalid-value", "invalid-value"]),
        ({"tests": [{"assert": [{"type": "contain", "value": "x"}]}]}, ["invalid-value"]),
        ({"tests": [{"assert": [{"type": "not_contains", "value": "x"}]}]}, ["invalid-value"]),
        ({"tests": [{"assert": [{"type": "not-contians", "value": "x"}]}]}, ["invalid-value"]),
        ({"tests": [{"assert": [{"type": "quite-new", "value": "x"}]}]}, []),
        (
            {"tests": [{"assert": [{"type": "contains"}, {"type": "not-icontains", "value": ""}]}]},
            ["invalid-value"] * 2,
        ),
        ({"defaultTest": {"assert": [{"value": "x"}]}}, ["invalid-value"]),
        ({"scenarios": [{"tests": [{"assert": [{"value": "x"}]}]}]}, ["invalid-value"]),
    ],
)
def test_what_promptfoo_refuses_or_ignores_is_reported(keys: dict[str, Any], expected: list[str]) -> None:
    assert rules(with_keys(**keys)) == expected


@pytest.mark.parametrize(
    ("path", "text", "ours"),
    [
        ("promptfooconfig.json", '{"prompts": ["a"], "providers": ["echo"]}', True),
        ("a/promptfooconfig.x.yml", "targets: [echo]\n", True),
        ("promptfooconfig.yaml", "a: b\n", False),
        ("redteam.yaml", "targets: [echo]\nredteam: {plugins: []}\n", True),
        ("config.yaml", "prompts: [a]\nproviders: [echo]\ntests: []\n", True),
        ("config.yaml", "prompts: [a]\nproviders: [echo]\n", False),
        ("config.yaml", "prompts: [a]\nproviders: {aws: {}}\ntests: []\n", False),
        ("config.yaml", "providers: [aws]\ntests: []\n", False),
        ("config.yaml", "prompts: [a\nproviders: b", False),
        ("config.json", "[]", False),
        ("config.yaml", "prompts: [a]\n---\nproviders: [b]\n", False),
    ],
)
def test_a_configuration_is_known_by_its_name_or_by_its_keys(*, path: str, text: str, ours: bool) -> None:
    assert (read_config(text, path=path) is not NOT_OURS) is ours


@pytest.mark.parametrize("path", ["promptfooconfig.yaml", "promptfooconfig.json"])
def test_a_file_of_that_name_with_broken_syntax_is_reported(path: str) -> None:
    assert rules(read_config('{"prompts": [', path=path)) == ["invalid-yaml"]


ODD: list[Any] = [None, True, 5, 0.5, "", " ", "x", "file://", "a/b c", [], [5, "a", None, {}], {}, {"a": [1]}, [[]]]
KEYS = ["prompts", "providers", "targets", "tests", "defaultTest", "scenarios", "description", "redteam", "env"]


@pytest.mark.parametrize("value", [*ODD, 2**70], ids=repr)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_any_type_is_read_without_an_exception(key: str, value: Any) -> None:
    assert_valid(with_keys(**{key: value}))
    assert_valid(with_keys(tests=[{"assert": value}], prompts=[{"raw": value, "id": value, "label": value}]))
    assert_valid(with_keys(tests=[{"assert": [{"type": value, "value": value, "assert": value}]}]))
