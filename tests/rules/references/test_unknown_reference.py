from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unknown-reference"
PROMPT = "kind: Prompt\nname: support/refund\nversion: 2.0.0\nbody: Answer.\n"


@pytest.mark.parametrize(
    ("text", "place", "message", "advice"),
    [
        pytest.param(
            "kind: Agent\nname: a\nprompt: support/refnd\n",
            (3, 9, 3, 22),
            "there is no prompt `support/refnd`",
            "did you mean `support/refund`?",
            id="misspelt",
        ),
        pytest.param(
            "kind: Agent\nname: a\nprompt: refund\n",
            (3, 9, 3, 15),
            "there is no prompt `refund`",
            "did you mean `support/refund`?",
            id="without its folder",
        ),
        pytest.param(
            "kind: Agent\nname: a\nprompt: sales/refund@2\n",
            (3, 9, 3, 23),
            "there is no prompt `sales/refund`",
            "did you mean `support/refund`?",
            id="in another folder",
        ),
        pytest.param(
            "kind: Agent\nname: a\nprompt: support/refund@3\n",
            (3, 9, 3, 25),
            "the prompt `support/refund` has no major version 3",
            "it has 2",
            id="no such major",
        ),
        pytest.param(
            "kind: Agent\nname: a\nhandoffs: [b@1]\n---\nkind: Agent\nname: b\n",
            (3, 12, 3, 15),
            "the agent `b` has no major version 1",
            "it declares no version; leave out the number",
            id="no version at all",
        ),
        pytest.param(
            "kind: Agent\nname: a\nmodel: support/refund\n",
            (3, 8, 3, 22),
            "there is no model `support/refund`",
            "a prompt has that name; `model` takes a model",
            id="another kind",
        ),
        pytest.param(
            "kind: Eval\nname: e\nsubjects:\n  - support/zzz\n",
            (4, 5, 4, 16),
            "there is no prompt, tool, agent, fragment, model or feature `support/zzz`",
            "declare it, or remove the reference",
            id="several kinds, nothing near",
        ),
        pytest.param(
            "kind: Tool\nname: t\ninvokes: [agent:support/refund]\n",
            (3, 11, 3, 31),
            "there is no agent `support/refund`",
            "a prompt has that name: `prompt:support/refund`",
            id="the kind that is written",
        ),
        pytest.param(
            "kind: Waiver\nname: w\nowner: support\nrule: overdue-review\nresource: prompt:x\n"
            "reason: holidays\nexpires: 2026-12-01\n",
            (5, 11, 5, 19),
            "there is no prompt `x`",
            "declare it, or remove the reference",
            id="any kind",
        ),
        pytest.param(
            "kind: Environment\nname: staging\noverrides:\n  prompt:support/rfund:\n    timeout: 30s\n",
            (4, 3, 4, 23),
            "there is no prompt `support/rfund`",
            "did you mean `support/refund`?",
            id="as a key",
        ),
        pytest.param(
            "kind: Fragment\nname: f\nbody: |\n  Be plain.\n  {% include 'support/refnud' %}\n",
            (5, 15, 5, 29),
            "there is no fragment or prompt `support/refnud`",
            "did you mean `support/refund`?",
            id="an include",
        ),
        pytest.param(
            "kind: Fragment\nname: f\nbody: \"{% include 'support/refund.prompt.md' %}\"\n",
            (3, 20, 3, 44),
            "there is no fragment or prompt `support/refund.prompt.md`",
            "did you mean `support/refund`?",
            id="an include of a file",
        ),
        pytest.param(
            "kind: Fragment\nname: f\nbody: \"{% include 'my text' %}\"\n",
            (3, 20, 3, 27),
            "there is no fragment or prompt `my text`",
            "declare it, or remove the reference",
            id="an include of what can be no name",
        ),
        pytest.param(
            "kind: Tool\nname: t\nlifecycle: deprecated\ndeprecation: {replaced_by: u}\n",
            (4, 28, 4, 29),
            "there is no tool `u`",
            "declare it, or remove the reference",
            id="a replacement",
        ),
        pytest.param(
            "kind: Feature\nname: f\naccountable: suport\n",
            (3, 14, 3, 20),
            "there is no team `suport`",
            "did you mean `support`?",
            id="a team",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_reported_where_it_stands(
    text: str, place: tuple[int, ...], message: str, advice: str, lint: Lint
) -> None:
    found = lint({"a.yaml": text, "p.yaml": PROMPT}, RULE)
    assert [(each.primary, each.message, each.help) for each in found] == [(("a.yaml", *place), message, advice)]


def test_all_major_versions_that_there_are_are_named(lint: Lint) -> None:
    versions = "---\n".join(PROMPT.replace("2.0.0", version) for version in ("1.0.0", "4.1.0", "2.0.0"))
    (found,) = lint({"a.yaml": "kind: Agent\nname: a\nprompt: support/refund@3\n", "p.yaml": versions}, RULE)
    assert found.help == "it has 1, 2 and 4"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": "kind: Agent\nname: a\nprompt: support/refund@2\n"}, id="it is there"),
        pytest.param(
            {
                "a.yaml": "kind: Agent\nname: a\nprompt: broken@4\n",
                "b.yaml": "kind: Prompt\nname: broken\nversion: 4\n",
            },
            id="it was refused, and its version is not known",
        ),
        pytest.param(
            {"a.yaml": "kind: Agent\nname: a\nprompt: b\n", "b.prompt.md": "---\nname: b\ntools: [\n---\nAnswer.\n"},
            id="it stands in a file that cannot be read",
        ),
        pytest.param({"a.yaml": "kind: Agent\nname: a\ntools: [nothing]\n"}, id="tools have a rule of their own"),
        pytest.param({"a.yaml": "kind: Agent\nname: a\nowner: nobody\n"}, id="owners have a rule of their own"),
        pytest.param(
            {
                "_defaults.yaml": None,
                "teams/support.yaml": None,
                "a.yaml": "kind: Feature\nname: f\naccountable: payments\n---\n"
                "kind: Budget\nname: b\nholder: team:payments\namount: {usd: 5}\n",
            },
            id="teams that are kept elsewhere",
        ),
        pytest.param(
            {
                "promptops.yaml": "sources:\n  - {files: '*.j2', dialect: jinja}\n",
                "deep/er/a.j2": "{% include 'base.j2' %}{% extends 'er/b.j2' %}{% import 'deep/er/b.j2' as b %}",
                "deep/er/b.j2": "Hello.",
                "elsewhere/base.j2": "Hello.",
            },
            id="a template that is there, from some folder",
        ),
        pytest.param(
            {
                "promptops.yaml": "sources:\n  - {files: '*.j2', dialect: jinja}\n",
                "a.j2": "{% include name %}{% include 'base' %}{% include 'mail:base.j2' %}"
                "{% include ['b.j2', 'c.j2'] %}{% include 'd.j2' ignore missing %}"
                "{% include '' %}{% include '..' %}{% include 'e.' %}",
            },
            id="what is computed, left to choose, or no name of a file",
        ),
        pytest.param(
            {"promptops.yaml": "sources:\n  - {files: '*.md', dialect: markdown}\n", "a.md": "{% include 'base.j2' %}"},
            id="a text that is no template",
        ),
        pytest.param(
            {"a.yaml": "kind: Fragment\nname: f\nbody: \"{% include 'x' ignore missing %}{% include ['y', 'z'] %}\"\n"},
            id="what need not be there",
        ),
    ],
)
def test_what_may_be_right_is_left_alone(files: dict[str, str | None], lint: Lint) -> None:
    assert lint({"p.yaml": PROMPT, **files}, RULE) == ()


@pytest.mark.parametrize(
    ("include", "message", "advice"),
    [
        ("{% include 'partials/saftey.j2' %}", "there is no file `partials/saftey.j2`", "partials/safety.j2"),
        ("{% from '../partials/safty.j2' import x %}", "there is no file `../partials/safty.j2`", "partials/safety.j2"),
        ("{% extends 'layout.j2' %}", "there is no file `layout.j2`", None),
    ],
)
def test_a_file_that_no_folder_has_is_reported(include: str, message: str, advice: str | None, lint: Lint) -> None:
    settings = "sources:\n  - {files: 'templates/**/*.j2', dialect: jinja}\n"
    files = {"templates/mail/a.j2": f"Hello.\n  {include}\n", "templates/partials/safety.j2": "Be safe."}
    (found,) = lint({"promptops.yaml": settings, **files}, RULE)
    name = include.split("'")[1]
    start = 3 + include.index(name)
    assert found.primary == ("templates/mail/a.j2", 2, start, 2, start + len(name))
    assert found.message == message
    assert found.help == (f"did you mean `{advice}`?" if advice else "add it, or remove the include")


def test_an_attached_file_that_is_not_there_is_reported(lint: Lint) -> None:
    header = "---\nname: a\noutput: {schema: ./a.schema.json}\n---\n"
    (found,) = lint({"prompts/a.prompt.md": f"{header}Answer in JSON.\n"}, RULE)
    assert found.primary == ("prompts/a.prompt.md", 3, 18, 3, 33)
    assert found.message.startswith("the file `prompts/a.schema.json` cannot be read")


def test_findings_at_the_same_keys_have_fingerprints_of_their_own(lint: Lint) -> None:
    body = "{% include 'one' %} {% include 'two' %}"
    found = lint({"a.prompt.md": f"---\nname: a\n---\n{body}\n"}, RULE)
    assert len({each.fingerprint for each in found}) == 2
