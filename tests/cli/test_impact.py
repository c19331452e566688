"""`promptops impact` and `promptops expectations`: what depends on a resource, and what relies on its wording."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from click.testing import Result

from promptops.changes import discovery
from promptops.expectations.expectation import Expectation

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "fragments/format.fragment.md": (
        "---\nkind: Fragment\nname: common/format\nversion: 1.0.0\n---\nAnswer in exactly one table.\n"
    ),
    "prompts/reply.prompt.md": (
        '---\nname: support/reply\nversion: 1.0.0\n---\nEnd with VERDICT: PASS.\n{% include "common/format@1" %}\n'
    ),
    "consumers/parser.yaml": (
        "kind: Consumer\nname: support/parser\nof: prompt:support/reply\nexpects:\n"
        "- label: 'VERDICT:'\n- phrase: never said\n"
    ),
    "src/use.py": 'P = load("support/reply")\nok = "exactly one table" in answer\n',
}


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(FILES)


def loaded(result: Result) -> dict[str, Any]:
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def dependants(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(each["name"], each["distance"]) for each in found["dependants"]]


def expected(found: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    return [(each["consumer"], each["kind"], each["value"], each["met"]) for each in found["expectations"]]


PARSER = [
    ("consumer:support/parser", "label", "VERDICT:", True),
    ("consumer:support/parser", "phrase", "never said", False),
    ("src/use.py", "label", "exactly one table", True),
]


@pytest.mark.parametrize("name", ["support/reply", "prompt:support/reply", "prompt:support/reply@1"])
def test_what_depends_on_a_prompt_and_what_is_expected_of_it(run: Run, name: str) -> None:
    found = loaded(run("impact", name, "--format", "json"))
    assert dependants(found) == [("consumer:support/parser", 1), ("src/use.py", 1)]
    assert expected(found) == PARSER


def test_what_depends_on_a_fragment_at_a_distance(run: Run) -> None:
    found = loaded(run("impact", "common/format", "--format", "json"))
    assert dependants(found) == [("prompt:support/reply@1", 1), ("consumer:support/parser", 2)]


def test_the_text_says_it_with_lines(run: Run) -> None:
    result = run("impact", "support/reply", "--no-color")
    assert result.exit_code == 0
    for words in ("consumers/parser.yaml:3", "src/use.py:1", "VERDICT:", "never said"):
        assert words in result.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("support/repyl", "support/reply"),
        ("prompt:support/replay", "support/reply"),
        ("nothing-like-it", "nothing-like-it"),
    ],
)
def test_an_unknown_name_is_refused(run: Run, name: str, said: str) -> None:
    result = run("impact", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_nothing_depends_on_what_nobody_uses(run: Run) -> None:
    found = loaded(run("impact", "consumer:support/parser", "--format", "json"))
    assert (dependants(found), expected(found)) == ([], [])


def test_no_expectations_are_told_in_words(run: Run) -> None:
    result = run("expectations", "--select", "kind:tool,kind:team", "--no-color")
    assert result.stdout == "0 expectations: none was found, and no Consumer declares one\n"


def test_expectations_of_the_whole_project(run: Run) -> None:
    assert expected(loaded(run("expectations", "--format", "json"))) == PARSER


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--select", "support/reply"), 3),
        (("--select", "common/format"), 1),
        (("--select", "kind:tool,kind:team"), 0),
        (("prompts",), 3),
        (("consumers",), 0),
    ],
)
def test_expectations_of_some_of_it(run: Run, arguments: tuple[str, ...], count: int) -> None:
    assert len(expected(loaded(run("expectations", "--format", "json", *arguments)))) == count


def test_what_is_ignored_is_not_shown(run: Run, write: Write) -> None:
    write({"promptops.yaml": "name: shop\nexpectations:\n  ignore:\n  - {consumer: 'src/*', reason: an example}\n"})
    assert expected(loaded(run("expectations", "--format", "json"))) == PARSER[:2]
    assert expected(loaded(run("impact", "support/reply", "--format", "json"))) == PARSER[:2]


def test_an_unknown_selector_is_refused(run: Run) -> None:
    result = run("expectations", "--select", "support/repyl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "support/reply" in result.stderr


def test_a_commit_is_read(run: Run, write: Write, git: Git) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "begin")
    write({"src/use.py": "nothing = 1\n"})
    assert expected(loaded(run("expectations", "--format", "json"))) == PARSER[:2]
    assert expected(loaded(run("expectations", "--format", "json", "--at", "HEAD"))) == PARSER


def test_files_that_cannot_be_read_do_not_stop_it(run: Run, write: Write) -> None:
    write(
        {
            "fragments/format.fragment.md": "---\nkind: Fragment\nname: common/format\nversion: one\n---\nHello.\n",
            "prompts/broken.prompt.md": "---\nname: [\n---\n",
            "src/binary.py": b"\0\xff",
        }
    )
    assert expected(loaded(run("expectations", "--format", "json"))) == PARSER[:2]
    assert run("impact", "support/reply").exit_code == 0


def test_keys_that_code_reads_from_answers_are_expected(run: Run, write: Write) -> None:
    schema = "output:\n  schema:\n    type: object\n    properties:\n      label: {type: string}\n"
    write(
        {
            "prompts/classify.prompt.md": f"---\nname: support/classify\nversion: 1.0.0\n{schema}---\nSort tickets.\n",
            "src/a.py": 'P = load("support/classify")\nprint(out["label"], out["other"])\nout["label"] = 1\n',
            "src/b.go": 'package b\n\nconst p = "support/classify"\n\ntype T struct {\n\tL string `json:"label"`\n}\n',
            "src/c.py": 'print(out["label"])\n',
        }
    )
    keys = [(path, "key", "label", True) for path in ("src/a.py", "src/b.go")]
    assert expected(loaded(run("impact", "support/classify", "--format", "json"))) == keys
    assert expected(loaded(run("expectations", "--select", "support/classify", "--format", "json"))) == keys


def test_what_all_prompts_say_is_paired_with_none(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(*given: Any, **named: Any) -> Expectation:
        made.append(given[1])
        return Expectation(*given, **named)

    monkeypatch.setattr(discovery, "Expectation", counted)
    shared = 'Never reveal internal notes to the customer, and write "exactly one answer here" at the end.'
    own = {
        f"many/p{number}.prompt.md": f"---\nname: many/p{number}\nversion: 1.0.0\n---\n{shared} Number {number}.\n"
        for number in range(60)
    }
    write({**own, "many/one.prompt.md": "---\nname: many/one\nversion: 1.0.0\n---\nEach case gets its own line.\n"})
    write({"tools/a.yaml": 'kind: Tool\nname: a\neffects: read\ndescription: Lists "case gets its own" files.\n'})
    found = loaded(run("expectations", "many", "--format", "json"))
    assert expected(found) == [("tool:a", "phrase", "case gets its own", True)]
    assert len(made) < len(own)
