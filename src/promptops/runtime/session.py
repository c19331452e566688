"""Sessions: one unit's way through prompts, on one bundle from beginning to end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from time import monotonic
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from promptops.runtime.buckets import bytes_of
from promptops.runtime.budgets.accounts import MAX_LEASE
from promptops.runtime.budgets.grants import Grant
from promptops.runtime.budgets.spending import DEFAULT_LEASE, Request
from promptops.runtime.choices import Choice
from promptops.runtime.decisions import Decision
from promptops.runtime.errors import InputError
from promptops.runtime.events import MOVED
from promptops.runtime.exposures import exposure, names_of
from promptops.runtime.generations import Generation
from promptops.runtime.guards import Entered, Stack, entered
from promptops.runtime.house import House
from promptops.runtime.pins import Pin
from promptops.runtime.reasons import DEFAULT, KILLED, REVOKED
from promptops.runtime.restrictions import Kills
from promptops.runtime.runs import COST, TURNS, Run
from promptops.runtime.views import View
from promptops.runtime.watching import Turn

_PASSING: Final = frozenset({KILLED, REVOKED})
"""Reasons of decisions that last no longer than what was switched off."""


class Hold(NamedTuple):
    """What a session holds on to, changed by putting another in its place.

    `reason` applies to all decisions from now on; `decided` are those that were made, by the name that was asked for;
    `given` are variants of this bundle that the session had before something else was switched off, and `pinned` those
    that it had before it was taken up again.
    """

    turn: Turn
    generation: Generation
    view: View
    reason: str
    decided: dict[str, Decision]
    given: Mapping[str, str]
    pinned: Mapping[str, str]

    def variants(self) -> dict[str, str]:
        """Return what the session was given by prompt: what it got in the place of something else is not its own."""
        own = {
            decision.prompt: decision.variant
            for decision in tuple(self.decided.values())
            if decision.variant is not None and decision.reason not in _PASSING
        }
        return {**own, **self.given, **self.pinned}


class Standing(NamedTuple):
    """Where a session stands, shared with its children.

    `exposed` is what was recorded as seen, by the bundle that wrote it. The session is inside of `stack`, and of `run`
    where that has agents.
    """

    exposed: dict[str, dict[str, object]]
    stack: Stack
    run: Run | None


def begun(house: House, unit: str, context: Mapping[str, Any]) -> Session:
    """Return a new session on the bundle in force.

    Raises:
        InputError: the unit is no text that can be hashed.
    """
    hold = _anew(house.watch.turn)
    return Session(house, _checked(unit), {"unit": unit, **context}, hold, Standing({}, Stack(), None))


def taken_up(house: House, pin: Pin, generation: Generation) -> Session:
    """Return the session that a pin is of, on the bundle that it was on."""
    turn = house.watch.turn
    stale = turn._replace(kills=Kills())  # so that it looks at once whether its bundle is revoked
    hold = Hold(stale, generation, generation.under(turn.kills), DEFAULT, {}, {}, pin.variants)
    run = Run(pin.runs) if pin.runs else None
    exposed: dict[str, dict[str, object]] = {sha256: dict.fromkeys(seen) for sha256, seen in pin.exposed.items()}
    standing = Standing(exposed, Stack(), run)
    return Session(house, _checked(pin.unit), {"unit": pin.unit, **pin.context}, hold, standing)


class Session:
    """One unit's way through prompts: every decision comes from one bundle and stays as it is.

    Only what is switched off or revoked changes decisions of a session; another bundle takes over when it is asked to
    (`upgrade`), when its own is revoked, or when the time to drain is over. Any thread may use it.
    """

    __slots__ = ("_hold", "_house", "_standing", "_unit", "_watch", "context", "unit")

    def __init__(self, house: House, unit: str, context: Mapping[str, Any], hold: Hold, standing: Standing) -> None:
        self._house, self._watch = house, house.watch
        self.unit, self.context = unit, context
        self._unit = unit.encode()
        self._hold: Hold | None = hold
        self._standing = standing

    def resolve(self, name: str) -> Decision:
        """Return what this session gets of a prompt, by its name (`support/triage`, `support/triage@2`).

        `agent:support/refund-desk` gives the prompt of an agent, with the agent's model and tools. Which major a name
        without one leads to is up to rollouts; it is the highest without any.

        Raises:
            UnknownNameError: the bundle has none of that name.
            KilledError: it is switched off, and nothing is declared to take its place.
        """
        watch = self._watch
        if monotonic() >= watch.due:
            watch.look_soon()
        hold = self._hold
        if hold is not None and hold.turn is watch.turn:
            decision = hold.decided.get(name)
            if decision is not None:
                return decision
        else:
            hold = self._held()
        choice = hold.view.decide(name, self._unit, self.context, hold.pinned, hold.reason)
        return hold.decided.setdefault(name, Decision(self, choice))

    def _held(self) -> Hold:
        """Return what this session holds on to, after it has followed what was switched off or has drained."""
        hold, turn = self._hold, self._house.watch.turn
        if hold is None:
            raise InputError("closed-session", "this session has ended", "begin another one, or resume it from its pin")
        if hold.turn is turn:
            return hold
        generation, reason = hold.generation, hold.reason
        sha256 = generation.bundle.sha256
        if turn.kills.revoked(sha256) is not None:
            generation, reason = turn.active, REVOKED
        elif sha256 in turn.drained:
            generation = turn.active
        if generation is not hold.generation:
            digests = {"promptops.previous": sha256, "feature_flag.set.id": generation.bundle.sha256}
            self._house.events.tell(MOVED, {**digests, "promptops.reason": reason})
        view = generation.under(turn.kills)
        if hold.view is view and hold.reason == reason:
            hold = hold._replace(turn=turn)
        else:
            stays = generation is hold.generation
            given, pinned = (hold.variants(), hold.pinned) if stays else ({}, {})
            hold = Hold(turn, generation, view, reason, {}, given, pinned)
        self._hold = hold
        return hold

    def rendered(self, choice: Choice, inputs: Mapping[str, Any]) -> Any:
        """Return the text of a choice, and record that this session saw it."""
        house = self._house
        text = choice.texts.render(choice.reference, choice.number, inputs)
        what = choice.reference if choice.variant is None else f"{choice.reference}#{choice.variant}"
        mark = object()
        if self._standing.exposed.setdefault(choice.bundle.sha256, {}).setdefault(what, mark) is mark:
            told = exposure(choice, self.unit)
            for name in names_of(choice):
                house.events.tell(name, told)
        return text

    @property
    def bundle(self) -> str:
        """The SHA-256 of the bundle that this session decides by."""
        return self._held().generation.bundle.sha256

    @property
    def bundles(self) -> dict[str, str | None]:
        """The bundles that wrote turns of this session, each with the reason why it is revoked, or None."""
        kills = self._house.watch.turn.kills
        return {sha256: kills.revoked(sha256) for sha256 in tuple(self._standing.exposed)}

    def reserve(
        self,
        decision: Decision,
        *,
        input_tokens: int,
        output_tokens: int,
        budget: str | None = None,
        lease_seconds: int = DEFAULT_LEASE,
    ) -> Grant:
        """Return leave for one call of the model, which is one turn, out of the budget that it draws on.

        `output_tokens` is the most that the call can write. What is not settled in `lease_seconds` is free again.

        Raises:
            BudgetError: there is no budget, not enough left, or nobody to ask.
            LimitError: the run of the agent has come to its end.
        """
        self._watch.look_if_due()
        hold = self._held()
        choice = decision._choice  # noqa: SLF001 - the part of a decision that is not the session
        request = Request(choice, input_tokens, output_tokens, budget, min(lease_seconds, MAX_LEASE))
        house, bundle = self._house, hold.generation.bundle
        run, agents = self._standing.run, self._standing.stack.agents
        if run is None or not agents:
            return house.treasury.grant(request, hold.view.kills, self.context, lambda _: None)
        reserved = house.treasury.price(request).micro_usd
        with ExitStack() as refused:
            run.take(bundle, agents[-1:], TURNS)
            refused.callback(run.correct, agents[-1:], TURNS, -1)
            run.take(bundle, agents, COST, reserved)
            refused.callback(run.correct, agents, COST, -reserved)
            grant = house.treasury.grant(
                request,
                hold.view.kills,
                self.context,
                lambda used: run.correct(agents, COST, used.micro_usd - reserved),
            )
            refused.pop_all()
        return grant

    def turn(self) -> None:
        """Count a call of the model in the run of an agent; `reserve` does so itself.

        Raises:
            LimitError: the agent has had all its turns, or its time is over.
        """
        run, agents = self._standing.run, self._standing.stack.agents
        if run is not None and agents:
            run.take(self._held().generation.bundle, agents[-1:], TURNS)

    def enter(self, name: str) -> Entered:
        """Return a context in which a tool is being called, or an agent is at work: `with session.enter(...) as inner`.

        What happens inside goes on with the session `inner`. The name is that of a tool, else of an agent, or has the
        kind before it. Of a tool with several majors it is the one that the tool or agent declares inside of which this
        is, else the one of this session's decisions.

        Raises:
            LimitError: the tool is being called already, deeper than it declares, or the run has come to its end.
            KilledError: it is switched off.
            UnknownNameError: the bundle has neither.
            InputError: it has several majors, and nothing says which one is meant: `find-order@2` does.
        """
        self._watch.look_if_due()
        hold = self._held()
        choices = [decision._choice for decision in tuple(hold.decided.values())]  # noqa: SLF001 - see `reserve`
        return entered(self, hold.view, choices, name)

    def inside(self, stack: Stack, run: Run | None) -> Session:
        """Return a session that is inside of more than this one."""
        standing = self._standing._replace(stack=stack, run=run)
        return Session(self._house, self.unit, self.context, self._held(), standing)

    @property
    def stack(self) -> Stack:
        """What this session is inside of."""
        return self._standing.stack

    @property
    def run(self) -> Run | None:
        """What the agents of the run that this session is in have used."""
        return self._standing.run

    def child(self, **context: Any) -> Session:
        """Return a session of the same unit on the same bundle, with all that was counted; add to its context."""
        hold = self._held()
        if context:
            hold = hold._replace(decided={}, given={}, pinned={})
        return Session(self._house, self.unit, {**self.context, **context}, hold, self._standing)

    def upgrade(self) -> None:
        """Move to the bundle that is in force now, and decide everything anew."""
        self._held()
        self._hold = _anew(self._house.watch.turn)

    def pin(self) -> Pin:
        """Return this session at rest, for `resume` in any process; `str(pin)` is what to keep."""
        hold = self._held()
        context = {name: value for name, value in self.context.items() if (name, value) != ("unit", self.unit)}
        standing = self._standing
        runs = {} if standing.run is None else standing.run.used()
        exposed = {sha256: tuple(seen) for sha256, seen in tuple(standing.exposed.items())}
        return Pin(self.unit, context, hold.generation.bundle.sha256, exposed, hold.variants(), runs)

    def close(self) -> None:
        """End the session: its bundle is let go of."""
        self._hold = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _anew(turn: Turn) -> Hold:
    """Return a hold on the bundle in force, of which nothing is decided yet."""
    return Hold(turn, turn.active, turn.active.under(turn.kills), DEFAULT, {}, {}, {})


def _checked(unit: object) -> str:
    """Return a unit as it is.

    Raises:
        InputError: it is no text that can be hashed.
    """
    if not isinstance(unit, str) or not bytes_of(unit):
        message = "the unit of a session must be a text, and valid Unicode"
        raise InputError("wrong-unit", message, "pass in the id of a user or account")
    return unit
