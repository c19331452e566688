from __future__ import annotations

from typing import Any

import pytest

from promptops.diagnostics import Range
from promptops.formats import NOT_OURS, Reading
from promptops.formats.native import read_documents, read_markdown

PROMPT = "---\nname: a\ntools:\n  - pay\n---\nAnswer\n{{ order }}.\n"


def markdown(text: str, path: str = "a.prompt.md", *, configured: bool = True) -> Reading:
    return read_markdown(path, text, configured=configured)


def test_a_markdown_file_is_header_and_body() -> None:
    (draft,) = markdown(PROMPT).drafts
    expected = {"kind": "Prompt", "name": "a", "tools": ["pay"], "body": "Answer\n{{ order }}."}
    assert (draft.kind, draft.data, draft.template) == ("Prompt", expected, "jinja")


def test_a_markdown_file_of_any_name_says_its_kind_itself() -> None:
    (draft,) = markdown("---\nname: voice\nkind: Fragment\n---\nBe plain.\n", "docs/voice.md").drafts
    assert (draft.kind, draft.data["body"]) == ("Fragment", "Be plain.")


@pytest.mark.parametrize(
    ("keys", "part", "place"),
    [
        (("name",), "value", Range(2, 7, 2, 8)),
        (("name",), "key", Range(2, 1, 2, 5)),
        (("tools", 0), "value", Range(4, 5, 4, 8)),
        (("body",), "value", Range(6, 1, 7, 13)),
        (("nothing",), "value", Range(2, 1, 2, 1)),
    ],
)
def test_its_parts_know_where_they_stand(keys: tuple[Any, ...], part: Any, place: Range) -> None:
    (draft,) = markdown(PROMPT).drafts
    assert draft.range_of(keys, part) == place


def test_stretches_of_its_texts_know_where_they_stand() -> None:
    (draft,) = markdown(PROMPT).drafts
    assert draft.range_in(("body",), 10, 15) == Range(7, 4, 7, 9)
    assert draft.range_in(("tools", 0), 0, 1) == Range(4, 5, 4, 6)
    (bare,) = markdown("Answer.").drafts
    assert bare.range_of(("name",)) == Range(1, 1, 1, 1)
    assert bare.range_in(("name",), 0, 1) == Range(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.prompt.md", "---\nname: a\n---\n", "Prompt"),
        ("a.fragment.md", "---\nname: a\n---\n", "Fragment"),
        ("a.prompt.md", "---\nname: a\nkind: Fragment\n---\n", "Fragment"),
        (".github/prompts/a.prompt.md", "---\nname: a\nversion: 1.0.0\n---\n", "Prompt"),
    ],
)
def test_the_suffix_implies_the_kind(path: str, text: str, kind: str) -> None:
    assert [draft.kind for draft in markdown(text, path).drafts] == [kind]


@pytest.mark.parametrize(
    ("path", "text", "configured"),
    [
        ("a.prompt.md", "---\nmode: agent\n---\nDo it.\n", True),
        ("a.prompt.md", "---\nname: a\nargument-hint: what\n---\nDo it.\n", True),
        (".github/prompts/a.prompt.md", "---\nname: a\n---\nDo it.\n", True),
        (".vscode/a.prompt.md", "Do it.\n", True),
        ("a.prompt.md", "Do it.\n", False),
        ("a.prompt.md", "---\ndescription: a\n---\nDo it.\n", False),
        ("a.prompt.md", "---\nname: [\n---\nDo it.\n", False),
    ],
)
def test_prompt_files_of_editors_are_left_alone(*, path: str, text: str, configured: bool) -> None:
    assert markdown(text, path, configured=configured) is NOT_OURS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\n- a\n---\nb", "the front matter must be a mapping of keys"),
        ("---\na\n---\nb", "the front matter must be a mapping of keys"),
        ("---\nkind: Promt\nname: a\n---\n", "there is no kind `Promt`"),
        ("---\nkind: 5\nname: a\n---\n", "there is no kind `5`"),
        ("---\nkind: [Prompt]\nname: a\n---\n", "there is no kind `['Prompt']`"),
    ],
)
def test_a_header_that_makes_no_resource_is_told(text: str, message: str) -> None:
    reading = markdown(text)
    assert reading.drafts == ()
    assert [fault.message for fault in reading.faults] == [message]


def test_every_document_of_a_file_is_a_resource() -> None:
    reading = read_documents("kind: Tool\nname: a\n---\nkind: Team\nname: b\n---\n", configured=True)
    assert [(draft.kind, draft.data["name"]) for draft in reading.drafts] == [("Tool", "a"), ("Team", "b")]
    assert reading.drafts[1].range_of(("name",)) == Range(5, 7, 5, 8)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("kind: Tool\nname: a\n---\nname: b\n", ["a document in a file of resources must be a mapping with a `kind`"]),
        ("kind: Tool\nname: a\n---\n- b\n", ["a document in a file of resources must be a mapping with a `kind`"]),
        ("kind: Tool\nname: a\n---\nkind: Tol\nname: b\n", ["there is no kind `Tol`"]),
        ("kind: Tool\nname: a\n---\napiVersion: v1\nkind: Pod\n", []),
        ("name: b\n---\nkind: Tool\nname: a\n", []),
    ],
)
def test_other_documents_beside_a_resource_are_told(text: str, faults: list[str]) -> None:
    reading = read_documents(text, configured=True)
    assert [draft.data["name"] for draft in reading.drafts] == ["a"]
    assert [fault.message for fault in reading.faults] == faults


@pytest.mark.parametrize(
    ("text", "configured"),
    [
        ("", True),
        ("name: a\n", True),
        ("- kind: Tool\n", True),
        ("kind: Tool\n", False),
        ("kind: Pod\nname: a\n", False),
        ("kind: [Tool]\nname: a\n", False),
        ("kind: {}\nname: a\n", False),
        ("apiVersion: v1\nkind: Tool\nname: a\n", True),
    ],
)
def test_other_files_are_none_of_ours(*, text: str, configured: bool) -> None:
    assert read_documents(text, configured=configured) is NOT_OURS
