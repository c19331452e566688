from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "codeowners-mismatch"
TEAM = 'kind: Team\nname: support\ncodeowners: ["@acme/support", "help@acme.example"]\n'
PROMPT = "kind: Prompt\nname: p\nbody: Answer.\n"
FOREIGN = '{"name": "search", "description": "Searches.", "inputSchema": {"type": "object"}}'
OTHERS = "# who approves what\n* @acme/support\n/a/ @acme/legal @acme/payments\n"


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        pytest.param(
            {"a/p.yaml": f"{PROMPT}owner: support\n", "CODEOWNERS": OTHERS},
            ("a/p.yaml", 4, 8, 4, 15),
            "CODEOWNERS gives `a/p.yaml` to `@acme/legal` `@acme/payments`, not to its owner `support`",
            id="named in the file",
        ),
        pytest.param(
            {"a/p.yaml": PROMPT, "a/q.yaml": PROMPT.replace("name: p", "name: q"), "CODEOWNERS": OTHERS},
            ("_defaults.yaml", 1, 8, 1, 15),
            "CODEOWNERS gives `a/p.yaml` to `@acme/legal` `@acme/payments`, not to its owner `support`",
            id="inherited, once",
        ),
        pytest.param(
            {
                "_defaults.yaml": None,
                "a/p.yaml": PROMPT,
                "CODEOWNERS": OTHERS,
                "promptops.yaml": "owners: {a: support}\n",
            },
            ("a/p.yaml", 2, 7, 2, 8),
            "CODEOWNERS gives `a/p.yaml` to `@acme/legal` `@acme/payments`, not to its owner `support`",
            id="configured",
        ),
        pytest.param(
            {"a/t.json": f"[{FOREIGN}]", "CODEOWNERS": OTHERS, "promptops.yaml": "owners: {a: support}\n"},
            ("a/t.json", 1, 1, 1, 1),
            "CODEOWNERS gives `a/t.json` to `@acme/legal` `@acme/payments`, not to its owner `support`",
            id="configured for a file of another format",
        ),
        pytest.param(
            {"a/p.yaml": f"{PROMPT}owner: support\n", "CODEOWNERS": "* @acme/support\n\n/a/p.yaml\n"},
            ("a/p.yaml", 4, 8, 4, 15),
            "CODEOWNERS gives `a/p.yaml` to nobody, not to its owner `support`",
            id="a line without owners",
        ),
    ],
)
def test_a_contradiction_is_reported_where_the_owner_stands(
    files: dict[str, str | None], place: tuple[object, ...], message: str, lint: Lint
) -> None:
    (found,) = lint({"teams/support.yaml": TEAM, **files}, RULE)
    assert (found.primary, found.message) == (place, message)
    assert [related.span[:3] for related in found.related] == [("CODEOWNERS", 3, 1)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"CODEOWNERS": "* @ACME/Support\n"}, id="another letter case"),
        pytest.param({"CODEOWNERS": "* help@acme.example @acme/legal\n"}, id="one of several, by address"),
        pytest.param({"CODEOWNERS": "/b/ @acme/legal\n"}, id="a file that CODEOWNERS does not cover"),
        pytest.param({"CODEOWNERS": "/a/ @acme/legal\n/a/p.yaml @acme/support\n"}, id="the last line decides"),
        pytest.param({}, id="no CODEOWNERS"),
        pytest.param(
            {"CODEOWNERS": "/a/ @acme/legal\n", "teams/support.yaml": "kind: Team\nname: support\n"},
            id="a team without handles",
        ),
        pytest.param(
            {"CODEOWNERS": "/a/ @acme/legal\n", "a/_defaults.yaml": "owner: nobody\n"}, id="an owner who is no team"
        ),
        pytest.param({"CODEOWNERS": "/teams/ @acme/leads\n"}, id="a team, which owns and is not owned"),
        pytest.param({"CODEOWNERS": "* @acme/legal\n", "_defaults.yaml": None}, id="no owner"),
        pytest.param(
            {"CODEOWNERS": "* @acme/legal\n", "teams/support.yaml": "kind: Team\nname: support\nmembers: 3\n"},
            id="a team that was refused",
        ),
    ],
)
def test_what_agrees_is_left_alone(files: dict[str, str | None], lint: Lint) -> None:
    assert lint({"teams/support.yaml": TEAM, "a/p.yaml": PROMPT, **files}, RULE) == ()
