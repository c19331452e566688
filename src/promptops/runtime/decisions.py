"""Decisions: what a session gets of a prompt, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from promptops.runtime.choices import Choice
from promptops.runtime.models import Model
from promptops.runtime.providers import Provider
from promptops.runtime.stamps import Stamp
from promptops.runtime.tools import Tool

if TYPE_CHECKING:
    from promptops.runtime.session import Session


class Decision:
    """What a session gets of a prompt; it never changes, whatever is published in the meantime.

    It stays good until the session moves to another bundle or something is switched off: `resolve` again for each turn.
    """

    __slots__ = ("_choice", "_session")
    _choice: Choice
    _session: Session

    def __init__(self, session: Session, choice: Choice) -> None:
        _set_session(self, session)
        _set_choice(self, choice)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"`{name}` of a decision cannot be set")

    @property
    def prompt(self) -> str:
        """The full reference of the prompt, such as `prompt:support/triage@2`."""
        return self._choice.reference

    @property
    def agent(self) -> str | None:
        """The full reference of the agent whose prompt it is, None where a prompt was asked for."""
        return self._choice.agent

    @property
    def variant(self) -> str | None:
        """The name of the variant, None for the prompt's own text."""
        return self._choice.variant

    @property
    def reason(self) -> str:
        """Why it is this one: `revoked`, `killed`, `pinned`, `targeted`, `split` or `default`."""
        return self._choice.reason

    @property
    def model(self) -> str | None:
        """The identifier of the model at its provider, None where the prompt names no model."""
        models = self._choice.models
        return models[0].id if models else None

    @property
    def models(self) -> tuple[Model, ...]:
        """The model to call and those to call in its place, in this order, with their providers and prices."""
        return self._choice.models

    @property
    def provider(self) -> Provider | None:
        """Where the model is called, with timeout, attempts and rates; None where no provider is declared.

        What may take the model's place has a provider of its own: `decision.models[1].provider`.
        """
        models = self._choice.models
        return models[0].provider if models else None

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of the tools that the model may call, without those that are switched off."""
        return tuple(tool.name for tool in self._choice.tools)

    @property
    def tool_definitions(self) -> tuple[Tool, ...]:
        """The same tools as the model is told of them, with description and parameters, in a copy of your own."""
        return tuple(tool._replace(parameters=_copied(tool.parameters)) for tool in self._choice.tools)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the call, in a copy of your own."""
        return {name: _copied(value) for name, value in self._choice.parameters.items()}

    @property
    def stamp(self) -> Stamp:
        """Where an answer to this comes from; keep `str(stamp)` beside the answer."""
        return self._choice.stamp

    def render(self, /, **inputs: Any) -> Any:
        """Return the text, or a list of `{"role": …, "content": …}` for a prompt that is a conversation.

        That the session saw this prompt is recorded here, once a session.

        Raises:
            InputError: an input is missing, unknown or not what is declared.
            RenderError: the text cannot be made of these values.
        """
        return self._session.rendered(self._choice, inputs)

    def __repr__(self) -> str:
        return f"Decision({self.stamp})"


_set_session = Decision.__dict__["_session"].__set__  # what is frozen is set once, as fast as can be
_set_choice = Decision.__dict__["_choice"].__set__


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value
