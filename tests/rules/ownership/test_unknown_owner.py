from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unknown-owner"
PROMPT = "kind: Prompt\nname: p\nbody: Answer.\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param({"p.yaml": f"{PROMPT}owner: suport\n"}, [("p.yaml", 4, 8, 4, 14)], id="in the file"),
        pytest.param({"b.yaml": "kind: Team\nname: b\nowner: suport\n"}, [("b.yaml", 3, 8, 3, 14)], id="of a team"),
        pytest.param(
            {"a/p.yaml": f"{PROMPT}---\nkind: Tool\nname: t\n", "a/_defaults.yaml": "access: public\nowner: suport\n"},
            [("a/_defaults.yaml", 2, 8, 2, 14)],
            id="inherited, once",
        ),
        pytest.param(
            {"promptops.yaml": "name: x\nowners:\n  'a/**': support\n  '*.json': suport\n"},
            [("promptops.yaml", 4, 13, 4, 19)],
            id="in the configuration",
        ),
    ],
)
def test_an_owner_who_is_no_team_is_reported_where_it_stands(
    files: dict[str, str], told: list[tuple[str, int, int, int, int]], lint: Lint
) -> None:
    found = lint(files, RULE)
    assert [each.primary for each in found] == told
    assert {(each.message, each.help) for each in found} == {("there is no team `suport`", "did you mean `support`?")}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"p.yaml": f"{PROMPT}owner: team:support\n"}, id="a team, with its kind"),
        pytest.param({"p.yaml": f"{PROMPT}owner: anybody\n", "teams/support.yaml": None}, id="no teams at all"),
        pytest.param(
            {"p.yaml": f"{PROMPT}owner: broken\n", "teams/broken.yaml": "kind: Team\nname: broken\nmembers: 3\n"},
            id="a team that was refused",
        ),
        pytest.param({"a/_defaults.yaml": "owner: nobody\n", "p.yaml": PROMPT}, id="defaults that nothing inherits"),
        pytest.param(
            {"a/_defaults.yaml": "owner: nobody\n", "a/p.yaml": f"{PROMPT}owner: support\n"}, id="overridden defaults"
        ),
        pytest.param({"a/_defaults.yaml": "owner: [x]\n", "a/p.yaml": PROMPT}, id="defaults that are no name"),
    ],
)
def test_what_may_be_right_is_left_alone(files: dict[str, str | None], lint: Lint) -> None:
    assert lint(files, RULE) == ()
