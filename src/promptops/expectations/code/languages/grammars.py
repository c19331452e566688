"""The compiled grammars, each loaded when the first file of its language is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from promptops.expectations.code.contexts import Outcomes
from promptops.expectations.code.escapes import Decoder
from promptops.expectations.code.languages import Language, ecmascript, go, java, python
from promptops.expectations.code.languages.syntax import Syntax, Token

if TYPE_CHECKING:
    import tree_sitter

_SYNTAXES: Mapping[Language, Syntax] = {
    "go": go.SYNTAX,
    "java": java.SYNTAX,
    "javascript": ecmascript.WITH_JSX,
    "python": python.SYNTAX,
    "tsx": ecmascript.WITH_JSX,
    "typescript": ecmascript.TYPESCRIPT,
}


class Grammar(NamedTuple):
    """A language with its syntax; kinds of nodes are numbers here, as the tree has them.

    `leaves` are the kinds that a walk stops at, `templates` those of them that may hold others.
    """

    language: tree_sitter.Language
    syntax: Syntax
    outcomes: Outcomes
    strings: Mapping[int, Callable[[str], Token]]
    texts: Mapping[int, Decoder]
    holes: frozenset[int]
    leaves: frozenset[int]
    templates: frozenset[int]
    passed_over: frozenset[int]


@cache
def grammar(language: Language) -> Grammar:
    """Return the grammar of a language."""
    import tree_sitter  # noqa: PLC0415 - a native library of which most projects need one grammar at most

    compiled = tree_sitter.Language(_compiled(language))
    syntax = _SYNTAXES[language]

    def number(kind: str) -> int:
        return compiled.id_for_node_kind(kind, True) or 0  # noqa: FBT003 - it takes no names

    def numbers(kinds: Collection[str]) -> frozenset[int]:
        # The grammars of JavaScript and TypeScript share a syntax, and each has kinds that the other has not.
        return frozenset(map(number, kinds)) - {0}

    return Grammar(
        compiled,
        syntax,
        Outcomes({number(kind): outcome for kind, outcome in syntax.outcomes.items()}),
        {number(kind): take_apart for kind, take_apart in syntax.strings.items()},
        {number(kind): decode for kind, decode in syntax.texts.items()},
        numbers(syntax.holes),
        numbers((*syntax.strings, *syntax.texts, *syntax.passed_over)),
        numbers(syntax.templates),
        numbers(syntax.passed_over),
    )


def _compiled(language: Language) -> object:
    """Load a grammar, and no other."""
    match language:
        case "go":
            import tree_sitter_go  # noqa: PLC0415 - as above

            return tree_sitter_go.language()
        case "java":
            import tree_sitter_java  # noqa: PLC0415 - as above

            return tree_sitter_java.language()
        case "javascript":
            import tree_sitter_javascript  # noqa: PLC0415 - as above

            return tree_sitter_javascript.language()
        case "python":
            import tree_sitter_python  # noqa: PLC0415 - as above

            return tree_sitter_python.language()
        case "tsx" | "typescript":
            import tree_sitter_typescript  # noqa: PLC0415 - as above

            both = tree_sitter_typescript
            return both.language_tsx() if language == "tsx" else both.language_typescript()
