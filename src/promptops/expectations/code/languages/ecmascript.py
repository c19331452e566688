"""JavaScript and TypeScript, with JSX and without."""

from __future__ import annotations

import re
from dataclasses import replace

from promptops.expectations.code.contexts import (
    ACCEPTED,
    ASSIGNED,
    COMPARED,
    DROPPED,
    FIELD,
    MESSAGE,
    OTHER,
    PATTERN,
    SEARCHED,
    SUBSCRIPT,
    Context,
    Outcome,
    Place,
    arguments,
    calls,
    index,
    inline_flags,
    kinds,
)
from promptops.expectations.code.escapes import ecma_text, jsx_text
from promptops.expectations.code.languages.c_family import added, binary
from promptops.expectations.code.languages.syntax import Syntax, Token, quoted

_FOREIGN_TAGS = re.compile(
    r"(?:css|gql|graphql|html|sql|keyframes|createGlobalStyle|groq|tw|styled\b.*)\s*\Z", re.DOTALL
)
_SHOWN = frozenset(
    {
        "alt",
        "aria-description",
        "aria-label",
        "caption",
        "children",
        "content",
        "default",
        "defaultvalue",
        "description",
        "example",
        "fallback",
        "footer",
        "header",
        "heading",
        "hint",
        "instruction",
        "instructions",
        "label",
        "message",
        "placeholder",
        "prompt",
        "question",
        "subtitle",
        "suffix",
        "summary",
        "system",
        "text",
        "title",
        "tooltip",
        "value",
    }
)
"""Attributes of JSX elements that hold words; most others hold styles, addresses and identifiers."""
_MODULES = "require import jest.mock vi.mock jest.requireActual require.resolve import.meta.resolve"

_CALLS = {
    **calls(
        MESSAGE, "console.log console.info console.warn console.error console.debug console.trace describe it test"
    ),
    **calls(MESSAGE, "logger.log .debug .info .warn .error .fatal .trace it.only it.skip test.skip test.only it.each"),
    **calls(SEARCHED, ".includes .startsWith .endsWith .indexOf .lastIndexOf .split .replace .replaceAll", 0),
    **calls(SUBSCRIPT, ".get .has .hasOwnProperty .hasOwn", 0),
    **calls(DROPPED, f"{_MODULES} cn clsx classNames twMerge cva Symbol Symbol.for headers.get headers.set .setHeader"),
    **calls(DROPPED, ".addEventListener .removeEventListener .querySelector .querySelectorAll .getElementById"),
    **calls(DROPPED, "document.createElement React.createElement app.get router.get app.post router.post env.get"),
    **calls(PATTERN, "RegExp .match .matchAll .search", 0),
}


def _string(text: str) -> Token:
    return quoted(text, text[:1], ecma_text)


def _regex(text: str) -> Token:
    end = text.rfind("/")
    return Token(1, max(end, 1), str, inline_flags(text[end + 1 :]))


def _call(place: Place) -> Context | None:
    """Tell what is done with a template behind a tag; what is called has nothing before it."""
    tag = place.before()
    if not tag:
        return None
    return DROPPED if _FOREIGN_TAGS.search(tag) else Context("argument")


def _attribute(place: Place) -> Context:
    return OTHER if place.before().partition("=")[0].strip().lower() in _SHOWN else DROPPED


def _export(place: Place) -> Context:
    return DROPPED if re.search(r"\bfrom\s*\Z", place.before()) else OTHER


_OUTCOMES: dict[str, Outcome] = {
    **kinds(
        None,
        "array as_expression await_expression jsx_expression member_expression new_expression non_null_expression"
        " parenthesized_expression satisfies_expression sequence_expression spread_element ternary_expression"
        " template_string template_substitution union_type",
    ),
    **kinds(ASSIGNED, "variable_declarator assignment_expression augmented_assignment_expression"),
    **kinds(ASSIGNED, "public_field_definition field_definition assignment_pattern enum_assignment"),
    **kinds(ASSIGNED, "required_parameter optional_parameter object_assignment_pattern"),
    **kinds(DROPPED, "import_statement import_require_clause expression_statement module"),
    "arguments": arguments(_CALLS, frozenset({"throw_statement"})),
    "binary_expression": binary,
    "call_expression": _call,
    "export_statement": _export,
    "jsx_attribute": _attribute,
    "literal_type": ACCEPTED,
    "type_alias_declaration": ACCEPTED,
    "pair_pattern": SUBSCRIPT,
    "property_signature": FIELD,
    "subscript_expression": index,
    "switch_case": COMPARED,
    "throw_statement": MESSAGE,
}

TYPESCRIPT = Syntax(
    marks=rb"[\"'`/]",
    strings={"string": _string, "template_string": _string, "template_literal_type": _string, "regex": _regex},
    outcomes=_OUTCOMES,
    joins=added,
    holes=frozenset({"template_substitution", "template_type"}),
    templates=frozenset({"template_string", "template_literal_type"}),
    passed_over=frozenset({"comment", "html_comment"}),
)
WITH_JSX = replace(
    TYPESCRIPT,
    marks=rb"[\"'`]|(?<!<)/(?!>)|(?<=[>}])[^<{]|&[#\w]|(?<=;)[^\r\n<{]",
    texts={"jsx_text": jsx_text, "html_character_reference": jsx_text},
)
