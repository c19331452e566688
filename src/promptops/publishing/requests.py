"""What somebody asks to be restricted, or no longer restricted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Self

from promptops.errors import UsageError
from promptops.publishing.channel import Channel
from promptops.publishing.killing import capped, find_assets, killed, lifted
from promptops.runtime.amounts import micro_usd
from promptops.trust.restrictions import Cap, Restrictions

_HALT: Final = "halt"


class KillRequest(NamedTuple):
    """One wish: an asset out of service, a lower cap on a budget, everything halted, or one of these undone."""

    asset: str | None
    reason: str | None
    halt: bool
    cap: Cap | None
    undo: str | None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return what the options of a command ask for.

        Raises:
            UsageError: that is nothing, or several things at once, or the reason is missing.
        """
        tokens, usd = given["tokens"], given["usd"]
        cap = None if tokens is None and usd is None else Cap(tokens, None if usd is None else _micro_usd(usd))
        wish = cls(given["asset"], given["reason"], given["halt"], cap, given["undo"])
        if sum((wish.asset is not None, wish.halt, wish.undo is not None)) != 1:
            raise UsageError("name one thing to restrict", help="give an asset, `--halt` or `--undo WHAT`")
        if wish.undo is None and wish.cap is None and not (wish.reason or "").strip():
            raise UsageError("nothing says why", help="give a `--reason`: whoever is woken by it reads that")
        if wish.cap is not None and wish.asset is None:
            raise UsageError("`--tokens` and `--usd` lower one budget", help="name the budget")
        return wish


def restricted(channel: Channel, request: KillRequest) -> Restrictions:
    """Return what a channel restricts once a wish is granted.

    Raises:
        UsageError: what is named is not there.
        RefusedError: a cap is above what the budget declares.
    """
    old = Restrictions() if channel.kill is None else channel.kill.restrictions
    if request.undo is not None:
        return old._replace(halted=None) if request.undo == _HALT else lifted(old, request.undo)
    if request.halt:
        return old._replace(halted=request.reason)
    bundle, cap = channel.bundle(channel.current.bundle), request.cap
    new = old
    for asset in find_assets(bundle, request.asset or ""):
        new = killed(new, asset, request.reason or "") if cap is None else capped(new, bundle, asset, cap)
    return new


def _micro_usd(text: str) -> int:
    try:
        return micro_usd(text)
    except ValueError:
        raise UsageError(f"`{text}` is no amount in dollars such as `25` or `0.50`") from None
