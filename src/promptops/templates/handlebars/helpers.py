"""The helpers that every dotprompt template has, and the uses of them that cannot work.

Each check is about something that the reference implementation does whatever helpers a program adds: it fails, drops
text, or writes a marker of its own into the prompt.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptops.templates.handlebars.calls import Call
from promptops.templates.handlebars.tags import RefusedError


class Helper(NamedTuple):
    """What a helper takes: between `least` and `most` values, and whether it stands at the head of a block."""

    least: int
    most: int
    block: Literal["always", "never", "maybe"]
    usage: str


_MANY = 1_000
HELPERS = {
    "if": Helper(1, 1, "always", "{{#if value}} … {{/if}}"),
    "unless": Helper(1, 1, "always", "{{#unless value}} … {{/unless}}"),
    "with": Helper(1, 1, "always", "{{#with value}} … {{/with}}"),
    "each": Helper(1, _MANY, "always", "{{#each list}} … {{/each}}"),
    "ifEquals": Helper(2, 2, "always", "{{#ifEquals a b}} … {{/ifEquals}}"),
    "unlessEquals": Helper(2, 2, "always", "{{#unlessEquals a b}} … {{/unlessEquals}}"),
    "json": Helper(1, 1, "never", "{{json value}}"),
    "role": Helper(1, _MANY, "never", '{{role "system"}}'),
    "section": Helper(1, _MANY, "never", '{{section "name"}}'),
    "history": Helper(0, _MANY, "never", "{{history}}"),
    "media": Helper(0, 0, "never", "{{media url=address}}"),
    "log": Helper(0, _MANY, "maybe", "{{log value}}"),
    "lookup": Helper(2, _MANY, "maybe", "{{lookup list index}}"),
    "helperMissing": Helper(0, _MANY, "maybe", ""),
    "blockHelperMissing": Helper(0, _MANY, "maybe", ""),
}
"""By name; Handlebars' own and dotprompt's."""

SAME_CONTEXT = frozenset({"if", "unless", "ifEquals", "unlessEquals"})
"""The helpers whose block sees what the text around it sees."""


def check_use(name: str, call: Call, place: tuple[int, int], *, block: bool) -> None:
    """Raise `RefusedError` for a use of a helper that cannot work."""
    helper = HELPERS[name]
    problem = _problem(name, helper, call, block=block)
    if problem is not None:
        raise RefusedError(problem, *place, _advice(name, helper, call, block=block))


def _problem(name: str, helper: Helper, call: Call, *, block: bool) -> str | None:
    if helper.block == "never" and block:
        return f"`{name}` takes no block: the text inside it is dropped"
    if helper.block == "always" and not block:
        return f"`{name}` needs a block"
    given = len(call.params)
    if not helper.least <= given <= helper.most:
        return f"`{name}` takes {_amount(helper)}, not {given}"
    if name == "media" and "url" not in dict(call.hash):
        return "`media` has no `url`"
    return None


def _amount(helper: Helper) -> str:
    if helper.most == 0:
        return "named values alone"
    amount = {1: "one value", 2: "two values"}[helper.least]
    return amount if helper.least == helper.most else f"at least {amount}"


def _advice(name: str, helper: Helper, call: Call, *, block: bool) -> str:
    if call.is_bare and not block:
        return f"write `{helper.usage}`, or `{{{{this.{name}}}}}` for the value of that name"
    ending = f" before the text, without `{{{{/{name}}}}}`" if block and helper.block == "never" else ""
    return f"write `{helper.usage}`{ending}"
