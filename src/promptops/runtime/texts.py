"""The texts of a bundle: rendered by programs that are made ready the first time that they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promptops.runtime.bundle import Bundle
from promptops.runtime.inputs import Inputs
from promptops.runtime.rendering.errors import RenderError
from promptops.runtime.variants import OWN_TEXT

if TYPE_CHECKING:
    from promptops.runtime.rendering.program import Program

BODY = "/body"
Messages = list[dict[str, str]]


class Texts:
    """The texts of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._programs: dict[tuple[str, str], Program] = {}
        self._inputs: dict[str, Inputs] = {}

    def render(self, reference: str, index: int, values: Mapping[str, Any]) -> str | Messages:
        """Return the text of a prompt in one of its variants, or the messages of one that is a conversation.

        Raises:
            InputError: a value is not what the prompt declares to take.
            RenderError: the text cannot be made of these values, or there is no program of it.
        """
        inputs = self._inputs.get(reference) or self._inputs_of(reference)
        checked = inputs.checked(reference, values)
        programs = self._bundle.resources[reference].get("programs", {})
        pointer = f"/variants/{index}/body"
        if index != OWN_TEXT and pointer in programs:
            return self._text(reference, pointer, checked)
        messages = self._bundle.attributes(reference).get("messages")
        if messages is None:
            return self._text(reference, BODY, checked)
        return [
            {"role": message["role"], "content": self._text(reference, f"/messages/{number}/content", checked)}
            for number, message in enumerate(messages)
        ]

    def _text(self, reference: str, pointer: str, values: Mapping[str, Any]) -> str:
        return self._program(reference, pointer).render(values, self._included)

    def _included(self, reference: str) -> Program:
        return self._program(reference, BODY)

    def _program(self, reference: str, pointer: str) -> Program:
        known = self._programs.get((reference, pointer))
        if known is not None:
            return known
        document = self._bundle.resources.get(reference, {}).get("programs", {}).get(pointer)
        if document is None:
            raise RenderError(
                f"`{reference}` ships no program for `{pointer}`", "render its template with its own engine"
            )
        from promptops.runtime.rendering.program import Program  # noqa: PLC0415 - a quarter of the import, and not needed to load

        program = Program.of(document, self._inputs_of(reference).defaults)
        return self._programs.setdefault((reference, pointer), program)

    def _inputs_of(self, reference: str) -> Inputs:
        declared = self._bundle.attributes(reference).get("inputs", {})
        return self._inputs.setdefault(reference, Inputs(declared))
