"""The keys of CrewAI's agents and tasks; any other one is dropped without a word when its entry is made one of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.formats.suggestion import MAX_WORDS
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain, closest


class Keys(NamedTuple):
    """What an entry may hold, in words what it is, and the keys that other tools have for the same thing."""

    entry: str
    known: frozenset[str]
    confused: dict[str, str]


AGENT_KEYS = Keys(
    "an agent",
    frozenset(
        {
            "a2a",
            "agent_executor",
            "agent_knowledge_context",
            "allow_code_execution",
            "allow_delegation",
            "apps",
            "backstory",
            "cache",
            "cache_handler",
            "callbacks",
            "code_execution_mode",
            "config",
            "crew_knowledge_context",
            "date_format",
            "embedder",
            "executor_class",
            "from_repository",
            "function_calling_llm",
            "goal",
            "guardrail",
            "guardrail_max_retries",
            "id",
            "inject_date",
            "knowledge",
            "knowledge_config",
            "knowledge_search_query",
            "knowledge_sources",
            "knowledge_storage",
            "llm",
            "max_execution_time",
            "max_iter",
            "max_reasoning_attempts",
            "max_retry_limit",
            "max_rpm",
            "max_tokens",
            "mcps",
            "memory",
            "multimodal",
            "planning",
            "planning_config",
            "prompt_template",
            "reasoning",
            "respect_context_window",
            "response_template",
            "role",
            "security_config",
            "skills",
            "step_callback",
            "system_template",
            "tool_failure_policy",
            "tools",
            "use_system_prompt",
            "verbose",
        }
    ),
    {"model": "llm", "max_iterations": "max_iter"},
)
TASK_KEYS = Keys(
    "a task",
    frozenset(
        {
            "agent",
            "allow_crewai_trigger_context",
            "async_execution",
            "callback",
            "callbacks",
            "config",
            "context",
            "converter_cls",
            "create_directory",
            "description",
            "expected_output",
            "guardrail",
            "guardrail_max_retries",
            "guardrails",
            "human_input",
            "id",
            "input_files",
            "markdown",
            "max_retries",
            "name",
            "output_file",
            "output_json",
            "output_pydantic",
            "prompt_context",
            "response_model",
            "security_config",
            "tool_failure_policy",
            "tools",
        }
    ),
    {},
)


def ignored_keys(document: Positioned, keys: Keys, program: str) -> Iterator[Fault]:
    """Yield the keys that are near one that counts, or known from other tools.

    Any other one may be the program's own, and so is one that the program has in quotes.
    """
    for name, key, entry in islice(_strange(document.value, keys.known), MAX_WORDS):
        meant = keys.confused.get(key) or closest(key, keys.known)
        if meant is not None and meant not in entry and not any(f"{quote}{key}{quote}" in program for quote in "'\""):
            yield _ignored(document, (name, key), keys, meant)


def _strange(data: dict[str, dict[str, Any]], known: frozenset[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    return ((name, key, entry) for name, entry in data.items() for key in entry if key not in known)


def _ignored(document: Positioned, place: KeyPath, keys: Keys, meant: str) -> Fault:
    written = str(place[-1])
    message = f"CrewAI does not read {quoted(written)} of {keys.entry}"
    at = document.range_of(place, "key")
    fault = Fault("ignored-key", message, at, f"did you mean `{meant}`?", place)
    if certain(written, keys.known) != meant:
        return fault
    return fault._replace(fix_title=f"write `{meant}`", edits=((at, meant),))
