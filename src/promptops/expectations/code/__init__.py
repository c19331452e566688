"""What application source files say that may rely on a prompt's wording: their strings, patterns, keys and names.

A parser is loaded when the first file of its language is read.
"""

from __future__ import annotations

from promptops.expectations.code.details import SourceDetails, read_details
from promptops.expectations.code.facts import Call, Kind, Literal, Name, SourceFacts, Use
from promptops.expectations.code.languages import SUFFIXES
from promptops.expectations.code.patterns import ignores_case, mandatory_literal
from promptops.expectations.code.reading import read_source

__all__ = [
    "SUFFIXES",
    "Call",
    "Kind",
    "Literal",
    "Name",
    "SourceDetails",
    "SourceFacts",
    "Use",
    "ignores_case",
    "mandatory_literal",
    "read_details",
    "read_source",
]
