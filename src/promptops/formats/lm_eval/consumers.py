"""What of a task of lm-evaluation-harness relies on the words of its prompt: stop strings, patterns, choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.sources.documents import KeyPath
from promptops.sources.yaml_scalars import Tagged

_PATTERN_FILTERS = ("regex", "multi_choice_regex")
_DEFAULT_PATTERN = r"#### (\-?[0-9\.\,]+)"
_MAX_PATTERN = 10_000


def expectations(values: dict[str, Any]) -> Iterator[tuple[dict[str, str], KeyPath]]:
    """Yield what a task relies on, in the terms of a consumer, each with the keys at which the task says so.

    A stop string counts without the blanks around it, and one of blanks alone not at all: the answer is cut where the
    model begins to write the next label of the prompt.
    """
    for text, keys in (*_stop_strings(values), *_choices(values)):
        if isinstance(text, str) and not isinstance(text, Tagged) and text.strip():
            yield {"label": text.strip()}, keys
    for pattern, keys in _patterns(values):
        if isinstance(pattern, str) and 0 < len(pattern) <= _MAX_PATTERN:
            yield {"pattern": str(pattern)}, keys


def _stop_strings(values: dict[str, Any]) -> Iterator[tuple[Any, KeyPath]]:
    generation = values.get("generation_kwargs")
    until = generation.get("until") if isinstance(generation, dict) else None
    if isinstance(until, str):
        yield until, ("generation_kwargs", "until")
    for index, text in enumerate(until if isinstance(until, list) else ()):
        yield text, ("generation_kwargs", "until", index)


def _choices(values: dict[str, Any]) -> Iterator[tuple[Any, KeyPath]]:
    choices = values.get("doc_to_choice")
    if isinstance(choices, dict):
        yield from ((text, ("doc_to_choice", key)) for key, text in choices.items())
    elif isinstance(choices, list):
        yield from ((text, ("doc_to_choice", index)) for index, text in enumerate(choices))


def _patterns(values: dict[str, Any]) -> Iterator[tuple[Any, KeyPath]]:
    pipelines = values.get("filter_list")
    for outer, pipeline in enumerate(pipelines if isinstance(pipelines, list) else ()):
        steps = pipeline.get("filter") if isinstance(pipeline, dict) else None
        for inner, step in enumerate(steps if isinstance(steps, list) else ()):
            if isinstance(step, dict) and step.get("function") in _PATTERN_FILTERS:
                keys = ("filter_list", outer, "filter", inner, "regex_pattern")
                yield step.get("regex_pattern", _DEFAULT_PATTERN), keys
