"""The strings at which an answer is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

STOPS: Final = ("stop", "stop_sequences", "stopSequences", "until")
"""The parameters by which an answer is ended at a string."""

MAX_STOPS: Final = 100
"""Stop strings of one prompt that are looked at; providers take four, harnesses a dozen."""


class StopString(NamedTuple):
    """A string at which the answer is cut, and the path of keys at which it stands."""

    text: str
    keys: tuple[str | int, ...]


def stop_strings(prompt: Mapping[str, Any]) -> Iterator[StopString]:
    """Yield the stop strings of a prompt, given by its keys."""
    parameters = prompt.get("parameters")
    if not isinstance(parameters, Mapping):  # those of a model are a list of the ones that it takes
        return
    left = MAX_STOPS
    for name in STOPS:
        value = parameters.get(name)
        listed = [((), value)] if isinstance(value, str) else enumerate(value if isinstance(value, list) else ())
        for index, text in listed:
            if isinstance(text, str) and text and left:
                left -= 1
                yield StopString(text, ("parameters", name, index) if isinstance(index, int) else ("parameters", name))
