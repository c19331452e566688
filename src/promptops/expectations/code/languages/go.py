"""Go."""

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
    Outcome,
    arguments,
    calls,
    index,
    kinds,
)
from promptops.expectations.code.escapes import go_raw_text, go_text
from promptops.expectations.code.languages.c_family import added, binary
from promptops.expectations.code.languages.syntax import Syntax, Token, quoted

_TAG = re.compile(r"`(?:\w+:\"[^\"\n]*\"\s*)+`")
_JSON_TAG = re.compile(r"\bjson:\"(?P<name>[^\",\n]*)")

_SEARCHING = (
    "Contains HasPrefix HasSuffix Index LastIndex Split SplitN SplitAfter Replace ReplaceAll TrimPrefix TrimSuffix"
)
_CALLS = {
    **calls(MESSAGE, "panic errors.New fmt.Errorf fmt.Print fmt.Printf fmt.Println fmt.Fprintf fmt.Fprintln t.Run"),
    **calls(MESSAGE, ".Errorf .Fatalf .Fatal .Error .Logf .Log .Skip .Skipf .Printf .Println .Panicf .Debugf .Infof"),
    **calls(MESSAGE, ".Warnf .Debug .Info .Warn errors.Wrap errors.Wrapf"),
    **calls(SEARCHED, " ".join(f"strings.{name} bytes.{name}" for name in (*_SEARCHING.split(), "Cut", "Count")), 1),
    **calls(SEARCHED, "strings.CutPrefix strings.CutSuffix", 1),
    **calls(COMPARED, "strings.EqualFold strings.Compare"),
    **calls(SUBSCRIPT, "gjson.Get gjson.GetBytes", 1),
    **calls(PATTERN, "regexp.MustCompile regexp.Compile regexp.MatchString regexp.Match regexp.MustCompilePOSIX", 0),
    **calls(DROPPED, "os.Getenv os.LookupEnv os.Setenv Header.Get Header.Set"),
}


def _interpreted(text: str) -> Token:
    return quoted(text, '"', go_text)


def _raw(text: str) -> Token:
    """Take a raw string apart; of a struct's tag only the name that a field has in JSON is text."""
    if text.endswith('"`') and _TAG.fullmatch(text):
        name = _JSON_TAG.search(text)
        return Token(*(name.span("name") if name else (0, 0)), str)
    return quoted(text, "`", go_raw_text)


_OUTCOMES: dict[str, Outcome] = {
    **kinds(None, "expression_list literal_element literal_value parenthesized_expression type_conversion_expression"),
    **kinds(None, "composite_literal unary_expression call_expression selector_expression"),
    **kinds(ASSIGNED, "assignment_statement short_var_declaration const_spec var_spec"),
    **kinds(DROPPED, "import_spec expression_statement"),
    "argument_list": arguments(_CALLS),
    "binary_expression": binary,
    "expression_case": COMPARED,
    "field_declaration": FIELD,
    "index_expression": index,
}

SYNTAX = Syntax(
    marks=rb"[\"`]",
    strings={"interpreted_string_literal": _interpreted, "raw_string_literal": _raw},
    outcomes=_OUTCOMES,
    joins=added,
)
