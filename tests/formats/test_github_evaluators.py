"""The evaluators of a GitHub Models file are consumers of what models write."""

from __future__ import annotations

import pytest

from promptops.formats import Draft, SourceFile
from promptops.formats.github_models import read
from promptops.sources.trees import MISSING

TEXT = """\
messages:
- {role: user, content: Hello}
evaluators:
- name: Says hello
  string:
    contains: Good day
- name: Judged
  llm:
    modelId: openai/gpt-4o
    systemPrompt: You judge answers.
    prompt: |
      Is this friendly? {{completion}}
      Answer yes or no.
    choices:
    - {choice: "yes", score: 1}
    - {choice: "no", score: 0}
- name: Says hello
  string: {equals: "{{expected}}", contains: ignored}
- uses: github/similarity
- string
"""


def drafts_of(text: str) -> list[Draft]:
    return list(read(SourceFile("a/b.prompt.yml", text, lambda _: MISSING)).drafts[1:])


def test_each_evaluator_is_an_evaluation() -> None:
    assert [(draft.kind, draft.data["name"]) for draft in drafts_of(TEXT)] == [
        ("Eval", "a/b/Says-hello"),
        ("Eval", "a/b/Judged"),
        ("Prompt", "a/b/Judged/judge"),
        ("Consumer", "a/b/Judged/judge/choices"),
        ("Eval", "a/b/Says-hello-3"),
        ("Eval", "a/b/evaluator-4"),
    ]


def test_what_every_answer_must_have_is_asserted() -> None:
    draft = drafts_of(TEXT)[0]
    assert draft.data["subjects"] == ["prompt:a/b"]
    assert draft.data["asserts"] == [{"phrase": "Good day"}]
    place = draft.range_of(("asserts", 0, "phrase"))
    assert (place.line, place.column, place.end_column) == (6, 15, 23)


@pytest.mark.parametrize(
    "string", ["{equals: '{{expected}}', contains: a}", "{contains: ' '}", "{regex: a}", "{}", "5"]
)
def test_what_only_a_row_of_test_data_knows_is_kept_aside(string: str) -> None:
    text = f"messages:\n- {{role: user, content: Hello}}\nevaluators:\n- {{name: x, string: {string}}}\n"
    (draft,) = drafts_of(text)
    assert "asserts" not in draft.data
    assert "string" in draft.data["annotations"]["github-models"]


def test_a_model_that_judges_has_a_prompt_and_a_reader_of_its_answer() -> None:
    _, judged, judge, choices, *_ = drafts_of(TEXT)
    assert judged.data["judge"] == {"prompt": "a/b/Judged/judge"}
    assert judged.data["annotations"]["github-models"]["llm"] == {
        "choices": [{"choice": "yes", "score": 1}, {"choice": "no", "score": 0}]
    }
    assert judge.data["model"] == "openai/gpt-4o"
    assert [message["role"] for message in judge.data["messages"]] == ["system", "user"]
    assert choices.data["of"] == ["prompt:a/b/Judged/judge"]
    assert choices.data["expects"] == [{"label": "yes"}, {"label": "no"}]


def test_their_texts_stand_where_the_file_has_them() -> None:
    judge, choices = drafts_of(TEXT)[2:4]
    start = judge.data["messages"][1]["content"].index("completion")
    assert judge.range_in(("messages", 1, "content"), start, start + 10)[:4] == (12, 27, 12, 37)
    assert choices.range_of(("expects", 1, "label"))[:2] == (16, 16)
