from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "floating-reference"
PLATFORM = "kind: Team\nname: platform\n"
FIRST = "kind: Prompt\nname: p\nversion: 1.4.0\nbody: One.\n"
SECOND = "kind: Prompt\nname: p\nversion: 2.0.0\nbody: Two.\n"
MODEL = "kind: Model\nname: small\nversion: {}.0.0\nprovider: acme\nid: small\n"
THEIRS = "kind: Fragment\nname: f\nversion: 1.2.0\nowner: platform\nbody: Be plain.\n"


def including(reference: str, owner: str = "support") -> str:
    return f"kind: Prompt\nname: q\nowner: {owner}\nbody: \"{{% include '{reference}' %}}\"\n"


def test_a_reference_between_two_majors_in_use_is_reported(lint: Lint) -> None:
    agent = "kind: Agent\nname: a\nprompt: p\n"
    (found,) = lint({"a.yaml": agent, "p1.yaml": FIRST, "p2.yaml": SECOND}, RULE)
    assert found.primary == ("a.yaml", 3, 9, 3, 10)
    assert found.message == "`p` has 2 live major versions, and the reference names none of them"
    assert found.help == "pin it: `p@2`"
    assert [(related.span[:3], related.text) for related in found.related] == [
        (("p2.yaml", 3, 10), "`p` is declared here")
    ]


def test_an_include_of_what_another_team_versions_is_reported(lint: Lint) -> None:
    (found,) = lint({"q.yaml": including("fragment:f"), "f.yaml": THEIRS, "teams/platform.yaml": PLATFORM}, RULE)
    assert found.primary == ("q.yaml", 4, 20, 4, 30)
    assert found.message == "the include follows every version of `f`, which `platform` owns"
    assert found.help == "pin it: `fragment:f@1`"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": "kind: Agent\nname: a\nprompt: p@1\n", "p.yaml": f"{FIRST}---\n{SECOND}"}, id="pinned"),
        pytest.param(
            {
                "a.yaml": "kind: Agent\nname: a\nprompt: p\n",
                "p.yaml": f"{FIRST}lifecycle: retired\ndeprecation: {{reason: worse}}\n---\n{SECOND}",
            },
            id="the other one is retired",
        ),
        pytest.param({"a.yaml": "kind: Agent\nname: a\nprompt: p\n", "p.yaml": SECOND}, id="there is only one"),
        pytest.param(
            {
                "a.yaml": "kind: Agent\nname: a\nprompt: p\n",
                "p.yaml": f"{FIRST}---\nkind: Prompt\nname: p\nversion: 2\n",
            },
            id="the other one was refused",
        ),
        pytest.param({"q.yaml": including("f@1"), "f.yaml": THEIRS}, id="a pinned include"),
        pytest.param({"q.yaml": including("f", "platform"), "f.yaml": THEIRS}, id="the same team"),
        pytest.param(
            {"q.yaml": including("f"), "f.yaml": THEIRS.replace("version: 1.2.0\n", "")},
            id="there is no version to pin",
        ),
        pytest.param(
            {"_defaults.yaml": None, "q.yaml": including("f").replace("owner: support\n", ""), "f.yaml": THEIRS},
            id="nobody owns the one that includes",
        ),
        pytest.param(
            {
                "a.yaml": "kind: Agent\nname: a\nprompt: p\nowner: platform\n",
                "p.yaml": SECOND,
            },
            id="another team's prompt, used as a whole",
        ),
        pytest.param(
            {
                "a.prompt.yml": "messages: [{role: user, content: Hello.}]\nmodel: small\n",
                "m.yaml": f"{MODEL.format(1)}---\n{MODEL.format(2)}",
            },
            id="a format that cannot pin",
        ),
    ],
)
def test_what_cannot_shift_unseen_is_left_alone(files: dict[str, str | None], lint: Lint) -> None:
    assert lint({"teams/platform.yaml": PLATFORM, **files}, RULE) == ()


def test_the_pin_keeps_the_major_that_the_reference_has_now(lint: Lint) -> None:
    third = SECOND.replace("2.0.0", "3.0.0") + "lifecycle: retired\ndeprecation: {reason: worse}\n"
    files = {"a.yaml": "kind: Agent\nname: a\nprompt: p\n", "p.yaml": f"{FIRST}---\n{SECOND}---\n{third}"}
    (found,) = lint(files, RULE)
    assert found.help == "pin it: `p@2`"


@pytest.mark.parametrize(("ignore", "told"), [("[]", 2), ("f", 1), ("[p]", 1), ("['*']", 0), ("[fragment:f]", 2)])
def test_what_everyone_is_to_follow_is_ignored(ignore: str, told: int, lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{ignore: {ignore}}}}}}}\n"
    majors = {"a.yaml": "kind: Agent\nname: a\nprompt: p\n", "p1.yaml": FIRST, "p2.yaml": SECOND}
    include = {"q.yaml": including("fragment:f"), "f.yaml": THEIRS, "teams/platform.yaml": PLATFORM}
    assert len(lint({**majors, **include, "promptops.yaml": config}, RULE)) == told
