"""What applications import: bundles are loaded, verified and served, prompts are decided and rendered.

    import promptops.runtime as promptops

    rt = promptops.open("store/", channel="prod", trust="trust.json")
    with rt.session(user_id, team="support", plan="pro") as session:
        decision = session.resolve("support/refund-reply")
        text = decision.render(order_id=order_id)

Every exception is a `PromptopsError`, whose `help` says what to do.
"""

from __future__ import annotations

from promptops.errors import PromptopsError
from promptops.runtime.budgets.grants import Grant
from promptops.runtime.decisions import Decision
from promptops.runtime.errors import BudgetError, InputError, KilledError, LimitError, PinError, UnknownNameError
from promptops.runtime.events import Event
from promptops.runtime.opening import open  # noqa: A004 - `promptops.open(...)` reads as it should
from promptops.runtime.pins import Pin
from promptops.runtime.rendering_errors import RenderError
from promptops.runtime.runtime import Runtime
from promptops.runtime.session import Session
from promptops.runtime.stamps import Stamp
from promptops.runtime.status import Status
from promptops.runtime.stores import StoreError
from promptops.trust.refusals import RefusedError

__all__ = [
    "BudgetError",
    "Decision",
    "Event",
    "Grant",
    "InputError",
    "KilledError",
    "LimitError",
    "Pin",
    "PinError",
    "PromptopsError",
    "RefusedError",
    "RenderError",
    "Runtime",
    "Session",
    "Stamp",
    "Status",
    "StoreError",
    "UnknownNameError",
    "open",
]
