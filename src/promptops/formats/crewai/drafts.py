"""The resources of a CrewAI file: prompts whose messages are the texts of an agent or a task, and the agents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.formats.annotations import as_json
from promptops.formats.drafts import Draft, Positioned
from promptops.formats.naming import reference, segment
from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath

AGENT_TEXTS = ("role", "backstory", "goal")
TASK_TEXTS = ("description", "expected_output")
"""The texts of an agent and of a task, in the order in which CrewAI puts them together."""

_IN_PYTHON = ("llm", "function_calling_llm", "tools", "step_callback", "callbacks", "output_json", "output_pydantic")
"""Keys that may name a function or a class of the crew's program."""
_MAX_TURNS = 2**53 - 1
_MAX_SECONDS = 10**9


def agent_drafts(document: Positioned, file: str) -> Iterator[Draft]:
    """Yield an agent for each entry, and the prompt that its texts make."""
    for key, entry in document.value.items():
        left = dict(entry)
        name = f"{file}/{segment(key)}"
        data: dict[str, Any] = {"kind": "Agent", "name": name}
        prompt, places = _prompt(name, key, left, AGENT_TEXTS, "system")
        if prompt is not None:
            yield Draft("Prompt", prompt, Relocated(document, places), template="crewai")
            data |= {"prompt": name} if reference(name, "prompt") is not None else {}
        if reference(left.get("llm"), "model") is not None:
            data["model"] = left.pop("llm")
        data |= _limits(left)
        yield _draft(
            document,
            data,
            left,
            {
                ("name",): (key,),
                ("prompt",): (key,),
                ("model",): (key, "llm"),
                ("limits", "max_turns"): (key, "max_iter"),
                ("limits", "timeout"): (key, "max_execution_time"),
            },
        )


def task_drafts(document: Positioned, file: str) -> Iterator[Draft]:
    """Yield the prompt that the texts of each task make."""
    for key, entry in document.value.items():
        left = dict(entry)
        data, places = _prompt(f"{file}/{segment(key)}", key, left, TASK_TEXTS, "user")
        if data is None:
            continue
        structured = next(
            (each for each in ("output_json", "output_pydantic") if isinstance(left.get(each), str)), None
        )
        if structured is not None:
            data["output"] = {"format": "json"}
            places["output",] = (key, structured)
        yield _draft(document, data, left, places)


def _prompt(
    name: str, key: str, left: dict[str, Any], texts: tuple[str, ...], role: str
) -> tuple[dict[str, Any] | None, dict[KeyPath, KeyPath]]:
    """Take the texts out of an entry, and return a prompt of them with the places of its parts; None without any."""
    given = [text for text in texts if isinstance(left.get(text), str) and left[text].strip()]
    places: dict[KeyPath, KeyPath] = {("messages", index, "content"): (key, text) for index, text in enumerate(given)}
    places["name",] = (key,)
    if not given:
        return None, places
    messages = [{"role": role, "content": left.pop(text)} for text in given]
    return {"kind": "Prompt", "name": name, "messages": messages}, places


def _limits(left: dict[str, Any]) -> dict[str, Any]:
    """Take the limits of a run out of an agent's entry, and return them in the native form."""
    found: dict[str, Any] = {}
    turns, seconds = left.get("max_iter"), left.get("max_execution_time")
    if type(turns) is int and 0 < turns <= _MAX_TURNS:
        found["max_turns"] = left.pop("max_iter")
    if type(seconds) is int and 0 < seconds < _MAX_SECONDS:
        found["timeout"] = f"{left.pop('max_execution_time')}s"
    return {"limits": found} if found else {}


def _draft(document: Positioned, data: dict[str, Any], left: dict[str, Any], places: dict[KeyPath, KeyPath]) -> Draft:
    """Return the draft of an entry with what is left of it as annotations."""
    places["annotations", "crewai"] = places["name",]
    if left:
        data["annotations"] = {"crewai": as_json(left)}
    dynamic = tuple(("annotations", "crewai", each) for each in _IN_PYTHON if left.get(each))
    return Draft(data["kind"], data, Relocated(document, places), template="crewai", dynamic=dynamic)
