"""What is fed to the compiler when it is fuzzed: one file of a project that nobody wrote on purpose, or a change.

The first byte of an input chooses what the file is called, so that every reader gets its share; the rest is its
content. Every file is read, validated and judged by the rules over files; one in sixteen goes all the way, and is
linked and reported in every format. What `two_trees` makes of an input is compared, and `stores` reads documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from in_memory import InMemory
from stores import read_document, seeds_of_documents
from two_trees import compare, seed_of_file, seeds_of_rules

from promptops.compiler import Request
from promptops.compiler.files import FileCompiler
from promptops.compiler.pipeline import Compilation
from promptops.compiler.reporting import report_on
from promptops.compiler.selection import Selection
from promptops.config.loading import load_settings
from promptops.config.settings import Settings
from promptops.errors import ConfigError
from promptops.formats.dialects import DIALECTS
from promptops.reports import render
from promptops.rules import all_rules
from promptops.sources.listing import Listing
from promptops.sources.text import decode
from promptops.sources.trees import TreeFile
from promptops.templates import Language, parse_template

CONFIG, OWNERS = "promptops.yaml", "CODEOWNERS"
_NATIVE = ("a.yaml", "a.prompt.md", "a.fragment.md", "_defaults.yaml")
_FOREIGN = (
    "promptfooconfig.yaml",
    "config/agents.yaml",
    "config/tasks.yaml",
    "declarativeAgent.json",
    "ai-plugin.json",
)
_BY_SUFFIX = tuple(dict.fromkeys(f"a{suffix}" for dialect in DIALECTS for suffix in dialect.suffixes))
FILES = tuple(dict.fromkeys((*_NATIVE, *_FOREIGN, *_BY_SUFFIX, "plain.md", "plain.j2", OWNERS, CONFIG)))
LANGUAGES: tuple[Language, ...] = get_args(Language)
CHANGE, STORE = "change", "store"
TARGETS = (*FILES, *LANGUAGES, CHANGE, STORE)
"""Names of files, template languages, two trees, and documents of a store."""

_CONFIGURED = b"sources:\n  - {files: plain.md, dialect: markdown}\n  - {files: plain.j2, dialect: jinja}\n"
_FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")
_CHANGE, _STORE = TARGETS.index(CHANGE), TARGETS.index(STORE)
_ALL_THE_WAY = 16
_TODAY = date(2026, 11, 21)


def one_input(data: bytes) -> None:
    """Feed one input to what its first byte chooses. No exception may leave this."""
    target = TARGETS[data[0] % len(TARGETS)] if data else FILES[0]
    content = data[1:]
    if target in LANGUAGES:
        text, _ = decode(content)
        parse_template(text or "", target)
    elif target == CONFIG:
        _configure(content)
    elif target == CHANGE:
        compare(content)
    elif target == STORE:
        read_document(content)
    else:
        _compile(target, content)


def seeds(path: Path) -> list[bytes]:
    """Return the inputs that a real file makes: one for each target that it could be, at most one megabyte."""
    data = path.read_bytes()[:1_000_000]
    wanted = [index for index, name in enumerate(FILES) if path.name == name or _suffix(name) == _suffix(path.name)]
    files = [bytes([index]) + data for index in wanted]
    return files + [bytes([_CHANGE]) + seed_of_file(FILES[index], data) for index in wanted]


def other_seeds() -> Iterator[bytes]:
    """Yield the inputs that the pages of the rules make, and honest documents of a store."""
    yield from (bytes([_CHANGE]) + seed for seed in seeds_of_rules())
    yield from (bytes([_STORE]) + seed for seed in seeds_of_documents())


def _suffix(name: str) -> str:
    return name.partition(".")[2]


def _compile(target: str, content: bytes) -> None:
    tree = InMemory({target: content, "b.prompt.md": b"---\nname: b\n---\nBe brief.\n"})
    if len(content) % _ALL_THE_WAY == 0:
        _link(tree)
    else:
        FileCompiler(Listing(tree), _settings()).compile(TreeFile(target, None))


def _link(tree: InMemory) -> None:
    request = Request(Path("/"), _TODAY)
    verdict = Compilation(tree, request, _settings(), None, iter).verdict
    report = report_on(verdict, Selection(), root=".")
    for name in _FORMATS:
        render(name, report, colour=False, statistics=True, quiet=False, width=80)


def _configure(content: bytes) -> None:
    try:
        settings = load_settings(content, CONFIG, _rules())
    except ConfigError:
        return
    tree = InMemory({"a.yaml": b"kind: Tool\nname: a\n"})
    repr(Compilation(tree, Request(Path("/"), _TODAY), settings, None, iter).verdict)


@cache
def _settings() -> Settings:
    return load_settings(_CONFIGURED, CONFIG, _rules())


def _rules() -> Any:
    return {rule.id: rule.options for rule in all_rules()}
