"""Source files of applications, in Python and TypeScript: some load a prompt and look for a sentence of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import vocabulary as words
from branches import Prompt
from prose import Prose
from python_modules import python_modules

LOADING: Final = 5
"""One in so many loads a prompt."""


def source_files(prompts: Sequence[Prompt], files: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield `files` modules below `services/`, every other one in TypeScript."""
    for number, (path, text) in enumerate(python_modules(files, seed)):
        prose = Prose(f"{seed}:source:{number}")
        prompt = prose.pick(prompts) if number % LOADING == 0 else None
        if number % 2:
            yield f"services/{path.removesuffix('.py')}.ts", "\n".join(_typescript(prose, prompt))
        else:
            yield f"services/{path}", text + "\n".join(_loading(prompt) if prompt else ())


def _loading(prompt: Prompt) -> Iterator[str]:
    yield "\n\ndef answer() -> bool:"
    yield f'    text = load("{prompt.name}")'
    yield f"    return {prompt.sentence!r} in text\n"


def _typescript(prose: Prose, prompt: Prompt | None) -> Iterator[str]:
    for number in range(4):
        noun, other = prose.sample(words.NOUNS, 2)
        yield f"export function {prose.pick(words.VERBS)}_{noun}_{number}({noun}Name: string, {other}Count: number) {{"
        yield f"  const {noun}Lines: string[] = [];"
        yield f"  for (let position = 0; position < {other}Count; position++) {{"
        yield f"    // {prose.instruction()}"
        yield f"    {noun}Lines.push(position % {prose.number(2, 9)} ? `${{{noun}Name}}: ${{position}}` : "
        yield f'      "{prose.remark()}");'
        yield "  }"
        yield f'  return {noun}Lines.join("\\n");'
        yield "}\n"
    if prompt is not None:
        yield "export function answer(): boolean {"
        yield f'  return load("{prompt.name}").includes(`{prompt.sentence}`);'
        yield "}\n"
