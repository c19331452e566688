"""One call of a model: how often it is tried, by which models, with how many tokens, at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval, exactly, greater, lesser
from promptops.bounds.settings import Reference, Setting, Settings
from promptops.bounds.sizes import FRAME, Sizes
from promptops.bounds.usage import PICOS, Single, Usage
from promptops.catalog.facts import ModelFacts, Price
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.tokens import bytes_of

OUTPUT_LIMITS: Final = ("max_output_tokens", "max_completion_tokens", "max_tokens")
"""The parameters that limit what one answer has, as providers spell them."""
MAX_MODELS: Final = 100
"""Models that one call may be tried at; with more of them nobody counts."""
_SILENT: Final = frozenset({"embedding", "rerank"})
"""Types of models that write no tokens."""


class Facts(Protocol):
    """What is known of models; `Catalog` of `promptops.catalog` is one."""

    def facts_for(self, link: Link, target: Entry | None) -> ModelFacts:
        """Return the facts on what a reference to a model leads to, or names where it leads nowhere."""


class Attempts(NamedTuple):
    """How often one call is tried at one model, and what one attempt is like.

    `name` is what the model is called, `at` where it is named, and `retries` where it is said how often it is tried,
    None where that is once because nobody says otherwise. `basis` says on what the end of `input` rests. `cost` is in
    pico-USD, and so are `prices`: those of one token in and one out at least, rounded down, 0 where nobody knows.
    """

    name: str
    at: Place
    number: int
    retries: Setting | None
    input: Interval
    output: Interval
    cost: Interval
    basis: str = ""
    provider: Entry | None = None
    prices: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class ModelCall:
    """One call of a model with all its attempts: those at the model itself, then at what stands in for it.

    Where only those at one provider count, `elsewhere` are the others, one of which may be the one that is answered.
    """

    attempts: tuple[Attempts, ...]
    gaps: tuple[Gap, ...] = ()
    is_certain: bool = True
    elsewhere: tuple[Attempts, ...] = ()

    @cached_property
    def usage(self) -> Usage:
        """Return what a call uses: at least one attempt that is answered, at most all of them, each paid for."""
        if len(self.attempts) > MAX_MODELS:
            return Usage(Interval(1, None), _ANY, _ANY, _ANY)
        return Usage(
            Interval(1 if self.is_certain else 0, self.number),
            _tried([(each.number, each.input) for each in self.attempts]),
            _tried([(each.number, each.output) for each in self.attempts]),
            _tried([(each.number, each.cost) for each in self.attempts]),
        )

    @cached_property
    def single(self) -> Single | None:
        """Return what the attempts of a call are like, None where it is tried nowhere."""
        if not self.attempts:
            return None
        if len(self.attempts) > MAX_MODELS:
            return Single(self.number, None, None, 0, None, 0, 0)
        return Single(
            self.number,
            greater([each.input.greatest for each in self.attempts]),
            greater([each.output.greatest for each in self.attempts]),
            min(each.cost.least for each in (*self.attempts, *self.elsewhere)),
            greater([each.cost.greatest for each in self.attempts]),
            min((each.prices[0] for each in self.attempts if each.input.greatest != 0), default=None),
            min((each.prices[1] for each in self.attempts if each.output.greatest != 0), default=None),
        )

    @property
    def number_of_models(self) -> int:
        """Return at how many models it may be tried."""
        return len(self.attempts) + len(self.elsewhere)

    @property
    def number(self) -> int:
        """Return how many attempts there are at most."""
        return sum(each.number for each in self.attempts)


class _Asked(NamedTuple):
    """What the parameters of a call ask for: so many answers, none of them longer than the limit."""

    answers: int
    limit: int | None


class _Candidate(NamedTuple):
    """A model that a call may be tried at, with all of an attempt that is the same in every call."""

    name: str
    at: Place
    facts: ModelFacts
    provider: Entry | None
    retries: Setting | None


class ModelCalls:
    """The calls that prompts, agents, tools and evals make of models in one environment."""

    def __init__(self, settings: Settings, facts: Facts, sizes: Sizes, provider: Entry | None = None) -> None:
        """Look at the attempts at one provider alone, or at all of them."""
        self._provider = provider
        self._settings = settings
        self._facts = facts
        self._sizes = sizes
        self._chains: dict[Identity, Sequence[_Candidate]] = {}
        self._alike: dict[tuple[Identity, int], ModelCall] = {}

    def at(self, provider: Entry) -> ModelCalls:
        """Return the same calls, of which only the attempts at one provider count."""
        return ModelCalls(self._settings, self._facts, self._sizes, provider)

    def of(self, caller: Entry) -> ModelCall:
        """Return the call by which a prompt or an agent is answered."""
        texts = self._instructions(caller)
        first = next(
            (named for holder in (caller, *texts) for named in self._settings.references(holder, "model")), None
        )
        if first is None:
            gap = Gap("input", f"`{caller.reference}` names no model", caller.key("name"))
            unknown = Attempts("an unknown model", gap.at, 1, None, _ANY, _ANY, _ANY)
            return ModelCall((unknown,), (gap,))
        return self._call(first, caller, texts)

    def direct(self, named: Reference) -> ModelCall:
        """Return a call of a model that is named by what sends it a text of its own, such as a tool."""
        return self._call(named, named.holder, ())

    def _instructions(self, caller: Entry) -> tuple[Entry, ...]:
        """Return the prompt by which an agent is instructed."""
        if caller.kind != "agent":
            return ()
        prompts = self._settings.references(caller, "prompt")
        return tuple(each.target for each in prompts[:1] if each.target is not None)

    def _call(self, first: Reference, caller: Entry, texts: Sequence[Entry]) -> ModelCall:
        prompts = [each for each in (caller, *texts) if each.kind == "prompt"]
        answers = max(self._positive(prompts, "n"), default=1)
        if first.target is None or self._sizes.are_known:
            limit = min(self._positive(prompts, *OUTPUT_LIMITS), default=None)
            return self._made(first, caller, texts, _Asked(answers, limit))
        # Beside a window full of text one answer hardly counts: only the model and their number tell calls apart.
        key = first.target.identity, answers
        known = self._alike.get(key)
        if known is None:
            known = self._made(first, caller, texts, _Asked(answers, None))
            if known.number_of_models <= MAX_MODELS:  # what is said of more of them names the caller
                self._alike[key] = known
        return known

    def _made(self, first: Reference, caller: Entry, texts: Sequence[Entry], asked: _Asked) -> ModelCall:
        attempts, gaps = [], []
        for candidate in self._candidates(first):
            attempt, missing = self._attempts(candidate, caller, texts, asked)
            attempts.append(attempt)
            gaps.extend(missing)
        if len(attempts) > MAX_MODELS:
            gaps.append(Gap("calls", f"more than {MAX_MODELS} models stand in for `{attempts[0].name}`", first.at))
        if self._provider is None:
            return ModelCall(tuple(attempts), tuple(gaps))
        here = tuple(each for each in attempts if each.provider is self._provider)
        elsewhere = tuple(each for each in attempts if each.provider is not self._provider)
        return ModelCall(here, tuple(gaps), attempts[0].provider is self._provider, elsewhere)

    def _candidates(self, first: Reference) -> Sequence[_Candidate]:
        """Return a model with what stands in for it: the same for all who call it."""
        if first.target is None:
            return [self._candidate(first)]
        known = self._chains.get(first.target.identity)
        if known is None:
            known = self._chains[first.target.identity] = [self._candidate(named) for named in self._chain(first)]
        return known

    def _candidate(self, named: Reference) -> _Candidate:
        facts = self._facts.facts_for(named.link, named.target)
        if named.target is None:
            return _Candidate(named.link.text, named.at, facts, None, None)
        providers = self._settings.references(named.target, "provider")
        provider = providers[0].target if providers else None
        retries = None if provider is None else self._settings.number(provider, "retries", "max_attempts")
        return _Candidate(named.target.reference, named.target.key("name"), facts, provider, retries)

    def _chain(self, first: Reference) -> Iterator[Reference]:
        """Yield a model, then what stands in for it, at any distance, each once."""
        seen: set[str] = set()
        todo = [first]
        while todo and len(seen) <= MAX_MODELS:
            named = todo.pop()
            key = named.link.text if named.target is None else named.target.reference
            if key not in seen:
                seen.add(key)
                yield named
                further = () if named.target is None else self._settings.references(named.target, "fallbacks")
                todo.extend(reversed(further))

    def _attempts(
        self, candidate: _Candidate, caller: Entry, texts: Sequence[Entry], asked: _Asked
    ) -> tuple[Attempts, list[Gap]]:
        name, at, facts, provider, retries = candidate
        number = 1 if retries is None else retries.value
        tokens, basis = self._input(facts, caller, texts)
        answer = exactly(asked.answers).times(_output(facts, asked.limit))
        # Several answers share their input, and not the context window.
        window = None if facts.context_window is None or asked.answers > 1 else facts.context_window.value
        price = None if facts.price is None else facts.price.value
        cost = _cost(price, tokens, answer, window)
        gaps = list(_gaps(name, at, facts, tokens, answer, cost))
        return Attempts(name, at, number, retries, tokens, answer, cost, basis, provider, _prices(price)), gaps

    def _input(self, facts: ModelFacts, caller: Entry, texts: Sequence[Entry]) -> tuple[Interval, str]:
        """Return the tokens that go in, and on what their end rests.

        What an agent sends grows from turn to turn, and what a tool sends nobody knows: only the model limits it.
        """
        limit = None if facts.input_limit is None else facts.input_limit.value
        prompt = caller if caller.kind == "prompt" else next(iter(texts), None)
        if prompt is None:
            return Interval(0, limit), _WINDOW
        size = self._sizes.of(prompt, facts.id)
        most = None if caller.kind == "agent" else size.tokens.greatest
        most = None if most is None else most + FRAME + self._extras(caller)
        tokens = Interval(size.tokens.least, most).within(limit)
        return tokens, _WINDOW if most is None or tokens.greatest != most else size.basis

    def _extras(self, prompt: Entry) -> int:
        """Return the bytes of what goes to the model beside the text: tools, and the schema of the answer."""
        tools = [each.target for each in self._settings.references(prompt, "tools") if each.target is not None]
        schema = self._settings.value(prompt, "output", "schema")
        written = "" if schema is None else repr(schema.value)
        return sum(bytes_of(tool.data) + FRAME for tool in tools) + bytes_of(written)

    def _positive(self, holders: Sequence[Entry], *names: str) -> list[int]:
        """Return the parameters with some names that say something: no provider takes one that is not positive."""
        found = [self._settings.number(holder, "parameters", name) for holder in holders for name in names]
        return [setting.value for setting in found if setting is not None and setting.value > 0]


_WINDOW: Final = "the context window"
_ANY: Final = Interval(0, None)


def _output(facts: ModelFacts, limit: int | None) -> Interval:
    """Return the tokens that one answer of a model has, where parameters set a limit."""
    if facts.type is not None and facts.type.value in _SILENT:
        return Interval(0, 0)
    known = [fact.value for fact in (facts.max_output_tokens, facts.context_window) if fact is not None]
    return Interval(0, lesser(limit, min(known, default=None)))


def _tried(attempts: Sequence[tuple[int, Interval]]) -> Interval:
    total: int | None = 0
    for number, each in attempts:
        total = None if total is None or each.greatest is None else total + number * each.greatest
    return Interval(min((each.least for _, each in attempts), default=0), total)


def _prices(price: Price | None) -> tuple[int, int]:
    return (0, 0) if price is None else (price.input * PICOS // price.per, (price.output or 0) * PICOS // price.per)


def _cost(price: Price | None, tokens: Interval, answer: Interval, window: int | None) -> Interval:
    """Return what one attempt costs in pico-USD; tokens in and out share the context window, where it is known."""
    if price is None:
        return _ANY
    least = tokens.least * price.input * PICOS // price.per
    if price.most_output is None and answer.greatest != 0:
        return Interval(least, None)
    inward, outward = price.most_input * PICOS, (price.most_output or 0) * PICOS
    if (tokens.greatest is None and inward) or (answer.greatest is None and outward):
        return Interval(least, None)
    most_in, most_out = tokens.greatest or 0, answer.greatest or 0
    if window is None:
        return Interval(least, -(-(most_in * inward + most_out * outward) // price.per))
    outs = [out for out in (0, most_out, max(window - most_in, 0)) if out <= most_out]
    most = max(min(most_in, max(window - out, 0)) * inward + out * outward for out in outs)
    return Interval(least, -(-most // price.per))


def _gaps(name: str, at: Place, facts: ModelFacts, tokens: Interval, answer: Interval, cost: Interval) -> Iterator[Gap]:
    """Yield what keeps an attempt from having an end."""
    if tokens.greatest is None:
        yield Gap("input", f"the context window of `{name}` is not known", at)
    if answer.greatest is None:
        yield Gap("output", f"nothing limits what `{name}` writes", at)
    if cost.greatest is None and (facts.price is None or facts.price.value.output is None):
        yield Gap("cost", f"the price of `{name}` is not known", at)
