"""Prompts as feature flags, for applications that evaluate flags by OpenFeature; an extra.

A flag is a prompt or agent. As a string it is the name of the variant, empty for the prompt's own text; as an object it
is the decision: `prompt`, `variant`, `reason`, `model`, `tools`, `parameters` and `stamp`. It has no other type. What
is switched off, with nothing to take its place, gives the default of the caller. While the last look at the store was
refused, the provider is stale: the evaluation that finds so tells it to OpenFeature, and so does the one that finds it
over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEventDetails
from openfeature.exception import (
    FlagNotFoundError,
    InvalidContextError,
    TargetingKeyMissingError,
    TypeMismatchError,
)
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata

from promptops.runtime.decisions import Decision
from promptops.runtime.errors import InputError, KilledError, UnknownNameError
from promptops.runtime.exposures import PROVIDER, reason_of
from promptops.runtime.runtime import Runtime

_Value = TypeVar("_Value")


class PromptopsProvider(AbstractProvider):
    """Evaluates flags by the decisions of a runtime; the targeting key is the unit, and is required."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__()
        self._runtime = runtime
        self._is_stale = False

    def get_metadata(self) -> Metadata:
        """Return the name of the provider."""
        return Metadata(PROVIDER)

    def resolve_string_details(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        """Return the name of the variant, empty for the prompt's own text."""
        return self._resolved(flag_key, default_value, evaluation_context, lambda decision: decision.variant or "")

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Sequence[FlagValueType] | Mapping[str, FlagValueType],
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Sequence[FlagValueType] | Mapping[str, FlagValueType]]:
        """Return the decision as an object."""
        return self._resolved(flag_key, default_value, evaluation_context, _as_object)

    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,  # noqa: FBT001 - the interface is OpenFeature's
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        """Refuse: no prompt is a boolean."""
        return self._mistyped(flag_key, default_value, evaluation_context)

    def resolve_integer_details(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        """Refuse: no prompt is a number."""
        return self._mistyped(flag_key, default_value, evaluation_context)

    def resolve_float_details(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        """Refuse: no prompt is a number."""
        return self._mistyped(flag_key, default_value, evaluation_context)

    def _mistyped(
        self, flag_key: str, default_value: _Value, context: EvaluationContext | None
    ) -> FlagResolutionDetails[_Value]:
        try:
            self._decided(flag_key, context)
        except KilledError as error:
            return _switched_off(default_value, error)
        raise TypeMismatchError(f"`{flag_key}` is a prompt, not a {type(default_value).__name__}")

    def _resolved(
        self, flag_key: str, default_value: _Value, context: EvaluationContext | None, value: Callable[[Decision], Any]
    ) -> FlagResolutionDetails[_Value]:
        try:
            decision = self._decided(flag_key, context)
        except KilledError as error:
            return _switched_off(default_value, error)
        return FlagResolutionDetails(
            value=value(decision),
            variant=decision.variant,
            reason=Reason(reason_of(decision._choice).upper()),  # noqa: SLF001 - what events say of it, too
            flag_metadata={"promptops.stamp": str(decision.stamp)},
        )

    def _tell_status(self) -> None:
        """Tell OpenFeature where the provider has become stale, or no longer is."""
        status = self._runtime.status
        if (status.code is not None) == self._is_stale:
            return
        self._is_stale = status.code is not None
        if self._is_stale:
            self.emit_provider_stale(ProviderEventDetails(message=f"{status.code}: {status.message}"))
        else:
            self.emit_provider_ready(ProviderEventDetails())

    def _decided(self, flag_key: str, context: EvaluationContext | None) -> Decision:
        if context is None or not context.targeting_key:
            raise TargetingKeyMissingError(
                f"`{flag_key}` needs a targeting key: the unit that gets the same every time"
            )
        attributes = {name: _plain(value) for name, value in context.attributes.items()}
        try:
            with self._runtime.session(context.targeting_key, **attributes) as session:
                return session.resolve(flag_key)
        except UnknownNameError as error:
            raise FlagNotFoundError(str(error)) from error
        except InputError as error:
            raise InvalidContextError(f"{error}: {error.help}") from error
        finally:
            self._tell_status()


def _switched_off(default_value: _Value, error: KilledError) -> FlagResolutionDetails[_Value]:
    metadata = {"promptops.code": error.code, "promptops.message": str(error)}
    return FlagResolutionDetails(value=default_value, reason=Reason.DISABLED, flag_metadata=metadata)


def _as_object(decision: Decision) -> dict[str, Any]:
    return {
        "prompt": decision.prompt,
        "variant": decision.variant,
        "reason": decision.reason,
        "model": decision.model,
        "tools": list(decision.tools),
        "parameters": decision.parameters,
        "stamp": str(decision.stamp),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
