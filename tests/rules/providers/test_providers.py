from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

PROMPT = "---\nname: p\nmodel: m\n---\nAnswer.\n"
MODEL = "kind: Model\nname: m\nprovider: acme\n"
WHOLE = "kind: Provider\nname: acme\noncall: pager\ntimeout: 30s\nslo: [{objective: 99 %, unit: availability}]\n"


def without(*keys: str, text: str = WHOLE) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not line.startswith(keys))


def told(files: Mapping[str, str], rule: str, lint: Lint) -> list[str]:
    return [each.message for each in lint(files, rule)]


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        (WHOLE, []),
        (without("slo"), ["the provider `acme` has no `slo`, and `m` needs it"]),
        (without("oncall"), ["the provider `acme` has no `oncall`, and `m` needs it"]),
        (without("slo", "oncall"), ["the provider `acme` has no `oncall` or `slo`, and `m` needs it"]),
        (f"{without('slo')}lifecycle: retired\n", []),
        (f"{without('slo')}slo: []\n", ["the provider `acme` has no `slo`, and `m` needs it"]),
    ],
)
def test_what_a_provider_in_use_lacks(provider: str, said: list[str], lint: Lint) -> None:
    team = {"teams/support.yaml": "kind: Team\nname: support\n"}
    files = {**team, "acme.yaml": provider, "m.yaml": MODEL, "p.prompt.md": PROMPT}
    assert told(files, "unowned-provider", lint) == said


@pytest.mark.parametrize(
    ("oncall", "said"),
    [("oncall: pager\n", []), ("", ["the provider `acme` has no `oncall`, and `m` needs it"])],
)
def test_who_is_on_call_for_the_team_is_so_for_its_provider(oncall: str, said: list[str], lint: Lint) -> None:
    team = {"teams/infra.yaml": f"kind: Team\nname: infra\nowner: infra\n{oncall}"}
    provider = {"acme.yaml": f"{without('oncall')}owner: infra\n"}
    assert told({**team, **provider, "m.yaml": MODEL, "p.prompt.md": PROMPT}, "unowned-provider", lint) == said


BARE = "kind: Provider\nname: acme\n"


@pytest.mark.parametrize("rule", ["unowned-provider", "missing-timeout"])
@pytest.mark.parametrize(
    ("files", "is_told"),
    [
        ({"m.yaml": MODEL, "p.prompt.md": PROMPT}, True),
        ({"m.yaml": MODEL}, False),
        ({"m.yaml": f"{MODEL}lifecycle: retired\n", "p.prompt.md": PROMPT}, False),
        ({"m.yaml": MODEL, "p.prompt.md": PROMPT.replace("model: m", "lifecycle: retired\nmodel: m")}, False),
        # as a fallback of a fallback
        (
            {
                "m.yaml": MODEL,
                "n.yaml": "kind: Model\nname: n\nfallbacks: [m]\n",
                "o.yaml": "kind: Model\nname: o\nfallbacks: [n]\n",
                "p.prompt.md": PROMPT.replace("model: m", "model: o"),
            },
            True,
        ),
        ({"m.yaml": MODEL, "t.yaml": "kind: Tool\nname: t\ninvokes: ['model:m']\n"}, True),
        ({"m.yaml": MODEL, "e.yaml": "kind: Eval\nname: e\nsubjects: ['model:m']\n"}, False),
    ],
)
def test_a_provider_is_in_use_when_something_calls_its_models(
    rule: str, files: dict[str, str], lint: Lint, *, is_told: bool
) -> None:
    found = lint({"acme.yaml": BARE, **files}, rule)
    assert [each.primary[:2] for each in found] == [("acme.yaml", 2)] * is_told


@pytest.mark.parametrize("rule", ["unowned-provider", "missing-timeout"])
def test_a_proxy_has_no_place_for_it(rule: str, lint: Lint) -> None:
    model = "- model_name: m\n  litellm_params: {model: openai/m}\n"
    config = f"model_list:\n{model}general_settings: {{master_key: os.environ/K}}\n"
    assert lint({"proxy.yaml": config, "p.prompt.md": PROMPT}, rule) == ()


AGENT = "kind: Agent\nname: a\nlimits: {{max_turns: 3{}}}\n{}\n"


@pytest.mark.parametrize(
    ("files", "is_told"),
    [
        ({"p.prompt.md": PROMPT}, True),
        ({"a.yaml": AGENT.format("", "model: m")}, True),
        ({"a.yaml": AGENT.format(", timeout: 5m", "model: m")}, False),
        ({"a.yaml": AGENT.format(", timeout: 5m", "prompt: p"), "p.prompt.md": PROMPT}, False),
        (
            {
                "a.yaml": AGENT.format(", timeout: 5m", "prompt: p"),
                "b.yaml": AGENT.format("", "prompt: p").replace("name: a", "name: b"),
                "p.prompt.md": PROMPT,
            },
            True,
        ),
        ({"t.yaml": "kind: Tool\nname: t\ntimeout: 9s\ninvokes: ['model:m']\n"}, False),
        (
            {
                "p.prompt.md": PROMPT,
                "e.yaml": "kind: Environment\nname: e\noverrides: {provider:acme: {timeout: 30s}}\n",
            },
            False,
        ),
        (
            {
                "p.prompt.md": PROMPT,
                "e.yaml": "kind: Environment\nname: e\noverrides: {provider:acme: {retries: {max_attempts: 2}}}\n",
            },
            True,
        ),
    ],
)
def test_what_ends_a_call(files: dict[str, str], lint: Lint, *, is_told: bool) -> None:
    found = told({"acme.yaml": without("timeout"), "m.yaml": MODEL, **files}, "missing-timeout", lint)
    assert found == ["nothing ends a call to `acme` that is never answered: it has no `timeout`"] * is_told


FEATURE = "kind: Feature\nname: x\nstage: {}\nparts: ['prompt:p']\n"
SINGLE = "`acme` serves every model of the {}, and nothing stands in"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"x.yaml": FEATURE.format("ga")}, [SINGLE.format("feature `x`")]),
        ({"x.yaml": FEATURE.format("beta")}, []),
        ({"x.yaml": f"{FEATURE.format('ga')}lifecycle: retired\n"}, []),
        ({"x.yaml": FEATURE.format("ga"), "m.yaml": f"{MODEL}fallbacks: [n]\n"}, []),
        ({"x.yaml": FEATURE.format("ga"), "m.yaml": f"{MODEL}fallbacks: [o]\n"}, [SINGLE.format("feature `x`")]),
        # nobody says who serves one of its models
        ({"x.yaml": FEATURE.format("ga"), "m.yaml": "kind: Model\nname: m\n"}, []),
        # an agent that spends a budget for production, unless its feature is told
        (
            {"a.yaml": AGENT.format("", "prompt: p\nbudget: b"), "b.yaml": "production"},
            [SINGLE.format("agent `a`")],
        ),
        ({"a.yaml": AGENT.format("", "prompt: p\nbudget: b"), "b.yaml": "evaluation"}, []),
        (
            {
                "a.yaml": AGENT.format("", "prompt: p\nbudget: b"),
                "b.yaml": "production",
                "x.yaml": FEATURE.format("ga").replace("prompt:p", "agent:a"),
            },
            [SINGLE.format("feature `x`")],
        ),
    ],
)
def test_one_provider_for_all(files: dict[str, str], said: list[str], lint: Lint) -> None:
    budget = "kind: Budget\nname: b\nholder: agent:a\namount: {{usd: 5}}\non_exceed: block\npurpose: {}\n"
    others = {
        "m.yaml": MODEL,
        "n.yaml": "kind: Model\nname: n\nprovider: other\n",
        "o.yaml": "kind: Model\nname: o\nprovider: acme\n",
        "p.prompt.md": PROMPT,
    }
    given = {path: budget.format(text) if path == "b.yaml" else text for path, text in files.items()}
    assert told({**others, **given}, "single-provider", lint) == said
