"""Folders of prompt texts by configuration: Markdown, Jinja2 templates, plain text.

Such a file declares nothing: its name is its path without the suffix, its inputs are whatever its text uses.
"""

from __future__ import annotations

from promptops.formats.drafts import NOT_OURS, Draft, Reading
from promptops.formats.native import MarkdownDocument
from promptops.sources.front_matter import FrontMatter, read_front_matter
from promptops.sources.text import normalise_breaks
from promptops.templates import Language

_SUFFIXES = (".jinja2", ".jinja", ".j2", ".md", ".markdown", ".txt", ".prompt", ".tmpl")


def read_plain(path: str, text: str, *, dialect: str, template: Language) -> Reading:
    """Read a prompt's text. Front matter is set aside unread, except for a description in it.

    A file without any text is none of ours: many a folder of prompts has some to hold a place.
    """
    front = read_body(text)
    if not front.body.strip():
        return NOT_OURS
    document = MarkdownDocument(front)
    data = {"kind": "Prompt", "name": prompt_name(path), "body": front.body}
    header = front.header.value if front.header is not None else None
    if isinstance(header, dict) and isinstance(header.get("description"), str):
        data["description"] = header["description"]
    return Reading(dialect, (Draft("Prompt", data, document, template=template),))


def read_body(text: str) -> FrontMatter:
    """Return header and body; a text that only seems to have a header is all body.

    A line of dashes opens a text as often as front matter does.
    """
    front, faults = read_front_matter(text)
    return FrontMatter(None, normalise_breaks(text).removesuffix("\n"), 1) if faults else front


def prompt_name(path: str) -> str:
    """Return a path without the suffixes that say only how the text is written."""
    name = path
    while suffix := next((suffix for suffix in _SUFFIXES if name.endswith(suffix) and len(name) > len(suffix)), None):
        name = name.removesuffix(suffix)
    return name
