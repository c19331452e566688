"""What openai/evals refuses in a model-graded specification, and what it ignores."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.pyyaml import Switches
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.sources.yaml import YamlDocument
from promptops.spelling import closest
from promptops.templates.format import BRACES, FormatError, fields

COMPUTED_CHOICES = frozenset({"from_n", "from_n_abc", "from_n_ABC"})
"""Values of `choice_strings` that stand for as many choices as there are completions."""

_KEYS = frozenset({"prompt", "choice_strings", "input_outputs", "eval_type", "choice_scores", "output_template"})
_RESERVED = frozenset({"key", "group", "cls"})
_FROM_STRINGS = "from_strings"
_OUTPUT_NAMES = ("i", "i_abc", "i_ABC", "output", "n")


def specification_faults(document: YamlDocument, switches: Switches, name: str) -> Iterator[Fault]:
    """Yield what keeps the specification of a name from being used, and the keys that do nothing."""
    specification: dict[str, Any] = document.value[name]
    yield from _keys(document, name, specification)
    choices = specification["choice_strings"]
    if isinstance(choices, str | list) and not (isinstance(choices, str) and choices in COMPUTED_CHOICES):
        yield from _choices(document, switches, name, choices)
        yield from _scores(document, switches, name)
    for keys, prompt in _texts(specification["prompt"]):
        yield from _fields_without_name(document, (name, *keys), prompt)
    if isinstance(specification.get("output_template"), str):
        yield from _output_template(document, (name, "output_template"), specification["output_template"])


def _fault(document: YamlDocument, rule: str, message: str, keys: KeyPath, advice: str | None = None) -> Fault:
    return Fault(rule, message, document.range_of(keys), advice, keys)


def _keys(document: YamlDocument, name: str, specification: dict[str, Any]) -> Iterator[Fault]:
    for key in specification:
        if key in _RESERVED:
            place = document.range_of((name, key), "key")
            message = f"the key `{key}` is reserved: the registry refuses the file"
            yield Fault("invalid-value", message, place, "remove it", (name, key))
        elif key not in _KEYS:
            meant = closest(key, _KEYS)
            place = document.range_of((name, key), "key")
            advice = (
                f"did you mean `{meant}`?" if meant else f"its keys are {', '.join(f'`{key}`' for key in _listed())}"
            )
            yield Fault("ignored-key", f"the key {quoted(key)} is ignored", place, advice, (name, key))
    if "input_outputs" not in specification:
        message = "the specification lacks `input_outputs`, without which it cannot be loaded"
        yield _fault(document, "invalid-value", message, (name,), "map each input to the completion that it asks for")


def _listed() -> list[str]:
    return sorted(_KEYS)


def _choices(document: YamlDocument, switches: Switches, name: str, choices: str | list[Any]) -> Iterator[Fault]:
    """Yield the choices that no answer can match: answers are compared without punctuation."""
    for index, choice in enumerate(choices):
        keys: KeyPath = (name, "choice_strings", index) if isinstance(choices, list) else (name, "choice_strings")
        switch = switches.value(keys) if isinstance(choices, list) else None
        if switch is not None:
            message = f"the choice is the boolean `{str(switch).lower()}` to the registry, not {quoted(choice)}"
            yield _fault(document, "invalid-value", message, keys, "put it in quotes")
        elif isinstance(choice, str) and any(sign in string.punctuation for sign in choice):
            message = f"the choice {quoted(choice)} contains punctuation, which is refused"
            yield _fault(document, "invalid-value", message, keys, "answers are compared without punctuation")


def _scores(document: YamlDocument, switches: Switches, name: str) -> Iterator[Fault]:
    specification = document.value[name]
    choices, scores = specification["choice_strings"], specification.get("choice_scores")
    at = (name, "choice_scores")
    if scores == _FROM_STRINGS:
        wrong = next((choice for choice in choices if isinstance(choice, str) and not _is_number(choice)), None)
        if wrong is not None:
            yield _fault(document, "invalid-value", f"the choice {quoted(wrong)} is no number to take as a score", at)
    elif isinstance(scores, dict):
        yield from _keys_that_are_no_text(document, switches, at, scores)
        for choice in choices:
            if isinstance(choice, str) and choice not in scores:
                message = f"the choice {quoted(choice)} has no score"
                yield _fault(document, "invalid-value", message, at, "an answer with it ends the run")


def _keys_that_are_no_text(
    document: YamlDocument, switches: Switches, at: KeyPath, scores: dict[str, Any]
) -> Iterator[Fault]:
    for choice in scores:
        switch = switches.value((*at, choice), "key")
        if switch is not None:
            message = f"the key is the boolean `{str(switch).lower()}` to the registry, not {quoted(choice)}"
            place = document.range_of((*at, choice), "key")
            yield Fault("invalid-value", message, place, "put it in quotes", (*at, choice))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _texts(prompt: Any) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(prompt, str):
        yield ("prompt",), prompt
    for index, message in enumerate(prompt if isinstance(prompt, list) else ()):
        if isinstance(message, dict) and isinstance(message.get("content"), str):
            yield ("prompt", index, "content"), message["content"]


def _fields_without_name(document: YamlDocument, keys: KeyPath, text: str) -> Iterator[Fault]:
    """Yield the first pair of braces that names no value: positions are not filled, and quotes stand in no name."""
    try:
        found = [field for field in fields(text) if not field.name.isidentifier()]
    except FormatError:
        return
    for field in found[:1]:
        place = document.range_in(keys, field.start - 1, field.end)
        message = (
            f"the braces hold {quoted(field.name)}, which names no value" if field.name else "the braces are empty"
        )
        yield Fault("undeclared-variable", message, place, BRACES, keys)


def _output_template(document: YamlDocument, keys: KeyPath, text: str) -> Iterator[Fault]:
    """Yield what is wrong with the template of one completion among several, which takes known names only."""
    try:
        found = [field for field in fields(text) if field.name not in _OUTPUT_NAMES]
    except FormatError as refused:
        error = refused.error
        place = document.range_in(keys, error.start, error.end)
        yield Fault("invalid-value", error.message, place, error.help, keys)
        return
    for field in found:
        place = document.range_in(keys, field.start, field.end)
        message = f"the template uses {quoted(field.name)}, which nobody passes to it"
        advice = f"it takes {', '.join(f'`{name}`' for name in _OUTPUT_NAMES)}"
        yield Fault("undeclared-variable", message, place, advice, keys)
