"""dotprompt: `.prompt` files with front matter and a Handlebars text, as Genkit and other programs read them.

A file is a prompt by the name of its path; `name.variant.prompt` is a prompt of its own, and `_name.prompt` is the
fragment `name`, for other files to include.
"""

from __future__ import annotations

import re
from typing import Any

from promptops.diagnostics import START, Fault
from promptops.formats.annotations import annotated, without
from promptops.formats.dotprompt.keys import header_of_partial, ignored_keys
from promptops.formats.dotprompt.marks import is_dotprompt, names_own_keys, other_marks
from promptops.formats.dotprompt.partials import MARK, SUFFIX, misnamed, references
from promptops.formats.dotprompt.schemas import Part, inputs_of, output_of
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading, SourceFile
from promptops.formats.naming import name_of, reference
from promptops.formats.native import MarkdownDocument
from promptops.formats.parameters import is_parameter
from promptops.formats.prompty.document import split
from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath
from promptops.sources.front_matter import FrontMatter
from promptops.sources.text import INVALID
from promptops.templates import parse_template

DIALECT = "dotprompt"
_PARAMETERS = {"maxOutputTokens": "max_output_tokens", "topK": "top_k", "topP": "top_p"}
"""Parameters of a model that every provider knows, under Google's names for them."""
_BREAKS = ("\n", "\r")

_OTHER_TYPE = re.compile(r"""\s*([\w?]+):\s*(?:\{.*\}\[\]|["'][^"']*["']\s*\|.*)\s*\Z""")
"""A key with a type as TypeScript would have it, a list of objects or an alternative of texts."""


def read(file: SourceFile) -> Reading:
    """Read a prompt or a fragment, and the tools that it defines itself."""
    front, faults = split(file.text)
    if faults and front.header is None:
        return _unreadable(file.text, front, faults)
    front = _trimmed(front)
    header = front.header.value if front.header is not None else None
    marks = other_marks(header, front.body)
    if marks is not None:
        return Reading("", faults=(_undecided(marks),))
    if not is_dotprompt(header, front.body):
        return NOT_OURS
    if not isinstance(header, dict | None):
        return NOT_OURS
    if front.header is not None and not front.body and not file.text.endswith(_BREAKS):
        return Reading(DIALECT, faults=(*faults, _unfinished(front)))
    return _reading(file, front, faults)


def _trimmed(front: FrontMatter) -> FrontMatter:
    """Return the parts of a file with the text as it goes to the model, without blank lines around it."""
    body = front.body.rstrip()
    kept = body.lstrip("\n")
    return front._replace(body=kept, body_line=front.body_line + len(body) - len(kept))


def _unreadable(text: str, front: FrontMatter, faults: tuple[Fault, ...]) -> Reading:
    """Return the faults of front matter that is dotprompt's for certain."""
    written = text.removesuffix(front.body) if front.body else text
    ours = names_own_keys(written) and is_dotprompt({"config": {}}, front.body)
    return Reading(DIALECT, faults=tuple([_advised(text, fault) for fault in faults])) if ours else NOT_OURS


def _advised(text: str, fault: Fault) -> Fault:
    """Return a fault of YAML with the advice of who knows Picoschema, where its types were written as elsewhere."""
    line = text.split("\n")[fault.place.line - 1]
    name = _OTHER_TYPE.match(line)
    if name is None:
        return fault
    form = "(array): {…}`" if line.rstrip().endswith("[]") else "(enum): [a, b]`"
    return fault._replace(help=f"Picoschema has it as `{name[1]}{form}")


def _undecided(marks: str) -> Fault:
    message = f"the file has front matter or helpers of dotprompt's, and {marks}"
    advice = "dotprompt writes such tags into the prompt; rename the file if it is not dotprompt's"
    return Fault("unknown-dialect", message, START, advice)


def _unfinished(front: FrontMatter) -> Fault:
    place = MarkdownDocument(front).range_of(("body",))
    message = "no line break follows the closing `---`: dotprompt takes the front matter for the text of the prompt"
    return Fault(INVALID, message, place._replace(line=place.line - 1, end_line=place.end_line - 1), "add one")


def _reading(file: SourceFile, front: FrontMatter, faults: tuple[Fault, ...]) -> Reading:
    document = MarkdownDocument(front)
    header: dict[str, Any] = {} if front.header is None else front.header.value
    template = parse_template(front.body, "handlebars")
    is_partial = file.path.rpartition("/")[2].startswith(MARK)
    tools = tuple(_tools(header.get("toolDefs"), document))
    found = _Header(header, document)
    checks = header_of_partial if is_partial else ignored_keys
    faults = (*faults, *found.faults, *checks(header, document), *misnamed(file, template, document))
    if not front.body:
        return Reading(DIALECT, tools, faults)
    data = {"kind": "Fragment" if is_partial else "Prompt", "name": name_of(file.path, (SUFFIX,))}
    data |= found.of_fragment(front.body) if is_partial else found.of_prompt(front.body, _variant(file.path))
    draft = Draft(
        data["kind"],
        data,
        Relocated(document, found.places),
        template="handlebars",
        closed=not is_partial and found.is_closed,
        includes=references(file, template),
    )
    return Reading(DIALECT, (draft, *tools), faults)


def _variant(path: str) -> str | None:
    """Return the variant that a file's name says it is."""
    _, dot, variant = path.rpartition("/")[2].removesuffix(SUFFIX).rpartition(".")
    return variant if dot else None


class _Header:
    """The front matter in the native format's terms."""

    def __init__(self, header: dict[str, Any], document: Positioned) -> None:
        self._header = header
        self._inputs = inputs_of(header.get("input"), document)
        self._output = output_of(header.get("output"), document)
        self._config = _parameters(header.get("config"))
        parts = (self._inputs, self._output, self._config)
        self.faults = tuple(fault for part in parts for fault in part.faults)
        self.places = {keys: place for part in parts for keys, place in part.places.items()}

    @property
    def is_closed(self) -> bool:
        """Say whether values are refused that are not among the inputs: Picoschema refuses them."""
        return self._inputs.moved is not None and self._inputs.moved.get("additionalProperties") is False

    def of_fragment(self, body: str) -> dict[str, Any]:
        """Return the keys of a fragment: its front matter counts for nothing."""
        return {"body": body, **annotated(DIALECT, self._header)}

    def of_prompt(self, body: str, variant: str | None) -> dict[str, Any]:
        """Return the keys of a prompt but for its kind and name."""
        header = self._header
        moved: dict[str, Any] = {"body": body}
        rest = header if variant is None else {"variant": variant, **header}
        if isinstance(header.get("description"), str):
            moved["description"] = header["description"]
        model = reference(header.get("model"), "model")
        if model is not None:
            moved["model"] = model
        tools = _tool_names(header.get("tools"))
        if tools is not None:
            moved["tools"] = tools
        rest = without(rest, moved)
        for name, key, part in (
            ("inputs", "input", self._inputs),
            ("output", "output", self._output),
            ("parameters", "config", self._config),
        ):
            if part.moved is not None:
                moved[name] = part.moved
                rest = without(rest, {key}) | ({key: part.rest} if part.rest else {})
        return moved | annotated(DIALECT, rest)


def _tool_names(written: Any) -> list[str] | None:
    """Return a list of tools; None when some of it is no name."""
    if not isinstance(written, list) or any(reference(tool, "tool") is None for tool in written):
        return None
    return list(dict.fromkeys(written))


def _parameters(written: Any) -> Part:
    if not isinstance(written, dict):
        return Part(None, written, {})
    moved: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    places: dict[KeyPath, KeyPath] = {("parameters",): ("config",)}
    config: dict[str, Any] = written
    for key, value in config.items():
        name = _PARAMETERS.get(key, key)
        if name not in moved and is_parameter(name, value):
            moved[name] = value
            places["parameters", name] = ("config", key)
        else:
            rest[key] = value
    return Part(moved or None, rest, places)


def _tools(written: Any, document: Positioned) -> list[Draft]:
    """Return the tools that a file defines."""
    found = []
    for index, tool in enumerate(written if isinstance(written, list) else ()):
        if isinstance(tool, dict) and isinstance(tool.get("name"), str) and isinstance(tool.get("inputSchema"), dict):
            data = {"kind": "Tool", "name": tool["name"], "parameters": tool["inputSchema"]}
            if isinstance(tool.get("description"), str):
                data["description"] = tool["description"]
            if isinstance(tool.get("outputSchema"), dict):
                data["result"] = tool["outputSchema"]
            renames = {"parameters": ("inputSchema",), "result": ("outputSchema",)}
            found.append(Draft("Tool", data, document, ("toolDefs", index), renames))
    return found
