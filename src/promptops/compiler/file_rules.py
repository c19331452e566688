"""The rules over one file, under every setting of their options that may hold for it.

Options may depend on the owner, whom a file need not name itself. So where an override by owner or environment sets
some, the rule runs under each of them, and linking takes the findings of the one that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from promptops.compiler.locating import FileLocator
from promptops.compiler.unit import Finding
from promptops.config.options import RuleOptions
from promptops.config.resolution import OptionSets, Subject
from promptops.config.settings import Settings
from promptops.rules import file_rules
from promptops.rules.contexts import FileContext
from promptops.rules.rule import Rule


def options_of(rules: Iterable[Rule[Any]], settings: Settings) -> dict[str, OptionSets[Any]]:
    """Return the options of those rules that have any, by id."""
    return {rule.id: settings.options(rule.id, rule.options) for rule in rules if rule.options.declared}


def is_found_under(finding: Finding, sets: Mapping[str, OptionSets[Any]], subject: Subject) -> bool:
    """Say whether a finding that depends on options was found under those that hold for its subject."""
    options = sets[finding.rule]
    return options.at(subject.path).index(options.of(subject)) in finding.under


def find_alike(one: Settings, other: Settings) -> bool:
    """Say whether the rules over one file find the same under two settings, however loudly each would be said."""
    return all(one.option_values(rule.id) == other.option_values(rule.id) for rule in file_rules())


class FileRules:
    """The rules of one run over its files."""

    def __init__(self, settings: Settings) -> None:
        self._rules = file_rules()
        sets = options_of(self._rules, settings)
        self._varied = {rule_id: options for rule_id, options in sets.items() if options.everywhere is None}
        self.given: Mapping[type[RuleOptions], RuleOptions] = {
            type(options.everywhere): options.everywhere for options in sets.values() if options.everywhere is not None
        }

    def findings(self, context: FileContext, locator: FileLocator) -> Iterator[Finding]:
        """Yield what the rules find in a file. The context has the options that are `given` everywhere."""
        for rule in self._rules:
            options = self._varied.get(rule.id)
            if options is None:
                for problem in rule.check(context):
                    yield locator.finding(rule.id, problem)
            else:
                yield from _under_each(rule, options.at(context.path), context, locator)


def _under_each(
    rule: Rule[Any], options: tuple[RuleOptions, ...], context: FileContext, locator: FileLocator
) -> Iterator[Finding]:
    found: dict[Finding, list[int]] = {}
    for number, choice in enumerate(options):
        given = context._replace(given={rule.options: choice})
        for finding in dict.fromkeys(locator.finding(rule.id, problem) for problem in rule.check(given)):
            found.setdefault(finding, []).append(number)
    for finding, numbers in found.items():
        yield finding if len(numbers) == len(options) else finding._replace(under=tuple(numbers))
