"""What the steps of one scenario share: a provider over a store, who asks it, and what the answer was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from unittest.mock import create_autospec

from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import FlagEvaluationDetails
from openfeature.hook import Hook
from openfeature.transaction_context import (
    ContextVarsTransactionContextPropagator,
    set_transaction_context,
    set_transaction_context_propagator,
)
from tests.runtime.shop import Shop, put

from promptops.runtime.openfeature import PromptopsProvider

_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "boolean": lambda text: {"true": True, "false": False}[text],
    "string": str,
    "integer": int,
    "float": float,
    "object": lambda text: json.loads(text.replace('\\"', '"')),
}
SOMEBODY: Final = EvaluationContext("user-1")
"""For whom flags are evaluated, which the scenarios leave out."""


def read(type_name: str, text: str) -> Any:
    """Return a value of a type as a scenario writes it."""
    return _READ[type_name.lower()](text)


def value_of(details: FlagEvaluationDetails[Any]) -> Any:
    """Return the value of a flag; of a decision, the parameters, in which are the fields of a flag."""
    value = details.value
    return value["parameters"] if isinstance(value, Mapping) and "stamp" in value else value


class Recorder(PromptopsProvider):
    """The provider, with what context it was asked in last."""

    context = EvaluationContext()

    def resolve_string_details(self, flag_key: str, default_value: str, evaluation_context: Any = None) -> Any:
        self.context = evaluation_context
        return super().resolve_string_details(flag_key, default_value, evaluation_context)


def noting(context: EvaluationContext | None = None) -> Any:
    """Return a hook that notes what it is called with, and adds to the context before an evaluation."""
    hook = create_autospec(Hook, instance=True)
    hook.before.return_value = context
    return hook


class World:
    """One scenario. OpenFeature's own state is global: it is cleared before, and by `close`."""

    client: OpenFeatureClient
    details: FlagEvaluationDetails[Any]
    provider: Recorder
    hook: Any
    asked: tuple[str, str, Any]

    def __init__(self, folder: Path, resources: Mapping[str, Any], disabled: Mapping[str, Any]) -> None:
        self.shop = Shop(folder)
        self.shop.kill(disabled=disabled)
        self.shop.publish(resources)
        self.attributes: dict[str, Any] = {}
        self.before_hooks = EvaluationContext()
        self.levels: list[str] = []
        self.close()
        api.set_evaluation_context(SOMEBODY)
        set_transaction_context_propagator(ContextVarsTransactionContextPropagator())
        set_transaction_context(EvaluationContext())

    def close(self) -> None:
        """Leave nothing behind."""
        api.clear_providers()
        api.clear_hooks()
        api.set_evaluation_context(EvaluationContext())

    def provide(self) -> None:
        """Set the provider, over a runtime that looks at the store whenever it is asked."""
        self.provider = Recorder(self.shop.open())
        api.set_provider_and_wait(self.provider)
        self.client = api.get_client()

    def grow_stale(self) -> None:
        """Break the store, and ask for a flag."""
        put(self.shop.folder / "channels/prod.json", b"")
        self.ask("string", "string-flag", "")

    def ask(self, type_name: str, key: str, default: Any, *, waiting: bool = True) -> None:
        """Evaluate a flag."""
        self.asked = type_name, key, default
        context = EvaluationContext(attributes=self.attributes)
        name = f"get_{type_name}_details"
        if waiting:
            self.details = getattr(self.client, name)(key, default, context)
        else:
            self.details = asyncio.run(getattr(self.client, f"{name}_async")(key, default, context))
