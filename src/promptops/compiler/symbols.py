"""From a draft to a typed resource and its entry: validation, references, the names that its texts use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from promptops.compiler.attachments import Attachments
from promptops.diagnostics import Fault
from promptops.expectations.mentions import identifiers, tool_mentions
from promptops.formats import Draft, has_body
from promptops.resources import slug_of
from promptops.resources.base import Resource
from promptops.resources.entries import Entry, Link, Name
from promptops.resources.project import GOVERNANCE_KEYS
from promptops.resources.references import parse_reference, references
from promptops.resources.rejections import Rejection
from promptops.resources.validation import validate
from promptops.rules.contexts import Attachment, ReadResource
from promptops.sources.documents import KeyPath
from promptops.templates import PromptText, Template, parse_template
from promptops.templates.bindings import bound_names
from promptops.tokens import bytes_of

_WITH_TEXT = frozenset({"Prompt", "Fragment"})
_BODY = {"body"}
_INCLUDABLE = ("fragment", "prompt")
_PLACEHOLDER = "name"
_SCHEMA = ("output", "schema")
_EXAMPLES = ("examples",)
_TOOLS = ("tools",)
_INPUTS = ("inputs",)
_LEAVES_OPEN = frozenset(
    {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties"}
)
"""Keywords by which the schema of inputs may name more of them than its `properties` do."""


class Origin(NamedTuple):
    """Where a draft comes from: the file, its place among the file's drafts, and the dialect."""

    path: str
    ordinal: int
    dialect: str


def read_resource(
    origin: Origin, draft: Draft, attachments: Attachments
) -> tuple[ReadResource | Entry | None, list[Fault]]:
    """Validate one draft and collect its symbols.

    A resource that is refused yields an entry with its name only, so that references to it stay quiet; one without a
    name yields nothing.
    """
    native = origin.dialect == "native"
    files, faults = attachments.read(draft) if native else ({}, [])
    named, missing = attachments.named.read(draft) if native else ("", [])
    faults.extend(missing)
    # Other formats put no bounds on a name; ours are for those who choose names for this compiler.
    data = _with_files(draft.data, files) if native else {**draft.data, "name": _PLACEHOLDER}
    model, rejections = validate(draft.kind, data)
    faults.extend(_fault(draft, rejection, files) for rejection in rejections)
    name = draft.data.get("name")
    if model is None:
        if not isinstance(name, str):
            return None, faults
        return Entry.refused(origin.path, origin.ordinal, slug_of(draft.kind), name, origin.dialect), faults
    if not native:
        model = model.model_copy(update={"name": name})
    texts = texts_of(draft, files)
    entry = _entry(origin, draft, model, texts, files)
    if named:
        entry = entry._replace(digest=hashlib.sha256(f"{entry.digest}\0{named}".encode()).hexdigest())
    return ReadResource(entry, model, texts, files), faults


def _with_files(data: dict[str, Any], files: Mapping[KeyPath, Attachment]) -> dict[str, Any]:
    """Return a resource's data with the schema and the examples in the place of the files that hold them."""
    embedded = dict(data) if files else data
    for keys, attachment in files.items():
        if keys == _SCHEMA:
            embedded["output"] = {**data["output"], "schema": attachment.value}
        elif keys == _EXAMPLES:
            embedded["examples"] = attachment.value
    return embedded


def _fault(draft: Draft, rejection: Rejection, files: Mapping[KeyPath, Attachment]) -> Fault:
    place = draft.range_of(rejection.keys, rejection.part)
    fault = Fault(rejection.rule, rejection.message, place, rejection.help, rejection.keys)
    for keys, attachment in files.items():
        if rejection.keys[: len(keys)] == keys:
            line = attachment.span_of(rejection.keys[len(keys) :]).line
            message = f"`{attachment.path}`, line {line}: {fault.message}"
            return fault._replace(message=message, place=draft.range_of(keys))
    if rejection.meant is None:
        return fault
    return fault._replace(fix_title=f"write `{rejection.meant}`", edits=((place, rejection.meant),))


def _entry(
    origin: Origin,
    draft: Draft,
    model: Resource,
    texts: tuple[PromptText, ...],
    files: Mapping[KeyPath, Attachment],
) -> Entry:
    packed = _packed(model, files, _BODY if has_body(origin.path, origin.dialect) else None)
    known = [text for text in texts if not _is_dynamic(draft, text.keys)] if draft.dynamic else texts
    # What a program adds to a list of tools or inputs may be the very name that a text uses.
    mentions = () if _is_dynamic(draft, _TOOLS) else _mentions(known)
    inputs = draft.closed and draft.kind in _WITH_TEXT and not _is_dynamic(draft, _INPUTS)
    return Entry(
        path=origin.path,
        ordinal=origin.ordinal,
        kind=slug_of(draft.kind),
        name=model.name,
        version=model.version,
        dialect=origin.dialect,
        governance={key: draft.data[key] for key in GOVERNANCE_KEYS if draft.data.get(key)},
        environment=_environment(draft.data.get("environment")),
        links=(*_links(draft, model), *(link for text in known for link in _includes(text, draft.includes))),
        inputs=_inputs(getattr(model, "inputs", None) or {}) if inputs else None,
        variables=tuple([_name(text, use) for text in known for use in text.template.variables]),
        mentions=mentions,
        data=packed,
        digest=_digest(packed, draft.data.get("body")),
        identifiers=_identifiers(known) if mentions and not draft.data.get("tools") else (),
        opaque=len(known) < len(texts) or any(_is_opaque(text.template, draft.includes) for text in known),
        bound=tuple(sorted({name for text in known if text.template.includes for name in bound_names(text.text)})),
        dynamic=draft.dynamic,
        template=draft.template,
        size=_size(texts),
    )


_LEAST_SIZE = 12
"""Texts up to this power of two are of one size: no window is smaller, and an edit of them links nothing anew."""


def _size(texts: Sequence[PromptText]) -> int:
    size = sum(bytes_of(text.text) for text in texts)
    return 1 << max(_LEAST_SIZE, (size - 1).bit_length()) if size else 0


def _packed(model: Resource, files: Mapping[KeyPath, Attachment], left_out: set[str] | None) -> str:
    """Return a resource as JSON, with the variants' texts in the place of their files.

    A text that a file holds as it stands, below a header, is left out.
    """
    if not files:
        return model.model_dump_json(exclude=left_out, exclude_unset=True)
    public = model.model_dump(mode="json", exclude=left_out, exclude_unset=True)
    for keys, attachment in files.items():
        if keys[0] == "variants":
            variant = public["variants"][keys[1]]
            del variant["file"]
            variant["body"] = attachment.value
    return json.dumps(public, ensure_ascii=False, separators=(",", ":"))


def _environment(written: object) -> str | None:
    """Return the name in a reference to an environment."""
    parsed = parse_reference(written) if isinstance(written, str) else None
    return None if parsed is None else parsed[1]


def _is_dynamic(draft: Draft, keys: KeyPath) -> bool:
    """Say whether what stands at a path of keys, or a part of it, is known only where the draft's dialect runs."""
    return bool(draft.dynamic) and any(path[: len(keys)] == keys[: len(path)] for path in draft.dynamic)


def _mentions(texts: Iterable[PromptText]) -> tuple[Name, ...]:
    return tuple([_name(text, mention) for text in texts for mention in tool_mentions(text.text)])


def _identifiers(texts: Iterable[PromptText]) -> Sequence[str]:
    return sorted({name for text in texts for name in identifiers(text.text)})


def _links(draft: Draft, model: Resource) -> list[Link]:
    links = [Link(*reference) for reference in references(model)]
    return [link for link in links if not _is_dynamic(draft, tuple(link.keys))] if draft.dynamic else links


def _includes(text: PromptText, meant: Mapping[str, str | None]) -> list[Link]:
    """Return the includes of a text as links; one whose target is computed links to nothing that can be named.

    A target that is no reference, such as the path of a file, is a name that no resource can have. `meant` are the
    references that stand for targets.
    """
    found = []
    for include in text.template.includes:
        target = include.target and meant.get(include.target, include.target)
        if target is not None:
            kind, name, major = parse_reference(target) or (None, target, None)
            start, end = _offsets(text, include.start, include.end)
            found.append(Link("include", _INCLUDABLE, kind, name, major, text.keys, start, end, include.optional))
    return found


def _is_opaque(template: Template, meant: Mapping[str, str | None]) -> bool:
    targets = [include.target and meant.get(include.target, include.target) for include in template.includes]
    return template.error is not None or any(target is None or parse_reference(target) is None for target in targets)


def _name(text: PromptText, use: Any) -> Name:
    return Name(use.name, text.keys, *_offsets(text, use.start, use.end))


def _offsets(text: PromptText, start: int, end: int) -> tuple[int, int]:
    """Return offsets in a text of this file; a text of another file is shown where that file is named."""
    return (-1, -1) if text.keys[-1] == "file" else (start, end)


def _inputs(schema: Mapping[str, Any]) -> dict[str, bool] | None:
    if schema.get("additionalProperties", False) is not False or not _LEAVES_OPEN.isdisjoint(schema):
        return None
    required = schema.get("required", ())
    return {name: name in required for name in schema.get("properties", {})}


def texts_of(draft: Draft, files: Mapping[KeyPath, Attachment]) -> tuple[PromptText, ...]:
    """Return the texts that go to a model: the body, the messages, the variants."""
    if draft.kind not in _WITH_TEXT:
        return ()
    data = draft.data
    found: list[tuple[KeyPath, Any]] = [(("body",), data.get("body"))]
    for field, key in (("messages", "content"), ("variants", "body")):
        items = data.get(field)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            found.append(((field, index, key), item.get(key) if isinstance(item, dict) else None))
    found.extend((keys, attachment.value) for keys, attachment in files.items() if keys[0] == "variants")
    return tuple(
        PromptText(keys, text, parse_template(text, "none" if _is_dynamic(draft, keys) else draft.template))
        for keys, text in found
        if isinstance(text, str) and text
    )


def _digest(packed: str, body: object) -> str:
    """Return the SHA-256 over a resource's data and its text."""
    content = hashlib.sha256(packed.encode())
    if isinstance(body, str):
        content.update(b"\0" + body.encode(errors="surrogatepass"))
    return content.hexdigest()
