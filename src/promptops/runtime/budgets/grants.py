"""Grants: leave to make one call, which is settled by what the call has used."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from promptops.runtime.budgets.accounts import Amount, checked_amount
from promptops.runtime.errors import InputError
from promptops.runtime.models import Model


class Grant:
    """Leave to make one call. Settle it with what was used, best inside of `with`.

    At the end of `with`, what was not settled counts as used in full, also where an exception has ended it: a call
    that failed or took too long may have been paid for. Call `release` inside of `with` where nothing was used.
    """

    def __init__(self, models: tuple[Model, ...], reserved: Amount, settle: Callable[[Amount], None]) -> None:
        self._models, self._settle = models, settle
        self.reserved = reserved
        self.settled: Amount | None = None

    @property
    def model(self) -> str | None:
        """The identifier of the model to call: that of the decision, or a fallback where a budget says to degrade."""
        return self._models[0].id if self._models else None

    @property
    def models(self) -> tuple[str, ...]:
        """The identifiers of the model to call and of those that may take its place and are paid for, in this order."""
        return tuple(model.id for model in self._models)

    def settle(self, *, input_tokens: int, output_tokens: int, model: str | None = None) -> None:
        """Count what the call has used, once; name the model where it was not that of the grant.

        Raises:
            BudgetError: an amount is not a whole number from 0 up.
            InputError: the model is none of those of the grant, or it is settled.
        """
        if self.settled is not None:
            raise InputError("settled-twice", "this grant is settled", "reserve anew for each call")
        self._count(checked_amount(priced(self._called(model), input_tokens, output_tokens)))

    def release(self) -> None:
        """Give back everything: nothing was used, as where the call was never sent. What is settled stays so."""
        if self.settled is None:
            self._count(Amount(0, 0))

    def _count(self, amount: Amount) -> None:
        self.settled = amount
        self._settle(amount)

    def _called(self, model: str | None) -> Model | None:
        if model is None:
            return self._models[0] if self._models else None
        for each in self._models:
            if model in (each.id, each.reference, each.name):
                return each
        known = ", ".join(f"`{each.id}`" for each in self._models)
        raise InputError("unknown-model", f"this grant is for no model `{model}`", f"it is for {known}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.settled is None:
            self._count(self.reserved)


def priced(model: Model | None, input_tokens: int, output_tokens: int) -> Amount:
    """Return what a call of so many tokens uses; without a price it costs nothing."""
    tokens = checked_amount(Amount(input_tokens, output_tokens))
    cost = 0 if model is None or model.price is None else model.price.cost(*tokens)
    return Amount(sum(tokens), cost)
