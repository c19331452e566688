"""Java."""

from __future__ import annotations

import re

from promptops.expectations.code.contexts import (
    ASSIGNED,
    COMPARED,
    DROPPED,
    FIELD,
    MESSAGE,
    PATTERN,
    SEARCHED,
    SUBSCRIPT,
    Context,
    Outcome,
    Place,
    arguments,
    calls,
    kinds,
)
from promptops.expectations.code.escapes import java_block, java_text
from promptops.expectations.code.languages.c_family import added, binary
from promptops.expectations.code.languages.syntax import Syntax, Token, quoted

_EQUALITY = re.compile(r"\s*\.\s*(?:equals|equalsIgnoreCase|contentEquals|compareTo|compareToIgnoreCase)\s*\(")

_CALLS = {
    **calls(MESSAGE, "out.println out.print out.printf err.println .debug .info .warn .error .trace .severe .warning"),
    **calls(MESSAGE, "fail Assertions.fail .as .withFailMessage"),
    **calls(SEARCHED, ".contains .startsWith .endsWith .indexOf .lastIndexOf .replace", 0),
    **calls(COMPARED, ".equals .equalsIgnoreCase .contentEquals .compareTo .compareToIgnoreCase Objects.equals"),
    **calls(SUBSCRIPT, ".get .path .has .at .containsKey .getOrDefault .getString .getInt .getBoolean .optString", 0),
    **calls(SUBSCRIPT, ".getJSONObject .getJSONArray .getAsJsonObject .getAsJsonArray .findValue", 0),
    **calls(FIELD, "JsonProperty JsonAlias SerializedName"),
    **calls(PATTERN, "Pattern.compile Pattern.matches .matches .replaceAll .replaceFirst .split", 0),
    **calls(DROPPED, "System.getenv System.getProperty SuppressWarnings Paths.get URI.create .getHeader .header"),
}


def _token(text: str) -> Token:
    return quoted(text, '"""', java_block) if text.startswith('"""') else quoted(text, '"', java_text)


def _method(place: Place) -> Context | None:
    return COMPARED if _EQUALITY.match(place.after()) else None


_ARGUMENTS = arguments(_CALLS, frozenset({"throw_statement"}))
_OUTCOMES: dict[str, Outcome] = {
    **kinds(None, "array_initializer element_value_array_initializer element_value_pair cast_expression"),
    **kinds(None, "array_creation_expression parenthesized_expression ternary_expression"),
    **kinds(None, "object_creation_expression explicit_constructor_invocation field_access"),
    **kinds(ASSIGNED, "variable_declarator assignment_expression"),
    **kinds(MESSAGE, "throw_statement assert_statement"),
    "annotation_argument_list": _ARGUMENTS,
    "argument_list": _ARGUMENTS,
    "binary_expression": binary,
    "expression_statement": DROPPED,
    "method_invocation": _method,
    "switch_label": COMPARED,
}

SYNTAX = Syntax(
    marks=rb'"',
    strings={"string_literal": _token},
    outcomes=_OUTCOMES,
    joins=added,
    passed_over=frozenset({"line_comment", "block_comment"}),
)
