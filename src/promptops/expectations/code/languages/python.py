"""Python."""

from __future__ import annotations

import re

from promptops.expectations.code.contexts import (
    ACCEPTED,
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
    index,
    kinds,
)
from promptops.expectations.code.escapes import python_decoder
from promptops.expectations.code.languages.syntax import Syntax, Token, quoted

_OPENING = re.compile(r"(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|\"|')")
_QUOTES, _PLAIN = ('"', "'"), python_decoder("")
_GAP = re.compile(r"(?:[\s\\]|#[^\n]*\n)*(?:\+(?:[\s\\]|#[^\n]*\n)*)?")
_MEMBERSHIP = re.compile(r"\s*(?:not\s+)?in\b")
_LITERAL_TYPE = re.compile(r"(?:\A|[\s.])Literal\s*\[[^\]]*\Z")
_ENVIRONMENT = re.compile(r"environ\s*\[\s*\Z")

_CALLS = {
    **calls(
        MESSAGE, "print echo secho fail skip warn .debug .info .warning .warn .error .exception .critical .fatal .log"
    ),
    **calls(MESSAGE, ".print .fail .skip .add_argument .echo .secho"),
    **calls(SEARCHED, ".startswith .endswith .find .rfind .index .rindex .split .rsplit .replace .removeprefix", 0),
    **calls(SEARCHED, ".removesuffix .partition .rpartition .count .contains", 0),
    **calls(SUBSCRIPT, ".get .pop .setdefault", 0),
    **calls(
        DROPPED, "os.getenv getenv environ.get environ.setdefault environ.pop headers.get getLogger logging.getLogger"
    ),
    **calls(DROPPED, "import_module importlib.import_module __import__ TypeVar typing.TypeVar importorskip"),
    **calls(DROPPED, "namedtuple collections.namedtuple NewType typing.NewType pytest.importorskip strftime .strptime"),
    **{
        f"{module}.{name}": call
        for module in ("re", "regex", "re2")
        for name, call in calls(PATTERN, "compile search match fullmatch findall finditer sub subn split", 0).items()
    },
}
_KEYWORDS = {
    **dict.fromkeys(("help", "epilog", "metavar"), MESSAGE),
    **dict.fromkeys(("alias", "validation_alias", "serialization_alias"), FIELD),
}


def _token(text: str) -> Token:
    quote = text[:1]
    if quote in _QUOTES and text[:3] != quote * 3:
        return quoted(text, quote, _PLAIN)
    opening = _OPENING.match(text)
    if opening is None:
        return Token(0, len(text), str)
    return quoted(text, opening["quote"], python_decoder(opening["prefix"]), opening.end("prefix"))


def _joins(gap: str) -> bool:
    return _GAP.fullmatch(gap) is not None


def _comparison(place: Place) -> Context:
    return SEARCHED if _MEMBERSHIP.match(place.after()) and place.child.type in _TEXTS else COMPARED


def _subscript(place: Place) -> Context:
    before = place.before()
    if _LITERAL_TYPE.search(before):
        return ACCEPTED
    return DROPPED if _ENVIRONMENT.search(before) else index(place)


def _generic(place: Place) -> Context:
    return ACCEPTED if _LITERAL_TYPE.search(place.before() + "[") else DROPPED


def _type(place: Place) -> Context | None:
    above = place.above()
    return None if above is not None and above.type == "type_parameter" else DROPPED


def _keyword(place: Place) -> Context | None:
    return _KEYWORDS.get(place.before().partition("=")[0].strip())


_TEXTS = frozenset({"string", "concatenated_string", "parenthesized_expression"})
_OUTCOMES: dict[str, Outcome] = {
    **kinds(
        None,
        "attribute await binary_operator boolean_operator call concatenated_string conditional_expression"
        " dictionary_splat list list_splat not_operator parenthesized_expression set tuple type_parameter"
        " union_pattern expression_list pattern_list as_pattern interpolation string",
    ),
    **kinds(ASSIGNED, "assignment augmented_assignment named_expression"),
    **kinds(ASSIGNED, "default_parameter typed_default_parameter"),
    **kinds(MESSAGE, "raise_statement assert_statement print_statement"),
    "argument_list": arguments(_CALLS, frozenset({"raise_statement"})),
    "keyword_argument": _keyword,
    "comparison_operator": _comparison,
    "case_pattern": COMPARED,
    "dict_pattern": SUBSCRIPT,
    "subscript": _subscript,
    "generic_type": _generic,
    "type": _type,
    "expression_statement": DROPPED,
    "import_from_statement": DROPPED,
}

SYNTAX = Syntax(
    marks=rb"[\"']",
    strings={"string": _token},
    outcomes=_OUTCOMES,
    joins=_joins,
    holes=frozenset({"interpolation"}),
    templates=frozenset({"string"}),
)
