"""The quick way from a text of plain tags to its program: tag by tag, as `templates.outline` reads it.

Whatever is unusual, every error and every refusal is left to the whole way: then the answer is None.
"""

from __future__ import annotations

from collections.abc import Sequence

from promptops.templates.outline import is_comment, plain_tags
from promptops.templates.programs.model import MAX_NESTING, Json, References
from promptops.templates.programs.steps import Step, read_step


class _UnusualError(Exception):
    """The template needs the whole way."""


class _Block:
    """An open `if` or `for`: the step that it will be, and the block of that which is being filled."""

    __slots__ = ("body", "has_else", "is_loop", "step")

    def __init__(self, step: list[Json]) -> None:
        self.step = step
        self.body: list[Json] = []
        self.is_loop = step[0] == "for"
        self.has_else = False


def compile_tagwise(text: str, references: References) -> Sequence[Json] | None:
    """Return the program of a template of plain, correct tags, None for any other."""
    tags = plain_tags(text)
    if tags is None:
        return None
    try:
        return _Program(text, references).steps(tags)
    except _UnusualError:
        return None


class _Program:
    def __init__(self, text: str, references: References) -> None:
        self._text = text
        self._references = references
        self._open: list[_Block] = []
        self._body: list[Json] = []
        self._has_loops = False

    def steps(self, tags: Sequence[tuple[int, str]]) -> Sequence[Json]:
        """Return the whole program of a text with some tags."""
        text, at, is_stripped = self._text, 0, False
        for start, source in tags:
            literal = text[at:start]
            self._write(literal.lstrip() if is_stripped else literal, before=source)
            if not is_comment(source):
                self._add(read_step(source))
            at, is_stripped = start + len(source), source[-3] == "-"
        if self._open:
            raise _UnusualError
        self._write(text[at:].lstrip() if is_stripped else text[at:], before="   ")
        return self._body

    def _write(self, literal: str, before: str) -> None:
        if before[2] == "-":
            literal = literal.rstrip()
        if literal:
            body = self._body
            if body and isinstance(body[-1], str):
                body[-1] += literal
            else:
                body.append(literal)

    def _add(self, step: Step | None) -> None:
        if step is None or (step.uses_loop and not any(block.is_loop and not block.has_else for block in self._open)):
            raise _UnusualError
        if step.targets:
            self._include(step)
        elif not step.keyword:
            if self._has_loops and step.parts[0] == "set":  # the loop may have read the name
                raise _UnusualError
            self._body.append(step.parts)
        elif step.keyword in ("if", "for"):
            self._begin([step.keyword, *step.parts])
        else:
            self._continue(step)

    def _include(self, step: Step) -> None:
        leads_to = [next(self._references, None) for _ in range(step.targets)]
        found = next((reference for reference in leads_to if reference is not None), None)
        if found is not None:
            self._body.append([step.parts[0], found, step.parts[2]])
        elif not step.optional:
            raise _UnusualError

    def _begin(self, step: list[Json]) -> None:
        # The whole way says where there are too many.
        if len(self._open) >= MAX_NESTING - 1:
            raise _UnusualError
        self._has_loops = self._has_loops or step[0] == "for"
        self._body = self._within(_Block(step))

    def _within(self, block: _Block) -> list[Json]:
        block.body, body = self._body, block.body
        self._open.append(block)
        return body

    def _continue(self, step: Step) -> None:
        if not self._open:
            raise _UnusualError
        block = self._open[-1]
        block.step.append(self._body)
        if step.keyword == f"end{block.step[0]}":
            if not block.has_else:
                block.step.append([])
            self._open.pop()
            self._body = block.body
            self._body.append(block.step)
        elif block.has_else or step.keyword.startswith("end") or (block.is_loop and step.keyword == "elif"):
            raise _UnusualError
        else:
            block.has_else = step.keyword == "else"
            block.step.extend(step.parts)
            self._body = []
