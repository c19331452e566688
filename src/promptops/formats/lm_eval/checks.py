"""What lm-evaluation-harness refuses when it makes a task or a group, and what it ignores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.lm_eval.includes import Config
from promptops.formats.lm_eval.keys import DROPPED_KEYS, FORMER_KEYS, OUTPUT_TYPES, TASK_KEYS
from promptops.formats.pyyaml import Switches
from promptops.resources.rejections import quoted
from promptops.spelling import closest

_KNOWN = TASK_KEYS | DROPPED_KEYS | FORMER_KEYS


def task_faults(config: Config, text: str) -> Iterator[Fault]:
    """Yield what keeps a task from being made, and the settings that do nothing."""
    yield from _unknown_keys(config)
    kind = config.values.get("output_type")
    if isinstance(kind, str) and kind not in OUTPUT_TYPES:
        meant = closest(kind, OUTPUT_TYPES)
        advice = f"did you mean `{meant}`?" if meant else f"it is one of {', '.join(OUTPUT_TYPES)}"
        yield config.fault("invalid-value", f"there is no output type {quoted(kind)}", ("output_type",), advice)
    elif isinstance(kind, str) and kind != "generate_until" and "generation_kwargs" not in config.places:
        yield from _ignored_generation(config, kind)
    yield from _lists_without(config, "metric_list", ("metric",))
    yield from _lists_without(config, "filter_list", ("name", "filter"))
    yield from _choices_that_are_no_text(config, text)


def _unknown_keys(config: Config) -> Iterator[Fault]:
    for key in config.document.value:
        if key not in _KNOWN:
            meant = closest(key, TASK_KEYS)
            advice = f"did you mean `{meant}`?" if meant else "remove it, or write it below `metadata`"
            place = config.document.range_of((key,), "key")
            message = f"unknown key {quoted(key)}: the harness makes no task of this file"
            yield Fault("unknown-key", message, place, advice, (key,))


def _ignored_generation(config: Config, kind: str) -> Iterator[Fault]:
    if config.values.get("generation_kwargs"):
        message = f"`generation_kwargs` is ignored where `output_type` is {quoted(kind)}"
        place = config.document.range_of(("generation_kwargs",), "key")
        advice = "remove it, or write `output_type: generate_until`"
        yield Fault("ignored-key", message, place, advice, ("generation_kwargs",))


def _lists_without(config: Config, key: str, needed: tuple[str, ...]) -> Iterator[Fault]:
    items = config.values.get(key)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        missing = next((name for name in needed if isinstance(item, dict) and name not in item), None)
        if missing is not None:
            yield config.fault("invalid-value", f"an item of `{key}` needs `{missing}`", (key, index))


def _choices_that_are_no_text(config: Config, text: str) -> Iterator[Fault]:
    """Yield the choices that the harness cannot compare, as they are booleans or numbers to it."""
    choices = config.values.get("doc_to_choice")
    listed = choices.items() if isinstance(choices, dict) else enumerate(choices if isinstance(choices, list) else ())
    switches = None if "doc_to_choice" in config.places else Switches(config.document, text)
    for key, choice in listed:
        written = _as_pyyaml_reads(switches, key, choice)
        if not isinstance(written, str):
            message = f"the choice is {_shown(written)} to the harness, and must be a string"
            yield config.fault("invalid-value", message, ("doc_to_choice", key), "put it in quotes")


def _as_pyyaml_reads(switches: Switches | None, key: str | int, choice: Any) -> Any:
    """Return a choice as the harness has it; of an inherited one only this is known."""
    switch = switches.value(("doc_to_choice", key)) if switches is not None and isinstance(choice, str) else None
    return choice if switch is None else switch


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "the boolean `true`" if value else "the boolean `false`"
    return "a number" if isinstance(value, int | float) else "no string"


def member_faults(config: Config) -> Iterator[Fault]:
    """Yield the members of a group that the harness refuses."""
    for index, member in enumerate(config.values["task"]):
        if isinstance(member, dict) and "task" not in member and "group" not in member:
            yield config.fault("invalid-value", "a member of a group needs `task` or `group`", ("task", index))
        elif not isinstance(member, dict | str):
            advice = "put its name in quotes"
            message = "a member of a group must be the name of a task, or a mapping"
            yield config.fault("invalid-value", message, ("task", index), advice)
