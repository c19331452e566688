"""An example gives inputs or an output that the prompt's own schemas refuse.

## Why is this bad?

One of the two is wrong. If it is the schema, correct answers are thrown away; if it is the example, the model is shown
how to break the format that every caller relies on, and follows examples more closely than words.

## Example

```markdown prompts/triage.prompt.md
---
name: support/triage
inputs: {request: string}
output:
  format: json
  schema:
    type: object
    properties: {category: {enum: [refund, complaint]}, priority: {type: integer}}
    required: [category, priority]
examples:
  - inputs: {request: I want my money back}
    output: {category: refund, priority: high}  # error: [nonconforming-example]
  - inputs: {request: Where is my order, order: 17}  # error: [nonconforming-example]
    output: {category: complaint, priority: 2}
  - inputs: {request: This is broken}
    output: Complaint, 2  # error: [nonconforming-example]
---
Sort this request: {{ request }}
```

## Near miss

An input with a default may be left out, and an output in JSON may be written as the text that the model writes.

```markdown prompts/triage.prompt.md
---
name: support/triage
inputs: {request: string, language: {type: string, default: en}}
output:
  format: json
  schema: {type: object, properties: {category: {enum: [refund, complaint]}}, required: [category]}
examples:
  - inputs: {request: I want my money back}
    output: '{"category": "refund", "reason": "not asked for"}'
---
Sort this request in the language {{ language }}: {{ request }}
```

## Use instead

```markdown prompts/triage.prompt.md
---
name: support/triage
inputs: {request: string}
output:
  format: json
  schema:
    type: object
    properties: {category: {enum: [refund, complaint]}, priority: {type: integer}}
    required: [category, priority]
examples:
  - inputs: {request: I want my money back}
    output: {category: refund, priority: 3}
---
Sort this request: {{ request }}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from promptops.diagnostics import Severity
from promptops.resources.plain_conformance import plainly_conforms
from promptops.resources.rejections import place
from promptops.resources.work import Work
from promptops.rules.contexts import FileContext, Problem, ReadResource
from promptops.rules.rule import file_rule

if TYPE_CHECKING:
    from promptops.resources.prompt import Example, Output, Prompt

_HELP = "correct the example, or the schema"


class _Refused(NamedTuple):
    """Why a value is refused: `keys` lead to what is wrong in the file, those `within` on from there inside a text."""

    text: str
    keys: tuple[str | int, ...]
    within: tuple[str | int, ...] = ()
    help: str | None = None


@file_rule(severity=Severity.ERROR, since="0.1.0")
def nonconforming_example(context: FileContext) -> Iterator[Problem]:
    """Yield what is most plainly wrong with the inputs and with the output of each example."""
    for resource in context.resources:
        if resource.entry.kind == "prompt":
            prompt = cast("Prompt", resource.model)
            if prompt.examples and not isinstance(prompt.examples, str):
                yield from _problems(resource, prompt, prompt.examples)


def _problems(resource: ReadResource, prompt: Prompt, examples: tuple[Example, ...]) -> Iterator[Problem]:
    work = Work()
    for index, example in enumerate(examples):
        for refused in (_refused_inputs(prompt.inputs, example, work), _refused_output(prompt.output, example, work)):
            if refused is not None:
                yield _problem(resource, index, refused)


def _refused_inputs(schema: Mapping[str, Any] | None, example: Example, work: Work) -> _Refused | None:
    return None if schema is None else _refused(schema, example.inputs, ("inputs",), work)


def _refused_output(output: Output | None, example: Example, work: Work) -> _Refused | None:
    """Judge the output as it stands, or a text by the JSON in it where JSON is what the model writes."""
    if output is None or isinstance(output.schema_, str):
        return None
    schema, value = output.schema_, example.output
    refused = None if schema is None else _refused(schema, value, ("output",), work)
    if not isinstance(value, str) or output.format not in ("json", "text"):
        return refused if not isinstance(value, str) else None
    if output.format == "text" or (schema is not None and refused is None):
        return refused
    from promptops.sources.json import read_json  # noqa: PLC0415 - few prompts have such an example

    document, faults = read_json(value)
    if document is None:
        return _Refused(f"is not JSON: {faults[0].message}", ("output",))
    within = None if schema is None else _refused(schema, document.value, ("output",), work)
    return within and _Refused(within.text, ("output",), within.keys[1:])


def _refused(schema: Mapping[str, Any], value: Any, base: tuple[str], work: Work) -> _Refused | None:
    if plainly_conforms(schema, value):
        return None
    from promptops.resources.conformance import nonconformity  # noqa: PLC0415 - it costs 80 ms, and is rarely asked

    problem = nonconformity(schema, value, work)
    return None if problem is None else _Refused(problem.text, (*base, *problem.keys), help=problem.help)


def _problem(resource: ReadResource, index: int, refused: _Refused) -> Problem:
    named = place(("examples", index, *refused.keys, *refused.within))
    file = resource.attachments.get(("examples",))
    message, advice = f"{named} {refused.text}", refused.help or _HELP
    if file is None:
        return Problem(message, resource.entry.at("examples", index, *refused.keys), advice)
    span = file.span_of((index, *refused.keys))
    return Problem(message, resource.entry.at("examples"), advice, ((span, "the example stands here"),), named)
