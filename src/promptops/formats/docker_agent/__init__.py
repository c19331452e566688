"""Docker agent files: a team of agents, the models that they use, and who hands work to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, islice
from typing import Any

from promptops.formats.docker_agent.checks import reference_faults, shape_faults
from promptops.formats.docker_agent.drafts import drafts_of
from promptops.formats.docker_agent.keys import AGENT, CONFUSED, ROOT, unknown_keys
from promptops.formats.drafts import NOT_OURS, Reading, SourceFile
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.yaml import read_yaml

DIALECT = "docker-agent"
_SHEBANG = re.compile(r"#![^\n]{0,200}\b(?:docker[ -]agent|cagent) run\b")
_TEAM = re.compile(r"^agents[ \t]*:", re.MULTILINE)
_MARKS = ("instruction", "toolsets", "provider")
_OWN_KEYS = frozenset({"toolsets", "sub_agents", "handoffs", "add_date", "add_environment_info"})


def read(file: SourceFile) -> Reading:
    """Read an agent with its prompt for each of `agents`, and a model for each of `models`.

    Upstream reads the first document of a file and no other.
    """
    text = file.text
    is_script = _SHEBANG.match(text) is not None
    if not is_script and not any(mark in text for mark in _MARKS):
        return NOT_OURS
    documents, faults = read_yaml(text)
    if not documents:
        is_certain = is_script and _TEAM.search(text) is not None
        return Reading(DIALECT, faults=faults) if faults and is_certain else NOT_OURS
    document = documents[0]
    if not _is_team(document.value, is_script=is_script):
        return NOT_OURS
    found = chain(faults, shape_faults(document), unknown_keys(document), reference_faults(document))
    return Reading(DIALECT, drafts_of(file.path, document), tuple(islice(found, MAX_FAULTS)))


def _is_team(data: Any, *, is_script: bool) -> bool:
    """Say whether a document is certainly a team: other tools have `agents`, too.

    One that begins as a script is. Any other one has no key at the top but upstream's, and models with a provider, or
    agents with an instruction or toolsets and, where none has a key of upstream's own, no key but upstream's.
    """
    agents = data.get("agents") if isinstance(data, dict) else None
    if is_script:
        return isinstance(agents, dict | list) and bool(agents)
    if not isinstance(agents, dict) or not all(isinstance(agent, dict) for agent in agents.values()):
        return False
    if not data.keys() <= ROOT:
        return False
    if _has_models(data):
        return any(_is_told(agent) or "model" in agent for agent in agents.values())
    return any(_is_told(agent) for agent in agents.values()) and (
        any(not _OWN_KEYS.isdisjoint(agent) for agent in agents.values())
        or all(agent.keys() <= AGENT | CONFUSED.keys() for agent in agents.values())
    )


def _is_told(agent: Mapping[str, Any]) -> bool:
    return "instruction" in agent or "toolsets" in agent or ("instructions" in agent and "model" in agent)


def _has_models(data: Mapping[str, Any]) -> bool:
    models = data.get("models")
    return isinstance(models, dict) and any(isinstance(each, dict) and "provider" in each for each in models.values())
