"""The keys of docker agent files, of every version of the format that has been published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.formats.suggestion import MAX_WORDS
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain, closest

ROOT = frozenset(
    {"version", "agents", "providers", "models", "mcps", "rag", "metadata", "permissions", "env"}  # `env` up to 1
)
AGENT = frozenset(
    {
        "add_date",
        "add_description_parameter",
        "add_environment_info",
        "add_prompt_files",
        "cache",
        "code_mode_tools",
        "commands",
        "description",
        "fallback",
        "handoffs",
        "hooks",
        "instruction",
        "max_consecutive_tool_calls",
        "max_iterations",
        "max_old_tool_call_tokens",
        "memory",
        "model",
        "name",
        "num_history_items",
        "rag",
        "redact_secrets",
        "skills",
        "structured_output",
        "sub_agents",
        "think",
        "todo",
        "toolsets",
        "welcome_message",
    }
)
_MODEL = frozenset(
    {
        "auth",
        "base_url",
        "env",
        "frequency_penalty",
        "max_tokens",
        "model",
        "parallel_tool_calls",
        "presence_penalty",
        "provider",
        "provider_opts",
        "routing",
        "task_budget",
        "temperature",
        "thinking_budget",
        "token_key",
        "top_p",
        "track_usage",
        "type",
    }
)
_TOOLSET = frozenset(
    {
        "allow_list",
        "allow_private_ips",
        "allowed_domains",
        "api_config",
        "args",
        "blocked_domains",
        "command",
        "config",
        "defer",
        "deny_list",
        "env",
        "env_file",
        "file_types",
        "headers",
        "ignore_vcs",
        "instruction",
        "lifecycle",
        "model",
        "models",
        "name",
        "path",
        "post_edit",
        "rag_config",
        "ref",
        "remote",
        "sandbox",
        "shared",
        "shell",
        "timeout",
        "tools",
        "toon",
        "type",
        "url",
        "version",
        "working_dir",
    }
)
CONFUSED = {
    "instructions": "instruction",
    "prompt": "instruction",
    "system_prompt": "instruction",
    "tools": "toolsets",
    "subagents": "sub_agents",
    "max_turns": "max_iterations",
}
"""Keys that other tools have for the same thing."""
_FROZEN = frozenset({"0", "1", "2", "3", "4", "5", "6"})
"""Versions of the format that get no new keys."""


class _Block(NamedTuple):
    """A mapping whose keys are checked: where it stands, and which it may have."""

    keys: KeyPath
    value: Mapping[str, Any]
    known: frozenset[str]


def unknown_keys(document: Positioned) -> Iterator[Fault]:
    """Yield the keys for which upstream refuses the file.

    Where the version is not frozen, a key that is near none may be newer than these tables.
    """
    data = document.value
    is_frozen = str(data.get("version")) in _FROZEN
    strange = ((block, key) for block in _blocks(data) for key in block.value if key not in block.known)
    for (keys, value, known), key in islice(strange, MAX_WORDS):
        confused = CONFUSED.get(key) if known is AGENT else None
        meant = confused or closest(key, known)
        if meant is not None or is_frozen:
            sure = confused or certain(key, known)
            yield _unknown(document, (*keys, key), meant, sure if sure not in value else None)


def _blocks(data: Mapping[str, Any]) -> Iterator[_Block]:
    """Yield the whole, the agents, their toolsets, and the models."""
    yield _Block((), data, ROOT)
    for name, agent in _mappings(data.get("agents")):
        yield _Block(("agents", name), agent, AGENT)
        listed = agent.get("toolsets")
        for index, toolset in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(toolset, dict):
                yield _Block(("agents", name, "toolsets", index), toolset, _TOOLSET)
    for name, model in _mappings(data.get("models")):
        yield _Block(("models", name), model, _MODEL)


def _mappings(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, dict):
            yield name, item


def _unknown(document: Positioned, keys: KeyPath, meant: str | None, sure: str | None) -> Fault:
    place = document.range_of(keys, "key")
    advice = f"did you mean `{meant}`?" if meant else "remove it"
    if meant == "instruction":
        advice += " releases of early 2026 start without the text"
    fault = Fault("unknown-key", f"docker agent refuses the key {quoted(str(keys[-1]))}", place, advice, keys)
    if sure is None:
        return fault
    return fault._replace(fix_title=f"write `{sure}`", edits=((place, sure),))
