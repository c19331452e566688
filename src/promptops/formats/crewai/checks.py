"""What CrewAI cannot make of a crew's files: names without a function, keys that it drops."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.crewai.keys import AGENT_KEYS, TASK_KEYS, ignored_keys
from promptops.formats.drafts import Positioned, SourceFile
from promptops.formats.suggestion import advice_on
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.sources.trees import Unreadable
from promptops.sources.yaml import read_yaml

_CREW = re.compile(r"^@CrewBase[ \t]*\r?\nclass \w{1,200}(?:\(\))?:", re.MULTILINE)
"""A crew whose functions all stand in its own file."""
_PROGRAMS = ("../crew.py", "crew.py")
_WORD = re.compile(r"\w+")


class _Reference(NamedTuple):
    """The name of an agent or a task, and where it is written."""

    kind: str
    name: str
    keys: KeyPath


def agent_faults(document: Positioned, file: SourceFile) -> Iterator[Fault]:
    """Yield the keys of agents that no agent has."""
    return ignored_keys(document, AGENT_KEYS, _program(file))


def task_faults(document: Positioned, file: SourceFile) -> Iterator[Fault]:
    """Yield the keys of tasks that no task has, and the names for which the crew has no function."""
    program = _program(file)
    yield from ignored_keys(document, TASK_KEYS, program)
    for task, entry in document.value.items():
        if isinstance(entry.get("context"), str) and entry["context"]:
            keys = (task, "context")
            message = "`context` must be a list; CrewAI takes each letter for the name of a task"
            yield Fault("invalid-value", message, document.range_of(keys), "put it in brackets", keys)
    if _CREW.search(program) is not None:
        yield from _unknown_names(document, file, program)


def _unknown_names(document: Positioned, file: SourceFile, program: str) -> Iterator[Fault]:
    """Yield the names that CrewAI looks up among the functions of the program, and that nobody has ever heard of."""
    words = frozenset(_WORD.findall(program))
    unknown = [each for each in _references(document) if each.name not in words]
    known = {"agent": _agents(file), "task": document.value} if unknown else {}
    for kind, name, keys in unknown:
        if name not in known[kind]:
            message = f"the crew has no {kind} {quoted(name)}, neither in its files nor in its program"
            advice = advice_on(name, known[kind], f"add the {kind}, or remove the reference")
            yield Fault("unknown-reference", message, document.range_of(keys), advice, keys)


def _references(document: Positioned) -> Iterator[_Reference]:
    for task, entry in document.value.items():
        if isinstance(entry.get("agent"), str) and entry["agent"]:
            yield _Reference("agent", entry["agent"], (task, "agent"))
        context = entry.get("context")
        for index, name in enumerate(context if isinstance(context, list) else ()):
            if isinstance(name, str):
                yield _Reference("task", name, (task, "context", index))


def _agents(file: SourceFile) -> Collection[str]:
    """Return the names in the file of agents beside; none when it cannot be read."""
    text = file.beside("agents.yaml")
    documents = () if isinstance(text, Unreadable) else read_yaml(text)[0]
    value = documents[0].value if documents else None
    return value if isinstance(value, dict) else ()


def _program(file: SourceFile) -> str:
    """Return the text of the crew's program, which has a function for each agent and task; empty without one."""
    texts = (file.beside(name) for name in _PROGRAMS)
    return next((text for text in texts if isinstance(text, str)), "")
