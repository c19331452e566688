from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-replacement"
TOOL = "kind: Tool\nname: t\n"


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        pytest.param(
            {"t.yaml": f"{TOOL}lifecycle: retired\n"},
            ("t.yaml", 3, 12, 3, 19),
            "the tool `t` is retired, and nothing says what to use instead",
            id="nothing is said",
        ),
        pytest.param(
            {"t.yaml": f"{TOOL}lifecycle: deprecated\ndeprecation: {{remove_after: 2027-01-01}}\n"},
            ("t.yaml", 3, 12, 3, 22),
            "the tool `t` is deprecated, and nothing says what to use instead",
            id="only the day",
        ),
        pytest.param(
            {"a/_defaults.yaml": "lifecycle: deprecated\n", "a/t.yaml": TOOL, "a/u.yaml": "kind: Tool\nname: u\n"},
            ("a/_defaults.yaml", 1, 12, 1, 22),
            "what inherits this is deprecated, and nothing says what to use instead",
            id="a whole folder, once",
        ),
    ],
)
def test_an_end_without_a_successor_is_reported(
    files: dict[str, str], place: tuple[object, ...], message: str, lint: Lint
) -> None:
    assert [(each.primary, each.message) for each in lint(files, RULE)] == [(place, message)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"t.yaml": f"{TOOL}lifecycle: retired\ndeprecation: {{reason: unused}}\n"}, id="a reason"),
        pytest.param(
            {"t.yaml": f"{TOOL}lifecycle: retired\ndeprecation: {{replaced_by: u}}\n"},
            id="a successor, even one that there is not",
        ),
        pytest.param({"t.yaml": f"{TOOL}lifecycle: experimental\n"}, id="nothing ends"),
        pytest.param(
            {"a/_defaults.yaml": "deprecation: {reason: unused}\n", "a/t.yaml": f"{TOOL}lifecycle: retired\n"},
            id="an inherited reason",
        ),
        pytest.param(
            {"a/_defaults.yaml": "lifecycle: retired\n", "a/t.yaml": f"{TOOL}deprecation: {{reason: unused}}\n"},
            id="an inherited end",
        ),
    ],
)
def test_an_end_that_explains_itself_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()
