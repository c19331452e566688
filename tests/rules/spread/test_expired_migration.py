from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "expired-migration"
TONE = "---\nname: common/tone\nversion: {}.0.0\n{}---\nBe kind.\n"
USER = "---\nname: support/{}\n{}---\n{{% include 'common/tone@{}' %}}\n"


@pytest.mark.parametrize(
    ("end", "using", "message"),
    [
        ("remove_after: 2026-10-31", 1, "the migration was to end on 2026-10-31"),
        ("remove_after: 2026-11-01", 1, None),
        ("announced: 2026-05-04", 1, "the migration was announced 181 days ago"),
        ("announced: 2026-05-05", 1, None),
        ("announced: 2025-05-05, remove_after: 2027-01-01", 1, None),
        ("reason: old", 1, None),
        ("remove_after: 2026-10-31", 2, None),
    ],
)
def test_its_time_is_over_at_its_date_or_half_a_year_after_its_announcement(
    end: str, using: int, message: str | None, lint: Lint
) -> None:
    files = {
        "1.fragment.md": TONE.format(1, f"deprecation: {{{end}}}\n"),
        "2.fragment.md": TONE.format(2, ""),
        "p.prompt.md": USER.format("p", "", using),
        "q.prompt.md": USER.format("q", "lifecycle: retired\n", 1),
    }
    found = [(each.primary.path, each.primary.line, each.message) for each in lint(files, RULE)]
    told = f"{message}, and a resource still uses `common/tone@1`"
    assert found == ([("1.fragment.md", 4, told)] if message else [])


def test_a_date_of_a_folder_is_shown_there(lint: Lint) -> None:
    files = {
        "old/_defaults.yaml": "deprecation: {remove_after: 2026-10-31}\n",
        "old/1.fragment.md": TONE.format(1, ""),
        "2.fragment.md": TONE.format(2, ""),
        "p.prompt.md": USER.format("p", "", 1),
        "q.prompt.md": USER.format("q", "", 1),
    }
    (found,) = lint(files, RULE)
    assert (found.primary.path, found.primary.line, len(found.related)) == ("old/_defaults.yaml", 1, 2)
    assert found.message.endswith("2 resources still use `common/tone@1`")


@pytest.mark.parametrize("lifecycle", ["", "lifecycle: retired\n"])
def test_one_version_alone_is_no_migration(lifecycle: str, lint: Lint) -> None:
    old = TONE.format(1, "deprecation: {remove_after: 2026-10-31}\n")
    others = {"2.fragment.md": TONE.format(2, lifecycle)} if lifecycle else {}
    assert lint({"1.fragment.md": old, **others, "p.prompt.md": USER.format("p", "", 1)}, RULE) == ()
