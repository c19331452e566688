"""Whose waivers count when a change is judged: the baseline's, and with trust those that the change adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.change_waivers import Trust
from promptops.compiler.comparing import Comparing, Judged
from promptops.sources.trees import FolderTree

Judge = Callable[..., Judged]
Files = Mapping[str, str | None]

TODAY = date(2026, 11, 1)
PROMPT = "---\nname: support/greeting\nversion: 1.0.0\n---\nGreet the customer.\n"
BEFORE: Files = {
    "_defaults.yaml": "owner: support\n",
    "a.prompt.md": PROMPT,
    "agent.yaml": "kind: Agent\nname: greeter\nprompt: support/greeting@1\n",
}
GONE: Files = {"a.prompt.md": None}
RULES = {"removed-prompt", "removed-without-deprecation"}


def waiver(rule: str = "removed-prompt", resource: str = "prompt:support/greeting", until: str = "2026-12-01") -> str:
    return (
        f"kind: Waiver\nname: {rule}\nowner: support\nrule: {rule}\nresource: {resource}\n"
        f"reason: the channel closes\nexpires: {until}\n"
    )


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    calls = iter(range(100))

    def compare(before: Files, changed: Files, trust: Trust = "head") -> Judged:
        folder = tmp_path / f"{next(calls)}"
        for side, files in (("before", before), ("after", {**before, **changed})):
            (folder / side).mkdir(parents=True)
            for path, text in files.items():
                if text is not None:
                    (folder / side / path).write_text(text)
        head = Compiler(Request(folder / "after", TODAY, cache=None))
        return Comparing(head, FolderTree(folder / "before"), trust).judged

    return compare


def rules(judged: Judged) -> set[str]:
    return {each.diagnostic.rule for each in judged.findings if each.diagnostic.severity != "info"}


def test_a_waiver_of_the_baseline_holds_also_when_the_change_takes_it_along(judge: Judge) -> None:
    before = {**BEFORE, "w.yaml": waiver()}
    for trust in ("head", "baseline"):
        for changed in (GONE, {**GONE, "w.yaml": None}):
            judged = judge(before, changed, trust)
            assert rules(judged) == {"removed-without-deprecation"}
            assert [(each.finding.diagnostic.rule, each.in_this_change) for each in judged.waived] == [
                ("removed-prompt", False)
            ]


def test_one_that_the_change_adds_holds_and_is_told_apart(judge: Judge) -> None:
    judged = judge(BEFORE, {**GONE, "w.yaml": waiver()})
    assert rules(judged) == {"removed-without-deprecation"}
    assert [(each.leave.entry.path, each.in_this_change) for each in judged.waived] == [("w.yaml", True)]


def test_a_stranger_cannot_excuse_a_change_of_their_own(judge: Judge) -> None:
    judged = judge(BEFORE, {**GONE, "w.yaml": waiver()}, "baseline")
    assert (rules(judged), judged.waived) == (RULES, ())


def test_one_whose_terms_the_change_alters_is_one_that_it_adds(judge: Judge) -> None:
    changed = {**GONE, "w.yaml": waiver(until="2026-12-31")}
    expired = {**BEFORE, "w.yaml": waiver(until="2026-10-01")}
    assert [each.in_this_change for each in judge(expired, changed).waived] == [True]
    assert judge(expired, changed, "baseline").waived == ()


@pytest.mark.parametrize("until", ["2026-10-31", "2027-01-31"])
def test_one_that_does_not_hold_excuses_nothing(until: str, judge: Judge) -> None:
    judged = judge({**BEFORE, "w.yaml": waiver(until=until)}, GONE)
    assert (rules(judged), judged.waived) == (RULES, ())


def test_one_of_one_finding_is_no_longer_for_another(judge: Judge) -> None:
    found = next(each for each in judge(BEFORE, GONE).findings if each.diagnostic.rule == "removed-prompt")
    exact = waiver() + f'fingerprint: "{found.diagnostic.fingerprint}"\n'
    assert len(judge({**BEFORE, "w.yaml": exact}, GONE).waived) == 1
    second = {**BEFORE, "w.yaml": exact, "b.yaml": "kind: Agent\nname: second\nprompt: support/greeting@1\n"}
    judged = judge(second, GONE)
    assert len(judged.waived) == 1
    assert "removed-prompt" in rules(judged)


def test_one_that_is_added_in_vain_is_reported_and_an_older_one_is_not(judge: Judge) -> None:
    added = judge(BEFORE, {"w.yaml": waiver()})
    assert [(each.diagnostic.rule, each.diagnostic.primary.line) for each in added.findings] == [("unused-waiver", 4)]
    assert rules(judge({**BEFORE, "w.yaml": waiver()}, {"a.prompt.md": PROMPT.replace("1.0.0", "1.0.1")})) == set()


def test_what_is_waived_still_asks_for_its_version(judge: Judge) -> None:
    inputs = "name: support/greeting\nversion: 1.0.1\ninputs: {name: string}\n"
    text = PROMPT.replace("name: support/greeting\nversion: 1.0.0\n", inputs) + "Their name is {{ name }}.\n"
    judged = judge({**BEFORE, "w.yaml": waiver("added-required-input")}, {"a.prompt.md": text})
    assert rules(judged) == {"understated-version"}
    assert [each.finding.diagnostic.rule for each in judged.waived] == ["added-required-input"]
