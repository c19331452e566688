from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "retired-resource"
AGENT = "kind: Agent\nname: a\ntools: [t]\n"
RETIRED = "kind: Tool\nname: t\nlifecycle: retired\n"
REASON = "deprecation: {reason: nobody used it}\n"


@pytest.mark.parametrize(
    ("files", "message", "advice", "related"),
    [
        pytest.param(
            {"t.yaml": f"{RETIRED}deprecation: {{replaced_by: u}}\n---\nkind: Tool\nname: u\n"},
            "the tool `t` is retired",
            "use `u` instead",
            ("t.yaml", 3, 12),
            id="with a successor",
        ),
        pytest.param(
            {"t.yaml": f"{RETIRED}{REASON}"},
            "the tool `t` is retired",
            "do without it: nobody used it",
            ("t.yaml", 3, 12),
            id="with a reason",
        ),
        pytest.param(
            {"t.yaml": "kind: Tool\nname: t\nlifecycle: deprecated\ndeprecation: {remove_after: 2026-10-31}\n"},
            "the tool `t` was to be removed after 2026-10-31",
            "do without it",
            ("t.yaml", 3, 12),
            id="deprecated until yesterday",
        ),
        pytest.param(
            {"t.yaml": "kind: Tool\nname: t\ndeprecation: {remove_after: 2020-01-01}\n"},
            "the tool `t` was to be removed after 2020-01-01",
            "do without it",
            ("t.yaml", 3, 14),
            id="overdue without a lifecycle",
        ),
        pytest.param(
            {"old/_defaults.yaml": f"lifecycle: retired\n{REASON}", "old/t.yaml": "kind: Tool\nname: t\n"},
            "the tool `t` is retired",
            "do without it: nobody used it",
            ("old/_defaults.yaml", 1, 12),
            id="a whole folder",
        ),
    ],
)
def test_a_reference_to_what_is_gone_is_reported(
    files: dict[str, str], message: str, advice: str, related: tuple[str, int, int], lint: Lint
) -> None:
    (found,) = lint({"a.yaml": AGENT, **files}, RULE)
    assert (found.primary, found.message, found.help) == (("a.yaml", 3, 9, 3, 10), message, advice)
    assert [each.span[:3] for each in found.related] == [related]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"a.yaml": f"{AGENT}lifecycle: retired\n{REASON}", "t.yaml": RETIRED}, id="from what is retired, too"
        ),
        pytest.param({"a.yaml": AGENT, "t.yaml": RETIRED.replace("retired", "stable")}, id="stable"),
        pytest.param(
            {"a.yaml": AGENT, "t.yaml": "kind: Tool\nname: t\ndeprecation: {remove_after: 2026-11-01}\n"},
            id="the last day",
        ),
        pytest.param(
            {"a.yaml": AGENT, "t.yaml": f"{RETIRED}version: 1.0.0\n---\nkind: Tool\nname: t\nversion: 2.0.0\n"},
            id="another major version is in use",
        ),
        pytest.param(
            {"a.yaml": AGENT, "t.yaml": f"{RETIRED}effects: sideways\n"},
            id="what is gone was refused, and so not known",
        ),
        pytest.param(
            {
                "a.yaml": AGENT,
                "t/t.yaml": "kind: Tool\nname: t\n",
                "t/_defaults.yaml": "deprecation: {remove_after: [2020]}\nlifecycle: [retired]\n",
            },
            id="defaults that are neither a day nor a lifecycle",
        ),
    ],
)
def test_what_may_be_used_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


def test_the_major_is_named_where_there_are_several(lint: Lint) -> None:
    tools = f"{RETIRED}{REASON}version: 1.0.0\n---\nkind: Tool\nname: t\nversion: 2.0.0\n"
    (found,) = lint({"a.yaml": AGENT.replace("[t]", "[t@1]"), "t.yaml": tools}, RULE)
    assert found.message == "the tool `t@1` is retired"
    (found,) = lint({"a.yaml": AGENT, "t.yaml": f"{RETIRED}{REASON}version: 1.0.0\n"}, RULE)
    assert found.message == "the tool `t` is retired"
