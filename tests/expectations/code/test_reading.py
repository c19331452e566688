from __future__ import annotations

import pytest

from promptops.expectations.code import read_source
from promptops.expectations.code.anchors import rarest_word

_ECMA = ("a.ts", "a.mts", "a.cts", "a.tsx", "a.js", "a.jsx", "a.mjs", "a.cjs")
_ALL = ("a.py", "a.pyi", *_ECMA, "a.go", "a.java")


def _uses(path: str, source: str) -> list[tuple[str, str, str]]:
    return [(literal.text, literal.kind, literal.use) for literal in read_source(path, source.encode()).literals]


def _texts(path: str, source: str) -> list[str]:
    return [literal.text for literal in read_source(path, source.encode()).literals]


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ('if "VERDICT:" in text: pass', [("VERDICT:", "string", "searched for")]),
        ('if "VERDICT:" not in text: pass', [("VERDICT:", "string", "searched for")]),
        ('ok = answer == "approved"', [("approved", "string", "compared")]),
        (
            'ok = answer in ("approved", ["denied"])',
            [("approved", "string", "compared"), ("denied", "string", "compared")],
        ),
        (
            'match x:\n  case "approved" | "denied": pass',
            [("approved", "string", "compared"), ("denied", "string", "compared")],
        ),
        ('text.startswith("Answer")', [("Answer", "string", "searched for")]),
        ('text.replace("Answer", "Reply")', [("Answer", "string", "searched for"), ("Reply", "string", "argument")]),
        ('re.search(r"Answer: (\\d+)", x)', [("Answer: (\\d+)", "pattern", "matched")]),
        (
            're.sub("Answer", "Reply", x, flags=re.I | re.MULTILINE)',
            [("(?im)Answer", "pattern", "matched"), ("Reply", "string", "argument")],
        ),
        ('re.compile("Answer: "\n  r"\\d+", re.DOTALL)', [("(?s)Answer: \\d+", "pattern", "matched")]),
        ('re.compile("Answer: " + digits)', [("Answer: ", "string", "matched")]),
        ('re.compile(f"Answer: {digits}")', [("Answer: ", "string", "matched")]),
        ('text.search("Answer")', [("Answer", "string", "argument")]),
        ('data["summary"]', [("summary", "key", "subscript")]),
        ('data["summary"] = 1', [("summary", "key", "assigned")]),
        ('data["summary"] == 1', [("summary", "key", "subscript")]),
        ('data.get("summary", "none found")', [("summary", "key", "subscript"), ("none found", "string", "argument")]),
        ('data["no key at all"]', [("no key at all", "string", "subscript")]),
        (
            'x: Literal["approved", "denied"] = "open"',
            [("approved", "string", "accepted"), ("denied", "string", "accepted"), ("open", "string", "assigned")],
        ),
        ('X = Literal["approved"]', [("approved", "string", "accepted")]),
        ('s: str = Field(alias="exec_summary")', [("exec_summary", "key", "field")]),
        ('raise ValueError("no answer")', [("no answer", "string", "message")]),
        ('raise Refused("no answer")', [("no answer", "string", "message")]),
        ('assert ok, "no answer"', [("no answer", "string", "message")]),
        ('log.info("no answer")', [("no answer", "string", "message")]),
        ('add(help="no answer")', [("no answer", "string", "message")]),
        ('x = "first " \\\n  "second" + "third"', [("first secondthird", "string", "assigned")]),
        ('x = ("first "  # why\n  "second")', [("first second", "string", "assigned")]),
        ('x = "abc" + "def"', [("abcdef", "string", "assigned")]),
        (
            'x = f"first {a} {{second}} {b!r:>10}" "third"',
            [("first ", "string", "assigned"), (" {second} ", "string", "assigned"), ("third", "string", "assigned")],
        ),
        ('f(f"first{x}" f"{y}second")', [("first", "string", "argument"), ("second", "string", "argument")]),
        (
            "f(f\"first {data['key1']} second\")",
            [("first ", "string", "argument"), ("key1", "key", "subscript"), (" second", "string", "argument")],
        ),
        ('x = """\n  first\n"""', [("\n  first\n", "string", "assigned")]),
        ("x = b'first'", [("first", "string", "assigned")]),
    ],
)
def test_python_is_read(source: str, literals: list[tuple[str, str, str]]) -> None:
    assert _uses("a.py", source) == literals


@pytest.mark.parametrize(
    "source",
    [
        '"""The module."""',
        'def f():\n  """Does this."""\n',
        'class A:\n  """Is this."""\n  x = 1\n  """An attribute."""\n',
        '# "a comment"',
        "x = 'abc'",
        "x = '1234 - 5678'",
        "x = '      a'",
        'os.environ["HOME"]',
        'os.getenv("HOME")',
        'def f(a: "Forward") -> "Reference": pass',
        'importlib.import_module("some.module")',
        'x = "utf-8"',
        'x = "application/json; charset=utf-8"',
        'x = "https://example.com/a/b?c=d"',
        'x = "SELECT a FROM b WHERE c"',
        "x = \"<div class='a'>text</div>\"",
        'x = "%Y-%m-%d %H:%M"',
        f"x = '{'0123456789abcdef' * 4}'",
        f"x = '{'long text ' * 2_001}'",
    ],
)
def test_what_says_nothing_of_a_prompt_is_dropped(source: str) -> None:
    assert _texts("a.py", source) == []


@pytest.mark.parametrize("path", _ECMA)
@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ("if (a === 'approved') {}", [("approved", "string", "compared")]),
        ("switch (a) { case 'approved': break }", [("approved", "string", "compared")]),
        ("text.includes('VERDICT:')", [("VERDICT:", "string", "searched for")]),
        ("text?.split('VERDICT:')", [("VERDICT:", "string", "searched for")]),
        ("text.replace('Answer', 'Reply')", [("Answer", "string", "searched for"), ("Reply", "string", "argument")]),
        ("x = /Answer: (\\d+)/gi.exec(y)", [("(?i)Answer: (\\d+)", "pattern", "matched")]),
        ("x = a / bcde / c", []),
        ("new RegExp('Answer', 'ms')", [("(?ms)Answer", "pattern", "matched")]),
        ("text.match('Answer')", [("Answer", "pattern", "matched")]),
        ("x = data['summary']", [("summary", "key", "subscript")]),
        ("data['summary'] = 1", [("summary", "key", "assigned")]),
        ("x = 'summary' in data", [("summary", "key", "subscript")]),
        ("const {'exec-summary': s} = data", [("exec-summary", "key", "subscript")]),
        ("throw new Refusal('no answer')", [("no answer", "string", "message")]),
        ("console.log('no answer')", [("no answer", "string", "message")]),
        ("it('answers with care', f)", [("answers with care", "string", "message")]),
        ("x = 'first ' + /* a */ 'second' // b\n + 'third'", [("first secondthird", "string", "assigned")]),
        ("const x = `first ${a} second\n`", [("first ", "string", "assigned"), (" second\n", "string", "assigned")]),
        (
            "f(`first ${g('inner')} second`)",
            [("first ", "string", "argument"), ("inner", "string", "argument"), (" second", "string", "argument")],
        ),
        ("f('a\\u00e9b\\'c')", [("aéb'c", "string", "argument")]),
        ("'use strict'; import x from 'some-module'; export * from 'other-module'", []),
        ("const x = require('some-module'); const y = import('other-module')", []),
        ("const x = css`color: red`; const y = styled.div`color: red`", []),
    ],
)
def test_javascript_and_typescript_are_read(path: str, source: str, literals: list[tuple[str, str, str]]) -> None:
    assert _uses(path, source) == literals


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ("type A = 'approved' | `denied`", [("approved", "string", "accepted"), ("denied", "string", "accepted")]),
        ("interface A { 'exec-summary': string }", [("exec-summary", "key", "field")]),
        ("enum A { B = 'approved' }", [("approved", "string", "assigned")]),
        ("const a = f<T>('text') as const", [("text", "string", "argument")]),
    ],
)
def test_types_are_read(source: str, literals: list[tuple[str, str, str]]) -> None:
    assert _uses("a.ts", source) == literals
    assert _uses("a.tsx", source) == literals


@pytest.mark.parametrize("path", ["a.tsx", "a.jsx", "a.js"])
@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("x = <p>Some text</p>", ["Some text"]),
        ("x = <p>\n  Some\n  text &amp; more {y} and\n  more\n</p>", ["Some text & more", "and more"]),
        ("x = <p className='some-class' title='Some title'>{'Some text'}</p>", ["Some title", "Some text"]),
        ("x = <p className={`${a ? 'class-one' : 'class-two'} class-three`} />", []),
        ("x = <Prompt instructions={'Some text'} id='other' />", ["Some text"]),
        ("x = <A>Don't say <b>never</b> again</A>", ["Don't say", "never", "again"]),
    ],
)
def test_the_text_of_jsx_is_read(path: str, source: str, texts: list[str]) -> None:
    assert _texts(path, source) == texts


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ('if a == "approved" {}', [("approved", "string", "compared")]),
        (
            'switch a { case "approved", "denied": }',
            [("approved", "string", "compared"), ("denied", "string", "compared")],
        ),
        ('f := strings.Contains(a, "VERDICT:")', [("VERDICT:", "string", "searched for")]),
        (
            'f := strings.ReplaceAll(a, "Answer", "Reply")',
            [("Answer", "string", "searched for"), ("Reply", "string", "argument")],
        ),
        ("r := regexp.MustCompile(`Answer: (\\d+)`)", [("Answer: (\\d+)", "pattern", "matched")]),
        ('x := data["summary"]', [("summary", "key", "subscript")]),
        ('data["summary"] = x', [("summary", "key", "assigned")]),
        ('x := "first " +\n "second" + `third`', [("first secondthird", "string", "assigned")]),
        ("x := `raw\\n`", [("raw\\n", "string", "assigned")]),
        ('x := []string{"first", "second"}', [("first", "string", "assigned"), ("second", "string", "assigned")]),
        ('return fmt.Errorf("no answer %w", err)', [("no answer %w", "string", "message")]),
        (
            'type T struct { A string `json:"exec_summary,omitempty"`; B string `yaml:"other"` }',
            [("exec_summary", "key", "field")],
        ),
    ],
)
def test_go_is_read(source: str, literals: list[tuple[str, str, str]]) -> None:
    assert _uses("a.go", f'package a\nimport "some/package"\nfunc f() {{ {source} }}') == literals


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ('boolean a = "approved".equals(b);', [("approved", "string", "compared")]),
        ('boolean a = b.equals("approved");', [("approved", "string", "compared")]),
        ('boolean a = b.contains("VERDICT:");', [("VERDICT:", "string", "searched for")]),
        (
            'Pattern p = Pattern.compile("Answer: (\\\\d+)", Pattern.CASE_INSENSITIVE);',
            [("(?i)Answer: (\\d+)", "pattern", "matched")],
        ),
        ('String[] a = b.split("Answer");', [("Answer", "pattern", "matched")]),
        ('String s = node.get("summary");', [("summary", "key", "subscript")]),
        ('@JsonProperty("exec_summary") String s;', [("exec_summary", "key", "field")]),
        (
            '@SystemMessage({"first", "second"}) String s;',
            [("first", "string", "argument"), ("second", "string", "argument")],
        ),
        ('String s = "first " + "second";', [("first second", "string", "assigned")]),
        ('String s = """\n      first\n        second\n      """;', [("first\n  second\n", "string", "assigned")]),
        ('void f() { throw new Refusal("no answer"); }', [("no answer", "string", "message")]),
        ('void f() { switch (a) { case "approved": break; } }', [("approved", "string", "compared")]),
        ('@SuppressWarnings("unchecked") char c = \'"\';', []),
    ],
)
def test_java_is_read(source: str, literals: list[tuple[str, str, str]]) -> None:
    assert _uses("A.java", f"class A {{ {source} }}") == literals


@pytest.mark.parametrize(
    ("path", "source", "names"),
    [
        ("a.py", 'f("support/refund-reply")', ["support/refund-reply"]),
        (
            "a.py",
            'f("prompts/refund.md", "refund.prompty", "refund")',
            ["prompts/refund.md", "refund.prompty", "refund"],
        ),
        (
            "a.py",
            'f("refund-reply@2", "https://example.com/a.md", "text/plain", "two words", "a b.md")',
            ["refund-reply@2"],
        ),
        ("a.py", 'p = prompts["refund-reply"] or prompts["refund-reply"]', ["refund-reply"]),
        ("a.py", 'f(f"prompts/{x}.md")', []),
        ("a.ts", "import x from './prompts/refund.md'; import y from './refund'", ["./prompts/refund.md"]),
        ("a.go", "package a\n//go:embed prompts/*.md refund.txt\nvar f embed.FS", ["prompts/*.md", "refund.txt"]),
    ],
)
def test_what_may_name_a_prompt_is_kept(path: str, source: str, names: list[str]) -> None:
    assert [name.text for name in read_source(path, source.encode()).names] == names


@pytest.mark.parametrize(
    ("path", "source", "ranges"),
    [
        ("a.py", 'x = "text"', {"text": (1, 6, 1, 10)}),
        ("a.py", '\ufeffx = "text"', {"text": (1, 6, 1, 10)}),
        ("a.py", 'ä = "öö\u2028ö", "text"', {"öö\u2028ö": (1, 6, 1, 10), "text": (1, 14, 1, 18)}),
        ("a.py", '# 😀\r\nx = """a\r\ntext"""', {"a\r\ntext": (2, 8, 3, 5)}),
        ("a.py", "# a\rx = 'text'", {"text": (2, 6, 2, 10)}),
        ("a.py", "x = f'ab{y}text'", {"text": (1, 12, 1, 16)}),
        ("a.py", "x = ('one '\n'two')", {"one two": (1, 7, 1, 11)}),
        ("a.ts", "x = `é${y} text`", {" text": (1, 11, 1, 16)}),
        ("a.ts", "x = /text/", {"text": (1, 6, 1, 10)}),
        ("a.tsx", "x = <p>\n  some text\n</p>", {"some text": (2, 3, 2, 12)}),
        ("a.go", "package a\nvar x = `text`", {"text": (2, 10, 2, 14)}),
        ("a.java", 'class A { String x = "text"; }', {"text": (1, 23, 1, 27)}),
    ],
)
def test_a_literal_stands_where_it_is_said_to_stand(
    path: str, source: str, ranges: dict[str, tuple[int, int, int, int]]
) -> None:
    facts = read_source(path, source.encode())
    found = {literal.text: literal[2:6] for literal in facts.literals}
    assert found == ranges


def test_equal_literals_of_one_line_are_one() -> None:
    assert _texts("a.py", 'x = "text", "text"\ny = "text"') == ["text", "text"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the VERDICT is", "verdict"),
        ("one two", "one"),
        ("exec_summary", "exec_summary"),
        ("größte Straße", "größte".casefold()),
        ("--- ...", ""),
        ("", ""),
    ],
)
def test_the_anchor_is_the_longest_word(text: str, word: str) -> None:
    assert rarest_word(text) == word


def test_a_pattern_is_anchored_by_what_it_must_contain() -> None:
    literals = read_source(
        "a.py", b'x = re.compile("(ignored|forgotten)? Verdict: "), re.compile("a|b|somewhat")'
    ).literals
    assert [literal.anchor for literal in literals] == ["verdict", ""]
