"""What is wrong with the rule settings of a configuration: rules and options that there are not, and bad values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.config.model import ConfigModel, Rules
from promptops.config.options import RuleOptions
from promptops.config.resolution import MAX_SUBJECTS
from promptops.resources.rejections import Rejection, enumerated, quoted, rejection
from promptops.spelling import closest

_Keys = tuple[str | int, ...]
_Known = Mapping[str, type[RuleOptions]]


def mistakes(config: ConfigModel, known: _Known) -> Iterator[Rejection]:
    """Yield what is wrong with the settings of rules; `known` are the rules by id, with what may be set of them."""
    yield from _in_rules(config.rules, ("rules",), known)
    for index, override in enumerate(config.overrides):
        yield from _in_rules(override.rules, ("overrides", index, "rules"), known)
    yield from _too_many(config)


def _in_rules(rules: Rules, above: _Keys, known: _Known) -> Iterator[Rejection]:
    for rule_id, setting in rules.items():
        keys = (*above, rule_id)
        if rule_id in known:
            yield from _in_options(setting.options, keys, known[rule_id])
        else:
            meant = closest(rule_id, known)
            advice = f"did you mean `{meant}`?" if meant else "`promptops rule` lists them"
            yield Rejection("unknown-key", keys, "key", f"no rule {quoted(rule_id)}", advice)


def _in_options(values: Mapping[str, Any], above: _Keys, kind: type[RuleOptions]) -> Iterator[Rejection]:
    declared = kind.declared
    for name, raw in values.items():
        keys = (*above, "options", name)
        option = declared.get(name)
        if option is None:
            message = f"the rule `{above[-1]}` has no option {quoted(name)}"
            yield Rejection("unknown-key", keys, "key", message, _advice(name, declared))
            continue
        problem = option.problem(raw)
        if problem is not None:
            yield rejection(problem, keys)


def _advice(name: str, declared: Mapping[str, Any]) -> str:
    meant = closest(name, declared)
    if meant:
        return f"did you mean `{meant}`?"
    return f"it has {enumerated(tuple(declared), 'and')}" if declared else "it has none"


def _too_many(config: ConfigModel) -> Iterator[Rejection]:
    """Yield the setting of options with which those of one rule differ for too many owners and environments."""
    owners: dict[str, set[str]] = {}
    environments: dict[str, set[str]] = {}
    for index, override in enumerate(config.overrides):
        for rule_id, setting in override.rules.items():
            if setting.options:
                owners.setdefault(rule_id, set()).update(override.owners)
                environments.setdefault(rule_id, set()).update(override.environments)
                if (len(owners[rule_id]) + 1) * (len(environments[rule_id]) + 1) > MAX_SUBJECTS:
                    message = f"the options of `{rule_id}` are set for too many owners and environments"
                    advice = f"set them for at most {MAX_SUBJECTS} pairs, or by path"
                    yield Rejection("invalid-value", ("overrides", index, "rules", rule_id), "key", message, advice)
