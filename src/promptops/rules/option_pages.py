"""What may be set of a rule, as a section of its page."""

from __future__ import annotations

import json

from promptops.config.options import RuleOptions

_INTRODUCTION = """\
`promptops.yaml` sets them below `rules`, and below `overrides` for some paths, owners or environments. What is set
again replaces what was set before."""


def options_section(rule_id: str, options: type[RuleOptions]) -> str:
    """Return the section that lists the options of a rule, with a configuration that sets all of them."""
    declared = options.declared
    listed = [f"- `{name}`: {option.doc}\n  Takes {option.shape}." for name, option in declared.items()]
    settings = [f"      {name}: {_written(option.example)}" for name, option in declared.items()]
    example = "\n".join(["```yaml promptops.yaml", "rules:", f"  {rule_id}:", "    options:", *settings, "```"])
    return "\n\n".join(["## Options", _INTRODUCTION, "\n".join(listed), example])


def _written(value: int | tuple[str, ...]) -> str:
    """Return a value as YAML on one line."""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
