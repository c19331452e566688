"""The table of the dialects that are read as they stand: which files may be in each, and which module reads it.

Names and marks only say that a file may be in a dialect; whether it is, its reader decides. Nothing of a reader is
imported before a file asks for it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_YAML = (".yaml", ".yml")
_JSON = (".json", ".snap")


class Dialect(NamedTuple):
    """One dialect: `module` of this package has `read(file: SourceFile) -> Reading`.

    A file may be in it when its path ends with one of `suffixes`, and its bytes hold one of `marks`; one of `keys`, as
    a key at the left edge; or one of `inner_keys`, as a key below another one. `owned` says that the suffix belongs to
    this dialect: a file that cannot be read is then reported, not passed over.
    """

    id: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    keys: tuple[str, ...] = ()
    inner_keys: tuple[str, ...] = ()
    marks: tuple[bytes, ...] = ()
    owned: bool = False

    def may_hold(self, path: str, data: bytes) -> bool:
        """Say whether a file may be in this dialect."""
        return path.endswith(self.suffixes) and (
            not (self.keys or self.inner_keys or self.marks)
            or any(_has_key(data, key, _OUTER) for key in self.keys)
            or any(_has_key(data, key, _INNER) for key in self.inner_keys)
            or any(mark in data for mark in self.marks)
        )


_OUTER = r"""^(?:\xef\xbb\xbf)?(?:[ \t{{]*["']{0}["']|{0})[ \t]*:"""
"""A key at the left edge of a YAML file, or in quotes at the start of a line of JSON."""
_INNER = r"""^[ \t]+["']?{0}["']?[ \t]*:"""


def _has_key(data: bytes, key: str, pattern: str) -> bool:
    # Most files hold none of the words at all, which is seen many times faster than that none stands where a key does.
    return key.encode() in data and _pattern(key, pattern).search(data) is not None


@cache
def _pattern(key: str, pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.format(key).encode(), re.MULTILINE)


_YAML_TOOLS = (
    b"_schema:",
    b"Schema:",
    b"_declarations:",
    b"Declarations:",
    b"type: object",
    b"type: OBJECT",
    b"type: dict",
)
"""What the schema of a tool's parameters begins with in YAML, where every other file has names."""

DIALECTS = (
    Dialect("baml", "BAML", "baml", (".baml",), owned=True),
    Dialect("crewai", "CrewAI agents and tasks", "crewai", _YAML, inner_keys=("backstory", "expected_output")),
    Dialect(
        "declarative-agent",
        "Microsoft declarative agents and plugins",
        "declarative",
        (".json",),
        marks=(b"copilot/declarative-agent", b'"conversation_starters"', b'"name_for_human"'),
    ),
    Dialect("docker-agent", "docker agent", "docker_agent", _YAML, keys=("agents",)),
    Dialect("dotprompt", "dotprompt", "dotprompt", (".prompt",)),
    Dialect("github-models", "GitHub Models", "github_models", (".prompt.yml", ".prompt.yaml"), keys=("messages",)),
    Dialect("litellm", "LiteLLM proxy", "litellm", _YAML, keys=("model_list", "litellm_settings")),
    Dialect("lm-eval", "lm-evaluation-harness", "lm_eval", (".yaml",), keys=("task", "doc_to_text")),
    Dialect("openai-evals", "openai/evals modelgraded", "openai_evals", (".yaml",), inner_keys=("choice_strings",)),
    Dialect("promptfoo", "promptfoo", "promptfoo", (*_YAML, ".json"), keys=("prompts", "providers", "targets")),
    Dialect("prompty", "Prompty", "prompty", (".prompty",), owned=True),
    Dialect("tools", "MCP and function schemas", "tools", (*_JSON, ".jsonl"), marks=(b'"name"',)),
    Dialect("tools", "MCP and function schemas", "tools", _YAML, marks=_YAML_TOOLS),
)
"""Every dialect that is read as it stands, but for the native one. The order decides nothing."""

SUFFIXES = tuple({suffix for dialect in DIALECTS for suffix in dialect.suffixes})
OWNED = tuple(suffix for dialect in DIALECTS if dialect.owned for suffix in dialect.suffixes)


def dialects_of(path: str, data: bytes) -> tuple[Dialect, ...]:
    """Return the dialects that a file may be in by its name and its marks."""
    return tuple([dialect for dialect in DIALECTS if dialect.may_hold(path, data)])
