"""What the published vectors say of stores and state files holds for a runtime that is opened on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Clock, put
from tests.trust.vectors import FOLDER

import promptops.runtime as promptops


def published(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


STORES = published("stores.json")


def cases(whole: Any) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in whole["cases"]]


def brought(folder: Path, case: Mapping[str, Any]) -> None:
    """Change the honest store in a folder as a case says."""
    for name, text in (STORES["store"] | case["put"]).items():
        put(folder / name, text.encode())
    for name in case["remove"]:
        (folder / name).unlink()


def opened(folder: Path, clock: Clock, case: Mapping[str, Any], **options: Any) -> promptops.Runtime:
    """Open the store of a case; it is looked at when that is asked for."""
    trust = case.get("trust", STORES["trust"]).encode()
    options = {"check_every": None, "max_staleness": 0, **options}
    return promptops.open(folder, channel=STORES["channel"], trust=trust, clock=clock, **options)


def refusal(folder: Path, clock: Clock, case: Mapping[str, Any], **options: Any) -> str | None:
    """Return why the store is refused when it is opened, None where it is not."""
    try:
        opened(folder, clock, case, **options)
    except promptops.RefusedError as error:
        return str(error.code)
    return None


@pytest.mark.parametrize("case", cases(STORES))
def test_stores(case: dict[str, Any], tmp_path: Path) -> None:
    clock, staleness = Clock(datetime.fromisoformat(case["now"])), case["max_staleness_seconds"]
    if case["seen_at"] is None:
        brought(tmp_path, case)
        assert refusal(tmp_path, clock, case, max_staleness=staleness) == case["refused"]
        return
    clock.now = datetime.fromisoformat(case["seen_at"])
    brought(tmp_path, {"put": {}, "remove": []})
    runtime = opened(tmp_path, clock, case, max_staleness=staleness)
    before = runtime.status.active
    brought(tmp_path, case)
    clock.now = datetime.fromisoformat(case["now"])
    status = runtime.refresh()
    assert (status.code, status.halted) == (case["refused"], case["halted"])
    assert case["refused"] is None or status.active == before


@pytest.mark.parametrize("case", cases(published("states.json")))
def test_states(case: dict[str, Any], tmp_path: Path) -> None:
    state, clock = tmp_path / "state.json", Clock(datetime.fromisoformat(case["now"]))
    held = case["state"]
    state.write_bytes(bytes.fromhex(held["hex"]) if "hex" in held else held["text"].encode())
    brought(tmp_path / "store", case)
    assert refusal(tmp_path / "store", clock, case, state=state) == case["refused"]
    assert case["refused"] or state.read_text(encoding="utf-8") == case["after"]
