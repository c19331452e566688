"""What applications import: bundles are loaded, verified and served, prompts are decided and rendered.

    import promptops.runtime as promptops

    rt = promptops.open("store/", channel="prod", trust="trust.json")
    with rt.session(user_id, team="support", plan="pro") as session:
        decision = session.resolve("support/refund-reply")
        text = decision.render(order_id=order_id)

Every exception is a `PromptopsError`, whose `help` says what to do. A name is imported when it is first used, as the
compiler shares modules of this package and must not pay for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptops.errors import PromptopsError
    from promptops.runtime.budgets.grants import Grant
    from promptops.runtime.decisions import Decision
    from promptops.runtime.errors import BudgetError, InputError, KilledError, LimitError, PinError, UnknownNameError
    from promptops.runtime.events import Event
    from promptops.runtime.explaining import Explanation, explain
    from promptops.runtime.opening import open  # noqa: A004 - `promptops.open(...)` reads as it should
    from promptops.runtime.pins import Pin
    from promptops.runtime.rendering.errors import RenderError
    from promptops.runtime.runtime import Runtime
    from promptops.runtime.session import Session
    from promptops.runtime.sinks import JsonLines
    from promptops.runtime.stamps import Stamp
    from promptops.runtime.status import Status
    from promptops.runtime.stores import StoreError
    from promptops.trust.refusals import RefusedError

__all__ = [
    "BudgetError",
    "Decision",
    "Event",
    "Explanation",
    "Grant",
    "InputError",
    "JsonLines",
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
    "explain",
    "open",
]

_MODULES = {
    "BudgetError": "errors",
    "Decision": "decisions",
    "Event": "events",
    "Explanation": "explaining",
    "Grant": "budgets.grants",
    "InputError": "errors",
    "JsonLines": "sinks",
    "KilledError": "errors",
    "LimitError": "errors",
    "Pin": "pins",
    "PinError": "errors",
    "RenderError": "rendering.errors",
    "Runtime": "runtime",
    "Session": "session",
    "Stamp": "stamps",
    "Status": "status",
    "StoreError": "stores",
    "UnknownNameError": "errors",
    "explain": "explaining",
    "open": "opening",
}
_ELSEWHERE = {"PromptopsError": "promptops.errors", "RefusedError": "promptops.trust.refusals"}


def __getattr__(name: str) -> Any:
    module = _ELSEWHERE.get(name) or (f"{__name__}.{_MODULES[name]}" if name in _MODULES else None)
    if module is None:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    found = getattr(import_module(module), name)
    globals()[name] = found
    return found
