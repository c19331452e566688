"""What a configuration asks less of than another one did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from promptops.config.options import RuleOptions, WholeNumber, Words
from promptops.config.settings import STRICTEST_FIRST, Settings
from promptops.config.values import LEVELS, Override, Rules
from promptops.resources.rejections import enumerated
from promptops.sources.text import shown

KeyPath = tuple[str | int, ...]


class Loosening(NamedTuple):
    """Something that is asked no longer: where the later configuration says so, in words, and what it was and is."""

    keys: KeyPath
    message: str
    subject: str
    old: str
    new: str


class KnownRule(NamedTuple):
    """What there is to know of a rule: how loudly it speaks by itself, and what may be set of it."""

    level: str
    options: type[RuleOptions]


Know = Callable[[str], KnownRule]
"""Returns what there is to know of the rule with an id."""


def loosenings(before: Settings, after: Settings, know: Know) -> Iterator[Loosening]:
    """Yield what a configuration asks less of than the one before it, in the order of its keys.

    Of an option, a greater number, another word of a list, and one choice less count as less: so options are made.
    """
    yield from _rules(before, after, know)
    yield from _overrides(before, after, know)
    yield from _ignored(before, after)
    old, new = before.config.fail_on, after.config.fail_on
    if STRICTEST_FIRST.index(new) > STRICTEST_FIRST.index(old):
        yield Loosening(("fail_on",), f"`fail_on` was `{old}`, and is `{new}`", "fail_on", old, new)


def _rules(before: Settings, after: Settings, know: Know) -> Iterator[Loosening]:
    by_profile = []
    for rule in sorted({*_set_in(before), *_set_in(after)}):
        known = know(rule)
        old, new = (each.level(rule) or known.level for each in (before, after))
        if LEVELS.index(new) < LEVELS.index(old):
            if rule in after.config.rules:
                keys: KeyPath = ("rules", rule)
                yield Loosening(keys, f"`{rule}` was {_spoken(old)}, and is {_spoken(new)}", rule, old, new)
            else:
                by_profile.append((rule, old, new))
        was, options = _options_of(before, rule), _options_of(after, rule)
        yield from _options(rule, known.options, was, options, ("rules", rule, "options"))
    if by_profile:
        names = enumerated([rule for rule, _, _ in by_profile], "and")
        olds, news = ([f"{each[0]}={each[which]}" for each in by_profile] for which in (1, 2))
        keys = ("extends",) if after.config.extends != before.config.extends else ("rules",)
        message = f"what `promptops.yaml` said of {names} is gone, and asks for less now"
        yield Loosening(keys, message, "rules", " ".join(olds), " ".join(news))


def _overrides(before: Settings, after: Settings, know: Know) -> Iterator[Loosening]:
    for number, override in enumerate(after.config.overrides):
        if override not in before.config.overrides:
            yield from _of_override(override, after, know, ("overrides", number, "rules"))
    for override in before.config.overrides:
        if override in after.config.overrides:
            continue
        for rule, setting in override.rules.items():
            level = after.level(rule) or know(rule).level
            if setting.severity is not None and LEVELS.index(setting.severity) > LEVELS.index(level):
                message = f"an override that made `{rule}` {_spoken(setting.severity)} is gone: it is {_spoken(level)}"
                yield Loosening(("overrides",), message, rule, setting.severity, level)


def _ignored(before: Settings, after: Settings) -> Iterator[Loosening]:
    for number, item in enumerate(after.config.expectations.ignore):
        if all((item.consumer, item.value) != (old.consumer, old.value) for old in before.config.expectations.ignore):
            what = " of ".join(f"`{shown(text)}`" for text in (item.value, item.consumer) if text is not None)
            message = f"the expectation {what} is ignored now"
            yield Loosening(("expectations", "ignore", number), message, what, "", what)


def _of_override(override: Override, after: Settings, know: Know, above: KeyPath) -> Iterator[Loosening]:
    conditions = (*override.paths, *override.owners, *override.environments)
    where = enumerated(conditions, "and") if conditions else "all files"
    for rule, setting in override.rules.items():
        known = know(rule)
        level = after.level(rule) or known.level
        if setting.severity is not None and LEVELS.index(setting.severity) < LEVELS.index(level):
            message = f"`{rule}` is {_spoken(setting.severity)} for {where}, and {_spoken(level)} elsewhere"
            yield Loosening((*above, rule), message, rule, level, setting.severity)
        options = _options_of(after, rule)
        yield from _options(rule, known.options, options, {**options, **setting.options}, (*above, rule, "options"))


def _options(
    rule: str, kind: type[RuleOptions], before: Mapping[str, Any], after: Mapping[str, Any], above: KeyPath
) -> Iterator[Loosening]:
    for name, option in kind.declared.items():
        if before.get(name) == after.get(name):
            continue
        old, new = (option.read(each[name]) if name in each else option.default for each in (before, after))
        less = _looser(option, old, new) if isinstance(option, WholeNumber) else _fewer(option, old, new)
        if less:
            message = f"`{name}` of `{rule}` {less}"
            yield Loosening((*above, name), message, f"{rule}.{name}", str(before.get(name)), str(after.get(name)))


def _looser(option: WholeNumber, old: Any, new: Any) -> str:
    """Say that a number lets more pass now: under its example there are fewer findings than by default."""
    is_upwards = bool(option.example > option.default)
    is_looser = new > old if is_upwards else new < old
    return f"is {new} now, and was {old}" if is_looser else ""


def _fewer(option: Words, old: Any, new: Any) -> str:
    """Return what is left alone now: words that have come or, of those that one chooses from, words that are gone."""
    left, come = (old, new) if option.choices else (new, old)
    less = [word for word in left if word not in come]
    verb = "leaves out" if option.choices else "has"
    return f"{verb} {enumerated(less, 'and')} now" if less else ""


def _layers(settings: Settings) -> tuple[Rules, ...]:
    return (*(profile.rules for profile in settings.profiles), settings.config.rules)


def _set_in(settings: Settings) -> Iterator[str]:
    return (rule for rules in _layers(settings) for rule in rules)


def _options_of(settings: Settings, rule: str) -> dict[str, Any]:
    """Return the options of a rule in the whole project, as they are written."""
    found: dict[str, Any] = {}
    for rules in _layers(settings):
        found.update(rules[rule].options if rule in rules else {})
    return found


def _spoken(level: str) -> str:
    return {"off": "off", "info": "an info"}.get(level, f"{'an' if level[0] in 'aeiou' else 'a'} {level}")
