"""BAML's declarations as drafts: prompts, fragments, models and evaluations."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from promptops.formats.annotations import annotated
from promptops.formats.baml.blocks import block_attributes, settings
from promptops.formats.baml.checks import is_prompt
from promptops.formats.baml.document import BamlDocument
from promptops.formats.baml.syntax import Declaration, Setting, Source
from promptops.formats.baml.tokens import Token
from promptops.formats.baml.types import Types
from promptops.formats.drafts import Draft
from promptops.formats.naming import reference
from promptops.sources.documents import KeyPath

DIALECT = "baml"

_ENVIRONMENT = "env."
_FALLBACK = ("fallback", "baml-fallback")
_STRUCTURED = frozenset({"object", "array"})
_TAG = re.compile(r"\{[{%][^{}]*[%}]\}")
_CHECK = re.compile(r"@(?:assert|check)\b")
_CALL = re.compile(r"(?<![\w.\"'])([A-Za-z_]\w*)\s*\(")
_CAPITAL = re.compile(r"(?<![\w.\"'])(?!(?:True|False|None)\b)([A-Z]\w*)\b(?!\s*\()")


class Drafts:
    """The drafts of one file, with names that begin with `folder`; the keys of each begin with its number."""

    def __init__(self, source: Source, folder: str) -> None:
        self._source = source
        self._document = BamlDocument(source.text)
        self._types = Types(source)
        self._folder = folder
        self._base: KeyPath = ()
        self._policies = {each.name.text: each for each in self._source.declarations if each.keyword == "retry_policy"}

    def __iter__(self) -> Iterator[Draft]:
        """Yield a draft for each declaration that becomes a resource."""
        for number, declared in enumerate(self._source.declarations):
            self._base = (str(number),)
            draft = self._draft(declared)
            if draft is not None:
                end = self._source.tokens[declared.body[1]].end if declared.body else declared.name.end
                self._document.note(self._base, (declared.name.start, end), declared.name[2:])
                self._document.note((*self._base, "name"), declared.name[2:])
                yield draft

    def _draft(self, declared: Declaration) -> Draft | None:
        if declared.keyword == "function" and is_prompt(self._source, declared):
            return self._prompt(declared)
        if declared.keyword == "template_string" and declared.text is not None:
            return self._fragment(declared, declared.text)
        if declared.keyword == "client":
            return self._model(declared)
        return self._eval(declared) if declared.keyword == "test" else None

    def _settings(self, declared: Declaration) -> dict[str, Setting]:
        return {each.key.text: each for each in settings(self._source, declared)}

    def _prompt(self, declared: Declaration) -> Draft | None:
        found = self._settings(declared)
        prompt, client = found.get("prompt"), found.get("client")
        body = self._body(prompt.start, prompt.end) if prompt is not None and prompt.kind == "raw" else ""
        if not body.strip():
            return None
        data: dict[str, Any] = {"kind": "Prompt", "name": self._folder + declared.name.text, "body": body}
        rest: dict[str, Any] = {"output": self._source.slice(declared.output)} | self._signature(declared, data)
        data |= self._output(declared)
        model = None if client is None else self._client_name(client)
        if client is not None and model is not None:
            data["model"] = model
            self._note(client, "model")
        moved = {"prompt"} if model is None else {"prompt", "client"}
        rest |= {key: each.value for key, each in found.items() if key not in moved}
        data |= annotated(DIALECT, rest)
        # A check of a parameter runs on every call: the parameter is used even where the text has no use for it.
        is_checked = any(_CHECK.search(self._source.slice(span)) for _, span in declared.parameters)
        closed = not is_checked and not _names_types(body, data["inputs"]["properties"])
        includes = self._includes(body)
        return Draft("Prompt", data, self._document, self._base, template="baml", closed=closed, includes=includes)

    def _fragment(self, declared: Declaration, text: Token) -> Draft | None:
        """Return the fragment of a `template_string`, which may use the variables of whoever calls it as well."""
        body = self._body(text.start, text.end)
        if not body.strip():
            return None
        data: dict[str, Any] = {"kind": "Fragment", "name": self._folder + declared.name.text, "body": body}
        data |= annotated(DIALECT, self._signature(declared, data))
        return Draft("Fragment", data, self._document, self._base, template="baml", includes=self._includes(body))

    def _signature(self, declared: Declaration, data: dict[str, Any]) -> dict[str, Any]:
        """Add the inputs of a function or template to its data; return their types as they are written."""
        for name, _ in declared.parameters:
            self._document.note((*self._base, "inputs", "properties", name.text), name[2:])
        data["inputs"] = self._types.object((name.text, span) for name, span in declared.parameters)
        written = {name.text: self._source.slice(span) for name, span in declared.parameters}
        return {"inputs": written} if written else {}

    def _includes(self, body: str) -> dict[str, str]:
        """Return the fragment for each name that a text calls, one of Jinja2's own or of a `template_string`."""
        called = {name for tag in _TAG.findall(body) if "(" in tag for name in _CALL.findall(tag)}
        return {name: f"fragment:{self._folder}{name}" for name in sorted(called)}

    def _body(self, start: int, end: int) -> str:
        """Return the text of the block string between two offsets."""
        keys = (*self._base, "body")
        self._document.note(keys, (start, end))
        marks = self._source.text.index('"', start) + 1 - start
        return self._document.block_string(keys, start + marks, end - marks)

    def _output(self, declared: Declaration) -> dict[str, Any]:
        """Return what the model is to write; nothing where a type of another file decides."""
        first, last = self._source.trimmed(declared.output)
        if first == last:
            return {}
        place = (self._source.tokens[first].start, self._source.tokens[last - 1].end)
        self._document.note((*self._base, "output"), place)
        schema = self._types.schema(declared.output)
        form = _form(schema, schema.get("$defs", {}))
        return {} if form is None else {"output": {"format": form, "schema": schema}}

    def _client_name(self, client: Setting) -> str | None:
        """Return the model that a function names: a client of the project, or a provider's model."""
        if not isinstance(client.value, str):
            return None
        return reference(client.value if "/" in client.value else self._folder + client.value, "model")

    def _model(self, declared: Declaration) -> Draft:
        found = self._settings(declared)
        rest = {key: each.value for key, each in found.items()} | self._policy(found)
        options: dict[str, Any] = rest["options"] if isinstance(rest.get("options"), dict) else {}
        data: dict[str, Any] = {"kind": "Model", "name": self._folder + declared.name.text}
        provider = reference(rest.get("provider"), "provider")
        if provider is not None:
            data["provider"] = provider
            self._note(found["provider"], "provider")
            del rest["provider"]
        model = options.get("model")
        is_known = isinstance(model, str) and bool(model.strip()) and not model.startswith(_ENVIRONMENT)
        known = {"id": model if is_known else None, "fallbacks": self._fallbacks(provider, options)}
        for key, value in known.items():
            if value:
                data[key] = value
                self._note(found["options"], key)
        data |= annotated(DIALECT, rest)
        dynamic = (("id",),) if isinstance(model, str) and model.startswith(_ENVIRONMENT) else ()
        return Draft("Model", data, self._document, self._base, dynamic=dynamic)

    def _fallbacks(self, provider: str | None, options: dict[str, Any]) -> list[str]:
        """Return the clients that are called one after the other; those that take turns are no fallbacks."""
        strategy = options.get("strategy")
        if provider not in _FALLBACK or not isinstance(strategy, list):
            return []
        names = [name if "/" in name else self._folder + name for name in strategy if isinstance(name, str)]
        return [name for name in names if reference(name, "model")]

    def _policy(self, found: dict[str, Setting]) -> dict[str, Any]:
        """Return the retries that a client names, where this file declares them."""
        named = found["retry_policy"].value if "retry_policy" in found else None
        declared = self._policies.get(named) if isinstance(named, str) else None
        if declared is None:
            return {}
        return {"retry_policy": {"name": named, **{key: each.value for key, each in self._settings(declared).items()}}}

    def _eval(self, declared: Declaration) -> Draft:
        found = self._settings(declared)
        functions = found["functions"].value if "functions" in found else None
        names = [name for name in (functions if isinstance(functions, list) else ()) if isinstance(name, str)]
        subjects = [subject for name in names if (subject := reference(f"prompt:{self._folder}{name}", "prompt"))]
        name = "/".join((*names[:1], declared.name.text))
        data: dict[str, Any] = {"kind": "Eval", "name": self._folder + name, "subjects": subjects}
        if subjects:
            self._note(found["functions"], "subjects")
        checks = [
            {name: self._source.slice(span)} for name, span in block_attributes(self._source, declared.body or (0, 0))
        ]
        moved = {"functions"} if isinstance(functions, list) and len(subjects) == len(functions) else set()
        rest = {key: each.value for key, each in found.items() if key not in moved}
        data |= annotated(DIALECT, {**rest, **({"checks": checks} if checks else {})})
        return Draft("Eval", data, self._document, self._base)

    def _note(self, setting: Setting, key: str) -> None:
        self._document.note((*self._base, key), (setting.start, setting.end), setting.key[2:])


def _form(schema: Any, definitions: Mapping[str, Any]) -> str | None:
    """Return whether values of a schema are written as `json` or `text`; None for those that may be anything."""
    forms: set[str] = set()
    seen: set[str] = set()
    pending = [schema]
    while pending:
        each = pending.pop()
        name = each.get("$ref", "").rpartition("/")[2]
        if name:
            pending += [definitions.get(name, {})] if name not in seen else []
            seen.add(name)
        elif "anyOf" in each:
            pending += each["anyOf"]
        elif not each:
            return None
        else:
            kind = each.get("type")
            is_text = _STRUCTURED.isdisjoint(kind if isinstance(kind, list) else [kind])
            forms.add("text" if is_text else "json")
    return "json" if "json" in forms else "text" if forms else None


def _names_types(body: str, inputs: Container[str]) -> bool:
    """Say whether a tag of a text uses a name that may be that of an enum or `template_string` of any file."""
    return any(name not in inputs for tag in _TAG.findall(body) for name in _CAPITAL.findall(tag))
