"""Spending: from a decision and a number of tokens to a grant, by the budgets of the bundle."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from os import urandom
from time import time
from typing import Any, Final, NamedTuple

from promptops.runtime.budgets.accounts import (
    Account,
    Amount,
    Lease,
    Ledger,
    Reservation,
    checked_account,
    checked_amount,
)
from promptops.runtime.budgets.grants import Grant, priced
from promptops.runtime.budgets.tree import BLOCK, DEGRADE, Budget, drawn_on, held_by
from promptops.runtime.budgets.windows import window_of
from promptops.runtime.bundle import Bundle, unversioned
from promptops.runtime.choices import Choice
from promptops.runtime.errors import BudgetError
from promptops.runtime.events import EXCEEDED, UNAVAILABLE, Events
from promptops.runtime.forking import put_right_after_fork
from promptops.runtime.models import Model
from promptops.runtime.restrictions import Kills

DEFAULT_LEASE: Final = 600
"""Seconds for which an amount stays reserved without being settled."""
MAX_UNSETTLED: Final = 100_000
"""So many settlements wait for a ledger that cannot be asked; then the oldest are lost."""


class Request(NamedTuple):
    """A call that somebody wants to make; `budget` is the one to draw on, None for that of whoever asks."""

    choice: Choice
    input_tokens: int
    output_tokens: int
    budget: str | None
    seconds: int


class Treasury:
    """Grants calls from the accounts of a ledger; `allows_blindly` is what happens while that cannot be asked."""

    def __init__(self, ledger: Ledger, scope: str, events: Events, *, allows_blindly: bool) -> None:
        self._ledger, self._scope, self._events = ledger, scope, events
        self._allows_blindly = allows_blindly
        self.after_fork()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Leave to the parent what it could not settle yet: it would be counted twice."""
        self._unsettled: deque[tuple[Lease, Amount]] = deque(maxlen=MAX_UNSETTLED)

    def price(self, request: Request) -> Amount:
        """Return what a call may use at most.

        Raises:
            BudgetError: an amount is not a whole number from 0 up.
        """
        models = request.choice.models
        return checked_amount(priced(models[0] if models else None, request.input_tokens, request.output_tokens))

    def grant(
        self, request: Request, kills: Kills, context: Mapping[str, Any], settled: Callable[[Amount], None]
    ) -> Grant:
        """Reserve what a call may use in its budget and all above it.

        `settled` is told what it has used.

        Raises:
            BudgetError: there is no budget, not enough left, no price to reckon with, or nobody to ask; or the model is
                none that it may be spent on.
        """
        choice = request.choice
        budgets = drawn_on(choice.bundle, kills, budget_of(request, context))
        amount = self.price(request)
        refused = _refusal(budgets, choice.models[0] if choice.models else None)
        if refused is not None:
            raise refused
        models = tuple(model for model in choice.models if _refusal(budgets, model) is None)
        accounts = [checked_account(self._account(choice.bundle, budget)) for budget in budgets]
        try:
            reservation = self._ledger.reserve(accounts, amount, request.seconds)
        except BudgetError as error:
            self._tell_unavailable(error)
            if not self._allows_blindly:
                raise
            now = time()
            places = tuple((account.key, window_of(account.window, now)) for account in accounts)
            blind = Lease(urandom(12).hex(), places, Amount(0, 0))
            reservation = Reservation(blind, ())
        return self._granted(reservation, budgets, models, amount, settled)

    def _account(self, bundle: Bundle, budget: Budget) -> Account:
        key = f"{self._scope}/{bundle.environment}/{budget.reference}"
        tokens, micro_usd = budget.cap
        return Account(key, budget.window, tokens, micro_usd, budget.on_exceed == BLOCK)

    def _granted(
        self,
        reservation: Reservation,
        budgets: list[Budget],
        models: tuple[Model, ...],
        amount: Amount,
        settled: Callable[[Amount], None],
    ) -> Grant:
        named = {account.key.rpartition("/budget:")[2] for account in reservation.exceeded}
        exceeded = [budget for budget in budgets if budget.reference.partition(":")[2] in named]
        for budget in exceeded:
            self._events.tell(EXCEEDED, {"promptops.budget": budget.reference, "promptops.on_exceed": budget.on_exceed})
        lease = reservation.lease
        if lease is None:
            used_up = next(budget.reference for budget in exceeded if budget.on_exceed == BLOCK)
            message = f"`{used_up}` has less left than the call may use"
            raise BudgetError("budget-exceeded", message, "answer without a model until its next window")
        if len(models) > 1 and any(budget.on_exceed == DEGRADE for budget in exceeded):
            models = models[1:]

        def settle(used: Amount) -> None:
            self._settle(lease, used)
            settled(used)

        return Grant(models, amount, settle)

    def _settle(self, lease: Lease, used: Amount) -> None:
        """Settle with the ledger, after whatever could not be settled before."""
        self._unsettled.append((lease, used))
        try:
            while self._unsettled:
                first = self._unsettled.popleft()
                try:
                    self._ledger.settle(*first)
                except BudgetError:
                    self._unsettled.appendleft(first)
                    raise
        except IndexError:
            pass  # another thread was faster
        except BudgetError as error:
            self._tell_unavailable(error)

    def _tell_unavailable(self, error: BudgetError) -> None:
        self._events.tell(UNAVAILABLE, {"error.type": error.code, "error.message": str(error)})


def _refusal(budgets: Sequence[Budget], model: Model | None) -> BudgetError | None:
    """Return why one of the budgets does not pay for a model, None where all do."""
    for budget in budgets:
        if budget.models is not None and model is not None and model.reference not in budget.models:
            message = f"`{budget.reference}` may not be spent on `{model.reference}`"
            return BudgetError("wrong-model", message, "add the model to its `models`, or draw on another budget")
        if budget.cap.micro_usd is not None and (model is None or model.price is None):
            name = "no model" if model is None else f"`{model.reference}`, which has no price"
            message = f"`{budget.reference}` is in USD, and the call goes to {name}"
            return BudgetError("unpriced-model", message, "declare the `price` of the model")
    return None


def budget_of(request: Request, context: Mapping[str, Any]) -> str:
    """Return the budget that a call draws on.

    That is the one that is named; else that of the agent; else the one that the session's `feature`, its `team`, or the
    owner of the prompt holds.

    Raises:
        BudgetError: there is none: nothing is spent without the right to it.
        UnknownNameError: there is none of the name that was given.
    """
    choice = request.choice
    bundle = choice.bundle
    if request.budget is not None:
        return bundle.find(request.budget, "budget")
    agent = choice.agent
    if agent is not None:
        own = bundle.link(agent, "/budget") or held_by(bundle, unversioned(agent))
        if own is not None:
            return own
    owner = bundle.attributes(choice.reference).get("owner")
    for kind, name in (("feature", context.get("feature")), ("team", context.get("team")), ("team", owner)):
        held = held_by(bundle, f"{kind}:{name}") if isinstance(name, str) else None
        if held is not None:
            return held
    message = f"nobody has a budget for `{choice.reference}`"
    raise BudgetError(
        "no-budget", message, "declare a Budget for its agent, feature or team, or name one with `budget`"
    )
