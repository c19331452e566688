"""How far a change reaches: consumers and teams, through includes and in spite of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

FLAG_DAY, IMPACT = "flag-day", "cross-owner-impact"
TONE = "---\nname: common/tone\n{keys}---\nBe {how}.\n"
TEAMS = "---\n".join(f"kind: Team\nname: {name}\n" for name in ("a", "b", "c", "d"))


def tone(how: str = "kind", keys: str = "") -> str:
    return TONE.format(how=how, keys=keys)


def users(*owners: str, link: str = "common/tone", keys: str = "") -> str:
    body = f"body: '{{% include \"{link}\" %}} Answer.'"
    return "---\n".join(
        f"kind: Prompt\nname: support/{number}\nowner: {owner}\n{keys}{body}\n" for number, owner in enumerate(owners)
    )


def project(using: str, keys: str = "") -> Files:
    return {"tone.fragment.md": tone(keys=keys), "users.yaml": using, "teams.yaml": TEAMS}


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str]]:
    return [(each.diagnostic.severity.value, each.diagnostic.message) for each in found]


FIVE = ("a", "a", "b", "b", "c")


@pytest.mark.parametrize(
    ("before", "changed", "is_told"),
    [
        (project(users(*FIVE)), {"tone.fragment.md": tone("brief")}, True),
        (project(users(*FIVE), "version: 1.0.0\n"), {"tone.fragment.md": tone("brief", "version: 1.1.0\n")}, True),
        (project(users(*FIVE), "version: 1.0.0\n"), {"tone.fragment.md": tone("brief", "version: 2.0.0\n")}, True),
        (project(users(*FIVE)), {"tone.fragment.md": tone(keys="description: x\n") + "\n\n"}, False),
        (project(users("a", "a", "b", "c")), {"tone.fragment.md": tone("brief")}, False),
        (project(users("a", "a", "b", "b", "b")), {"tone.fragment.md": tone("brief")}, False),
        (project(users(*FIVE, keys="lifecycle: retired\n")), {"tone.fragment.md": tone("brief")}, False),
        (
            project(users(*FIVE, link="common/tone@1"), "version: 1.0.0\n"),
            {"tone.fragment.md": tone("brief", "version: 1.1.0\n")},
            False,
        ),
        (
            {**project(users(*FIVE), "version: 2.0.0\n"), "old.fragment.md": tone(keys="version: 1.0.0\n")},
            {"tone.fragment.md": tone("brief", "version: 2.1.0\n")},
            False,
        ),
        (
            {
                **project(users(*FIVE), "version: 2.0.0\n"),
                "old.fragment.md": tone(keys="version: 1.0.0\nlifecycle: retired\n"),
            },
            {"tone.fragment.md": tone("brief", "version: 2.1.0\n")},
            True,
        ),
        (project(users(*FIVE)), {"tone.fragment.md": None}, False),
    ],
)
def test_many_of_many_teams_at_once_are_a_flag_day(before: Files, changed: Files, is_told: bool, diff: Diff) -> None:  # noqa: FBT001 - a column
    message = "this change of `common/tone` reaches 5 consumers of 3 teams at once"
    assert told(diff(before, changed, FLAG_DAY)) == ([("warning", message)] if is_told else [])


def test_what_includes_it_passes_it_on_whichever_version_is_named(diff: Diff) -> None:
    voice = "---\nname: common/voice\nversion: 1.0.0\n---\n{% include 'common/tone' %}\n"
    before = {**project(users(*FIVE, link="common/voice@1")), "voice.fragment.md": voice}
    ((_, message),) = told(diff(before, {"tone.fragment.md": tone("brief")}, FLAG_DAY))
    assert message == "this change of `common/tone` reaches 6 consumers of 4 teams at once"


def test_a_circle_of_includes_is_gone_round_once(diff: Diff) -> None:
    voice = "---\nname: common/voice\n---\n{% include 'common/tone' %}\n"
    circle = tone().replace("Be kind.", '{% include "common/voice" %}')
    before = {**project(users(*FIVE)), "tone.fragment.md": circle, "voice.fragment.md": voice}
    ((_, message),) = told(diff(before, {"tone.fragment.md": circle + "Be brief.\n"}, FLAG_DAY))
    assert message == "this change of `common/tone` reaches 6 consumers of 4 teams at once"


@pytest.mark.parametrize(
    ("before", "changed", "teams"),
    [
        (project(users("a", "b", "b")), {"tone.fragment.md": tone("brief")}, "`a` and `b`"),
        (project(users("a")), {"tone.fragment.md": None}, "`a`"),
        (project(users("team:a")), {"tone.fragment.md": tone("brief")}, "`a`"),
        (project(users("a")), {"tone.fragment.md": tone(keys="labels: {x: y}\n")}, None),
        (project(users("support")), {"tone.fragment.md": tone("brief")}, None),
        (project(users("a", keys="lifecycle: retired\n")), {"tone.fragment.md": tone("brief")}, None),
    ],
)
def test_the_other_teams_whose_resources_use_it_are_named(
    before: Files, changed: Files, teams: str | None, diff: Diff
) -> None:
    message = f"the fragment `common/tone`, which `support` owns, is used by {teams}"
    assert told(diff(before, changed, IMPACT)) == ([("info", message)] if teams else [])


def test_very_many_users_are_counted_no_further(diff: Diff) -> None:
    using = users(*(("a", "b", "c")[number % 3] for number in range(1_001)))
    ((_, message),) = told(diff(project(using), {"tone.fragment.md": tone("brief")}, FLAG_DAY))
    assert message == "this change of `common/tone` reaches 1,000 or more consumers of 3 teams at once"
