"""Python modules of about fifty lines, for ruff."""

from __future__ import annotations

from collections.abc import Iterator

import vocabulary as words
from prose import Prose

_LINES = 50


def python_modules(files: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield `files` modules, spread over packages of fifty."""
    for number in range(files):
        prose = Prose(f"{seed}:python:{number}")
        name = f"{prose.pick(words.VERBS)}_{prose.pick(words.NOUNS)}_{number}"
        yield f"package_{number // 50}/{name}.py", _module(prose)


def _module(prose: Prose) -> str:
    lines = [f'"""{prose.heading()}."""', "", "from __future__ import annotations", ""]
    number = 0
    while len(lines) < _LINES:
        lines += ["", *_function(number, prose), ""]
        number += 1
    return "\n".join(lines)


def _function(number: int, prose: Prose) -> Iterator[str]:
    first, second = prose.sample(words.NOUNS, 2)
    parameters = f"{first}_name: str, {second}_count: int = {prose.number(0, 9)}"
    yield f"def {prose.pick(words.VERBS)}_{first}_{number}({parameters}) -> str:"
    yield f'    """{prose.instruction()}"""'
    yield f"    {first}_lines = []"
    yield f"    for position in range({second}_count):"
    yield f"        if position % {prose.number(2, 9)} == 0:"
    yield f'            {first}_lines.append(f"{{{first}_name}}: {{position}}")'
    yield "        else:"
    yield f'            {first}_lines.append("{prose.remark()}")'
    yield f'    return "\\n".join({first}_lines)'
