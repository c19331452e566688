"""A value that a list has anew is unknown to code that knew the list, and to nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "prompts/triage.prompt.md"
TEXT = "Say the team, as one of: billing, technical, other. End with VERDICT: PASS or FAIL.\n"
ROUTER = 'P = load("support/triage")\nQUEUES = {"billing": 1, "technical": 2, "other": 3}\n'
MORE = "billing, technical, refunds, other"


def prompt(body: str) -> str:
    return f"---\nname: support/triage\nversion: 1.0.0\n---\n{body}"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str]]:
    lines = [(each.diagnostic.severity.value, each.diagnostic.primary.line) for each in found]
    return [(*line, each.diagnostic.message.split("`")[3]) for line, each in zip(lines, found, strict=True)]


def grown(diff: Diff, code: str, new: str = MORE, path: str = "app/route.py") -> list[tuple[str, int, str]]:
    files = {PROMPT: prompt(TEXT), path: code}
    after = {PROMPT: prompt(TEXT.replace("billing, technical, other", new))}
    return told(diff(files, after, "unknown-value"))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.py", ROUTER),
        ("a.py", 'P = load("support/triage")\nif a == "billing": x()\nelif a in ("technical", "other"): y()\n'),
        ("a.py", 'P = load("support/triage")\nT = Literal["billing", "technical", "other"]\n'),
        ("a.py", 'P = load("support/triage")\nR = re.compile(r"team: (billing|technical|other)")\n'),
        ("a.ts", 'const p = load("support/triage");\nconst Q = { billing: 1, technical: 2, other: 3 };\n'),
        ("a.ts", 'const p = load("support/triage");\ntype Q = "billing" | "technical" | "other";\n'),
        ("a.go", 'var p = load("support/triage")\nvar q = map[string]int{"billing": 1, "technical": 2, "other": 3}\n'),
    ],
)
def test_code_that_knew_all_values_is_warned(diff: Diff, path: str, code: str) -> None:
    assert grown(diff, code, path=path) == [("warning", 2, "refunds")]


def test_it_says_what_the_code_does_not_know(diff: Diff) -> None:
    files = {PROMPT: prompt(TEXT), "app/route.py": ROUTER}
    changed = {PROMPT: prompt(TEXT.replace("billing, technical, other", MORE))}
    (found,) = diff(files, changed, "unknown-value")
    assert found.diagnostic.message == "`support/triage` lists `refunds` now, which `app/route.py` does not know"
    assert [(each.span.path, each.text) for each in found.diagnostic.related] == [(PROMPT, "it is listed here")]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (MORE, ["refunds"]),
        ("billing, technical, refunds, sales, other", ["refunds", "sales"]),
        ("\n- billing\n- technical\n- refunds\n- other\n", ["refunds"]),
        ("other, technical, billing", []),
        ("billing, technical", []),
        # A value that is called otherwise is told as one that is gone.
        ("billing, refunds, other", []),
        ("billing, technical, other. Reply in English, Dutch or German", []),
        # What the text said before is no new value.
        ("billing, technical, other, PASS", []),
    ],
)
def test_only_a_list_with_more_counts(diff: Diff, new: str, expected: list[str]) -> None:
    assert [value for *_, value in grown(diff, ROUTER, new)] == expected


@pytest.mark.parametrize(
    "code",
    [
        ROUTER.replace('"other": 3', '"other": 3, "refunds": 4'),
        ROUTER + 'REFUNDS = "Refunds"\n',
        ROUTER.replace('"technical": 2, ', ""),
        ROUTER.replace("load", "log").replace("support/triage", "nothing"),
        'P = load("support/triage")\nx = a["billing"], a["technical"], a.get("other")\n',
        'P = load("support/triage")\nlog.info("billing"), log.info("technical"), log.info("other")\n',
    ],
)
def test_code_that_knows_it_or_knew_less_is_left_alone(diff: Diff, code: str) -> None:
    assert grown(diff, code) == []


def test_two_values_and_a_third(diff: Diff) -> None:
    files = {PROMPT: prompt(TEXT), "a.py": 'P = load("support/triage")\nok = {"PASS": True, "FAIL": False}[a]\n'}
    changed = {PROMPT: prompt(TEXT.replace("PASS or FAIL", "PASS, FAIL or SKIP"))}
    assert told(diff(files, changed, "unknown-value")) == [("warning", 2, "SKIP")]


@pytest.mark.parametrize(
    ("text", "new", "code", "expected"),
    [
        ("In a word, publish or hold.", "publish, hold or wait", '{"publish": 1, "hold": 2}', ["wait"]),
        ("In a word, publish or hold.", "publish, hold or wait", '{"publish": 1, "held": 2}', []),
        # Two values of three that are known, one of which is left out: nothing is new.
        ("Publish, drop or hold.", "Publish or drop", '{"Publish": 1, "drop": 2}', []),
    ],
)
def test_a_word_before_two_values(diff: Diff, text: str, new: str, code: str, expected: list[str]) -> None:
    after = text.replace("publish or hold", new).replace("Publish, drop or hold", new)
    files = {PROMPT: prompt(text), "a.py": f'P = load("support/triage")\nX = {code}\n'}
    found = told(diff(files, {PROMPT: prompt(after)}, "unknown-value"))
    assert [value for *_, value in found] == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PASS or FAIL", "PASS or FAIL, and nothing else"),
        ("PASS or FAIL", "PASS or FAIL, then stop"),
        ("billing, technical, other", "billing, technical, other, and explain it"),
        ("billing, technical, other", "`billing`, `technical`, `other`, please"),
        ("billing, technical, other", "billing, technical, other, " + ", ".join(f"v{number}" for number in range(11))),
    ],
)
def test_what_a_sentence_goes_on_with_is_no_value(diff: Diff, old: str, new: str) -> None:
    code = ROUTER + 'ok = {"PASS": True, "FAIL": False}[a]\n'
    files = {PROMPT: prompt(TEXT), "a.py": code}
    assert told(diff(files, {PROMPT: prompt(TEXT.replace(old, new))}, "unknown-value")) == []


def test_a_list_in_an_included_text(diff: Diff) -> None:
    fragment = "---\nname: support/teams\nversion: 1.0.0\n---\nAs one of: billing, technical, other.\n"
    files = {
        PROMPT: prompt("Say the team.\n{% include 'support/teams' %}\n"),
        "prompts/teams.fragment.md": fragment,
        "a.py": ROUTER,
    }
    changed = {"prompts/teams.fragment.md": fragment.replace("billing, technical, other", MORE)}
    assert told(diff(files, changed, "unknown-value")) == [("warning", 2, "refunds")]
