"""Folders that may hold prompts in a dialect that only the configuration can name, as the configuration would.

A name is no more than a hint. That source code loads a file of the folder is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from promptops.compiler.text_search import matcher_of
from promptops.config.dialects import Plain, PlainTemplate
from promptops.expectations.code.languages import SUFFIXES
from promptops.formats.plain import read_body
from promptops.sources.globs import compile_pattern
from promptops.sources.text import decode
from promptops.sources.trees import Unreadable
from promptops.templates import parse_template

Read = Callable[[str], bytes | Unreadable]

_DIALECTS: dict[str, Plain] = {
    "md": "markdown",
    "markdown": "markdown",
    "j2": "jinja",
    "jinja": "jinja",
    "jinja2": "jinja",
    "txt": "text",
}
_WORD = re.compile(r"[a-z]+")
_FOLDER_WORDS = frozenset({"prompt", "prompts"})
_FOLDER_NAMES = frozenset({"patterns"})
_ABOUT_THE_FOLDER = frozenset({"readme", "changelog", "contributing", "license", "security"})
_SEVERAL = 2
_ORDINARY_PATH = re.compile(r"[\w./ +@=,-]+")
_LANGUAGES: tuple[PlainTemplate, ...] = ("jinja", "mustache", "handlebars", "format")
"""Template languages that a folder may be written in; where a text fits several, the first is meant most often."""

_OF_NO_OTHER = "{{$"
"""A variable of Semantic Kernel's templates, which are in none of these languages and would pass for Mustache."""

MAX_SAMPLE = 100
"""Files of a folder whose template language is looked at."""


class Folder(NamedTuple):
    """A folder that may hold prompts: a path pattern, how to read its files, and how many of them there are to read.

    `template` is a language in which all of them are templates, None where texts are plain or the dialect has its own.
    `named_by` is a file of source code that names a file of the folder, None where none does.
    """

    pattern: str
    dialect: Plain
    files: int
    template: PlainTemplate | None = None
    named_by: str | None = None


class Folders(NamedTuple):
    """The folders, and the names of files in them that speak of a folder and are no prompts."""

    folders: tuple[Folder, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def loaded(self) -> tuple[Folder, ...]:
        """Return those that source code loads prompts from."""
        return tuple(folder for folder in self.folders if folder.named_by is not None)


NO_FOLDERS = Folders()


def find_folders(paths: Iterable[str], known: frozenset[str], read: Read) -> Folders:
    """Return the outermost folders named as if they held prompts, with several files of one dialect or one in use.

    `known` are the paths of files that are read already: a pattern that would have them read otherwise is left out.
    """
    paths = tuple(paths)
    code = [path for path in paths if path[path.rfind(".") :] in SUFFIXES and _ORDINARY_PATH.fullmatch(path)]
    groups: dict[tuple[str, Plain], dict[str, list[str]]] = {}
    about: set[str] = set()
    for path in paths:
        folder, name = _folder_of(path), path.rpartition("/")[2]
        stem, _, ending = name.rpartition(".")
        dialect = _DIALECTS.get(ending)
        if dialect is None or not folder or path in known:
            continue
        if stem.lower() in _ABOUT_THE_FOLDER:
            about.add(name)
        else:
            groups.setdefault((folder, dialect), {}).setdefault(ending, []).append(path)
    found = [folder for key in sorted(groups) for folder in _folders(*key, groups[key], code, read)]
    wanted = tuple(folder for folder in found if not any(map(compile_pattern(folder.pattern), known)))
    return Folders(wanted, tuple(sorted(about)) if wanted else ())


def _folder_of(path: str) -> str:
    """Return the outermost folder of a path that is named as if it held prompts, empty for none."""
    above = path.split("/")[:-1]
    depth = next((at for at, part in enumerate(above, start=1) if _holds_prompts(part)), 0)
    return "/".join(above[:depth])


def _holds_prompts(name: str) -> bool:
    words = set(_WORD.findall(name.lower()))
    return bool(words & _FOLDER_WORDS) or name.lower() in _FOLDER_NAMES


def _folders(
    folder: str, dialect: Plain, paths: dict[str, list[str]], code: Sequence[str], read: Read
) -> Iterator[Folder]:
    """Yield what to write for a folder, a pattern for each ending."""
    if not _ORDINARY_PATH.fullmatch(folder):
        return
    texts = {ending: [text for path in each if (text := _text(read(path)))] for ending, each in paths.items()}
    named_by = _naming((path for ending, each in paths.items() if texts[ending] for path in each), code, read)
    if named_by is not None or sum(map(len, texts.values())) >= _SEVERAL:
        for ending in sorted(ending for ending in texts if texts[ending]):
            template = None if dialect == "jinja" else template_of(texts[ending])
            yield Folder(f"{folder}/**/*.{ending}", dialect, len(texts[ending]), template, named_by)


def _naming(paths: Iterable[str], code: Sequence[str], read: Read) -> str | None:
    """Return the first file of source code that has the name of one of some files at the end of a string."""
    names = sorted({path.rpartition("/")[2] for path in paths})
    matches = matcher_of([f"{name}{mark}" for name in names for mark in "\"'`"])
    for path in code if matches is not None else ():
        data = read(path)
        if matches is not None and not isinstance(data, Unreadable) and matches(data):
            return path
    return None


def _text(data: bytes | Unreadable) -> str | None:
    """Return the text of a file that would be read, None for one that holds a place."""
    text = None if isinstance(data, Unreadable) else decode(data)[0]
    return text if text is not None and read_body(text).body.strip() else None


def template_of(texts: Sequence[str]) -> PlainTemplate | None:
    """Return a language in which all of some texts are templates, and one of them uses a variable or an include."""
    if any(_OF_NO_OTHER in text for text in texts):
        return None
    # To the others, a statement of Jinja2's is text: that cannot be meant.
    languages = _LANGUAGES[:1] if any("{%" in text for text in texts) else _LANGUAGES
    return next((language for language in languages if _is_written_in(language, texts)), None)


def _is_written_in(language: PlainTemplate, texts: Sequence[str]) -> bool:
    templates = [parse_template(read_body(text).body, language) for text in islice(texts, MAX_SAMPLE)]
    is_used = any(template.variables or template.includes for template in templates)
    return is_used and all(template.error is None for template in templates)
