"""promptfoo: a configuration becomes its prompts, its models, its evaluation, and what each test case relies on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.annotations import as_json
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading, SourceFile
from promptops.formats.naming import name_of, reference, segment
from promptops.formats.promptfoo.asserts import Assertion, Expected, assertions, expected, is_program, rubric
from promptops.formats.promptfoo.checks import assertion_faults, case_faults, configuration_faults, list_faults
from promptops.formats.promptfoo.keys import DIALECT
from promptops.formats.promptfoo.models import called_models, provider_count
from promptops.formats.promptfoo.prompts import PromptSource, read_prompts
from promptops.formats.relocation import Relocated
from promptops.resources.texts import MAX_PATH, PATH
from promptops.sources.documents import MAX_FAULTS, KeyPath
from promptops.sources.json import read_json
from promptops.sources.yaml import read_yaml

_SUFFIXES = (".yaml", ".yml", ".json")
_NAME = re.compile(r"(?:\A|/)promptfooconfig[^/]*\Z")
_PATH = re.compile(PATH)
_CASES = (".csv", ".json", ".jsonl", ".yaml", ".yml", ".xlsx", ".xls")
_SUITE = frozenset({"tests", "defaultTest", "redteam", "scenarios"})
_ANNOTATED: KeyPath = ("annotations", DIALECT)


def read(file: SourceFile) -> Reading:
    """Read a configuration.

    A file is ours by its name, `promptfooconfig`, or when it has prompts or a red team, providers or targets, and
    tests.
    """
    named = _NAME.search(file.path) is not None
    document, faults = _document(file)
    if document is None:
        return Reading(DIALECT, faults=faults) if named and faults else NOT_OURS
    data = document.value
    if not isinstance(data, dict) or not _is_ours(data, named=named):
        return NOT_OURS
    prompts, missing = read_prompts(file, document)
    name = name_of(file.path, _SUFFIXES)
    found = islice(chain(missing, configuration_faults(document), _test_faults(document)), MAX_FAULTS)
    return Reading(DIALECT, tuple(_drafts(name, document, prompts)), (*faults, *found))


def _document(file: SourceFile) -> tuple[Positioned | None, tuple[Fault, ...]]:
    if file.path.endswith(".json"):
        return read_json(file.text)
    documents, faults = read_yaml(file.text)
    return (documents[0] if len(documents) == 1 else None), faults


def _is_ours(data: dict[str, Any], *, named: bool) -> bool:
    called = "providers" in data or "targets" in data
    if named:
        return called or "prompts" in data
    prompted = isinstance(data.get("prompts"), str | list | dict) or isinstance(data.get("redteam"), dict)
    providers = data.get("targets", data.get("providers"))
    return called and prompted and isinstance(providers, str | list) and not _SUITE.isdisjoint(data)


def _drafts(name: str, document: Positioned, prompts: list[PromptSource]) -> Iterator[Draft]:
    data = document.value
    models = [(f"{name}/{segment(model.id)}", model) for model in called_models(data)]
    for model_name, model in models:
        called = {"kind": "Model", "name": model_name, "provider": model.vendor, "id": model.id, "type": model.type}
        yield Draft("Model", called, Relocated(document, {(key,): model.keys for key in ("id", "name", "provider")}))
    only = models[0][0] if len(models) == 1 == provider_count(data) else None
    subjects: list[tuple[str, KeyPath]] = []
    for source in prompts:
        yield _prompt(f"{name}/{source.part}", document, source, only)
        subject = reference(f"prompt:{name}/{source.part}", "prompt")
        if subject is not None:
            subjects.append((subject, source.keys))
    dataset = _dataset(name, document)
    if dataset is not None:
        yield dataset
    yield from _consumer(name, document, subjects)
    yield _eval(name, document, subjects, has_dataset=dataset is not None)


def _prompt(name: str, document: Positioned, source: PromptSource, model: str | None) -> Draft:
    key = "body" if isinstance(source.text, str) else "messages"
    data: dict[str, Any] = {"kind": "Prompt", "name": name, key: source.text}
    if model is not None and reference(model, "model") is not None:
        data["model"] = model
    if source.settings:
        data["annotations"] = {DIALECT: as_json(source.settings)}
    dynamic: tuple[KeyPath, ...] = ((key,),) if source.dynamic else ()
    places: dict[KeyPath, KeyPath] = {(key,): source.place, _ANNOTATED: source.keys[:-1], ("model",): ("providers",)}
    placed = Relocated(document, places)
    return Draft("Prompt", data, placed, template="none" if source.dynamic else "nunjucks", dynamic=dynamic)


def _dataset(name: str, document: Positioned) -> Draft | None:
    """Return the cases that stand in files of their own."""
    tests = document.value.get("tests")
    listed = [(tests, ("tests",))] if isinstance(tests, str) else _items(tests)
    found = [(path, keys) for test, keys in listed if isinstance(test, str) and (path := _case_file(test))]
    if not found:
        return None
    data = {"kind": "Dataset", "name": name, "purpose": "evaluation", "files": [path for path, _ in found]}
    places: dict[KeyPath, KeyPath] = {("files", index): keys for index, (_, keys) in enumerate(found)}
    return Draft("Dataset", data, Relocated(document, places))


def _items(listed: Any) -> list[tuple[Any, KeyPath]]:
    return [(item, ("tests", index)) for index, item in enumerate(listed if isinstance(listed, list) else ())]


def _case_file(test: str) -> str | None:
    path = test.removeprefix("file://")
    fits = path.endswith(_CASES) and "{{" not in path and len(path) <= MAX_PATH and _PATH.fullmatch(path) is not None
    return path if fits else None


def _consumer(name: str, document: Positioned, subjects: list[tuple[str, KeyPath]]) -> Iterator[Draft]:
    cases = [assertion for listed, keys in _case_lists(document.value) for assertion in assertions(listed, keys)]
    found = expected(iter(cases))
    if not found or not subjects:
        return
    data = {
        "kind": "Consumer",
        "name": name,
        "of": [subject for subject, _ in subjects],
        "type": "test",
        "expects": [each.expectation for each in found],
    }
    places = _expected_places("expects", found) | {("of", index): keys for index, (_, keys) in enumerate(subjects)}
    dynamic: tuple[KeyPath, ...] = (("expects",),) if any(map(is_program, cases)) else ()
    yield Draft("Consumer", data, Relocated(document, places), dynamic=dynamic)


def _eval(name: str, document: Positioned, subjects: list[tuple[str, KeyPath]], *, has_dataset: bool) -> Draft:
    data: dict[str, Any] = document.value
    kept = {key: as_json(value) for key, value in data.items() if key not in ("prompts", "description")}
    made: dict[str, Any] = {"kind": "Eval", "name": name, "annotations": {DIALECT: kept}}
    places: dict[KeyPath, KeyPath] = {_ANNOTATED: (), ("dataset",): ("tests",)}
    if isinstance(data.get("description"), str):
        made["description"] = data["description"]
    if subjects:
        made["subjects"] = [subject for subject, _ in subjects]
        places |= {("subjects", index): keys for index, (_, keys) in enumerate(subjects)}
    if has_dataset and reference(f"dataset:{name}", "dataset") is not None:
        made["dataset"] = f"dataset:{name}"
    common = _common(data)
    found = expected(iter(common))
    if found:
        made["asserts"] = [each.expectation for each in found]
        places |= _expected_places("asserts", found)
    judged = rubric(iter(common))
    if judged is not None:
        made["judge"] = judged.expectation
        places["judge", "rubric"] = judged.keys
    dynamic: tuple[KeyPath, ...] = (("asserts",),) if any(map(is_program, common)) else ()
    return Draft("Eval", made, Relocated(document, places), dynamic=dynamic)


def _common(data: dict[str, Any]) -> list[Assertion]:
    """Return the assertions that every case is held to."""
    default = data.get("defaultTest")
    listed = default.get("assert") if isinstance(default, dict) else None
    return list(assertions(listed, ("defaultTest", "assert")))


def _expected_places(key: str, found: list[Expected]) -> dict[KeyPath, KeyPath]:
    return {(key, index): each.keys for index, each in enumerate(found)}


def _case_lists(data: dict[str, Any]) -> Iterator[tuple[Any, KeyPath]]:
    """Yield the list of assertions of each test case, with its keys."""
    yield from ((case.get("assert"), (*keys, "assert")) for case, keys in _cases(data))


def _cases(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], KeyPath]]:
    """Yield the test cases that are written out in the file."""
    yield from ((case, keys) for case, keys in _items(data.get("tests")) if isinstance(case, dict))
    scenarios = data.get("scenarios")
    for index, scenario in enumerate(scenarios if isinstance(scenarios, list) else ()):
        for key in ("config", "tests") if isinstance(scenario, dict) else ():
            listed = scenario.get(key)
            for inner, case in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(case, dict):
                    yield case, ("scenarios", index, key, inner)


def _test_faults(document: Positioned) -> Iterator[Fault]:
    data = document.value
    default = data.get("defaultTest")
    cases = [(default, ("defaultTest",))] if isinstance(default, dict) else []
    for case, keys in (*cases, *_cases(data)):
        yield from case_faults(document, case, keys)
        yield from list_faults(document, case.get("assert"), (*keys, "assert"))
        for assertion in assertions(case.get("assert"), (*keys, "assert")):
            yield from assertion_faults(document, assertion)
