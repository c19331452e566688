"""Types for a bundle: a module by which a type checker knows the prompts that there are, and what each takes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from promptops.publishing.stub_types import Types, parameters

_HEAD = '''"""What the prompts of {project} take in {environment}; `promptops stubs` writes this file."""

# ruff: noqa
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict, cast, overload

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from promptops.runtime import Decision, Pin, Runtime, Session
'''
_RUNTIME = """
class TypedRuntime(Runtime):
    def session(self, unit: str, /, **context: Any) -> TypedSession:
        raise NotImplementedError

    def resume(self, pin: Pin | str) -> TypedSession:
        raise NotImplementedError
"""
_TAIL = '''

def typed(runtime: Runtime) -> TypedRuntime:
    """Return the same runtime, as one whose sessions know these prompts."""
    return cast("TypedRuntime", runtime)
'''
_TAKEN = (
    "AbstractContextManager",
    "Any",
    "Decision",
    "Literal",
    "Mapping",
    "NotRequired",
    "Pin",
    "Runtime",
    "Sequence",
    "Session",
    "TypedDict",
    "TypedRuntime",
    "TypedSession",
)
"""Names of the module that no class can have."""
_NO_BODY = "        raise NotImplementedError"
_OVERRIDE = "  # type: ignore[override]"


def stubs_of(bundle: Mapping[str, Any]) -> str:
    """Return the source of a module of types for a bundle."""
    resources: Mapping[str, Mapping[str, Any]] = bundle["resources"]
    types = Types()
    for name in _TAKEN:
        types.class_name(name)
    prompts = [reference for reference in resources if reference.startswith("prompt:")]
    classes = {reference: types.class_name(reference.partition(":")[2]) for reference in prompts}
    decisions = [_decision(resources[each], types, classes[each]) for each in prompts]
    session = _session(dict(_names(resources, classes)), list(_entered(resources)))
    parts = ["\n".join(types.declared), *decisions, session, _RUNTIME]
    body = "\n\n".join(part.strip("\n") for part in parts if part)
    head = _HEAD.format(project=_named(bundle["project"]), environment=_named(bundle["environment"]))
    return f"{head}\n{textwrap.indent(body, '    ')}\n{_TAIL}"


def _named(name: object) -> str:
    """Return a name for a docstring, whatever is in it."""
    return "this project" if name is None else ascii(name).strip("'\"").replace("\\", "/").replace('"', "'")


def _decision(resource: Mapping[str, Any], types: Types, name: str) -> str:
    """Return the class of the decisions for one prompt."""
    attributes = resource["attributes"]
    taken, is_open = parameters(attributes.get("inputs"), types, name)
    if is_open:
        taken.append("**others: Any")
    given = "".join(f", {each}" for each in (["*", *taken] if taken and not taken[0].startswith("**") else taken))
    narrows = _OVERRIDE if taken != ["**others: Any"] else ""
    return f"class {name}(Decision):\n    def render(self, /{given}) -> {_returned(attributes)}:{narrows}\n{_NO_BODY}"


def _returned(attributes: Mapping[str, Any]) -> str:
    if not attributes.get("messages"):
        return "str"
    has_texts = any(variant.keys().isdisjoint(("messages",)) for variant in attributes.get("variants", ()))
    return "str | list[dict[str, str]]" if has_texts else "list[dict[str, str]]"


def _names(resources: Mapping[str, Mapping[str, Any]], classes: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each name that may be asked for, with the classes of what it may lead to."""
    majors = _majors(resources)
    rolled_out = {each["links"].get("/target") for name, each in resources.items() if name.startswith("rollout:")}

    def led(reference: str) -> list[str]:
        """Return what sessions get of what is asked for without a major."""
        own = majors[reference.partition("@")[0]]
        return own if rolled_out.intersection(own) else [reference]

    def prompts(reference: str) -> list[str]:
        target = reference if reference in classes else resources[reference]["links"].get("/prompt")
        return [] if target not in classes else [target] if target == reference else led(target)

    for name, own in majors.items():
        asked = {name: [prompt for each in led(own[0]) for prompt in prompts(each)]}
        for each, meant in {**asked, **{reference: prompts(reference) for reference in own}}.items():
            found = _serving(meant, resources, classes)
            if found:
                yield each, found
                if each.startswith("prompt:"):
                    yield each.partition(":")[2], found


def _majors(resources: Iterable[str]) -> dict[str, list[str]]:
    """Return the references of all prompts and agents by name, the highest major first."""
    found: dict[str, list[str]] = {}
    asked_for = [reference for reference in resources if reference.startswith(("prompt:", "agent:"))]
    for reference in sorted(asked_for, key=_major, reverse=True):
        found.setdefault(reference.partition("@")[0], []).append(reference)
    return found


def _major(reference: str) -> int:
    return int(reference.partition("@")[2] or -1)


def _serving(
    references: list[str], resources: Mapping[str, Mapping[str, Any]], classes: Mapping[str, str]
) -> list[str]:
    """Return the classes of prompts and of those that take their place when they are switched off."""
    found: dict[str, str] = {}
    pending = list(references)
    while pending:
        reference = pending.pop(0)
        if reference in classes and reference not in found:
            found[reference] = classes[reference]
            pending.append(resources[reference]["links"].get("/fallback") or "")
    return list(found.values())


def _entered(resources: Iterable[str]) -> Iterator[str]:
    """Yield each name of a tool or agent that may be entered."""
    found = [reference for reference in resources if reference.startswith(("tool:", "agent:"))]
    full = dict.fromkeys((*found, *(reference.partition("@")[0] for reference in found)))
    yield from dict.fromkeys((*full, *(reference.partition(":")[2] for reference in full)))


def _session(names: Mapping[str, list[str]], entered: Sequence[str]) -> str:
    """Return the class of sessions, for the names that they resolve and enter."""
    lines = ["class TypedSession(Session):"]
    by_classes: dict[str, list[str]] = {}
    for name, found in names.items():
        by_classes.setdefault(" | ".join(found), []).append(name)
    for number, (returned, asked) in enumerate(by_classes.items()):
        ignored = _OVERRIDE if number == 0 else ""
        literals = ", ".join(map(repr, asked))
        overload = f"    @overload{ignored}\n" if len(by_classes) > 1 else ""
        own = _OVERRIDE if not overload else ""
        body = ": ..." if overload else f":{own}\n{_NO_BODY}"
        lines.append(f"{overload}    def resolve(self, name: Literal[{literals}]) -> {returned}{body}")
    if len(by_classes) > 1:
        lines.append(f"    def resolve(self, name: str) -> Any:\n{_NO_BODY}")
    if entered:
        literals = ", ".join(map(repr, entered))
        returned = f"AbstractContextManager[TypedSession]:{_OVERRIDE}"
        lines.append(f"    def enter(self, name: Literal[{literals}]) -> {returned}\n{_NO_BODY}")
    lines.append(f"    def child(self, **context: Any) -> TypedSession:\n{_NO_BODY}")
    return "\n\n".join(lines)
