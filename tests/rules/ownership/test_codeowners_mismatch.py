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
            "CODEOWNERS gives `a/p.yaml` and 1 more file to `@acme/legal` `@acme/payments`, "
            "not to their owner `support`",
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


def named(name: str, owner: str = "support") -> str:
    return PROMPT.replace("name: p", f"name: {name}") + f"owner: {owner}\n"


def test_a_line_is_one_finding_however_many_files_it_covers(lint: Lint) -> None:
    files = {f"a/{name}.yaml": named(name) for name in "bcdefghi"}
    (found,) = lint({"teams/support.yaml": TEAM, "CODEOWNERS": OTHERS, **files}, RULE)
    assert found.message.startswith("CODEOWNERS gives `a/b.yaml` and 7 more files to `@acme/legal` `@acme/payments`, ")
    assert (found.primary.path, found.resource) == ("a/b.yaml", "prompt:b")
    assert [related.span.path for related in found.related] == ["CODEOWNERS", *(f"a/{name}.yaml" for name in "cdefg")]
    assert [related.text for related in found.related] == ["the line that decides", *["here, too"] * 5]


def test_each_line_and_each_owner_is_a_finding_of_its_own(lint: Lint) -> None:
    billing = 'kind: Team\nname: billing\ncodeowners: ["@acme/billing"]\n'
    files = {"a/p.yaml": named("p"), "a/q.yaml": named("q", "billing"), "b/r.yaml": named("r"), "b/s.yaml": named("s")}
    owners = {"teams/support.yaml": TEAM, "teams/billing.yaml": billing, "CODEOWNERS": f"{OTHERS}/b/ @acme/legal\n"}
    found = lint({**owners, **files}, RULE)
    assert [(each.primary.path, each.message.rpartition(" ")[2]) for each in found] == [
        ("a/p.yaml", "`support`"),
        ("a/q.yaml", "`billing`"),
        ("b/r.yaml", "`support`"),
    ]


def test_one_comment_silences_the_line(lint: Lint) -> None:
    files = {"a/p.yaml": f"{named('p').rstrip()}  # promptops: ignore[{RULE}] they review it\n", "a/q.yaml": named("q")}
    assert lint({"teams/support.yaml": TEAM, "CODEOWNERS": OTHERS, **files}) == ()


@pytest.mark.parametrize("changed", ["a/z.yaml", "_defaults.yaml"])
def test_the_finding_is_the_same_when_files_are_added(changed: str, lint: Lint) -> None:
    files = {"teams/support.yaml": TEAM, "CODEOWNERS": OTHERS, "a/p.yaml": PROMPT}
    more = {"a/z.yaml": named("z"), "_defaults.yaml": "# approved by others\nowner: support\n"}
    (before,), (after,) = (lint(given, RULE) for given in (files, {**files, changed: more[changed]}))
    assert before.fingerprint == after.fingerprint
    assert before.primary.path == "_defaults.yaml"
