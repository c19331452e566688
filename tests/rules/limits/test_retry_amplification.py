from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "retry-amplification"
MODEL = "kind: Model\nname: {name}\nprovider: x\n"
TOOL = "kind: Tool\nname: {name}\ndescription: Does it.\ninvokes: [{invokes}]\nretries: {{max_attempts: {attempts}}}\n"


def project(attempts: int, *more: str) -> dict[str, str]:
    provider = f"kind: Provider\nname: x\nretries: {{max_attempts: {attempts}}}\n"
    return {f"{number}.yaml": text for number, text in enumerate((MODEL.format(name="m"), provider, *more))}


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        (
            project(5, TOOL.format(name="t", invokes="model:m", attempts=2)),
            ["the tool `t` is tried up to 2 times, each with up to 5 attempts at a model: 10 in all"],
        ),
        (
            project(20, TOOL.format(name="t", invokes="model:m", attempts=2)),
            ["the tool `t` is tried up to 2 times, each with up to 20 attempts at a model: 40 in all"],
        ),
        (
            project(
                1,
                TOOL.format(name="t", invokes="tool:u", attempts=5),
                TOOL.format(name="u", invokes="model:m", attempts=2),
            ),
            ["the tool `t` is tried up to 5 times, each with up to 2 attempts at a model: 10 in all"],
        ),
        (
            project(4, f"{MODEL.format(name='n')}fallbacks: [m, o]\n", MODEL.format(name="o")),
            ["one call of the model `n` may be tried 12 times, at 3 models"],
        ),
        (project(1, TOOL.format(name="t", invokes="model:m", attempts=10**15)), []),
        (project(9, TOOL.format(name="t", invokes="model:m", attempts=1)), []),
        (project(9, TOOL.format(name="t", invokes="tool:t", attempts=9)), []),
        (
            project(
                4,
                TOOL.format(name="t", invokes="tool:u", attempts=4),
                TOOL.format(name="u", invokes="model:m", attempts=4),
            ),
            ["the tool `u` is tried up to 4 times, each with up to 4 attempts at a model: 16 in all"],
        ),
    ],
)
def test_it_speaks_where_the_product_first_exceeds_nine(files: dict[str, str], messages: list[str], lint: Lint) -> None:
    assert [each.message for each in lint(files, RULE)] == messages
