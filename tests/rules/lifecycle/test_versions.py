"""The rules over versions, which speak last."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

UNBUMPED, UNDERSTATED, RELEASED = "unbumped-version", "understated-version", "released-content-changed"
RULES = {UNBUMPED, UNDERSTATED, RELEASED}
AGENT = "kind: Agent\nname: refunds\nprompt: support/refund\n"
REQUIRED = "inputs: {order: string, customer: string}\n"
OPTIONAL = "inputs: {order: string}\n"


def prompt(version: str | None, text: str = "Answer.", keys: str = "") -> str:
    number = f"version: {version}\n" if version else ""
    return f"---\nname: support/refund\n{number}{keys}---\n{text}\n"


def breaking(version: str | None) -> str:
    return prompt(version, "Answer order {{ order }}.\nGreet {{ customer }}.", REQUIRED)


def sound(version: str | None) -> str:
    return prompt(version, "Answer order {{ order }}.", OPTIONAL)


def told(found: tuple[ChangeFinding, ...]) -> set[tuple[str, str]]:
    return {(each.diagnostic.rule, each.diagnostic.severity) for each in found if each.diagnostic.rule in RULES}


def of(found: tuple[ChangeFinding, ...], rule: str) -> ChangeFinding:
    (finding,) = (each for each in found if each.diagnostic.rule == rule)
    return finding


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (prompt("1.0.0"), prompt("1.0.0", "Answer all."), {(UNBUMPED, "warning")}),
        (prompt("1.0.0"), prompt("1.0.0", "Answer.  \n\n"), set()),
        (prompt("1.0.0"), prompt("1.0.0", keys="review_by: 2027-01-01\nowner: team:support\n"), set()),
        (prompt("1.0.0"), prompt("1.0.1", "Answer all."), set()),
        (prompt("1.0.0"), prompt("1.0.1"), set()),
        (prompt("1.0.0"), prompt("0.9.0", "Answer all."), {(UNBUMPED, "warning")}),
        (prompt("1.0.0"), prompt("0.9.0"), set()),
        (prompt(None), prompt(None, "Answer all."), set()),
        (prompt(None), prompt("1.0.0", "Answer all."), set()),
        (prompt("1.0.0"), prompt(None, "Answer all."), set()),
        (sound("1.0.0"), breaking("1.0.0"), {(UNBUMPED, "warning")}),
        (sound("1.0.0"), breaking("1.0.1"), {(UNDERSTATED, "error")}),
        (sound("1.0.0"), breaking("1.1.0"), {(UNDERSTATED, "error")}),
        (sound("1.0.0"), breaking("2.0.0"), set()),
        (sound("0.1.0"), breaking("0.1.1"), {(UNDERSTATED, "error")}),
        (sound("0.1.0"), breaking("0.2.0"), set()),
        (sound("1.0.0"), breaking("2.0.0-rc.1"), set()),
        (sound("2.0.0-rc.1"), breaking("2.0.0-rc.2"), set()),
    ],
)
def test_a_version_announces_what_the_change_does(
    before: str, after: str, expected: set[tuple[str, str]], diff: Diff
) -> None:
    assert told(diff({"a.prompt.md": before, "agent.yaml": AGENT}, {"a.prompt.md": after})) == expected


def test_it_is_no_louder_than_what_asks_for_the_version(diff: Diff) -> None:
    alone = diff({"a.prompt.md": sound("1.0.0")}, {"a.prompt.md": breaking("1.0.1")})
    assert told(alone) == {(UNDERSTATED, "info")}
    trial = "lifecycle: experimental\n"
    before, after = (text.replace("---\n", f"---\n{trial}", 1) for text in (sound("1.0.0"), breaking("1.0.1")))
    found = diff({"a.prompt.md": before, "agent.yaml": AGENT}, {"a.prompt.md": after})
    assert told(found) == {(UNDERSTATED, "info")}


def test_the_help_names_the_version_and_the_rules_that_ask_for_it(diff: Diff) -> None:
    before = {"a.prompt.md": sound("1.0.0"), "agent.yaml": AGENT}
    found = of(diff(before, {"a.prompt.md": breaking("1.0.1")}), UNDERSTATED).diagnostic
    assert found.help == "set `version` to 2.0.0"
    assert found.message.endswith("a patch to its users; `added-required-input` asks for a major version")
    unbumped = of(diff(before, {"a.prompt.md": breaking("1.0.0")}), UNBUMPED).diagnostic
    assert unbumped.help == "set `version` to 2.0.0, if that is a break to its users"
    assert unbumped.message == "`body` and `inputs` of `support/refund` changed, and its version is still 1.0.0"


@pytest.mark.parametrize(
    "text",
    [
        "---\nsystem: old\n---\nname: x\nversion: 1.0.0\n",
        "---\nmodel: a/b\n---\n{}\n",
    ],
)
def test_other_formats_have_no_versions(text: str, diff: Diff) -> None:
    assert told(diff({"a.prompt": text.format("Hello.")}, {"a.prompt": text.format("Hello, you.")})) == set()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (prompt("1.0.0", "Answer all."), {(RELEASED, "error")}),
        (prompt("1.0.0", "Answer.\n\n"), set()),
        (prompt("1.0.0", "Answer. "), set()),
        (prompt("1.0.0", "\n  Answer."), {(RELEASED, "warning")}),
        (prompt("1.0.1", "Answer all."), set()),
        (prompt("0.9.0", "Answer all."), {(UNBUMPED, "warning")}),
    ],
)
def test_what_was_released_stays_as_it_was(after: str, expected: set[tuple[str, str]], diff: Diff) -> None:
    assert told(diff({"a.prompt.md": prompt("1.0.0")}, {"a.prompt.md": after}, tag="v2026.10")) == expected
    assert told(diff({"a.prompt.md": prompt("1.0.0")}, {"a.prompt.md": after}, tag="v1.0.0")) == expected
