"""Prompt files: about a dozen lines of front matter, and a body of about forty lines that uses what they declare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import vocabulary as words
from inputs import LOCALE, Input, inputs_of
from plan import SHARED, Item, Plan
from prose import Prose

_BODY_LINES: Final = 35
_CLAUSES: Final = (
    ("strict-json", "output strictly valid JSON"),
    ("no-preamble", "answer without any preamble"),
    ("one-language", "never mix two languages in one answer"),
    ("cite-source", "name the source of every figure"),
)
_VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "string": ("open", "see the notes", "unknown", "as agreed"),
    "integer": (0, 1, 12, 250),
    "boolean": (True, False),
}
_ROLES: Final = ("careful assistant", "senior reviewer", "patient helper", "precise editor", "quiet classifier")


def prompt_file(plan: Plan, prompt: Item) -> str:
    """Return the text of one prompt file."""
    prose = plan.prose(prompt.path)
    declared = inputs_of(plan, prompt)
    tools = _tools(plan, prompt, prose)
    clause = prose.pick(_CLAUSES) if prose.chance(0.15) else None
    fields = _fields(prose) if prose.chance(0.6) else {}
    front = _front_matter(plan, prompt, declared, tools, fields, prose)
    if clause:
        front.append(f"contract:\n  {clause[0]}: {clause[1]}")
    must = [f"You must {clause[1]}."] if clause else []
    if fields and prose.chance(0.15):
        front += _example(declared, fields, prose)
    body = [
        *_opening(plan, prompt, declared, prose),
        *must,
        *_used(declared, prose),
        *_tool_rules(tools, prose),
        *_output(fields, prose),
    ]
    filler = list(_filler(_BODY_LINES - len(body) + prose.number(-8, 8), prose))
    return "\n".join(["---", *front, "---", *body, *filler, ""])


def _tools(plan: Plan, prompt: Item, prose: Prose) -> list[Item]:
    count = prose.pick((0, 0, 1, 1, 2, 3))
    own = plan.tools_of[prompt.owner] if prose.chance(0.8) else plan.tools
    return prose.sample(own or plan.tools, count)


def _fields(prose: Prose) -> dict[str, str]:
    """Return the keys of a JSON output with their types."""
    names = prose.sample(words.NOUNS, prose.number(2, 5))
    return {name: prose.pick(("string", "string", "integer", "boolean")) for name in names}


def _front_matter(
    plan: Plan, prompt: Item, declared: Sequence[Input], tools: Sequence[Item], fields: dict[str, str], prose: Prose
) -> list[str]:
    model = prose.pick(plan.models)
    lines = [
        f"name: {prompt.name}",
        f"version: {prompt.version}",
        f"owner: {prompt.owner}",
        *prose.pick(((), (), ("lifecycle: stable",), ("lifecycle: experimental",))),
        f"model: {model.name}",
        f"description: {prose.fact()}",
        "inputs:",
        *(f"  {given.name}: {given.schema}" for given in declared),
        f"output: {_output_schema(fields)}",
    ]
    if tools:
        lines.append(f"tools: [{', '.join(tool.reference for tool in tools)}]")
    heat = prose.pick(("0", "0.1", "0.2", "0.3", "0.7", "1.0"))
    lines.append(f"parameters: {{temperature: {heat}, max_output_tokens: {prose.number(2, 20) * 100}}}")
    lines.append(f"review_by: {review_date(prose)}")
    return lines


def review_date(prose: Prose) -> str:
    """Return a date that lies ahead for as long as anybody will measure with these files."""
    return f"{prose.number(2090, 2098)}-{prose.number(1, 12):02}-{prose.number(1, 28):02}"


def _output_schema(fields: dict[str, str]) -> str:
    if not fields:
        return "{format: text}"
    properties = ", ".join(f"{name}: {{type: {kind}}}" for name, kind in fields.items())
    required = ", ".join(fields)
    return f"{{format: json, schema: {{type: object, required: [{required}], properties: {{{properties}}}}}}}"


def _example(declared: Sequence[Input], fields: dict[str, str], prose: Prose) -> Iterator[str]:
    yield "examples:"
    yield f"  - inputs: {{{', '.join(f'{given.name}: {given.value}' for given in declared)}}}"
    yield f"    output: {json.dumps(_values(fields, prose))}"


def _values(fields: dict[str, str], prose: Prose) -> dict[str, Any]:
    return {name: prose.pick(_VALUES[kind]) for name, kind in fields.items()}


def _opening(plan: Plan, prompt: Item, declared: Sequence[Input], prose: Prose) -> Iterator[str]:
    if prose.chance(0.7):
        localised = any(given.name == LOCALE for given in declared)
        yield f'{{% include "{_fragment(plan, prompt, prose, localised=localised).reference}" %}}'
        yield ""
    yield f"You are a {prose.pick(_ROLES)} of the {prompt.owner} team."
    yield from prose.paragraph(prose.number(2, 4))
    if prose.chance(0.1):
        yield prose.pick(words.ACCENTED)
    yield ""


def _fragment(plan: Plan, prompt: Item, prose: Prose, *, localised: bool) -> Item:
    """Return a fragment that the prompt may include: one that takes an input only where the prompt has it."""
    own, shared = plan.fragments_of[prompt.owner], plan.others["fragment"][:SHARED]
    pool = own if own and prose.chance(0.3) else shared
    return prose.pick([fragment for fragment in pool if localised or not takes_locale(fragment)] or shared[:1])


def takes_locale(fragment: Item) -> bool:
    """Say whether a fragment has `locale` for an input."""
    return "language" in fragment.name


def _used(declared: Sequence[Input], prose: Prose) -> Iterator[str]:
    yield f"## {prose.heading()}"
    yield ""
    for given in declared:
        yield from given.lines
    yield ""


def _tool_rules(tools: Sequence[Item], prose: Prose) -> Iterator[str]:
    for tool in tools:
        called = prose.pick((f"Call `{tool.name}`", f"Use the `{tool.name}` tool", f"The tool `{tool.name}` is there"))
        yield f"{called} when the {prose.pick(words.NOUNS)} is {prose.pick(words.ADJECTIVES)}."
    if tools:
        yield ""


def _output(fields: dict[str, str], prose: Prose) -> Iterator[str]:
    if not fields:
        return
    yield "## Output"
    yield ""
    for name, kind in fields.items():
        yield f"- `{name}` ({kind}): {prose.remark()}"
    yield ""
    yield from ["```json", json.dumps(_values(fields, prose), indent=2 if prose.chance(0.5) else None), "```", ""]


def _filler(lines: int, prose: Prose) -> Iterator[str]:
    """Yield sections of paragraphs and lists until `lines` lines are full, blank ones included."""
    left = lines
    while left > 0:
        body = prose.number(3, 8)
        yield f"## {prose.heading()}"
        yield ""
        kind = prose.pick(("paragraph", "list", "steps"))
        if kind == "paragraph":
            yield from prose.paragraph(body)
        elif kind == "list":
            yield from (f"- {prose.remark()}" for _ in range(body))
        else:
            yield from (f"{number}. {prose.instruction()}" for number in range(1, body + 1))
        yield ""
        left -= body + 3
