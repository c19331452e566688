from __future__ import annotations

from collections.abc import Callable

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

CONSUMER = {"c.yaml": "kind: Consumer\nname: chat\nof: prompt:p\nexpects:\n  - phrase: strictly valid JSON\n"}


def prompt(system: str, user: str) -> dict[str, str]:
    messages = f"messages:\n  - role: system\n    content: {system}\n  - role: user\n    content: {user}\n"
    return {"p.yaml": f"kind: Prompt\nname: p\nlifecycle: stable\n{messages}"}


def test_what_one_text_is_known_to_be_needed_for_hides_no_loss_of_another(diff: Diff) -> None:
    before = prompt("Be kind to everybody. Answer fast.", "strictly valid JSON is wanted. Thanks.")
    after = prompt("Answer fast.", "clean JSON is wanted. Thanks.")
    found = diff({**before, **CONSUMER}, after)
    assert {each.diagnostic.rule for each in found} >= {"broken-expectation", "removed-text"}
    (lost,) = (each for each in found if each.diagnostic.rule == "removed-text")
    assert lost.diagnostic.notes == ("removed: Be kind to everybody.",)


def test_a_sentence_that_something_is_known_to_need_is_told_of_once(diff: Diff) -> None:
    before = prompt("Be kind.", "Answer with strictly valid JSON. Thanks.")
    found = diff({**before, **CONSUMER}, prompt("Be kind.", "Thanks."))
    rules = {each.diagnostic.rule for each in found}
    assert "broken-expectation" in rules
    assert "removed-text" not in rules
