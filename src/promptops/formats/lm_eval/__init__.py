"""lm-evaluation-harness: a task becomes its prompt, what relies on the prompt's words, and an evaluation of both.

Functions of Python (`!function`) are never run. A file that only others include is read with each of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.annotations import as_json
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.lm_eval.checks import member_faults, task_faults
from promptops.formats.lm_eval.consumers import expectations
from promptops.formats.lm_eval.includes import FUNCTIONS, Config, names_of, with_includes
from promptops.formats.lm_eval.keys import DIALECT, GROUP_KEYS, OUTPUT_TYPES, TASK_KEYS, TELLING_KEYS
from promptops.formats.naming import name_of, reference, segment
from promptops.formats.pyyaml import duplicates_told
from promptops.formats.relocation import Relocated
from promptops.resources.parameters import TYPED
from promptops.sources.documents import MAX_FAULTS, KeyPath
from promptops.sources.yaml import read_yaml
from promptops.sources.yaml_scalars import Tagged

_SUFFIXES = (".yaml",)
_TEXTS = (("system", "description"), ("user", "doc_to_text"), ("assistant", "gen_prefix"))
_MOVED = frozenset({"description", "doc_to_text", "gen_prefix"})
_TARGET = re.compile(r"(?:\{\{\s*)?(?P<column>\w+)(?:\s*\}\})?")
_EITHER = re.compile(r"\{\{[^{}]{1,300}? if (?P<rows_have>\w{1,60}) is defined else (?P<column>\w{1,60})\s*\}\}")
"""An answer that is worked out of a row of the dataset, and stands in a column of its own of a solved case."""
_COLUMN = re.compile(r"[A-Za-z_]\w*")


def read(file: SourceFile) -> Reading:
    """Read a task or a group.

    A file is ours when its keys leave no doubt: `doc_to_text`, or `task` beside others that only the harness has.
    """
    documents, faults = read_yaml(file.text, tags=FUNCTIONS)
    if len(documents) != 1 or not isinstance(documents[0].value, dict) or not _may_be_ours(documents[0].value):
        return NOT_OURS
    config = with_includes(file, documents[0])
    if not _is_ours(config):
        return NOT_OURS
    found = (*duplicates_told(faults), *config.faults, *islice(_refusals(config, file.text), MAX_FAULTS))
    return Reading(DIALECT, tuple(_drafts(name_of(file.path, _SUFFIXES), config)), found)


def _refusals(config: Config, text: str) -> Iterator[Fault]:
    if _is_group(config.values):
        return member_faults(config)
    return task_faults(config, text) if _is_configured(config.values) else iter(())


def _drafts(name: str, config: Config) -> Iterator[Draft]:
    if _is_configured(config.values):
        yield from _task(name, config)
    elif _is_group(config.values) or isinstance(config.values.get("task"), str):
        yield _eval(name, config, None)
        yield from _inline_tasks(name, config)


def _is_configured(values: Mapping[str, Any]) -> bool:
    """Say whether the keys make a task, and not a class of Python; a template alone has no name."""
    return isinstance(values.get("task"), str) and "class" not in values


def _may_be_ours(own: Mapping[str, Any]) -> bool:
    if "include" in own and names_of(own["include"]) is None:
        return False
    if "doc_to_text" in own:
        return True
    if _is_group(own):
        return own.keys() <= GROUP_KEYS | TASK_KEYS | {"include", "class"}
    return isinstance(own.get("task"), str) and ("include" in own or _is_telling(own))


def _is_group(values: Mapping[str, Any]) -> bool:
    return isinstance(values.get("group"), str) and isinstance(values.get("task"), list)


def _is_telling(values: Mapping[str, Any]) -> bool:
    return not TELLING_KEYS.isdisjoint(values) or isinstance(values.get("class"), Tagged)


def _is_ours(config: Config) -> bool:
    values = config.values
    return _is_group(values) or _is_telling(values) or ("dataset_path" in values and _has_output_type(values))


def _has_output_type(values: Mapping[str, Any]) -> bool:
    return values.get("output_type") in OUTPUT_TYPES


def _task(name: str, config: Config) -> Iterator[Draft]:
    prompt = _prompt(name, config)
    subject = reference(f"prompt:{name}", "prompt")
    if prompt is not None:
        yield prompt
        if subject is not None:
            yield from _consumer(name, subject, config)
    yield _eval(name, config, subject if prompt is not None else None)


def _prompt(name: str, config: Config) -> Draft | None:
    values = config.values
    texts = [(role, key, values[key]) for role, key in _TEXTS if _is_text(values.get(key))]
    if not any(key == "doc_to_text" for _, key, _ in texts) and len(texts) < len(_TEXTS) - 1:
        return None
    data: dict[str, Any] = {"kind": "Prompt", "name": name}
    places: dict[KeyPath, KeyPath] = {("parameters",): config.place("generation_kwargs")}
    if len(texts) == 1:
        data["body"] = str(texts[0][2])
        paths: list[KeyPath] = [("body",)]
    else:
        data["messages"] = [{"role": role, "content": str(text)} for role, _, text in texts]
        paths = [("messages", index, "content") for index in range(len(texts))]
    places |= {path: config.place(key) for path, (_, key, _) in zip(paths, texts, strict=True)}
    parameters = _parameters(values.get("generation_kwargs"))
    if parameters:
        data["parameters"] = parameters
    shown = _examples(values)
    if shown:
        data["examples"] = shown
        places["examples",] = config.place("fewshot_config", "samples")
    dynamic = tuple(
        path for path, (_, _, text) in zip(paths, texts, strict=True) if _is_computed(text) or "use_prompt" in values
    )
    return Draft("Prompt", data, Relocated(config.document, places), template="jinja", dynamic=dynamic)


def _examples(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the solved cases that are put before the question, where the file holds them and their answers."""
    settings, number = values.get("fewshot_config"), values.get("num_fewshot")
    samples = settings.get("samples") if isinstance(settings, dict) else None
    if not isinstance(samples, list) or not (isinstance(number, int) and number > 0):
        return []
    target = str(values.get("doc_to_target", ""))
    answer = _TARGET.fullmatch(target) or _EITHER.fullmatch(target)
    column, rows_have = ("", None) if answer is None else (answer["column"], answer.groupdict().get("rows_have"))
    return [
        {"inputs": _without(case, column), "output": case[column]}
        for case in (as_json(sample) for sample in samples if isinstance(sample, dict))
        if isinstance(case.get(column), str) and rows_have not in case
    ]


def _without(case: dict[str, Any], column: str) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key != column}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not value.isspace() and bool(value)


def _is_computed(text: str) -> bool:
    """Say whether a text is not what the model reads: the name of a function, or of a column of the dataset."""
    return isinstance(text, Tagged) or _COLUMN.fullmatch(text) is not None


def _parameters(generation: Any) -> dict[str, Any]:
    """Return the parameters of a call; those of another type than providers take are left to the annotations."""
    if not isinstance(generation, dict):
        return {}
    return {key: as_json(value) for key, value in generation.items() if _fits(key, value)}


def _fits(key: str, value: Any) -> bool:
    return key not in TYPED or type(as_json(value)) in (int, float)


def _consumer(name: str, subject: str, config: Config) -> Iterator[Draft]:
    found = list(expectations(dict(config.values)))
    if found:
        expects = [expectation for expectation, _ in found]
        data = {"kind": "Consumer", "name": name, "of": subject, "type": "parser", "expects": expects}
        places: dict[KeyPath, KeyPath] = {
            ("expects", index): config.place(*keys) for index, (_, keys) in enumerate(found)
        }
        yield Draft("Consumer", data, Relocated(config.document, places))


def _eval(name: str, config: Config, subject: str | None) -> Draft:
    kept = {key: as_json(value) for key, value in config.values.items() if subject is None or key not in _MOVED}
    data: dict[str, Any] = {"kind": "Eval", "name": name, "annotations": {DIALECT: kept}}
    if subject is not None:
        data["subjects"] = [subject]
    above: KeyPath = ("annotations", DIALECT)
    places: dict[KeyPath, KeyPath] = {(*above, key): config.place(key) for key in kept}
    dynamic = tuple((*above, key) for key in kept if isinstance(config.values[key], Tagged))
    return Draft("Eval", data, Relocated(config.document, places), dynamic=dynamic)


def _inline_tasks(name: str, config: Config) -> Iterator[Draft]:
    """Yield the drafts of the members that bring a prompt of their own."""
    overrides = {key: value for key, value in config.values.items() if key not in GROUP_KEYS}
    members = config.values["task"]
    for index, member in enumerate(members if isinstance(members, list) else ()):
        if isinstance(member, dict) and isinstance(member.get("task"), str) and _is_text(member.get("doc_to_text")):
            values = {**overrides, **member}
            places = {key: ("task", index, key) for key in member}
            inner = config._replace(values=values, places={**config.places, **places})
            yield from _task(f"{name}/{segment(member['task'])}", inner)
