"""The run-time half of an incident: `runtime.py` of its folder serves what its repository compiles to, and it holds."""

from __future__ import annotations

import importlib.util
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Shop, resource

from promptops.compiler import Compiler, Request

INCIDENTS = Path(__file__).parents[2] / "examples" / "incidents"
REPLAYS = sorted(INCIDENTS.glob("*/runtime.py"))


class Channel(Shop):
    """A channel of a store, to which the sides of an incident are published as they compile."""

    def __init__(self, incident: Path, folder: Path) -> None:
        super().__init__(folder / "store")
        self._incident, self._copies = incident, folder / "sides"

    def publish(self, side: Any, model: dict[str, Any] | None = None) -> str:
        """Compile a side and publish it; with a price, every agent and prompt runs on a model that costs that."""
        resources = compiled(self._incident / side, self._copies / side)
        if model is not None:
            for each in resources.values():
                if each["kind"] in ("agent", "prompt"):
                    each["links"]["/model"] = "model:priced"
            resources["model:priced"] = resource("model:priced", price=model)
        return super().publish(resources)


def compiled(side: Path, copy: Path) -> dict[str, Any]:
    """Return the resources of the bundle that a project would compile to, were its mistakes let through.

    It is the one of `prod`, if there is one.
    """
    shutil.copytree(side, copy, dirs_exist_ok=True)
    compiler = Compiler(Request(copy, date(2026, 11, 21)))
    written = compiler.write(copy / "build", "0", with_bundles=True)
    bundles = [json.loads(path.read_bytes()) for path in written.bundles.values()]
    bundles.sort(key=lambda bundle: bundle["environment"] != "prod")
    found: dict[str, Any] = bundles[0]["resources"]
    return found


@pytest.mark.parametrize("program", REPLAYS, ids=lambda program: program.parent.name)
def test_the_run_time_holds(program: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("incident", program)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seen = list(module.replay(Channel(program.parent, tmp_path)))
    assert len(seen) > 1
    assert [(what, found) for what, found, _ in seen] == [(what, expected) for what, _, expected in seen]
