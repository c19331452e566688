"""What must be there when a prompt gets another model: a gate on its output, evidence, a word on what users rely on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

OLD = "kind: Model\nname: chat\nid: large-2026-01-02\n"
NEW = OLD.replace("2026-01-02", "2026-05-06")
SCHEMA = "output: {schema: {type: object, properties: {a: {type: string}}}}\n"
GATED = "kind: Rollout\nname: r\ntarget: {}\nstages:\n- {{percent: 5, gates: [{}]}}\n"


def prompt(keys: str = SCHEMA, name: str = "p") -> str:
    return f'---\nname: {name}\nmodel: chat\n{keys}---\nAnswer the question. Sign with "Yours, Kestrel".\n'


def judging(subject: str, keys: str = "") -> str:
    return f"kind: Eval\nname: e\nsubjects: ['{subject}']\n{keys}"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    each = (finding.diagnostic for finding in found)
    return [(one.severity.value, one.primary.path, one.primary.line) for one in each]


AGENT = "kind: Agent\nname: a\nprompt: p\n"
FEATURE = "kind: Feature\nname: f\nparts: ['agent:a']\n"
BASE = {"m.yaml": OLD, "p.prompt.md": prompt(), "a.yaml": AGENT, "f.yaml": FEATURE}


@pytest.mark.parametrize("target", ["prompt:p", "agent:a", "feature:f", "model:chat"])
@pytest.mark.parametrize(
    ("subject", "asserts", "is_told"),
    [
        ("prompt:p", "asserts: [{conforms: output}]\n", False),
        ("agent:a", "asserts: [{conforms: output}]\n", False),
        ("prompt:p", "asserts: [{key: a}]\n", True),
        ("feature:f", "asserts: [{conforms: output}]\n", True),
        ("prompt:q", "asserts: [{conforms: output}]\n", True),
    ],
)
def test_a_rollout_to_another_model_gates_on_the_schema(
    target: str, subject: str, asserts: str, diff: Diff, *, is_told: bool
) -> None:
    others = {"q.prompt.md": prompt("", "q"), "e.yaml": judging(subject, asserts), "r.yaml": GATED.format(target, "e")}
    found = diff({**BASE, **others}, {"m.yaml": NEW}, "missing-output-gate")
    assert said(found) == ([("error", "r.yaml", 4)] if is_told else [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"p.prompt.md": prompt("")}, {"m.yaml": NEW}),  # no schema
        ({}, {"p.prompt.md": prompt(SCHEMA + "description: d\n")}),  # the same model
        ({"r.yaml": None}, {"m.yaml": NEW}),  # no rollout
    ],
)
def test_no_gate_is_missed_where_none_is_needed(
    before: Mapping[str, str | None], after: Mapping[str, str], diff: Diff
) -> None:
    files = {**BASE, "e.yaml": judging("prompt:p"), "r.yaml": GATED.format("prompt:p", "e"), **before}
    assert diff({path: text for path, text in files.items() if text}, after, "missing-output-gate") == ()


EVIDENCE = {"e.yaml": judging("prompt:p", "evidence: e.json\n"), "e.json": '{"score": 1}\n'}


@pytest.mark.parametrize(
    ("before", "changed", "is_told"),
    [
        (EVIDENCE, {}, True),
        (EVIDENCE, {"e.json": '{"score": 2}\n'}, False),
        (EVIDENCE, {"e.yaml": judging("prompt:p", "evidence: f.json\n"), "f.json": "{}\n"}, False),
        ({**EVIDENCE, "e.yaml": judging("agent:a", "evidence: e.json\n")}, {}, True),
        ({**EVIDENCE, "e.yaml": judging("feature:f", "evidence: e.json\n")}, {"e.json": "{}\n"}, False),
        ({"e.yaml": judging("prompt:p")}, {}, False),  # its results are kept elsewhere
        ({}, {}, True),
        ({}, {"e.yaml": judging("prompt:p")}, False),
    ],
)
def test_a_prompt_on_another_snapshot_needs_new_evidence(
    before: Mapping[str, str], changed: Mapping[str, str], diff: Diff, *, is_told: bool
) -> None:
    found = diff({**BASE, **before}, {"m.yaml": NEW, **changed}, "unevaluated-pair")
    assert said(found) == ([("warning", "p.prompt.md", 3)] if is_told else [])


@pytest.mark.parametrize(
    ("version", "evidence", "is_told"),
    [
        ("1.0.1", {}, False),
        ("1.1.0", {}, True),
        ("2.0.0", {}, True),
        ("2.0.0", {"e.json": '{"score": 2}\n'}, False),
    ],
)
@pytest.mark.parametrize("has_evidence", [True, False])
def test_another_version_of_the_prompt_is_another_pair(
    version: str, evidence: Mapping[str, str], diff: Diff, *, is_told: bool, has_evidence: bool
) -> None:
    files = {**BASE, "p.prompt.md": prompt("version: 1.0.0\n"), **(EVIDENCE if has_evidence else {})}
    changed = {"p.prompt.md": prompt(f"version: {version}\n").replace("Answer", "Do answer"), **evidence}
    found = diff(files, changed, "unevaluated-pair")
    assert said(found) == ([("warning", "p.prompt.md", 4)] if is_told and has_evidence else [])


def test_an_edit_of_prose_and_another_tools_prompts_make_no_pair(diff: Diff) -> None:
    edited = {"p.prompt.md": prompt().replace("Answer", "Do answer")}
    assert diff({**BASE, **EVIDENCE}, edited, "unevaluated-pair") == ()
    foreign = "model: openai/gpt-4o\nmessages:\n- role: user\n  content: Answer.\n"
    changed = {"ask.prompt.yml": foreign.replace("4o", "4.1")}
    assert diff({"ask.prompt.yml": foreign}, changed, "unevaluated-pair") == ()


def test_the_snapshot_that_the_wording_was_tuned_for_is_named(diff: Diff) -> None:
    files = {**BASE, "p.prompt.md": prompt("tuned_for: large-2026-01-02\n")}
    (found,) = diff(files, {"m.yaml": NEW}, "unevaluated-pair")
    assert found.diagnostic.notes == ("the wording of `p` was tuned for `large-2026-01-02`",)


KNOWN = FEATURE + 'known_behaviours:\n  ending: Rules look for "Yours, Kestrel".\n  prices: Names no price.\n'


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"p.prompt.md": prompt().replace("Yours, Kestrel", "Bye")}, [("error", "f.yaml", 5)]),
        ({"p.prompt.md": prompt().replace("Yours, Kestrel", "Yours,\nKestrel")}, []),
        ({"p.prompt.md": prompt().replace("Answer", "Do answer")}, []),
        (
            {
                "p.prompt.md": prompt().replace("Yours, Kestrel", "Bye"),
                "f.yaml": KNOWN.replace("Yours, Kestrel", "Bye"),
            },
            [],
        ),
        ({"m.yaml": NEW}, [("warning", "f.yaml", 4)]),
        ({"m.yaml": NEW, "f.yaml": KNOWN + "  new: Says so twice.\n"}, []),
        ({"m.yaml": OLD + "description: d\n"}, []),
        ({"f.yaml": KNOWN + "  new: Says so twice.\n"}, []),
        ({"f.yaml": FEATURE}, []),
    ],
)
def test_what_users_rely_on_does_not_change_without_a_word(
    changed: Mapping[str, str], expected: list[tuple[str, str, int]], diff: Diff
) -> None:
    found = diff({**BASE, "f.yaml": KNOWN}, changed, "unannounced-behaviour-change")
    assert said(found) == expected


def test_words_that_moved_into_a_fragment_are_still_said(diff: Diff) -> None:
    fragment = 'kind: Fragment\nname: ending\nbody: Sign with "Yours, Kestrel".\n'
    text = prompt().replace('Sign with "Yours, Kestrel".', '{% include "ending" %}')
    changed = {"p.prompt.md": text, "ending.yaml": fragment}
    assert diff({**BASE, "f.yaml": KNOWN}, changed, "unannounced-behaviour-change") == ()


@pytest.mark.parametrize(
    ("names", "who"),
    [("pq", "`p` and `q`"), ("pqr", "`p`, `q` and `r`"), ("pqrst", "`p`, `q`, `r` and 2 more")],
)
def test_one_line_that_makes_many_pairs_is_told_once(names: str, who: str, diff: Diff) -> None:
    files = {"m.yaml": OLD, **{f"{name}.prompt.md": prompt(name=name) for name in names}}
    (found,) = diff(files, {"m.yaml": NEW}, "unevaluated-pair")
    assert found.diagnostic.message == f"{who} run on `large-2026-05-06` now, and no eval judges them"
    assert (found.diagnostic.primary.path, found.diagnostic.primary.line) == ("m.yaml", 3)
    assert {consumer.name for consumer in found.consumers} == {f"prompt:{name}" for name in names}
