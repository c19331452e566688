from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unknown-key"
PROMPT = "---\nname: a\n{}\n---\nAnswer.\n"
DEFAULTS = "owner: support\n"


@pytest.mark.parametrize(
    ("line", "place", "message", "advice"),
    [
        ("modle: x", (1, 6), "unknown key `modle`", "did you mean `model`?"),
        ("output: {format: text, shcema: {}}", (24, 30), "unknown key `shcema` in `output`", "did you mean `schema`?"),
        ("temperature: 0.2", (1, 12), "unknown key `temperature`", "write it below `parameters`"),
        ("tags: [a]", (1, 5), "unknown key `tags`", None),
    ],
)
def test_a_key_that_means_nothing_is_reported_with_what_was_meant(
    line: str, place: tuple[int, int], message: str, advice: str | None, lint: Lint
) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(line)}, RULE)
    assert (found.primary.line, found.primary.column, found.primary.end_column) == (3, *place)
    assert (found.message, found.help) == (message, advice)


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        pytest.param("ouput: {format: text}", "output: {format: text}", id="a letter left out"),
        pytest.param("Output: {format: text}", "output: {format: text}", id="another case"),
        pytest.param("review-by: 2027-01-01", "review_by: 2027-01-01", id="a dash"),
        pytest.param('"lables": {a: b}', "labels: {a: b}", id="in quotes"),
        pytest.param("output: {fromat: text}", "output: {format: text}", id="further in"),
        pytest.param("  # why\ndescriptoin: x  # kept", "  # why\ndescription: x  # kept", id="among comments"),
    ],
)
def test_a_misspelt_key_is_put_right(line: str, fixed: str, lint: Lint) -> None:
    text = PROMPT.format(line)
    found = lint({"a.prompt.md": text}, RULE)
    edits = edits_by_file(found)
    assert apply_edits(text, edits["a.prompt.md"]) == PROMPT.format(fixed)
    assert lint({"a.prompt.md": PROMPT.format(fixed)}) == ()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("ouput: {format: text}\noutput: {format: text}", id="the right key is there"),
        pytest.param("contact: x", id="another kind has such a key"),
        pytest.param("tags: [a]", id="nothing is near"),
        pytest.param("outptus: {format: text}", id="too far to be sure"),
    ],
)
def test_what_is_not_sure_is_left_to_the_author(line: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(line)}, RULE)
    assert found.fix is None


def test_a_misspelt_key_in_defaults_is_put_right(lint: Lint) -> None:
    text = "ownr: support\nlifecyle: stable\n"
    found = lint({"_defaults.yaml": text, "a.prompt.md": PROMPT.format("owner: support")}, RULE)
    assert [each.message for each in found] == ["`ownr` cannot be inherited", "`lifecyle` cannot be inherited"]
    assert apply_edits(text, edits_by_file(found)["_defaults.yaml"]) == "owner: support\nlifecycle: stable\n"


def test_the_resource_is_there_all_the_same(lint: Lint) -> None:
    agent = "kind: Agent\nname: b\nprompt: a\n"
    found = lint({"a.prompt.md": PROMPT.format("tags: [a]"), "b.yaml": agent})
    assert [each.rule for each in found] == [RULE]
