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
    ],
)
def test_what_may_fit_is_fine(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()
