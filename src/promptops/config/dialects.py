"""The words by which a configuration names dialects and template languages."""

from __future__ import annotations

from typing import Literal, get_args

Plain = Literal["markdown", "jinja", "text"]
"""The dialects that hold a text and nothing that tells them from other files."""

Foreign = Literal[
    "baml",
    "crewai",
    "declarative-agent",
    "docker-agent",
    "dotprompt",
    "github-models",
    "litellm",
    "lm-eval",
    "openai-evals",
    "promptfoo",
    "prompty",
    "tools",
]
"""The dialects that are recognised by name and content, and that files of other names may be written in, too."""

PlainTemplate = Literal["none", "jinja", "nunjucks", "handlebars", "mustache", "braces", "format"]
PLAIN: tuple[Plain, ...] = get_args(Plain)
