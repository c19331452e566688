"""One resource as it is on one side of a comparison, read whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from promptops.formats.promptfoo.asserts import rubrics
from promptops.resources.entries import Entry
from promptops.templates import PromptText

WITH_TEXTS = frozenset({"fragment", "prompt"})
"""The kinds that have texts of their own."""
SAYING = WITH_TEXTS | {"eval", "tool"}
"""The kinds of which something is `said` or `judged_by`."""
_PROMPTFOO = ("annotations", "promptfoo")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A resource with everything in it.

    `data` are its keys as in the native format, as JSON, with what it inherits and with the files that it names in the
    place of their paths; the text of a Markdown file is its `body`. `texts` are those that go to a model; `owner` is
    the team that answers for it, as written.
    """

    entry: Entry
    data: Mapping[str, Any]
    texts: tuple[PromptText, ...]
    owner: str | None

    @property
    def lifecycle(self) -> str:
        """Return what its users may count on; `stable` where nothing is said."""
        return str(self.data.get("lifecycle") or "stable")

    @property
    def output_schema(self) -> Mapping[str, Any] | None:
        """Return the schema of its answers, None where it promises none."""
        output = self.data.get("output")
        schema = output.get("schema") if isinstance(output, dict) else None
        return schema if isinstance(schema, dict) else None

    @property
    def promises_stability(self) -> bool:
        """Say whether it says of itself that it is stable: then even a loss that breaks nobody known is told loudly."""
        return self.data.get("lifecycle") == "stable"

    def said(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what it says to a model, each text with its path of keys: of a tool, that is its description."""
        yield from ((text.keys, text.text) for text in self.texts)
        description = self.data.get("description") if self.entry.kind == "tool" else None
        if isinstance(description, str):
            yield ("description",), description

    def judged_by(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what a judging model is told of an evaluation: its rubrics, each with its path of keys."""
        judge = self.data.get("judge") if self.entry.kind == "eval" else None
        if isinstance(judge, dict) and isinstance(judge.get("rubric"), str):
            yield ("judge", "rubric"), judge["rubric"]
        if self.entry.kind == "eval" and self.entry.dialect == "promptfoo":
            yield from ((_PROMPTFOO + keys, text) for keys, text in rubrics(self.data["annotations"]["promptfoo"]))

    def text_at(self, keys: tuple[str | int, ...]) -> PromptText | None:
        """Return the text at a path of keys."""
        return next((text for text in self.texts if text.keys == keys), None)
