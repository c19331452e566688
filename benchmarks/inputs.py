"""The inputs that a generated prompt declares, and the lines of its text that use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import vocabulary as words
from plan import Item, Plan
from prose import Prose

POOL: Final = tuple(
    f"{subject}_{attribute}" for subject in words.INPUT_SUBJECTS for attribute in words.INPUT_ATTRIBUTES
)
"""About 300 names, from which every prompt takes a few."""

_TEXT: Final = ("string", "string", "described")
_TYPES: Final = {
    "amount": ("number", "integer"),
    "history": ("list", "list", "string"),
    "notes": ("list", "described"),
    "status": ("object", "string"),
}
"""The types that an input of a certain attribute may have; `_TEXT` for the rest."""

TONE: Final = "tone"
LOCALE: Final = "locale"


class Input(NamedTuple):
    """One input: its name, its schema and a value of it as YAML, and the lines that use it."""

    name: str
    schema: str
    value: str
    lines: tuple[str, ...]


def inputs_of(plan: Plan, prompt: Item) -> list[Input]:
    """Return the two to four inputs of a prompt, always the same ones."""
    prose = plan.prose("inputs", prompt.path)
    count = prose.number(2, 4)
    special = [make(prose) for make in (_tone, _locale) if prose.chance(0.35)]
    names = prose.sample(POOL, count - len(special))
    return [*(_ordinary(name, prose) for name in names), *special]


def _ordinary(name: str, prose: Prose) -> Input:
    label = name.replace("_", " ")
    kind = prose.pick(_TYPES.get(name.rpartition("_")[2], _TEXT))
    if kind == "list":
        loop = (f"The {label} so far:", f"{{% for entry in {name} %}}", "- {{ entry }}", "{% endfor %}")
        return Input(name, "{type: array, items: {type: string}}", "[opened, closed]", loop)
    if kind == "object":
        schema = "{type: object, required: [code], properties: {code: {type: string}, text: {type: string}}}"
        return Input(name, schema, "{code: open}", (f"The {label} has the code {{{{ {name}.code }}}}.",))
    if kind == "described":
        schema = f'{{type: string, description: "{prose.remark().capitalize()}"}}'
        return Input(name, schema, prose.pick(words.NOUNS), (_line(name, label, prose),))
    value = prose.pick(words.NOUNS) if kind == "string" else f"{prose.number(1, 900)}"
    return Input(name, kind, value, (_line(name, label, prose),))


def _line(name: str, label: str, prose: Prose) -> str:
    value = prose.pick((f"{{{{ {name} }}}}", f"{{{{ {name} }}}}", f"{{{{{name}}}}}", f"{{{{ {name} | trim }}}}"))
    return prose.pick(
        (
            f"The {label} is {value}.",
            f"{label.capitalize()}: {value}",
            f"Take {value} as the {label}, whatever the {prose.pick(words.PLACES)} says.",
            f"You are given {value} ({label}), which the {prose.pick(words.PEOPLE)} has confirmed.",
        )
    )


def _tone(prose: Prose) -> Input:
    tones = prose.sample(words.TONES, prose.number(2, 4))
    lines = tuple(_branches(tones, prose))
    return Input(TONE, f"{{enum: [{', '.join(tones)}], default: {tones[0]}}}", tones[-1], lines)


def _branches(tones: list[str], prose: Prose) -> Iterator[str]:
    yield f'{{% if tone == "{tones[0]}" %}}'
    yield prose.instruction()
    if prose.chance(0.5):
        yield "{% else %}"
        yield prose.instruction()
    yield "{% endif %}"


def _locale(prose: Prose) -> Input:
    first = prose.pick(words.LOCALES)
    return Input(LOCALE, f"{{type: string, default: {first}}}", first, ("Write for readers of {{ locale }}.",))
