"""The prompts of a promptfoo configuration: written in it, or in the files that it names.

Whatever promptfoo runs to get a prompt, it is not run here, and a pattern for names of files is not expanded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned, SourceFile
from promptops.formats.naming import segment
from promptops.resources.texts import MAX_PATH, PATH
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json
from promptops.sources.listing import UNLISTED
from promptops.sources.text import normalise_breaks, shown
from promptops.sources.trees import MISSING, Unreadable
from promptops.sources.yaml import read_yaml

_TEXT_SUFFIXES = (".txt", ".md", ".j2", ".json", ".jsonl", ".yaml", ".yml", ".csv")
_PROGRAM_SUFFIXES = (
    *(".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".py", ".go", ".rb"),
    *(".sh", ".bash", ".exe", ".bat", ".cmd", ".ps1", ".pl"),
)
_PATH_SUFFIXES = (".cjs", ".cts", ".js", ".json", ".jsonl", ".mjs", ".mts", ".py", ".ts", ".txt", ".yml", ".yaml")
_NEVER_PATHS = ("\n", "portkey://", "langfuse://", "helicone://")
_ENVIRONMENT = re.compile(r"\{\{-?\s*env\b")
_MAGIC = re.compile(r"[*?\[\]]|[!+@]\(")
_PATH = re.compile(PATH)
_DELIMITER = re.compile(r"^[^\S\n]*---[^\S\n]*$", re.MULTILINE)
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
_ABSENT = (MISSING, UNLISTED)
_FOUND_ELSEWHERE = "file"
"""A key that nothing has: what stands below the name of a file stands at it."""


class PromptSource(NamedTuple):
    """One text that goes to a model, before it is a resource.

    `part` names it within the file; `keys` are where the configuration has it or names its file; `text` is a body or
    messages; `written` says that the text stands in the configuration itself, `dynamic` that it is only the name of
    what yields the text.
    """

    part: str
    keys: KeyPath
    text: str | list[dict[str, str]]
    written: bool = False
    dynamic: bool = False
    settings: dict[str, Any] | None = None

    @property
    def place(self) -> KeyPath:
        """Return where the text stands in the configuration."""
        return self.keys if self.written else (*self.keys, _FOUND_ELSEWHERE)


def read_prompts(file: SourceFile, document: Positioned) -> tuple[list[PromptSource], list[Fault]]:
    """Return the prompts of a configuration, and the files of prompts that are not there."""
    reader = _Reader(file, document)
    found = [
        source._replace(settings=settings)
        for keys, raw, part, settings in _listed(document.value.get("prompts"))
        for source in reader.sources(raw, keys, part)
    ]
    return _with_names_apart(found), reader.faults


def _listed(prompts: Any) -> Iterator[tuple[KeyPath, str, str, dict[str, Any] | None]]:
    """Yield keys, text, name and settings of each entry of `prompts`."""
    if isinstance(prompts, str):
        yield ("prompts",), prompts, "", None
    elif isinstance(prompts, dict):
        for raw, label in prompts.items():
            yield ("prompts", raw), raw, label if isinstance(label, str) else "", None
    for index, item in enumerate(prompts if isinstance(prompts, list) else ()):
        if isinstance(item, str):
            yield ("prompts", index), item, "", None
        elif isinstance(item, dict):
            key = next((key for key in ("raw", "id") if isinstance(item.get(key), str) and item[key]), None)
            if key is not None:
                label = item.get("label") or (item.get("id") if key == "raw" else "")
                settings = {name: value for name, value in item.items() if name != key}
                yield ("prompts", index, key), item[key], label if isinstance(label, str) else "", settings


def _with_names_apart(sources: list[PromptSource]) -> list[PromptSource]:
    seen: dict[str, int] = {}
    found = []
    for index, source in enumerate(sources):
        part = source.part if len(source.part) <= _MAX_PART else ""
        part = segment(part) if part else f"prompt-{index + 1}"
        seen[part] = seen.get(part, 0) + 1
        found.append(source._replace(part=part if seen[part] == 1 else f"{part}-{seen[part]}"))
    return found


_MAX_PART = 60


class _Reader:
    """Reads the prompts that one configuration names."""

    def __init__(self, file: SourceFile, document: Positioned) -> None:
        self._file = file
        self._document = document
        self.faults: list[Fault] = []

    def sources(self, raw: str, keys: KeyPath, part: str) -> Iterator[PromptSource]:
        """Yield the prompts that one entry stands for."""
        if not raw.strip():
            return
        path = raw.removeprefix("file://")
        if raw.startswith("exec:"):
            yield PromptSource(part or _stem(path), keys, raw, dynamic=True)
        elif not _may_be_path(raw) or (_is_prose(raw) and not self._exists(raw)):
            self._report_prose(raw, keys)
            yield _written(raw, keys, part)
        elif "://" in path or posixpath.isabs(path) or _MAGIC.search(path) or "{{" in path:
            yield PromptSource(part or _stem(path), keys, raw, dynamic=True)
        else:
            yield from self._from_file(path, raw, keys, part)

    def _exists(self, path: str) -> bool:
        return self._file.beside(path) not in _ABSENT

    def _from_file(self, path: str, raw: str, keys: KeyPath, part: str) -> Iterator[PromptSource]:
        program = _program(path)
        name = program or path
        part = part or _stem(path)
        text = self._text(name, keys)
        if program is not None or not name.endswith(_TEXT_SUFFIXES) or text is None or name.endswith(".csv"):
            yield PromptSource(part, keys, raw, dynamic=True)
            return
        texts = _split(name, text)
        for index, each in enumerate(texts):
            yield PromptSource(part if len(texts) == 1 else f"{part}-{index + 1}", keys, each)

    def _text(self, path: str, keys: KeyPath) -> str | None:
        if len(path) > MAX_PATH or _PATH.fullmatch(path) is None:
            return None
        text = self._file.beside(path)
        if isinstance(text, Unreadable) and text in _ABSENT and "basePath" not in self._document.value:
            message = f"the file `{shown(posixpath.normpath(path))}` cannot be read: {text.reason}"
            self._report("unknown-reference", message, keys, text.help)
        return None if isinstance(text, Unreadable) else normalise_breaks(text)

    def _report_prose(self, raw: str, keys: KeyPath) -> None:
        """Report a text that promptfoo takes for the path of a file."""
        if _may_be_path(raw) and not (_MAGIC.search(raw) or "://" in raw or _ENVIRONMENT.search(raw)):
            message = "promptfoo takes this for the path of a file, and there is none"
            self._report(
                "invalid-value", message, keys, "write it as a block (`|`): a text of several lines is no path"
            )

    def _report(self, rule: str, message: str, keys: KeyPath, advice: str | None) -> None:
        self.faults.append(Fault(rule, message, self._document.range_of(keys), advice, keys))


def _may_be_path(text: str) -> bool:
    """Say whether promptfoo would look for a file of that name."""
    if any(sign in text for sign in _NEVER_PATHS):
        return False
    *_, before, last = ("", *text.split(":"))
    return (
        text.startswith("file://")
        or last.endswith(_PATH_SUFFIXES)
        or before.endswith(_PATH_SUFFIXES)
        or text[-3:-2] == "."
        or text[-4:-3] == "."
        or any(sign in text for sign in "*/\\")
    )


def _is_prose(text: str) -> bool:
    return not text.startswith("file://") and ("{{" in text or any(character.isspace() for character in text))


def _program(path: str) -> str | None:
    """Return the file of a program that yields prompts, with or without the name of its function behind a colon."""
    name, colon, _ = path.rpartition(":")
    name = name if colon else path
    return name if name.endswith(_PROGRAM_SUFFIXES) else None


def _stem(path: str) -> str:
    return posixpath.basename((_program(path) or path).removeprefix("exec:")).partition(".")[0]


def _written(raw: str, keys: KeyPath, part: str) -> PromptSource:
    chat = _chat(raw)
    return PromptSource(part, keys, chat or raw, written=chat is None)


def _split(path: str, text: str) -> list[str | list[dict[str, str]]]:
    """Return the prompts in a file."""
    if path.endswith(".txt"):
        return [piece.strip() for piece in _DELIMITER.split(text) if piece.strip()]
    if path.endswith(".jsonl"):
        return [_chat(line) or line for line in text.split("\n") if line]
    return [_chat(text) or text] if text.strip() else []


def _chat(text: str) -> list[dict[str, str]] | None:
    """Return the messages that a text is, None when it is none."""
    start = text.lstrip()[:1]
    if start == "[":
        document, _ = read_json(text)
        return None if document is None else _messages(document.value)
    if start == "-" and "role:" in text:
        documents, faults = read_yaml(text)
        return _messages(documents[0].value) if len(documents) == 1 and not faults else None
    return None


def _messages(value: Any) -> list[dict[str, str]] | None:
    if not isinstance(value, list) or not value:
        return None
    for message in value:
        if not isinstance(message, dict) or message.keys() != {"role", "content"}:
            return None
        role = message["role"]
        if not isinstance(role, str) or role not in _ROLES or not isinstance(message["content"], str):
            return None
    return [{"role": message["role"], "content": message["content"]} for message in value]
