"""What GitHub Models would refuse in a `.prompt.yml` file, or pass over without a word.

Other programs read files of this name and have keys of their own in them. What those do with the rest of such a file is
not known, and nothing is said about it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any

from promptops.diagnostics import Fault
from promptops.resources.rejections import described, enumerated, place, quoted, type_name, wrong_type
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json
from promptops.sources.text import LineIndex
from promptops.sources.yaml import YamlDocument
from promptops.spelling import certain
from promptops.templates.braces import parse, spaced

DIALECT = "github-models"
ROLES = ("system", "user", "assistant")
_TOP = (
    "name",
    "description",
    "model",
    "modelParameters",
    "responseFormat",
    "jsonSchema",
    "messages",
    "testData",
    "evaluators",
)
_PARAMETERS = ("maxTokens", "maxCompletionTokens", "temperature", "topP")
_ANYBODYS = ("x-", "_", ".", "$")
"""How keys begin that are written for no program, or for editors."""

_OTHER_WORDS = {"parameters": "modelParameters", "maxoutputtokens": "maxTokens", "maxnewtokens": "maxTokens"}
_EVALUATOR = ("name", "string", "llm", "uses")
_STRING = ("equals", "contains", "startsWith", "endsWith")
_LLM = ("modelId", "prompt", "choices", "systemPrompt")
_FORMATS = ("text", "json_object", "json_schema")
_BUILT_IN = tuple(f"github/{name}" for name in ("similarity", "coherence", "fluency", "relevance", "groundedness"))
_NUMBERS = {"maxTokens": "a whole number", "temperature": "a number", "topP": "a number"}


def faults_of(document: YamlDocument) -> Iterator[Fault]:
    """Yield what is wrong with a file whose `messages` are a list of mappings with a role each."""
    data = document.value
    if _is_for_others(data):
        return
    yield from _messages(document)
    yield from _ignored(document, (), _TOP)
    if "modelParameters" in data:
        yield from _ignored(document, ("modelParameters",), _PARAMETERS)
        yield from _numbers(document)
    yield from _response_format(document)
    if "jsonSchema" in data:
        yield from _json_schema(document)
    yield from _unreplaced(document)
    evaluators = data.get("evaluators")
    for index, evaluator in enumerate(evaluators if isinstance(evaluators, list) else ()):
        if isinstance(evaluator, dict):
            yield from _evaluator(document, ("evaluators", index), evaluator)


def _is_for_others(data: Mapping[str, Any]) -> bool:
    """Say whether a file has keys at its top that are no misspelt ones of GitHub Models."""
    return any(key not in _TOP and not key.startswith(_ANYBODYS) and _meant(key, _TOP) is None for key in data)


def _invalid(document: YamlDocument, keys: KeyPath, text: str, help: str | None = None) -> Fault:
    message = f"{place(keys)} {text}"
    return Fault("invalid-value", message, document.range_of(keys), help, keys)


def _messages(document: YamlDocument) -> Iterator[Fault]:
    for index, message in enumerate(document.value["messages"]):
        keys = ("messages", index)
        if message["role"].lower() not in ROLES:
            text = f"must be {enumerated(ROLES)}, not {described(message['role'])}"
            yield _invalid(document, (*keys, "role"), text)
        if isinstance(message.get("content"), list | dict):
            text = f"must be a string, not {type_name(message['content'])}"
            yield _invalid(document, (*keys, "content"), text)


def _ignored(document: YamlDocument, keys: KeyPath, known: Sequence[str]) -> Iterator[Fault]:
    """Yield the keys of a mapping that stand for one of the known keys and are spelt otherwise."""
    written = reduce(getitem, keys, document.value)
    for key in written if isinstance(written, dict) else ():
        meant = None if key in known else _meant(key, known)
        if meant is not None:
            advice = _advice(key, meant, written)
            found = document.range_of((*keys, key), "key")
            yield Fault(
                "ignored-key",
                f"`gh models` and `actions/ai-inference` ignore {quoted(key)}",
                found,
                advice,
                (*keys, key),
            )


def _advice(key: str, meant: str, written: Container[str]) -> str:
    if meant in written:
        return f"remove it, `{meant}` is given"
    if key == "max_tokens":  # github/ai-assessment-comment-labeler runs such files, too, and reads it
        return f"write `{meant}`, and keep this one only where another action reads it"
    return f"did you mean `{meant}`?"


def _meant(key: str, known: Sequence[str]) -> str | None:
    plain = _letters(key)
    other = _OTHER_WORDS.get(plain)
    if other in known:
        return other
    return next((name for name in known if _letters(name) == plain), None) or certain(key, known)


def _letters(key: str) -> str:
    return key.casefold().replace("_", "").replace("-", "")


def _numbers(document: YamlDocument) -> Iterator[Fault]:
    written = document.value["modelParameters"]
    for key, expected in _NUMBERS.items() if isinstance(written, dict) else ():
        value = written.get(key)
        if isinstance(value, str | bool | list | dict):
            problem = wrong_type(expected, value)
            yield _invalid(document, ("modelParameters", key), problem.text, problem.help)


def _response_format(document: YamlDocument) -> Iterator[Fault]:
    data = document.value
    wanted = data.get("responseFormat")
    if wanted is not None and wanted not in _FORMATS:
        yield _invalid(document, ("responseFormat",), f"must be {enumerated(_FORMATS)}, not {described(wanted)}")
    elif wanted == "json_schema" and data.get("jsonSchema") is None:
        yield _invalid(document, ("responseFormat",), "needs a `jsonSchema`", "give it as a text of JSON")


def _json_schema(document: YamlDocument) -> Iterator[Fault]:
    keys, written = ("jsonSchema",), document.value["jsonSchema"]
    if written is None:
        return
    if not isinstance(written, str):
        advice = "put JSON in a block: `jsonSchema: |-`"
        yield _invalid(document, keys, f"must be a text of JSON, not {type_name(written)}", advice)
        return
    found, faults = read_json(written)
    if found is None:
        lines = LineIndex(written)
        line, column, *_ = faults[0].place
        at = lines.offset(line, column)
        stretch = document.range_in(keys, at, at + 1)
        yield Fault("invalid-value", f"`jsonSchema` is no JSON: {faults[0].message}", stretch, faults[0].help, keys)
    elif document.value.get("responseFormat") is None:
        message = "`gh models` and `actions/ai-inference` ignore `jsonSchema` without a `responseFormat`"
        advice = "add `responseFormat: json_schema`"
        yield Fault("ignored-key", message, document.range_of(keys, "key"), advice, keys)
    else:
        yield from _wrapper(document, found.value)


def _wrapper(document: YamlDocument, schema: Any) -> Iterator[Fault]:
    if not isinstance(schema, dict):
        yield _invalid(document, ("jsonSchema",), f"must hold a JSON object, not {type_name(schema)}")
    elif document.value.get("responseFormat") == "json_schema":
        missing = [key for key in ("name", "schema") if key not in schema]
        if missing:
            advice = 'write `{"name": …, "strict": true, "schema": {…}}`'
            yield _invalid(document, ("jsonSchema",), f"lacks {enumerated(missing, 'and')}", advice)


def _unreplaced(document: YamlDocument) -> Iterator[Fault]:
    """Yield what stands for a variable, and has blanks beside the name, so that nothing takes its place.

    It certainly does where the file uses the name elsewhere, or where the message is nothing else.
    """
    data = document.value
    texts = [message.get("content") for message in data["messages"]]
    suspects = [(index, text, spaced(text)) for index, text in enumerate(texts) if isinstance(text, str)]
    known = _names(data, texts) if any(found for _, _, found in suspects) else frozenset()
    for index, text, found in suspects:
        for tag in found:
            if tag.name in known or text.strip() == text[tag.start : tag.end]:
                keys = ("messages", index, "content")
                message = f"{quoted(text[tag.start : tag.end])} is sent as it stands: a variable has no blanks in it"
                stretch = document.range_in(keys, tag.start, tag.end)
                advice = f"write `{{{{{tag.name}}}}}`"
                yield Fault("undeclared-variable", message, stretch, advice, (*keys, tag.name))


def _names(data: Mapping[str, Any], texts: Iterable[Any]) -> frozenset[str]:
    rows = data.get("testData")
    given = {key for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict) for key in row}
    used = {use.name for text in texts if isinstance(text, str) for use in parse(text).variables}
    return frozenset(given | used)


def _evaluator(document: YamlDocument, keys: KeyPath, evaluator: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _ignored(document, keys, _EVALUATOR)
    string, llm, uses = (evaluator.get(key) for key in _EVALUATOR[1:])
    if isinstance(string, dict):
        yield from _ignored(document, (*keys, "string"), _STRING)
        if not any(string.get(key) for key in _STRING):
            yield _invalid(document, (*keys, "string"), f"needs {enumerated(_STRING)}")
    elif isinstance(llm, dict):
        yield from _ignored(document, (*keys, "llm"), _LLM)
    elif isinstance(uses, str) and uses:
        if uses not in _BUILT_IN:
            advice = f"there are {enumerated(_BUILT_IN, 'and')}"
            stretch = document.range_of((*keys, "uses"))
            message = f"there is no evaluator {quoted(uses)}: every case fails"
            yield Fault("unknown-reference", message, stretch, advice, (*keys, "uses"))
    elif string is None and llm is None and not uses:
        yield _invalid(document, keys, f"needs {enumerated(_EVALUATOR[1:])}")
