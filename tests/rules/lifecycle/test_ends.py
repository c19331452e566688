"""What a change may do to the end of a resource: come too early, or unannounced."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

UNTOLD, EARLY, SUNSET = "removed-without-deprecation", "removed-before-date", "earlier-sunset"
MODEL = "kind: Model\nname: chat\n"
AGENT = "kind: Agent\nname: triage\nmodel: chat\n"
LEAVING = "lifecycle: deprecated\ndeprecation: {{remove_after: {}, replaced_by: chat-2}}\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str]]:
    return [(each.diagnostic.severity.value, each.diagnostic.primary.line, each.diagnostic.message) for each in found]


@pytest.mark.parametrize("lifecycle", ["", "lifecycle: stable\n"])
def test_a_stable_resource_in_use_does_not_go_unannounced(lifecycle: str, diff: Diff) -> None:
    before = {"m.yaml": MODEL + lifecycle, "a.yaml": AGENT}
    message = "the model `chat` is gone and was not deprecated before, while `agent:triage` relies on it"
    assert told(diff(before, {"m.yaml": None}, UNTOLD)) == [("error", 1, message)]


def test_many_users_are_one_finding(diff: Diff) -> None:
    agents = "---\n".join(f"kind: Agent\nname: a{number}\nmodel: chat\n" for number in range(5))
    ((_, _, message),) = told(diff({"m.yaml": MODEL, "a.yaml": agents}, {"m.yaml": None}, UNTOLD))
    assert message.endswith("while `agent:a0` and 4 others rely on it")


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ({"m.yaml": MODEL}, {"m.yaml": None}),
        ({"m.yaml": MODEL, "a.yaml": AGENT}, {"m.yaml": None, "a.yaml": None}),
        ({"m.yaml": MODEL, "a.yaml": AGENT + "lifecycle: retired\n"}, {"m.yaml": None}),
        ({"m.yaml": MODEL + "lifecycle: experimental\n", "a.yaml": AGENT}, {"m.yaml": None}),
        ({"m.yaml": MODEL + LEAVING.format("2026-10-31"), "a.yaml": AGENT}, {"m.yaml": None}),
        ({"m.yaml": MODEL, "a.yaml": AGENT}, {"m.yaml": None, "n.yaml": MODEL + "id: x\n"}),
    ],
)
def test_it_may_go_where_nobody_counts_on_it(
    before: Mapping[str, str], changed: Mapping[str, str | None], diff: Diff
) -> None:
    assert told(diff(before, changed, UNTOLD)) == []


def test_a_major_version_goes_alone(diff: Diff) -> None:
    old, new = (f"---\nname: p\nversion: {number}.0.0\n---\nText {number}.\n" for number in (1, 2))
    before = {"1.prompt.md": old, "2.prompt.md": new}
    on_new = {**before, "a.yaml": "kind: Agent\nname: a\nprompt: p@2\n", "b.yaml": "kind: Agent\nname: b\nprompt: p\n"}
    assert told(diff(on_new, {"1.prompt.md": None}, UNTOLD)) == []
    on_old = {**before, "a.yaml": "kind: Agent\nname: a\nprompt: p@1\n"}
    assert len(told(diff(on_old, {"1.prompt.md": None}, UNTOLD))) == 1


@pytest.mark.parametrize(("day", "severities"), [("2026-11-01", ["error"]), ("2026-10-31", [])])
def test_the_last_day_is_kept(day: str, severities: list[str], diff: Diff) -> None:
    before = {"m.yaml": MODEL + LEAVING.format(day), "a.yaml": AGENT}
    assert [each[0] for each in told(diff(before, {"m.yaml": None}, EARLY))] == severities


def test_a_promise_to_nobody_known_is_a_warning(diff: Diff) -> None:
    before = {"m.yaml": MODEL + LEAVING.format("2027-01-01")}
    message = "the model `chat` is gone, and was to stay until 2027-01-01"
    assert told(diff(before, {"m.yaml": None}, EARLY)) == [("warning", 4, message)]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (LEAVING.format("2027-06-30"), LEAVING.format("2027-06-29"), [4]),
        (LEAVING.format("2027-06-30"), LEAVING.format("2027-07-01"), []),
        (LEAVING.format("2027-06-30"), "lifecycle: deprecated\ndeprecation: {reason: old}\n", []),
        ("", LEAVING.format("2026-12-01"), []),
        ("retires_on: 2027-06-30\n", "retires_on: 2027-01-01\n", [3]),
        ("retires_on: 2027-06-30\n", "retires_on: 2027-06-30\nid: x\n", []),
    ],
)
def test_a_sunset_does_not_come_closer(before: str, after: str, lines: list[int], diff: Diff) -> None:
    found = told(diff({"m.yaml": MODEL + before}, {"m.yaml": MODEL + after}, SUNSET))
    assert [(severity, line) for severity, line, _ in found] == [("warning", line) for line in lines]


def test_a_date_of_a_folder_is_told_once(diff: Diff) -> None:
    defaults = "owner: support\ndeprecation:\n  remove_after: {}\n"
    models = {f"m/{name}.yaml": f"kind: Model\nname: {name}\n" for name in "abc"}
    before = {**models, "m/_defaults.yaml": defaults.format("2027-06-30")}
    (found,) = diff(before, {"m/_defaults.yaml": defaults.format("2027-03-31")}, SUNSET)
    assert (found.diagnostic.primary.path, found.diagnostic.primary.line) == ("m/_defaults.yaml", 3)
