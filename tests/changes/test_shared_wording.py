"""What many resources include is compared once, and chains of includes end somewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.changes.gone import GoneWording
from promptops.changes.side import MAX_INCLUDED, MAX_KEPT
from promptops.compiler.comparing import Comparing

Compare = Callable[[Mapping[str, str | None], Mapping[str, str | None]], Comparing]

OLD = "Every refund above one hundred euros needs the approval of a team lead."
NEW = "Refunds are free."


def fragment(name: str, text: str) -> str:
    return f"---\nname: {name}\n---\n{text}\n"


def prompt(number: int, more: str = "") -> str:
    return f'---\nname: p/{number}\nversion: 1.0.0\n---\nBe kind.{more}\n{{% include "rules" %}}\n'


def test_all_that_include_a_text_share_what_it_lost(comparing: Compare) -> None:
    before = {f"{number}.prompt.md": prompt(number) for number in range(3)}
    sides = comparing({**before, "f.fragment.md": fragment("rules", OLD)}, {"f.fragment.md": fragment("rules", NEW)})
    wording = GoneWording()
    lost = []
    for number in range(3):
        pair = [side.side.project.named("prompt", f"p/{number}")[0] for side in (sides.before, sides.after)]
        old, new = sides.before.side.passages(pair[0]), sides.after.side.passages(pair[1])
        gone = wording.between(pair[0], pair[1], old, new)
        assert gone.own == ()
        lost.append(gone.included)
        known = ("refund", "above", "one", "hundred", "euros", "needs", "the")
        assert gone.gone_of({known, ("be", "kind", "and", "kind", "and", "kind", "again")}) == {known}
    assert len({id(wording) for included in lost for wording in included}) == 1


def test_words_that_another_part_has_taken_over_are_still_said(comparing: Compare) -> None:
    before = {
        "a.prompt.md": prompt(0),
        "f.fragment.md": fragment("rules", OLD),
        "c.yaml": "kind: Consumer\nname: c\nof: prompt:p/0\nexpects:\n  - phrase: approval of a team lead\n",
    }
    moved = {"a.prompt.md": prompt(0, f" {OLD}"), "f.fragment.md": fragment("rules", NEW)}
    assert not _breaks(comparing(before, moved))


@pytest.mark.parametrize("including", [1, 30])
def test_a_reader_of_a_prompt_is_told_of_the_fragment_however_many_include_it(
    including: int, comparing: Compare
) -> None:
    last = including - 1
    before = {
        **{f"{number}.prompt.md": prompt(number) for number in range(including)},
        "f.fragment.md": fragment("rules", OLD),
        "app.py": f'load("p/{last}")\nif "approval of a team lead" in answer:\n    ok()\n',
        "e.yaml": (
            f"kind: Eval\nname: e\nsubjects: [prompt:p/{last}]\njudge:\n"
            '  rubric: Does it say "needs the approval of a team lead"?\n'
        ),
    }
    broken = _breaks(comparing(before, {"f.fragment.md": fragment("rules", NEW)}))
    assert {"app.py", "eval:e"} <= broken


def _breaks(comparing: Comparing) -> set[str]:
    found = comparing.judged.findings
    rules = {"broken-expectation", "indirect-break"}
    return {consumer.name for each in found if each.diagnostic.rule in rules for consumer in each.consumers}


def chain(length: int, last: str) -> dict[str, str]:
    links = {
        f"{number}.fragment.md": fragment(f"f/{number}", f'Step. {{% include "f/{number + 1}" %}}')
        for number in range(length)
    }
    return {**links, f"{length}.fragment.md": fragment(f"f/{length}", last)}


def test_of_a_long_chain_of_includes_the_near_texts_count(comparing: Compare) -> None:
    side = comparing(chain(2 * MAX_INCLUDED, OLD), {}).after.side
    lengths = [
        len(side.passages(side.project.named("fragment", f"f/{at}")[0])) for at in (0, MAX_INCLUDED, 2 * MAX_INCLUDED)
    ]
    assert lengths == [MAX_INCLUDED + 1, MAX_INCLUDED + 1, 1]


def test_no_more_texts_are_kept_than_fit(comparing: Compare) -> None:
    files = {f"{number}.fragment.md": fragment(f"f/{number}", OLD) for number in range(MAX_KEPT + 1)}
    side = comparing(files, {}).after.side
    first = side.project.entries[0]
    kept = side.passages(first)
    assert side.passages(first) is kept
    for entry in side.project.entries[1:]:
        side.passages(entry)
    assert side.passages(first) is not kept
    assert side.passages(first) == kept
