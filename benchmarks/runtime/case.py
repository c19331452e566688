"""One tool in a process of its own: `python case.py NAME FOLDER` prints what it takes, as JSON.

Times are CPU of this process: milliseconds to import and to load, microseconds for a split, the best of several rounds.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import workload

ROUNDS = 7
UNITS = 2_000
Decide = Callable[[str], Any]
"""Decides for a unit about one prompt."""


def promptops(folder: Path) -> dict[str, float]:
    """Measure promptops; its load includes verifying every signature."""
    began = time.process_time()
    library = import_module("promptops.runtime")
    for name in library.__all__:
        getattr(library, name)
    imported = time.process_time() - began

    def load() -> Any:
        return library.open(folder, channel="prod", trust=folder / "trust.json")

    runtime, loaded = _best_load(load)
    name = next(workload.names())
    found = _measured(imported, loaded, lambda unit: runtime.session(unit).resolve(name))
    sessions = [runtime.session(f"user-{number}") for number in range(UNITS)]
    found["first_us"] = _spent(lambda: [session.resolve(name) for session in sessions]) / UNITS * 1e6
    session = sessions[0]
    remembered = min(_spent(lambda: [session.resolve(name) for _ in range(UNITS)]) for _ in range(ROUNDS)) / UNITS
    return {**found, "remembered_us": remembered * 1e6}


def flagd_core(folder: Path) -> dict[str, float]:
    """Measure flagd's evaluator alone."""
    began = time.process_time()
    library = import_module("openfeature.contrib.tools.flagd.core")
    context = import_module("openfeature.evaluation_context").EvaluationContext
    imported = time.process_time() - began
    text = (folder / "flagd.json").read_text()

    def load() -> Any:
        core = library.FlagdCore()
        core.set_flags(text)
        return core

    core, loaded = _best_load(load)
    name = next(workload.names())
    return _measured(imported, loaded, lambda unit: core.resolve_string_value(name, "", context(unit)))


def flagd_provider(folder: Path) -> dict[str, float]:
    """Measure OpenFeature with flagd's provider on a file."""
    began = time.process_time()
    api = import_module("openfeature.api")
    flagd = import_module("openfeature.contrib.provider.flagd")
    file = import_module("openfeature.contrib.provider.flagd.config").ResolverType.FILE
    context = import_module("openfeature.evaluation_context").EvaluationContext
    imported = time.process_time() - began

    def load() -> Any:
        path = str(folder / "flagd.json")
        api.set_provider(flagd.FlagdProvider(resolver_type=file, offline_flag_source_path=path))
        client = api.get_client()
        while client.get_string_value(next(workload.names()), "", context("x")) == "":
            time.sleep(0.001)  # it reads the file on a thread
        return client

    client, loaded = _best_load(load, rounds=1)
    name = next(workload.names())
    found = _measured(imported, loaded, lambda unit: client.get_string_value(name, "", context(unit)))
    api.shutdown()
    return found


def growthbook(folder: Path) -> dict[str, float]:
    """Measure GrowthBook, whose client is made for each user."""
    began = time.process_time()
    library = import_module("growthbook")
    imported = time.process_time() - began
    text = (folder / "growthbook.json").read_text()
    client, loaded = _best_load(lambda: library.GrowthBook(attributes={"id": "x"}, features=json.loads(text)))
    name = next(workload.names())

    def decide(unit: str) -> Any:
        client.set_attributes({"id": unit})
        return client.get_feature_value(name, "")

    return _measured(imported, loaded, decide)


def unleash(folder: Path) -> dict[str, float]:
    """Measure Unleash, bootstrapped from a file and without a server."""
    began = time.process_time()
    library = import_module("UnleashClient")
    file_cache = import_module("UnleashClient.cache").FileCache
    imported = time.process_time() - began

    def load() -> Any:
        cache = file_cache("benchmark", directory=str(folder / "unleash-cache"))
        cache.bootstrap_from_file(folder / "unleash.json")
        client = library.UnleashClient(
            "http://127.0.0.1:1", "benchmark", cache=cache, disable_metrics=True, disable_registration=True
        )
        client.initialize_client(fetch_toggles=False)
        return client

    client, loaded = _best_load(load, rounds=1)
    name = next(workload.names())
    return _measured(imported, loaded, lambda unit: client.get_variant(name, {"userId": unit}))


def launchdarkly(folder: Path) -> dict[str, float]:
    """Measure LaunchDarkly on its file source."""
    began = time.process_time()
    library = import_module("ldclient")
    config = import_module("ldclient.config").Config
    files = import_module("ldclient.integrations").Files
    imported = time.process_time() - began

    def load() -> Any:
        source = files.new_data_source(paths=[str(folder / "launchdarkly.json")])
        return library.LDClient(
            config("sdk-benchmark", update_processor_class=source, send_events=False), start_wait=10
        )

    client, loaded = _best_load(load, rounds=1)
    name = next(workload.names())
    return _measured(imported, loaded, lambda unit: client.variation(name, library.Context.create(unit), ""))


def _best_load(load: Callable[[], Any], rounds: int = ROUNDS) -> tuple[Any, float]:
    best, thing = float("inf"), None
    for _ in range(rounds):
        began = time.process_time()
        thing = load()
        best = min(best, time.process_time() - began)
    return thing, best


def _spent(do: Callable[[], Any]) -> float:
    began = time.thread_time()
    do()
    return time.thread_time() - began


def _measured(imported: float, loaded: float, decide: Decide) -> dict[str, float]:
    """Return the figures that every tool has; the decisions must differ, or nothing was divided."""
    units = [f"user-{number}" for number in range(UNITS)]
    if len({str(getattr(found := decide(unit), "variant", found)) for unit in units}) < 2:  # noqa: PLR2004 - differ
        raise SystemExit("all units get the same")
    spent = min(_spent(lambda: [decide(unit) for unit in units]) for _ in range(ROUNDS))
    return {"import_ms": imported * 1e3, "load_ms": loaded * 1e3, "split_us": spent / UNITS * 1e6}


CASES: dict[str, Callable[[Path], dict[str, float]]] = {
    "promptops": promptops,
    "flagd-core": flagd_core,
    "OpenFeature over flagd": flagd_provider,
    "GrowthBook": growthbook,
    "Unleash": unleash,
    "LaunchDarkly": launchdarkly,
}

if __name__ == "__main__":
    logging.disable()
    print(json.dumps(CASES[sys.argv[1]](Path(sys.argv[2]))))
