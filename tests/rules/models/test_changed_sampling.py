from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "changed-sampling"


def prompt(parameters: str) -> str:
    return f"---\nname: p\nparameters: {parameters}\n---\nAnswer the question.\n"


@pytest.mark.parametrize(
    ("before", "after", "messages"),
    [
        ("{temperature: 0}", "{temperature: 1}", ["sets `temperature` to `1`, which was `0`"]),
        ("{temperature: 0}", "{seed: 7}", ["sets `seed` to `7`", "no longer sets `temperature`, which was `0`"]),
        ("{think: false}", "{think: true}", ["sets `think` to `true`, which was `false`"]),
        ("{temperature: 1}", "{temperature: 1.0}", []),
        ("{a: {x: 1, y: [2]}}", "{a: {y: [2], x: 1}}", []),
        ("{stop: [a], until: b}", "{stop: [c], stop_sequences: [d]}", []),
    ],
)
def test_each_parameter_is_told_with_both_values(before: str, after: str, messages: list[str], diff: Diff) -> None:
    found = diff({"p.prompt.md": prompt(before)}, {"p.prompt.md": prompt(after)}, RULE)
    said = sorted(each.diagnostic.message for each in found)
    assert said == sorted(f"the prompt `p` {message}" for message in messages)
    assert {each.diagnostic.severity.value for each in found} <= {"info"}


@pytest.mark.parametrize(("after", "is_advised"), [(100, True), (900, False)])
def test_fewer_output_tokens_come_with_advice(after: int, diff: Diff, *, is_advised: bool) -> None:
    old, new = (prompt(f"{{max_output_tokens: {tokens}}}") for tokens in (800, after))
    (found,) = diff({"p.prompt.md": old}, {"p.prompt.md": new}, RULE)
    assert bool(found.diagnostic.help) == is_advised


def test_what_an_environment_overrides_counts_as_well(diff: Diff) -> None:
    def environment(value: float) -> str:
        return f"kind: Environment\nname: prod\noverrides:\n  prompt:p: {{parameters: {{temperature: {value}}}}}\n"

    before = {"p.prompt.md": prompt("{temperature: 0}"), "prod.yaml": environment(0.1)}
    (found,) = diff(before, {"prod.yaml": environment(0.9)}, RULE)
    assert (found.diagnostic.primary.path, found.diagnostic.primary.line) == ("prod.yaml", 4)
    assert found.diagnostic.message.startswith("`prompt:p` in the environment `prod` sets `temperature` to `0.9`")


def test_a_hostile_number_of_parameters_is_bounded(diff: Diff) -> None:
    old, new = (prompt("{" + ", ".join(f"p{number}: {value}" for number in range(400)) + "}") for value in (0, 1))
    assert 0 < len(diff({"p.prompt.md": old}, {"p.prompt.md": new}, RULE)) <= 50
