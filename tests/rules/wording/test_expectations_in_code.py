"""What source code looks for is expected of the prompt that it names, or stands near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "prompts/reply.prompt.md"
BEFORE = "Decide. Answer in exactly one table of all orders. End with VERDICT: PASS or VERDICT: FAIL.\n"
AFTER = "Settle. Answer in a clear list. End with DECISION: OK.\n"


def prompt(body: str, name: str = "support/reply") -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n---\n{body}"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[int, str]]:
    return [(each.diagnostic.primary.line, each.diagnostic.severity) for each in found]


def findings(diff: Diff, path: str, code: str | bytes, **files: str) -> tuple[ChangeFinding, ...]:
    return diff({PROMPT: prompt(BEFORE), path: code, **files}, {PROMPT: prompt(AFTER)}, "broken-expectation")


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("app/a.py", 'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n', [(2, "error")]),
        ("app/a.py", 'P = load("support/reply")\nok = answer.startswith("VERDICT:")\n', [(2, "error")]),
        ("app/a.py", 'P = load("support/reply")\nif line == "VERDICT: PASS":\n    pass\n', [(2, "error")]),
        ("app/a.py", 'P = load("support/reply")\nok = f"VERDICT: {word}" in answer\n', [(2, "error")]),
        ("app/a.py", 'import re\nP = load("support/reply")\nre.search(r"VERDICT: (PASS|FAIL)", a)\n', [(3, "error")]),
        (
            "app/a.py",
            'import re\nP = load("support/reply")\nR = re.compile(r"verdict: (\\w+)", re.I)\n',
            [(3, "error")],
        ),
        ("app/a.py", 'import re\nP = load("support/reply")\nre.findall(r"(?<=VERDICT: )\\w+", a)\n', [(3, "error")]),
        ("app/a.py", 'P = load("support/reply")\nHINT = "VERDICT: PASS"\n', [(2, "warning")]),
        ("app/a.ts", 'const p = load("support/reply");\nif (t.includes("VERDICT: PASS")) ok();\n', [(2, "error")]),
        ("app/a.ts", 'const p = load("support/reply");\nconst m = t.match(/VERDICT: (PASS|FAIL)/);\n', [(2, "error")]),
        ("app/a.ts", 'const p = load("support/reply");\nif (t.includes(`VERDICT: ${word}`)) ok();\n', [(2, "error")]),
        (
            "app/a.tsx",
            'const p = load("support/reply");\nexport const V = () => <p>VERDICT: PASS</p>;\n',
            [(2, "warning")],
        ),
        (
            "app/a.js",
            'const p = load("support/reply");\nmodule.exports = t => t.startsWith("VERDICT:");\n',
            [(2, "error")],
        ),
        (
            "app/a.go",
            'package a\n\nvar p = load("support/reply")\nvar ok = strings.Contains(t, "VERDICT: PASS")\n',
            [(4, "error")],
        ),
        (
            "app/a.go",
            'package a\n\nvar p = load("support/reply")\nvar r = regexp.MustCompile(`VERDICT: (PASS|FAIL)`)\n',
            [(4, "error")],
        ),
        (
            "app/A.java",
            'class A {\n  String p = load("support/reply");\n  boolean b = t.contains("VERDICT: PASS");\n}\n',
            [(3, "error")],
        ),
    ],
)
def test_code_that_names_the_prompt(path: str, code: str, expected: list[tuple[int, str]], diff: Diff) -> None:
    found = findings(diff, path, code)
    assert {each.diagnostic.primary.path for each in found} == {path}
    assert said(found) == expected
    assert [each.name for each in found[0].consumers] == [path]


@pytest.mark.parametrize(
    "line",
    [
        'ok = "DECISION: OK" in answer',
        'ok = "SCORE: 5" in answer',
        'ok = "End with" in answer',
        'ok = "table" in answer',
        'log("VERDICT: PASS")',
        'ok = answer == "orders"',
        "# VERDICT: PASS",
        're.search(r"(a+)+$SCORE: PASS", answer)',
        're.search(r"(\\w+\\s?)*VERDICT: MAYBE$", answer)',
        're.search(r"[A-Z]+: (.*)", answer)',
        're.search(r"(", answer)',
        'ok = f"{a}: {b}" in answer',
        'ok = "" in answer',
    ],
)
def test_code_that_looks_for_something_else(line: str, diff: Diff) -> None:
    assert findings(diff, "app/a.py", f'import re\nP = load("support/reply")\n{line}\n') == ()


@pytest.mark.parametrize("label", ["RESULT:FIXED", "STATUS=OK", "[RESULT:NO_CHANGES]"])
def test_a_label_needs_no_blank(label: str, diff: Diff) -> None:
    files = {
        PROMPT: prompt(f"Repair it. End with {label}, if you did.\n"),
        "app/a.py": f'P = load("support/reply")\nok = "{label}" in answer\n',
    }
    changed = {PROMPT: prompt("Repair it. End with OUTCOME:FIXED, if you did.\n")}
    assert said(diff(files, changed, "broken-expectation")) == [(2, "error")]


def test_what_still_stands_is_no_finding(diff: Diff) -> None:
    code = 'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n'
    files = {PROMPT: prompt(BEFORE), "app/a.py": code}
    changed = {PROMPT: prompt("Decide now. The last line is VERDICT: PASS or VERDICT: FAIL.\n")}
    assert diff(files, changed, "broken-expectation") == ()


def test_code_that_changes_with_the_prompt_is_right(diff: Diff) -> None:
    code = 'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n'
    files = {PROMPT: prompt(BEFORE), "app/a.py": code}
    changed = {PROMPT: prompt(AFTER), "app/a.py": code.replace("VERDICT: PASS", "DECISION: OK")}
    assert diff(files, changed, "broken-expectation") == ()


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("support/reply", True),
        ("support/reply@1", True),
        ("support/reply@1.0.0", False),
        ("support/reply@2", False),
        ("prompt:support/reply", True),
        ("prompt:support/reply@1", True),
        ("fragment:support/reply", False),
        ("prompts/reply.prompt.md", True),
        ("./prompts/reply.prompt.md", True),
        ("../../prompts/reply.prompt.md", True),
        ("shop/prompts/reply.prompt.md", True),
        ("reply.prompt.md", True),
        ("call.prompt.md", False),
        ("prompts/sub/call.prompt.md", False),
        ("support/other", False),
        ("support", False),
        ("rep", False),
    ],
)
def test_a_file_names_a_prompt_by_name_reference_or_path(name: str, is_it: bool, diff: Diff) -> None:  # noqa: FBT001 - a table
    code = f'P = load("{name}")\nok = "VERDICT: PASS" in answer\n'
    more = {
        "prompts/call.prompt.md": prompt("Hello.\n", "phone/call"),
        "prompts/sub/call.prompt.md": prompt("Hello, you.\n", "phone/second-call"),
    }
    assert said(findings(diff, "far/away/from/it.py", code, **more)) == ([(2, "error")] if is_it else [])


def test_the_end_of_a_path_that_several_files_have_names_none(diff: Diff) -> None:
    code = 'P = load("reply.prompt.md")\nok = "VERDICT: PASS" in answer\n'
    more = {"others/reply.prompt.md": prompt("Hello.\n", "phone/call")}
    assert findings(diff, "far/away/from/it.py", code, **more) == ()


@pytest.mark.parametrize(("source", "expected"), [("far/a/b.py:2", 1), ("far/a/c.py:2", 0)])
def test_a_consumer_says_which_file_it_is(source: str, expected: int, diff: Diff) -> None:
    consumer = f"kind: Consumer\nname: support/parser\nof: prompt:support/reply\nsource: {source}\n"
    code = 'ok = "VERDICT: PASS" in answer\n'
    found = findings(diff, "far/a/b.py", code, **{"consumers/parser.yaml": consumer})
    assert len(found) == expected


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("prompts/use.py", 'ok = "Answer in exactly one table" in answer', ["warning"]),
        ("app/use.py", 'ok = "Answer in exactly one table" in answer', ["warning"]),
        ("app/use.py", 'ok = "VERDICT: PASS" in answer', ["warning"]),
        ("app/use.py", 'HINT = "VERDICT: PASS"', []),
        ("far/away/from/use.py", 'ok = "VERDICT: PASS" in answer', []),
        ("far/away/from/use.py", 'ok = "Answer in exactly one table" in answer', []),
        ("app/use.txt", 'ok = "Answer in exactly one table" in answer', []),
    ],
)
def test_code_that_names_nothing_counts_near_by_and_is_no_proof(
    path: str, line: str, expected: list[str], diff: Diff
) -> None:
    assert [severity for _, severity in said(findings(diff, path, f"{line}\n"))] == expected


def test_the_code_of_another_prompt_is_left_alone(diff: Diff) -> None:
    code = 'P = load("support/other")\nok = "VERDICT: PASS" in answer\n'
    more = {"prompts/other.prompt.md": prompt("Other. End with VERDICT: PASS.\n", "support/other")}
    assert findings(diff, "far/away/from/it.py", code, **more) == ()


@pytest.mark.parametrize(
    "code",
    [
        b'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n\xff\xfe\n',
        b'\x00P = load("support/reply")\nok = "VERDICT: PASS" in answer\n',
        b'# @generated\nP = load("support/reply")\nok = "VERDICT: PASS" in answer\n',
        b'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n' + b"x = 1\n" * 200_000,
        b'P = load("support/reply"); ok = "VERDICT: PASS" in answer;' + b" " * 20_000 + b"\n",
        b"",
    ],
)
def test_what_nobody_wrote_by_hand_is_not_read(code: bytes, diff: Diff) -> None:
    assert findings(diff, "app/a.py", code) == ()


def test_a_broken_program_is_read_as_far_as_it_goes(diff: Diff) -> None:
    code = 'P = load("support/reply")\nif "VERDICT: PASS" in answer:\n    f(((\n'
    assert said(findings(diff, "app/a.py", code)) == [(2, "error")]


def test_a_team_answers_for_its_code(diff: Diff) -> None:
    code = 'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n'
    (found,) = findings(diff, "app/a.py", code, **{"promptops.yaml": "name: e\nowners: {app/: billing}\n"})
    assert [(each.name, each.owner) for each in found.consumers] == [("app/a.py", "billing")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{{ user_input }} and more\n", []),
        ("{% if user_input %}More.{% endif %}\n", []),
        ("{% if kind == 'user_input' %}More.{% endif %}\n", []),
        ("Put it into `user_input`.\n", [(2, "error")]),
        ("{% if kind %}Put it into `user_input`.{% endif %}\n", [(2, "error")]),
    ],
)
def test_what_the_template_itself_is_made_of_is_told_no_model(
    diff: Diff, line: str, expected: list[tuple[int, str]]
) -> None:
    before = {PROMPT: prompt(f"Answer.\n{line}"), "app/a.py": 'P = load("support/reply")\nok = "user_input" in a\n'}
    assert said(diff(before, {PROMPT: prompt("Answer.\n")}, "broken-expectation")) == expected


@pytest.mark.parametrize(
    ("path", "text", "severity"),
    [
        ("prompts/other.prompt.md", prompt("End with `VERDICT: PASS`.\n", "support/other"), "warning"),
        ("prompts/other.prompt.md", prompt("End with `DECISION: OK`.\n", "support/other"), "error"),
        ("app/schema.py", 'SCHEMA = {"enum": ["VERDICT: PASS", "VERDICT: FAIL"]}\n', "warning"),
        ("app/b.py", 'ok = "VERDICT: PASS" in text\n', "error"),
    ],
)
def test_words_that_others_say_may_still_be_met(diff: Diff, path: str, text: str, severity: str) -> None:
    found = findings(diff, "app/a.py", 'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n', **{path: text})
    assert (2, severity) in [each for each in said(found) if each[0] == 2]


ANSWERS = "Begin the last line with VERDICT: SUPPORT and then write PASS or FAIL.\n"


@pytest.mark.parametrize(
    ("name", "pattern", "after", "expected"),
    [
        ("support/reply", "^VERDICT: SUPPORT (PASS|FAIL)$", ANSWERS.replace("VERDICT", "DECISION"), [(3, "warning")]),
        ("support/reply", "VERDICT: (PASS|FAIL)", ANSWERS.replace("VERDICT", "DECISION"), [(3, "warning")]),
        ("support/reply", "VERDICT: SUPPORT (PASS|FAIL)", ANSWERS.replace("PASS or FAIL", "OK"), []),
        ("support/reply", "VERDICT: SALES (PASS|FAIL)", ANSWERS.replace("VERDICT", "DECISION"), []),
        ("support/reply", "with (a|b)", "Say PASS or FAIL.\n", []),
        ("support/other", "VERDICT: SUPPORT (PASS|FAIL)", ANSWERS.replace("VERDICT", "DECISION"), []),
    ],
)
def test_a_pattern_for_answers_needs_the_words_that_the_prompt_asks_for(
    name: str, pattern: str, after: str, expected: list[tuple[int, str]], diff: Diff
) -> None:
    code = f'import re\nP = load("{name}")\nR = re.compile(r"{pattern}")\n'
    files = {PROMPT: prompt(ANSWERS), "services/app/src/a.py": code}
    assert said(diff(files, {PROMPT: prompt(after)}, "broken-expectation")) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('load("prompts/reply")', "error"),
        ('load("./prompts/reply")', "error"),
        ('load("prompts/call")', "warning"),
        ('load("prompts/answer")', "warning"),
        ('load("reply")', "warning"),
        ('ai.prompt("reply")', "error"),
        ('load_prompt(\n    "reply")', "error"),
        ('loadPrompt("reply", 1)', "error"),
        ('prompts.get("reply")', "error"),
        ('PROMPTS["reply"]', "error"),
        ('env.get_template("reply")', "error"),
        ('self.prompt_store.render("reply", a=1)', "error"),
        ('define_prompt("reply")', "warning"),
        ('prompts.append("reply")', "warning"),
        ('PromptMetadata["reply"]', "warning"),
        ('prompt_metadata.get("reply")', "warning"),
        ('ai.prompt("answer")', "warning"),
        ('ai.prompt(f"reply{number}")', "warning"),
    ],
)
def test_loaders_leave_out_the_end_of_a_file(code: str, expected: str, diff: Diff) -> None:
    """What is loaded is proof; that the bare name stands somewhere in the file is none."""
    more = {
        "prompts/call.prompt.md": prompt("Hello.\n", "phone/call"),
        "others/prompts/answer.prompt.md": prompt("Hello.\n", "phone/answer"),
        "prompts/answer.prompt.md": prompt("Hello again.\n", "phone/reply"),
    }
    found = findings(diff, "services/use.py", f'P = "reply"\nQ = {code}\nok = "VERDICT: PASS" in answer\n', **more)
    assert [severity for _, severity in said(found)] == [expected]


@pytest.mark.parametrize(
    ("path", "name"), [("prompts/reply.md", "reply"), ("prompts/reply.txt", "reply"), ("prompts/reply.j2", "reply")]
)
def test_a_plain_file_is_loaded_by_its_bare_name(path: str, name: str, diff: Diff) -> None:
    config = 'sources:\n  - {files: "prompts/*", dialect: markdown, template: jinja}\n'
    before = {"promptops.yaml": config, path: "End with APPROVED or DECLINED.\n"}
    code = f'text = load_prompt("{name}")\nif "APPROVED" in client.ask(text):\n    pay()\n'
    found = diff({**before, "src/pay.py": code}, {path: "End with ACCEPTED or DECLINED.\n"}, "broken-expectation")
    assert said(found) == [(2, "error")]
    unsure = code.replace("load_prompt", "load")
    found = diff({**before, "src/deep/down/pay.py": unsure}, {path: "End with ACCEPTED.\n"}, "broken-expectation")
    assert said(found) == [(2, "warning")]


def test_a_bare_name_counts_only_with_a_label_that_few_files_have(diff: Diff) -> None:
    code = 'P = "reply"\nok = "VERDICT: PASS" in answer\n'
    many = {f"far/from/it/{number}.py": code for number in range(4)}
    assert findings(diff, "far/from/it/all.py", code, **many) == ()
    assert findings(diff, "far/from/it/all.py", 'P = "reply"\nok = "seven orders" in answer\n') == ()


TRIAGE = """\
Classify the ticket as one of: billing, technical, account, other.
Respond only with JSON: {"category": "...", "certain": true}.
"""
ROUTER = """\
import json
PROMPT = load("support/reply")
QUEUES = {"billing": 1, "technical": 2, "account": 3, "other": 4}
data = json.loads(ask(PROMPT))
queue = QUEUES[data["category"]]
if not data.get("certain"):
    queue = 0
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("technical", "tech", [(3, "error")]),
        ("billing, technical", "money, machines", [(3, "error"), (3, "error")]),
        (
            ": billing, technical, account, other.",
            ":\n- billing\n- tech: all of that\n- account\n- other",
            [(3, "error")],
        ),
        (": billing, technical, account, other.", ' "billing|technical|account|else".', [(3, "error")]),
        ("billing, technical, account, other", "red, green and blue", [(3, "warning")] * 4),
        # A value fewer, another order and another form take nothing from who reads them.
        ("technical, ", "", []),
        ("billing, technical, account, other", "other, account, technical, billing", []),
        (": billing, technical, account, other.", ":\n- billing\n- technical\n- account\n- other\n", []),
        ("technical, account", "technical, account (which is not technical)", []),
        ('"certain"', '"sure"', [(6, "error")]),
        ("JSON: ", "JSON, please: ", []),
        ("Respond only with JSON: {", "Write down {", [(4, "warning")]),
        ("Respond only with JSON: {", "Write json {", []),
    ],
)
def test_values_keys_and_json_that_code_reads(old: str, new: str, expected: list[tuple[int, str]], diff: Diff) -> None:
    files = {PROMPT: prompt(TRIAGE), "app/a.py": ROUTER}
    assert said(diff(files, {PROMPT: prompt(TRIAGE.replace(old, new))}, "broken-expectation")) == expected


def test_a_key_of_something_else_is_no_proof(diff: Diff) -> None:
    files = {PROMPT: prompt('Show {"name": 1}.\n'), "app/a.py": 'P = load("support/reply")\nname = step["name"]\n'}
    assert said(diff(files, {PROMPT: prompt("Show it.\n")}, "broken-expectation")) == [(2, "warning")]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", 2),
        ('Q = load("prompts/reply.prompt.md")', 2),
        ('Q = load_prompt("other")', 0),
        ('Q = open("prompts/other.txt")', 0),
    ],
)
def test_of_a_file_with_several_prompts_nobody_knows_whose_answer_has_a_key(more: str, told: int, diff: Diff) -> None:
    code = f'import json\nP = load("prompts/reply.prompt.md")\n{more}\nname = json.loads(ask(P))["name"]\n'
    files = {PROMPT: prompt('Write JSON: {"name": 1}.\n'), "app/a.py": code}
    assert len(diff(files, {PROMPT: prompt("Write it.\n")}, "broken-expectation")) == told


def test_a_key_within_a_tag_is_told_no_model(diff: Diff) -> None:
    text = "{% for file in files %}{{ file['name'] }}: {{ file.size }}\n{% endfor %}\n"
    files = {PROMPT: prompt(text), "app/a.py": 'P = load("support/reply")\nname = step["name"]\n'}
    assert diff(files, {PROMPT: prompt("{{ listing }}\n")}, "broken-expectation") == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('found = re.search(r"VERDICT: (PASS|FAIL)", a)', "error"),
        ('found = re.search(r"(?P<verdict>PASS|FAIL)", a)', "error"),
        ('found = re.search(r"(?i)(pass|fail)", a)', "error"),
        ('found = a in {"PASS", "FAIL"}', "error"),
        ('V = Literal["PASS", "FAIL"]', "error"),
        ('found = re.search(r"VERDICT: (PASS|FAIL|REJECT)", a)', None),
        ('found = re.search(r"VERDICT: (PASS|SKIP)", a)', None),
        ('log.info("PASS"), log.info("FAIL")', None),
        ('found = re.search(r"VERDICT: (\\w+)", a)', None),
    ],
)
@pytest.mark.parametrize(
    "text", ["End with VERDICT: PASS or FAIL\n", "End with `VERDICT: PASS` or `VERDICT: FAIL`\n", "PASS / FAIL?\n"]
)
def test_one_of_two_values_is_written_otherwise(text: str, code: str, expected: str | None, diff: Diff) -> None:
    files = {PROMPT: prompt(text), "app/a.py": f'import re\nP = load("support/reply")\n{code}\n'}
    found = diff(files, {PROMPT: prompt(text.replace("FAIL", "REJECT"))}, "broken-expectation")
    assert [severity for _, severity in said(found)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("re.search(r'Mood: (\\d)', a)", "Mood: 1", "Mood - 1"),
        ("a.split('### Next')", "### Next", "## Next"),
        ("text.replace('{transcript}', t)", "{transcript}", "{call}"),
        ("text.replace('<<TEXT>>', t)", "<<TEXT>>", "[[TEXT]]"),
    ],
)
def test_marks_count_as_much_as_words(code: str, old: str, new: str, diff: Diff) -> None:
    text = "Sum up.\nMood: 1 to 5\n### Next\n{transcript} and <<TEXT>>\n"
    files = {PROMPT: prompt(text), "app/a.py": f'import re\nP = load("support/reply")\nx = {code}\n'}
    assert said(diff(files, {PROMPT: prompt(text.replace(old, new))}, "broken-expectation")) == [(3, "error")]
