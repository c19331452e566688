"""Running scenarios, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.runtime.features.flags import DISABLED, compiled, inapplicable
from tests.runtime.features.gherkin import Scenario, Step
from tests.runtime.features.steps import UnknownStepError, take
from tests.runtime.features.world import World

_OFF = {f"prompt:{name}": {"reason": "it is off"} for name in DISABLED}


class Outcome(NamedTuple):
    """What came of a scenario: why it does not apply, or why it has failed; neither where it has passed."""

    scenario: Scenario
    inapplicable: str | None = None
    failed: str | None = None


def outcomes(found: Iterable[Scenario]) -> Iterator[Outcome]:
    """Run the scenarios that apply, each on a store of its own."""
    with TemporaryDirectory() as folder:
        resources = compiled(Path(folder))
        for scenario in found:
            reason = inapplicable(scenario)
            yield Outcome(scenario, reason) if reason else Outcome(scenario, failed=failure(scenario, resources))


def failure(scenario: Scenario, resources: Mapping[str, Any]) -> str | None:
    """Return why a scenario fails, None where it passes."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder), resources, _OFF)
        try:
            for step in scenario.steps:
                said = _failure_of(step, world)
                if said is not None:
                    return f"{step.text}: {said}"
        finally:
            world.close()
    return None


def _failure_of(step: Step, world: World) -> str | None:
    try:
        take(step, world)
    except UnknownStepError:
        return "nothing here says what this means"
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a step is a failure of its scenario
        details = getattr(world, "details", None)
        return f"{type(error).__name__} {error}; {details}".rstrip("; ")
    return None
