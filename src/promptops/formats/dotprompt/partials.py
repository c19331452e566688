"""The partials that a dotprompt text includes: the files that hold them, and so the names of the fragments.

`{{> name}}` is `_name.prompt` in the folder of prompts or below it, whose place only the program knows: it is looked
for in the folder of the text and in those above. A program may define partials itself, so one that is not found is no
mistake; one that is named like its file, with the underscore or the suffix, is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned, SourceFile
from promptops.formats.naming import name_of
from promptops.templates import Template
from promptops.templates.handlebars import PARTIAL_OF
from promptops.templates.model import Include

SUFFIX = ".prompt"
MARK = "_"
"""What the name of a partial's file begins with."""

_MAX_LEVELS = 8
"""Folders in which a partial is looked for: that of the text, and those above."""
_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")


def references(file: SourceFile, template: Template) -> dict[str, str | None]:
    """Return the fragment or prompt for each partial that a template names, None where no file holds it.

    None is also said of a partial that may come back to the text with another context: it ends by itself.
    """
    found: dict[str, str | None] = {}
    own = _own_name(file.path)
    for include in template.includes:
        if include.target is not None and include.target not in found:
            held = _find(file, include.target)
            returns = held is not None and _may_return(include, held[1], own)
            found[include.target] = None if held is None or returns else held[0]
    return found


def misnamed(file: SourceFile, template: Template, document: Positioned) -> Iterator[Fault]:
    """Yield a fault for each partial that is named by its file's name."""
    for include in template.includes:
        meant = _meant(include.target or "")
        if meant is None or _find(file, include.target or "") is not None or _find(file, meant) is None:
            continue
        place = document.range_in(("body",), include.start, include.end)
        message = f"there is no partial `{include.target}`: the file `{MARK}{meant}{SUFFIX}` is the partial `{meant}`"
        yield Fault(
            "unknown-reference",
            message,
            place,
            f"write `{{{{> {meant}}}}}`",
            ("body",),
            fix_title=f"write `{meant}`",
            edits=((place, meant),),
        )


def _own_name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(SUFFIX).removeprefix(MARK)


def _may_return(include: Include, text: str, own: str) -> bool:
    return include.keyword == PARTIAL_OF and (f"> {own}" in text or f">{own}" in text)


def _meant(target: str) -> str | None:
    plain = target.removesuffix(SUFFIX)
    folder, slash, name = plain.rpartition("/")
    plain = f"{folder}{slash}{name.removeprefix(MARK)}"
    return None if plain == target else plain


def _find(file: SourceFile, target: str) -> tuple[str, str] | None:
    """Return the reference to what is included, and its text."""
    if not _NAME.fullmatch(target):
        return None
    folder, slash, name = target.rpartition("/")
    home = posixpath.dirname(file.path)
    kinds = (("fragment", MARK), ("prompt", "")) if not name.startswith(MARK) else (("fragment", MARK),)
    for level in range(min(home.count("/") + 2 if home else 1, _MAX_LEVELS)):
        for kind, mark in kinds:
            relative = f"{'../' * level}{folder}{slash}{mark}{name}{SUFFIX}"
            text = file.beside(relative)
            if isinstance(text, str):
                path = posixpath.normpath(posixpath.join(home, relative))
                return f"{kind}:{name_of(path, (SUFFIX,))}", text
    return None
