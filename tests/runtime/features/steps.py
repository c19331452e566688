"""What the sentences of OpenFeature's scenarios mean, for a provider whose flags are prompts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.transaction_context import get_transaction_context, set_transaction_context
from tests.runtime.features.gherkin import Row, Step
from tests.runtime.features.world import World, noting, read, value_of

Meaning = Callable[..., None]
_MEANINGS: Final[list[tuple[re.Pattern[str], Meaning]]] = []
_TEXT: Final = r'"((?:[^"\\]|\\.)*)"'
_NULL: Final = "null"


class UnknownStepError(Exception):
    """A sentence means nothing here."""


def take(step: Step, world: World) -> None:
    """Do what a step says.

    Raises:
        UnknownStepError: its sentence means nothing here.
        AssertionError: it says something that does not hold.
    """
    for pattern, meaning in _MEANINGS:
        match = pattern.fullmatch(step.text)
        if match:
            tables = (step.table,) if step.table else ()
            meaning(world, *match.groups(), *tables)
            return
    raise UnknownStepError(step.text)


def _says(sentence: str) -> Callable[[Meaning], Meaning]:
    """Give a sentence its meaning; `TEXT` in it stands for a text in quotation marks."""
    pattern = re.compile(sentence.replace("TEXT", _TEXT))

    def define(meaning: Meaning) -> Meaning:
        _MEANINGS.append((pattern, meaning))
        return meaning

    return define


@_says("an? (stable|stale) provider(?: with retrievable context is registered)?")
def _provider(world: World, kind: str) -> None:
    world.provide()
    if kind == "stale":
        world.grow_stale()


@_says("the provider status should be TEXT")
def _status(world: World, status: str) -> None:
    assert world.client.get_provider_status().value == status


@_says(r"an? (\w+)-flag with key TEXT and a (?:fallback|default) value TEXT")
def _flag(world: World, type_name: str, key: str, default: str) -> None:
    world.asked = type_name.lower(), key, read(type_name, default)


@_says("a context containing a key TEXT, with type TEXT and with value TEXT")
def _attribute(world: World, key: str, type_name: str, value: str) -> None:
    world.attributes[key] = read(type_name, value)


@_says("a context containing a key TEXT with null value")
def _null_attribute(world: World, key: str) -> None:
    world.attributes[key] = None


@_says("context contains keys (.+) with values (.+)")
def _attributes(world: World, keys: str, values: str) -> None:
    world.attributes = dict(zip(json.loads(f"[{keys}]"), json.loads(f"[{values}]"), strict=True))


@_says("the flag was evaluated with details( asynchronously)?")
def _evaluated(world: World, aside: str | None) -> None:
    world.ask(*world.asked, waiting=aside is None)


@_says(r"an? (\w+) flag with key TEXT is evaluated with (?:details and )?default value (.+)")
def _evaluated_at_once(world: World, type_name: str, key: str, default: str) -> None:
    world.ask(type_name, key, read(type_name, default.strip('"')))


@_says("an object flag with key TEXT is evaluated with (?:details and )?a null default value")
def _evaluated_for_null(world: World, key: str) -> None:
    world.ask("object", key, None)


@_says(
    "a(?: non-existent string)? flag with key TEXT is evaluated with (?:details and a )?(?:fallback|default) value TEXT"
)
def _evaluated_as_text(world: World, key: str, default: str) -> None:
    world.ask("string", key, default)


@_says(r"a string flag with key TEXT is evaluated as an integer, with details and a (?:fallback|default) value (\d+)")
def _evaluated_as_integer(world: World, key: str, default: str) -> None:
    world.ask("integer", key, int(default))


@_says("the evaluation should complete without blocking")
def _complete(world: World) -> None:
    assert world.details.flag_key == world.asked[1]


@_says("the resolved (?:details|string|string response) (?:value )?should be TEXT")
def _value(world: World, value: str) -> None:
    assert value_of(world.details) == read(world.asked[0], value)


@_says("the resolved object (?:details )?value should be contain fields (.+), with values (.+), respectively")
def _fields(world: World, names: str, values: str) -> None:
    found = value_of(world.details)
    listed = [json.loads(f"[{text.replace(' and ', ', ').replace(',,', ',')}]") for text in (names, values)]
    expected = dict(zip(*listed, strict=True))
    assert {name: found[name] for name in expected} == {name: _plain(value) for name, value in expected.items()}


def _plain(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


@_says("the resolved flag value is TEXT when the context is empty")
def _value_for_anybody(world: World, value: str) -> None:
    world.attributes = {}
    world.ask(*world.asked)
    assert value_of(world.details) == value


@_says(r"the default \w+ value should be returned")
def _default(world: World) -> None:
    assert value_of(world.details) == world.asked[2]


@_says("the variant should be TEXT, and the reason should be TEXT")
def _variant_and_reason(world: World, variant: str, reason: str) -> None:
    assert (world.details.variant, world.details.reason) == (variant, reason)


@_says("the (reason|variant|flag key|error-code) should be TEXT")
def _detail(world: World, name: str, value: str) -> None:
    assert _said(world.details, {"flag key": "flag_key", "error-code": "error_code"}.get(name, name)) == value


@_says("the reason should indicate an error and the error code should indicate .+ with TEXT")
def _error(world: World, code: str) -> None:
    assert (_said(world.details, "reason"), _said(world.details, "error_code")) == ("ERROR", code)


def _said(details: Any, name: str) -> Any:
    found = getattr(details, name)
    return getattr(found, "value", found)


@_says("a client with added hook")
def _hook(world: World) -> None:
    world.hook = noting()
    world.client.add_hooks([world.hook])


@_says("the TEXT hook should have been executed")
def _executed(world: World, stage: str) -> None:
    assert _stage(world, stage).called


@_says("the TEXT hooks should be called with evaluation details")
def _called(world: World, stages: str, table: Sequence[Row]) -> None:
    for stage in stages.split(", "):
        for kind, name, text in table[1:]:
            found = _said(_stage(world, stage).call_args.kwargs["details"], name)
            assert found == (None if text == _NULL else read(kind, text)), name


def _stage(world: World, name: str) -> Any:
    return getattr(world.hook, "finally_after" if name == "finally" else name)


_ADDED: Final[Mapping[str, Callable[[World, EvaluationContext], None]]] = {
    "API": lambda _, more: api.set_evaluation_context(api.get_evaluation_context().merge(more)),
    "Transaction": lambda _, more: set_transaction_context(get_transaction_context().merge(more)),
    "Client": lambda world, more: setattr(world.client, "context", world.client.context.merge(more)),
    "Invocation": lambda world, more: world.attributes.update(more.attributes),
    "Before Hooks": lambda world, more: setattr(world, "before_hooks", world.before_hooks.merge(more)),
}


@_says("A context entry with key TEXT and value TEXT is added to the TEXT level")
def _entry(world: World, key: str, value: str, level: str) -> None:
    _ADDED[level](world, EvaluationContext(attributes={key: value}))


@_says("A table with levels of increasing precedence")
def _levels(world: World, table: Sequence[Row]) -> None:
    world.levels = [level for (level,) in table]


@_says("Context entries for each level from API level down to the TEXT level, with key TEXT and value TEXT")
def _entries(world: World, last: str, key: str, value: str) -> None:
    for level in world.levels[: world.levels.index(last) + 1]:
        # All but the last have another value, so that a wrong order cannot go unseen.
        _entry(world, key, value if level == last else f"of {level}", level)


@_says("Some flag was evaluated")
def _some_flag(world: World) -> None:
    world.client.add_hooks([noting(world.before_hooks)])
    world.ask("string", "string-flag", "")


@_says("The merged context contains an entry with key TEXT and value TEXT")
def _merged(world: World, key: str, value: str) -> None:
    assert world.provider.context.attributes[key] == value
