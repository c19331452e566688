"""What is said of the end of a model: by whom, where, and what to do about it."""

from __future__ import annotations

from promptops.catalog import Fact, Retirement
from promptops.resources.entries import Place
from promptops.resources.rejections import quoted
from promptops.rules.named_models import NamedModel


def said_by(end: Fact[Retirement]) -> str:
    """Return who says when a model ends, to follow that: nothing where the project's own file does."""
    origin = end.origin
    return "" if origin.place is not None else f" (says {origin.title}, {origin.as_of})"


def place_of(named: NamedModel, end: Fact[Retirement]) -> Place:
    """Return where the end of a model is to be shown: where it is written, else where the model is named."""
    return end.origin.place or named.at


def advice_on(named: NamedModel) -> str:
    """Return what to do about a model that goes or has gone; other formats have no place for a `replacement`."""
    known = named.facts.replacement
    has_file = named.entry.kind == "model" and named.entry.native
    unknown = "another model, and name it as the `replacement`" if has_file else "another model"
    target = quoted(known.value) if known is not None else unknown
    return f"move to {target}: run the evals on it, then roll it out to a part of the traffic first"
