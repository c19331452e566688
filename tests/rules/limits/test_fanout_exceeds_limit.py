from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "fanout-exceeds-limit"
MODEL = "kind: Model\nname: m\nprovider: x\n"
PROVIDER = "kind: Provider\nname: x\nretries: {{max_attempts: 2}}\nlimits: {{{limits}}}\n"
AGENT = "kind: Agent\nname: a\nmodel: m\ntools: [t]\nlimits: {max_turns: 10}\n"
TOOL = "kind: Tool\nname: t\ndescription: Does it.\n"
MONEY = "kind: Agent\nname: a\nprompt: p\ntools: [t]\nlimits: {{max_turns: {turns}, max_cost: {cost}}}\n"
PROMPT = "kind: Prompt\nname: p\nmodel: m\nbody: Answer.\n"
PRICED = f"{MODEL}context_window: 1000\nmax_output_tokens: 10\nprice: {{input: 1, output: 1}}\n"
BUSY = "traffic: {requests_per_minute: 6}\n"
FEATURE = "kind: Feature\nname: f\nparts: [agent:a]\n"


def project(limits: str, **files: str) -> dict[str, str]:
    own = {
        "m.yaml": MODEL,
        "a.yaml": AGENT,
        "t.yaml": TOOL,
        "f.yaml": FEATURE,
        "x.yaml": PROVIDER.format(limits=limits),
    }
    return {**own, **{f"{name}.yaml": text for name, text in files.items()}}


@pytest.mark.parametrize(
    ("files", "line", "message"),
    [
        (
            project("requests_per_minute: 19"),
            2,
            "one request to the feature `f` may come to 20 calls, and `x` takes 19 a minute",
        ),
        (
            project("requests_per_minute: 100", f=f"{FEATURE}traffic: {{requests_per_minute: 6}}\n"),
            4,
            "6 requests a minute to the feature `f` may come to 120 calls, and `x` takes 100 a minute",
        ),
        (
            project("requests_per_minute: 100", f=f"{FEATURE}traffic: {{requests_per_minute: 101}}\n"),
            4,
            "101 requests a minute to the feature `f` are at least 101 calls, and `x` takes 100",
        ),
        (
            project(
                "tokens_per_minute: 100",
                f="kind: Feature\nname: f\nparts: [prompt:p]\ntraffic: {requests_per_minute: 101}\n",
                p="kind: Prompt\nname: p\nmodel: m\nbody: Answer.\n",
            ),
            4,
            "101 requests a minute to the feature `f` are at least 101 tokens, and `x` takes 100",
        ),
        (
            project("requests_per_minute: 100", a=f"{AGENT}traffic: {{requests_per_minute: 6}}\n"),
            6,
            "6 requests a minute to the agent `a` may come to 120 calls, and `x` takes 100 a minute",
        ),
    ],
)
def test_more_than_a_provider_takes_is_reported(files: dict[str, str], line: int, message: str, lint: Lint) -> None:
    assert [(each.primary.line, each.message) for each in lint(files, RULE)] == [(line, message)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(project("requests_per_minute: 20"), id="as much as it takes"),
        pytest.param(project("tokens_per_minute: 1"), id="tokens that need not be"),
        pytest.param(
            project(
                "requests_per_minute: 1",
                e="kind: Environment\nname: e\noverrides: {provider:x: {limits: {requests_per_minute: 20}}}\n",
            ),
            id="a higher limit where it runs",
        ),
        pytest.param(
            project("requests_per_minute: 1", f="kind: Team\nname: t2\noncall: x\n"), id="nothing asks by itself"
        ),
        pytest.param(project("requests_per_minute: 1", m="kind: Model\nname: m\n"), id="another provider"),
        pytest.param(
            project(
                "requests_per_minute: 19",
                a=f"{MONEY.format(turns=10, cost=1)}handoffs: [a]\n",
                m=PRICED,
                p=PROMPT,
            ),
            id="nothing but money ends a circle",
        ),
        pytest.param(
            project("requests_per_minute: 19", a=MONEY.format(turns=10**7, cost=1), m=PRICED, p=PROMPT),
            id="money ends it long before turns do",
        ),
    ],
)
def test_what_may_fit_is_fine(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


def test_what_turns_end_before_money_does_is_reported(lint: Lint) -> None:
    files = project("requests_per_minute: 19", a=MONEY.format(turns=10, cost=1), m=PRICED, p=PROMPT)
    assert [each.message for each in lint(files, RULE)] == [
        "one request to the feature `f` may come to 20 calls, and `x` takes 19 a minute"
    ]


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        pytest.param(FEATURE, ["f"], id="a feature that is told contains it"),
        pytest.param("kind: Feature\nname: f\nparts: [prompt:p]\n", ["a"], id="a feature without it"),
        pytest.param(f"{FEATURE}lifecycle: retired\n", ["a"], id="a feature that is retired"),
    ],
)
def test_an_agent_is_told_where_no_feature_is(feature: str, told: list[str], lint: Lint) -> None:
    files = project("requests_per_minute: 19", a=f"{AGENT}{BUSY}", f=feature, p=PROMPT)
    assert [path.removesuffix(".yaml") for path in (each.primary.path for each in lint(files, RULE))] == told


def test_an_agent_is_told_where_its_feature_fits(lint: Lint) -> None:
    files = project("requests_per_minute: 100", a=f"{AGENT}{BUSY}")
    assert [each.primary.path for each in lint(files, RULE)] == ["a.yaml"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (2, "; it is too much for `x1` as well"),
        (3, "; it is too much for `x1`, `x2` as well"),
        (5, "; it is too much for `x1`, `x2` and 2 more as well"),
    ],
)
def test_several_providers_of_one_request_are_one_finding(count: int, words: str, lint: Lint) -> None:
    names = [f"x{number}" for number in range(count)]
    providers = {
        f"{name}.yaml": PROVIDER.format(limits="requests_per_minute: 1").replace(": x", f": {name}") for name in names
    }
    models = {f"m{name}.yaml": f"kind: Model\nname: m{name}\nprovider: {name}\n" for name in names}
    model = f"kind: Model\nname: m\nfallbacks: [{', '.join(f'm{name}' for name in names)}]\n"
    (found,) = lint({**project("requests_per_minute: 1", m=model), **providers, **models}, RULE)
    first = "one request to the feature `f` may come to 20 calls, and `x0` takes 1 a minute"
    assert found.message == first + words
