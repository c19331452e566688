"""The suffix `.prompt` is that of many tools: what is dotprompt's, what is not, and what could be either."""

from __future__ import annotations

import pytest

from promptops.formats import NOT_OURS, SourceFile
from promptops.formats.dotprompt import DIALECT, read
from promptops.sources.trees import MISSING

STRUCTURED = "---\ninput:\n  schema: {name: string}\n---\n"

OURS = {
    "a schema of inputs": f"{STRUCTURED}Greet {{{{name}}}}.",
    "defaults of inputs": "---\ninput: {default: {name: Ada}}\n---\nGreet {{name}}.",
    "a form of output": "---\noutput: {format: json}\n---\nGreet.",
    "a configuration": "---\nconfig: {temperature: 1}\n---\nGreet.",
    "a model": "---\nmodel: googleai/gemini-2.5-flash\n---\nGreet {{name}}.",
    "a model, and blocks": "---\nmodel: x\ntemperature: 1\n---\n{{#if name}}Greet.{{/if}}",
    "a license above": f"# Copyright\n#\n\n{STRUCTURED}Greet.",
    "a command to run it": f"#!/usr/bin/env runprompt\n{STRUCTURED}Greet.",
    "a role": '{{role "system"}}Greet.',
    "a role, with blanks and tildes": "{{~ role 'system' ~}}Greet.",
    "history": "Greet. {{history}}",
    "media": "Greet. {{media url=photo}}",
    "blocks of Handlebars": "Greet{{#if name}} {{name}}{{/if}}.",
    "other tags in the text": f"{STRUCTURED}Greet {{{{name}}}}. <context>\n<user name='x'/>\n</context>",
    "messages, and a role": '---\nmodel: x\n---\n{{role "system"}}\n<system>\nGreet.\n</system>',
}
OTHERS = {
    "plain text": "You are a helpful assistant.",
    "a variable": "Greet {{name}}.",
    "nothing": "",
    "Jinja2": "{% include 'a.prompt' %}{% if name %}Greet {{ name }}.{% endif %}",
    "Jinja2 below a model": "---\nmodel: x\n---\n{%- if name %}Greet.{% endif %}",
    "Humanloop": "---\nmodel: gpt-4o\ntemperature: 0.7\nprovider: openai\n---\n<system>\nGreet {{name}}.\n</system>",
    "a model and its provider": "---\nprovider: anthropic\nmodel: x\n---\nGreet {{ name }}.",
    "Continue": "temperature: 0.5\nmaxTokens: 4096\n---\n<system>\nGreet.\n</system>\n{{{ input }}}",
    "Continue, later": "---\nname: Greet\ndescription: Greets.\n---\nGreet {{{ input }}}.",
    "a language of its own": "init do\n  @version: 1\nend init\n\nGreet @name.",
    "YAML throughout": "config:\n  outputFormat: text\nprompts:\n  user: |\n    Greet {{ name }}.\n",
    "includes between tags": "<include>context/preamble.prompt</include>\n% You are an engineer.",
    "front matter of another kind": "---\ntitle: Greeting\n---\nGreet.",
    "front matter that is a list": "---\n- model: x\n---\nGreet.",
    "a line of dashes": "---\nGreet.\n---\nThen greet again.",
    "YAML that is broken, and nothing of ours": "---\ntitle: [\n---\nGreet.",
    "broken YAML above Jinja2": "---\nmodel: [\n---\n{% if name %}Greet.{% endif %}",
}
EITHER = {
    "our front matter above Jinja2": (f"{STRUCTURED}{{% if name %}}Greet.{{% endif %}}", "Jinja2"),
    "our helper in Jinja2": ('{{role "system"}}{% for a in b %}{% endfor %}', "Jinja2"),
    "our front matter above messages": (f"{STRUCTURED}<system>\nGreet.\n</system>", "Humanloop"),
}


@pytest.mark.parametrize("text", OURS.values(), ids=OURS)
def test_a_file_with_its_marks_is_read(text: str) -> None:
    reading = read(SourceFile("greet.prompt", text, lambda _: MISSING))
    assert (reading.dialect, len(reading.drafts)) == (DIALECT, 1)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_nothing_is_said_of_other_files(text: str) -> None:
    assert read(SourceFile("greet.prompt", text, lambda _: MISSING)) is NOT_OURS
    assert read(SourceFile("_greet.prompt", text, lambda _: MISSING)) is NOT_OURS


@pytest.mark.parametrize(("text", "seen"), EITHER.values(), ids=EITHER)
def test_what_could_be_either_is_not_guessed(text: str, seen: str) -> None:
    reading = read(SourceFile("greet.prompt", text, lambda _: MISSING))
    (fault,) = reading.faults
    assert (fault.rule, reading.drafts) == ("unknown-dialect", ())
    assert seen in fault.message
