"""What a shell may complete: names of rules, categories, formats, kinds and schemas.

Each function takes what click passes, and returns the values that begin with what was typed. Nothing is imported before
a shell asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click


def complete_rule(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Complete the id of a rule."""
    del context, parameter
    from promptops.rules import rule_ids  # noqa: PLC0415 - only a shell asks

    return _beginning(rule_ids(), typed)


def complete_rules(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Complete the last of several rules or categories with commas between them."""
    del context, parameter
    from promptops.rules import categories  # noqa: PLC0415 - only a shell asks

    before, comma, last = typed.rpartition(",")
    names = (*dict.fromkeys(categories().values()), *categories())
    return [f"{before}{comma}{name}" for name in _beginning(names, last)]


def complete_format(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Complete the name of a report's format."""
    del context, parameter
    from promptops.reports import FORMATS  # noqa: PLC0415 - only a shell asks

    return _beginning(FORMATS, typed)


def complete_kind(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Complete a kind of resource."""
    del context, parameter
    from promptops.resources import SLUGS  # noqa: PLC0415 - only a shell asks

    return _beginning(SLUGS, typed)


def complete_schema(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Complete the name of a published schema."""
    del context, parameter
    from promptops.packaged import published_schemas  # noqa: PLC0415 - only a shell asks

    suffix = ".schema.json"
    names = (file.name for file in published_schemas().iterdir())
    return _beginning(sorted(name.removesuffix(suffix) for name in names if name.endswith(suffix)), typed)


def _beginning(names: Iterable[str], typed: str) -> list[str]:
    return [name for name in names if name.startswith(typed)]
