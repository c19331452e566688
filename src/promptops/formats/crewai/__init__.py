"""CrewAI's `agents.yaml` and `tasks.yaml`: who works, and on what."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from promptops.formats.crewai.checks import agent_faults, task_faults
from promptops.formats.crewai.drafts import AGENT_TEXTS, TASK_TEXTS, agent_drafts, task_drafts
from promptops.formats.drafts import NOT_OURS, Reading, SourceFile
from promptops.formats.naming import name_of
from promptops.formats.pyyaml import duplicates_told
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.yaml import read_yaml

DIALECT = "crewai"
SUFFIXES = (".yaml", ".yml")
_FILES = ("agents.yaml", "tasks.yaml")
_READERS = ((AGENT_TEXTS, agent_drafts, agent_faults), (TASK_TEXTS, task_drafts, task_faults))


def read(file: SourceFile) -> Reading:
    """Read an agent and its prompt for each agent, or a prompt for each task.

    A file is ours when it is a mapping of mappings, one of which has every text of an agent or of a task and each of
    which has one.
    """
    documents, faults = read_yaml(file.text)
    if not documents:
        return Reading(DIALECT, faults=faults) if faults and _is_certain(file) else NOT_OURS
    document = documents[0]
    for texts, drafts_of, faults_of in _READERS if len(documents) == 1 else ():
        if _holds(document.value, texts):
            drafts = tuple(drafts_of(document, name_of(file.path, SUFFIXES)))
            found = chain(duplicates_told(faults), faults_of(document, file))
            return Reading(DIALECT, drafts, tuple(islice(found, MAX_FAULTS)))
    return NOT_OURS


def _is_certain(file: SourceFile) -> bool:
    """Say whether a text that is no YAML is that of a crew, and is no template of one."""
    return file.path.rpartition("/")[2] in _FILES and "{{" not in file.text and "{%" not in file.text


def _holds(data: Any, texts: tuple[str, ...]) -> bool:
    if not isinstance(data, dict) or not all(isinstance(entry, dict) for entry in data.values()):
        return False
    return any(all(isinstance(entry.get(key), str) for key in texts) for entry in data.values()) and all(
        any(key in entry for key in texts) for entry in data.values()
    )
