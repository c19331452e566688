from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "undecided-schema-change"
OLD, NEW = "{type: string, pattern: '^(?!0)[0-9]{6}$'}", "{type: string, pattern: '^(?!00)[0-9]{6}$'}"


def consumer(of: str) -> Files:
    return {"c.yaml": f"kind: Consumer\nname: support/booking\nof: {of}\n"}


def output(field: str) -> Files:
    schema = f"{{type: object, properties: {{order: {field}}}}}"
    return {"p.prompt.md": f"---\nname: p\noutput:\n  schema: {schema}\n---\nWrite down the order.\n"}


def inputs(field: str) -> Files:
    return {"p.prompt.md": f"---\nname: p\ninputs:\n  order: {field}\n---\nOrder {{{{ order }}}}.\n"}


def tool(key: str, field: str) -> Files:
    return {"t.yaml": f"kind: Tool\nname: find\n{key}:\n  type: object\n  properties: {{order: {field}}}\n"}


@pytest.mark.parametrize(
    ("before", "after", "of", "where"),
    [
        (output(OLD), output(NEW), "prompt:p", "output: `output.schema` of `p`"),
        (inputs(OLD), inputs(NEW), "prompt:p", "input: `inputs` of `p`"),
        (tool("parameters", OLD), tool("parameters", NEW), "tool:find", "tool-caller: `parameters` of `find`"),
        (tool("result", OLD), tool("result", NEW), "tool:find", "output: `result` of `find`"),
    ],
)
def test_every_schema_is_looked_at(diff: Diff, before: Files, after: Files, of: str, where: str) -> None:
    (found,) = (each for each in diff({**before, **consumer(of)}, after) if each.diagnostic.severity != "info")
    assert (found.diagnostic.rule, found.diagnostic.severity) == (RULE, "warning")
    assert f"{found.direction}: {found.diagnostic.message}".startswith(f"{where.replace(': ', ': in ')}, ")
    assert "undecided: `pattern` cannot be compared" in found.diagnostic.message
    assert found.diagnostic.notes == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (output("{type: string}"), output("{type: string, format: date}")),
        (output("{type: string}"), output(OLD)),
        (inputs(OLD), inputs("{type: string}")),
        (inputs("{type: string, format: date}"), inputs("{type: string}")),
        (output(OLD), output(OLD.replace("{type", "{description: Six digits., type"))),
        (output("{enum: [a, b]}"), output("{enum: [a, c]}")),
    ],
)
def test_what_is_decided_or_harmless_either_way_is_no_finding(diff: Diff, before: Files, after: Files) -> None:
    assert diff({**before, **consumer("prompt:p")}, after, RULE) == ()


def test_nobody_is_concerned_where_nobody_reads(diff: Diff) -> None:
    (found,) = diff(output(OLD), output(NEW), RULE)
    assert found.diagnostic.severity == "info"
