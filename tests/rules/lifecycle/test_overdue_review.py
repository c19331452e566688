from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "overdue-review"
PROMPT = "kind: Prompt\nname: p\nbody: Answer.\n"


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        pytest.param(
            {"p.yaml": f"{PROMPT}review_by: 2026-10-31\n"},
            ("p.yaml", 4, 12, 4, 22),
            "the review was due on 2026-10-31, yesterday",
            id="yesterday",
        ),
        pytest.param(
            {"p.yaml": f"{PROMPT}review_by: 2023-01-01\n"},
            ("p.yaml", 4, 12, 4, 22),
            "the review was due on 2023-01-01, 1,400 days ago",
            id="long ago",
        ),
        pytest.param(
            {
                "a/_defaults.yaml": "review_by: 2026-10-02\n",
                "a/p.yaml": PROMPT,
                "a/b/q.yaml": PROMPT.replace("name: p", "name: q"),
            },
            ("a/_defaults.yaml", 1, 12, 1, 22),
            "the review was due on 2026-10-02, 30 days ago",
            id="inherited, once",
        ),
    ],
)
def test_a_day_in_the_past_is_reported_where_it_is_written(
    files: dict[str, str], place: tuple[object, ...], message: str, lint: Lint
) -> None:
    assert [(each.primary, each.message) for each in lint(files, RULE)] == [(place, message)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"p.yaml": f"{PROMPT}review_by: 2026-11-01\n"}, id="today"),
        pytest.param({"p.yaml": f"{PROMPT}review_by: 2024-01-01\nlifecycle: retired\n"}, id="retired"),
        pytest.param(
            {"a/_defaults.yaml": "review_by: 2024-01-01\n", "p.yaml": PROMPT}, id="defaults that nothing inherits"
        ),
        pytest.param({"_defaults.yaml": "owner: support\nreview_by: soon\n", "p.yaml": PROMPT}, id="no date at all"),
        pytest.param(
            {"a/_defaults.yaml": "review_by: 2024-01-01\n", "a/p.yaml": f"{PROMPT}review_by: 2027-01-01\n"},
            id="overridden",
        ),
    ],
)
def test_what_is_not_due_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


@pytest.mark.parametrize(("days", "told"), [(0, True), (30, True), (31, False)])
def test_days_of_grace_are_waited_for(days: int, told: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    config = f"rules: {{{RULE}: {{options: {{grace_days: {days}}}}}}}\n"
    found = lint({"p.yaml": f"{PROMPT}review_by: 2026-10-01\n", "promptops.yaml": config}, RULE)
    assert bool(found) is told


def test_an_inherited_day_is_over_when_it_is_for_one_of_its_heirs(lint: Lint) -> None:
    config = f"overrides: [{{paths: a/p.yaml, rules: {{{RULE}: {{options: {{grace_days: 90}}}}}}}}]\n"
    heirs = {"a/p.yaml": PROMPT, "a/q.yaml": PROMPT.replace("name: p", "name: q")}
    files = {"promptops.yaml": config, "a/_defaults.yaml": "review_by: 2026-10-01\n"}
    assert [len(lint({**files, **given}, RULE)) for given in ({"a/p.yaml": PROMPT}, heirs)] == [0, 1]
