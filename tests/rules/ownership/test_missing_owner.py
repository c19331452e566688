from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-owner"
PROMPT = "kind: Prompt\nname: p\nbody: Answer.\n"
FOREIGN = '{"name": "search", "description": "Searches.", "inputSchema": {"type": "object"}}'
MAPPED = "owners: {'/mcp/': support}\n"
DISOWNED = "* @acme/support\n/tools.json\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param({"p.yaml": PROMPT}, [("p.yaml", 2, 7, "nobody owns the prompt `p`")], id="nobody at all"),
        pytest.param(
            {"p.yaml": f"{PROMPT}---\nkind: Tool\nname: t\n"},
            [("p.yaml", 2, 7, "nobody owns the prompt `p`"), ("p.yaml", 6, 7, "nobody owns the tool `t`")],
            id="each resource of a file",
        ),
        pytest.param(
            {"p/p.yaml": PROMPT, "q/_defaults.yaml": "owner: support\n"},
            [("p/p.yaml", 2, 7, "nobody owns the prompt `p`")],
            id="defaults in another folder",
        ),
        pytest.param(
            {"tools.json": f"[{FOREIGN}, {FOREIGN.replace('search', 'find')}]", ".github/CODEOWNERS": DISOWNED},
            [("tools.json", 1, 1, "nobody owns `tools.json`")],
            id="a file of another format that CODEOWNERS disowns, once",
        ),
        pytest.param(
            {"tools.json": FOREIGN, "promptops.yaml": MAPPED, "CODEOWNERS": "/docs/ @acme/docs\n"},
            [("tools.json", 1, 1, "nobody owns `tools.json`")],
            id="a file of another format that is left out where others are mapped to owners",
        ),
    ],
)
def test_what_nobody_owns_is_reported(files: dict[str, str], told: list[tuple[str, int, int, str]], lint: Lint) -> None:
    found = lint({"_defaults.yaml": None, **files}, RULE)
    assert [(*each.primary[:3], each.message) for each in found] == told


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"p.yaml": f"{PROMPT}owner: support\n"}, id="its own"),
        pytest.param({"a/b/p.yaml": PROMPT, "a/_defaults.yaml": "owner: support\n"}, id="inherited"),
        pytest.param({"p.yaml": PROMPT, "promptops.yaml": "owners:\n  '*.yaml': support\n"}, id="configured"),
        pytest.param({"p.yaml": PROMPT, "_defaults.yaml": "owner: [\n"}, id="defaults that cannot be read"),
        pytest.param({"p.yaml": PROMPT, "_defaults.yaml": "ownr: support\n"}, id="defaults with a slip"),
        pytest.param({"p.yaml": PROMPT, "_defaults.yaml": "owner: 5\n"}, id="defaults with something else"),
        pytest.param({"teams/b.yaml": "kind: Team\nname: b\n"}, id="a team"),
        pytest.param({"p.yaml": "kind: Prompt\nname: p\n"}, id="a resource that was refused"),
        pytest.param({"tools.json": FOREIGN}, id="a file of another format"),
        pytest.param(
            {"tools.json": FOREIGN, "promptops.yaml": MAPPED, "CODEOWNERS": "* @acme/all\n"},
            id="one that is not mapped, where CODEOWNERS gives it away",
        ),
        pytest.param(
            {"tools.json": FOREIGN, "CODEOWNERS": "*.json @acme/search\n"}, id="one that CODEOWNERS gives away"
        ),
        pytest.param(
            {"tools.json": FOREIGN, "CODEOWNERS": DISOWNED, "promptops.yaml": "owners:\n  'tools.json': support\n"},
            id="one that the configuration gives to a team",
        ),
    ],
)
def test_what_somebody_owns_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint({"_defaults.yaml": None, **files}, RULE) == ()


def test_the_line_that_disowns_a_file_is_shown(lint: Lint) -> None:
    (found,) = lint({"tools.json": FOREIGN, "CODEOWNERS": DISOWNED}, RULE)
    assert [(related.span[:3], related.text) for related in found.related] == [
        (("CODEOWNERS", 2, 1), "this line gives it to nobody")
    ]


@pytest.mark.parametrize(("kinds", "told"), [("[prompt]", ["p.yaml"]), ("[tool]", ["tools.json"]), ("[agent]", [])])
def test_only_some_kinds_must_have_an_owner(kinds: str, told: list[str], lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{kinds: {kinds}}}}}}}\n"
    files = {"_defaults.yaml": None, "p.yaml": PROMPT, "tools.json": FOREIGN, "CODEOWNERS": DISOWNED}
    assert [each.primary.path for each in lint({**files, "promptops.yaml": config}, RULE)] == told
