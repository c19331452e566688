from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "slo-hides-retries"
FEATURE = "kind: Feature\nname: f\nparts: [model:m]\nslo: [{{objective: 99.9 %, unit: {unit}, measured: {measured}}}]\n"
MODEL = "kind: Model\nname: m\nprovider: x\n"
PROVIDER = "kind: Provider\nname: x\nretries: {{max_attempts: {attempts}}}\n{slo}"
BY_ATTEMPT = "slo: [{objective: 99 %, unit: error-rate, measured: attempt}]\n"
BY_REQUEST = "slo: [{objective: 99 %, unit: availability, measured: request}]\n"


def project(unit: str = "availability", measured: str = "request", attempts: int = 3, slo: str = "") -> dict[str, str]:
    feature, provider = FEATURE.format(unit=unit, measured=measured), PROVIDER.format(attempts=attempts, slo=slo)
    return {"f.yaml": feature, "m.yaml": MODEL, "x.yaml": provider}


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (project(), [("f.yaml", 4)]),
        (project(unit="error-rate"), [("f.yaml", 4)]),
        (project(slo=BY_REQUEST), [("f.yaml", 4), ("x.yaml", 4)]),
        (project(attempts=1), []),
        (project(measured="attempt"), []),
        (project(unit="latency"), []),
        (project(slo=BY_ATTEMPT), []),
        ({**project(), "m.yaml": "kind: Model\nname: m\n"}, []),
    ],
)
def test_attempts_that_nothing_counts_are_reported(
    files: dict[str, str], places: list[tuple[str, int]], lint: Lint
) -> None:
    found = lint(files, RULE)
    assert [(each.primary.path, each.primary.line) for each in found] == places
    assert all("after up to 3 attempts at `x`" in each.message for each in found)
