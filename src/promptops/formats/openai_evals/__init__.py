"""openai/evals: a model-graded specification becomes the judge's prompt, what reads its answer, and an evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from promptops.formats.annotations import as_json
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.naming import name_of, reference, segment
from promptops.formats.openai_evals.checks import COMPUTED_CHOICES, specification_faults
from promptops.formats.pyyaml import Switches, duplicates_told
from promptops.sources.documents import MAX_FAULTS, KeyPath
from promptops.sources.yaml import YamlDocument, read_yaml

DIALECT = "openai-evals"
_SUFFIXES = (".yaml",)
_ROLES = frozenset({"system", "user", "assistant"})


def read(file: SourceFile) -> Reading:
    """Read the specifications of a file, each under its name.

    A file is ours when it maps nothing but names to mappings, and one of those has `prompt` and `choice_strings`. An
    alias, which is a name in the place of a specification, is passed over.
    """
    documents, faults = read_yaml(file.text)
    if len(documents) != 1 or not _is_ours(documents[0].value):
        return NOT_OURS
    document = documents[0]
    above = name_of(file.path, _SUFFIXES)
    switches = Switches(document, file.text)
    drafts: list[Draft] = []
    found = [*duplicates_told(faults)]
    for key, specification in document.value.items():
        if _is_specification(specification):
            drafts.extend(_drafts(f"{above}/{segment(key)}", document, key))
            found.extend(islice(specification_faults(document, switches, key), MAX_FAULTS))
    return Reading(DIALECT, tuple(drafts), tuple(found[:MAX_FAULTS]))


def _is_ours(value: Any) -> bool:
    if not isinstance(value, dict) or not all(isinstance(item, dict | str) for item in value.values()):
        return False
    return any(_is_specification(item) for item in value.values())


def _is_specification(value: Any) -> bool:
    return isinstance(value, dict) and "choice_strings" in value and isinstance(value.get("prompt"), str | list)


def _drafts(name: str, document: YamlDocument, key: str) -> Iterator[Draft]:
    specification = document.value[key]
    subject = reference(f"prompt:{name}", "prompt")
    prompt = _prompt(specification)
    judged = subject is not None and prompt is not None
    if prompt is not None:
        data = {"kind": "Prompt", "name": name, **prompt, "output": {"format": "text", "role": "classification"}}
        renames: dict[str, KeyPath] = {"body": ("prompt",), "messages": ("prompt",), "output": ("choice_strings",)}
        yield Draft("Prompt", data, document, (key,), renames, template="format")
    if judged:
        yield from _consumer(name, str(subject), document, key)
    kept = {inner: as_json(value) for inner, value in specification.items() if inner != "prompt" or not judged}
    data = {"kind": "Eval", "name": name, "annotations": {DIALECT: kept}}
    if judged:
        data["judge"] = {"prompt": subject}
    yield Draft("Eval", data, document, (key,), {"judge": ("prompt",)})


def _prompt(specification: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the judge's text, None where it is none that can be shown."""
    prompt = specification["prompt"]
    if isinstance(prompt, str):
        return {"body": prompt} if prompt.strip() else None
    if prompt and all(_is_message(message) for message in prompt):
        return {"messages": [{"role": message["role"], "content": message["content"]} for message in prompt]}
    return None


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict):
        return False
    role = message.get("role")
    return isinstance(role, str) and role in _ROLES and isinstance(message.get("content"), str)


def _consumer(name: str, subject: str, document: YamlDocument, key: str) -> Iterator[Draft]:
    choices = document.value[key]["choice_strings"]
    listed = choices if isinstance(choices, str | list) else ()
    labels = dict.fromkeys(choice for choice in listed if isinstance(choice, str) and choice.strip())
    if labels and not (isinstance(choices, str) and choices in COMPUTED_CHOICES):
        expects = [{"label": label} for label in labels]
        data = {"kind": "Consumer", "name": name, "of": subject, "type": "parser", "expects": expects}
        renames: dict[str, KeyPath] = {"expects": ("choice_strings",), "of": ("prompt",)}
        yield Draft("Consumer", data, document, (key,), renames)
