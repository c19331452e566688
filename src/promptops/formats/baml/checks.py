"""What the BAML compiler refuses in a file, whatever the other files of its project declare."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Fault
from promptops.formats.baml.blocks import fields, settings
from promptops.formats.baml.syntax import Declaration, Setting, Source
from promptops.formats.baml.tokens import Token
from promptops.formats.suggestion import advice_on
from promptops.resources.rejections import quoted
from promptops.sources.text import INVALID, LineIndex

_ONE_NAMESPACE = frozenset({"class", "enum", "type", "function", "client", "template_string", "retry_policy"})
_FUNCTION_KEYS = ("client", "prompt")
_CLIENT_KEYS = ("provider", "options", "retry_policy")


def is_prompt(source: Source, declared: Declaration) -> bool:
    """Say whether a function is a prompt, and no function of expressions."""
    return declared.body is not None and any(
        setting.key.text in _FUNCTION_KEYS for setting in settings(source, declared)
    )


def faults(source: Source, lines: LineIndex) -> Iterator[Fault]:
    """Yield what is wrong with a file."""
    if source.broken is not None:
        place = lines.range(source.broken.start, source.broken.end)
        yield Fault(INVALID, source.broken.message, place, source.broken.help)
    named = (each for each in source.declarations if each.keyword in _ONE_NAMESPACE)
    yield from _repetitions(
        lines, ((each.name, f"the {each.keyword} ") for each in named), "the file declares {} twice"
    )
    for declared in source.declarations:
        if declared.keyword in ("class", "enum") and declared.body is not None:
            names = ((field.name, "") for field in fields(source, declared.body))
            yield from _repetitions(lines, names, f"`{declared.name.text}` declares {{}} twice")
        elif declared.keyword == "function" and is_prompt(source, declared):
            yield from _prompt_faults(source, lines, declared)
        elif declared.keyword == "client" and declared.body is not None:
            found = settings(source, declared)
            yield from _unknown_keys(lines, "a client", found, _CLIENT_KEYS)
            yield from _missing_keys(lines, declared, found, ("provider",))


def _repetitions(lines: LineIndex, names: Iterator[tuple[Token, str]], message: str) -> Iterator[Fault]:
    known: dict[str, Token] = {}
    for token, what in names:
        first = known.setdefault(token.text, token)
        if first is not token:
            related = ((lines.range(first.start, first.end), "first declared here"),)
            text = message.format(f"{what}{quoted(token.text)}")
            advice = "rename one of the two, or remove it"
            yield Fault("duplicate-name", text, lines.range(token.start, token.end), advice, (token.text,), related)


def _prompt_faults(source: Source, lines: LineIndex, declared: Declaration) -> Iterator[Fault]:
    found = settings(source, declared)
    yield from _unknown_keys(lines, "a function", found, _FUNCTION_KEYS)
    yield from _missing_keys(lines, declared, found, _FUNCTION_KEYS)
    for setting in found:
        if setting.key.text == "prompt" and setting.kind not in ("raw", "none"):
            place = lines.range(setting.start, setting.end)
            keys = (declared.name.text, "prompt")
            yield Fault("invalid-value", "a prompt is a block string", place, 'write `#"…"#`', keys)


def _unknown_keys(lines: LineIndex, what: str, found: tuple[Setting, ...], known: tuple[str, ...]) -> Iterator[Fault]:
    for setting in found:
        if setting.key.text not in known:
            advice = advice_on(setting.key.text, known, f"the keys are {', '.join(f'`{key}`' for key in known)}")
            place = lines.range(setting.key.start, setting.key.end)
            message = f"{what} has no key {quoted(setting.key.text)}"
            yield Fault("unknown-key", message, place, advice, (setting.key.text,))


def _missing_keys(
    lines: LineIndex, declared: Declaration, found: tuple[Setting, ...], needed: tuple[str, ...]
) -> Iterator[Fault]:
    given = {setting.key.text for setting in found}
    for key in needed:
        if key not in given:
            name = declared.name
            message = f"the {declared.keyword} {quoted(name.text)} has no `{key}`"
            yield Fault("invalid-value", message, lines.range(name.start, name.end), None, (name.text, key))
