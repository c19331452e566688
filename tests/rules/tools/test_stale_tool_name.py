from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "stale-tool-name"
RENAMED = {"go_to_url": "navigate", "input_text": "input", "replace_file_str": "replace_file", "close_tab": "close"}
KEPT = ("search", "scroll", "read_file", "done")


def tool_list(*names: str, **more: str) -> str:
    """Return a tool list; `more` maps a name to a description."""
    tools = [{"name": name, "description": "", "inputSchema": {"type": "object"}} for name in names]
    tools += [{"name": name, "description": text, "inputSchema": {"type": "object"}} for name, text in more.items()]
    return json.dumps({"tools": tools}, indent=1)


BEFORE = tool_list(*RENAMED, *KEPT)
AFTER = tool_list(*RENAMED.values(), *KEPT)


def prompt(text: str, head: str = "name: browser\n") -> str:
    return f"---\n{head}---\n{text}"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int, int]]:
    spans = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line, span.column) for severity, span in spans]


def said_of(diff: Diff, text: str, before: str = BEFORE, after: str = AFTER) -> list[tuple[str, int]]:
    """Return severity and line of what is said of a text that did not change, the front matter not counted."""
    found = diff({"tools.json": before, "p.prompt.md": prompt(text)}, {"tools.json": after}, RULE)
    return [(each.diagnostic.severity.value, each.diagnostic.primary.line - 3) for each in found]


def test_every_line_that_names_the_old_name_is_told_the_new_one(diff: Diff) -> None:
    text = (
        "Open it with go_to_url.\nThen wait.\n- `input_text` + `input_text`\nUse `replace_file_str` tool; go_to_url.\n"
    )
    found = diff({"tools.json": BEFORE, "p.prompt.md": prompt(text)}, {"tools.json": AFTER}, RULE)
    assert told(found) == [
        ("error", "p.prompt.md", 4, 14),
        ("error", "p.prompt.md", 6, 4),
        ("error", "p.prompt.md", 7, 6),
        ("error", "p.prompt.md", 7, 30),
    ]
    assert [each.diagnostic.help for each in found] == [
        "write `navigate`",
        "write `input`",
        "write `replace_file`",
        "write `navigate`",
    ]
    assert found[0].diagnostic.message == "the text names the tool `go_to_url`, which is `navigate` now"
    assert [(each.span.path, each.span.line) for each in found[0].diagnostic.related] == [("tools.json", 4)]
    assert [consumer.name for consumer in found[0].consumers] == ["prompt:browser"]
    assert {each.bump for each in found} == {"major"}


def test_no_living_name_is_told(diff: Diff) -> None:
    text = (
        "Use `search`, the scroll tool, read_file, navigate, input and close; call `done`. Input text into the field.\n"
    )
    assert said_of(diff, text) == []


def test_texts_that_changed_and_those_that_came_are_told_alike(diff: Diff) -> None:
    before = {
        "tools.json": BEFORE,
        "p.prompt.md": prompt("Call go_to_url.\n"),
        "q.prompt.md": prompt("Go.\n", "name: q\n"),
    }
    after = {
        "tools.json": AFTER,
        "p.prompt.md": prompt("Call navigate.\n"),
        "q.prompt.md": prompt("Go on.\nCall go_to_url.\n", "name: q\n"),
        "r.prompt.md": prompt("Call go_to_url.\n", "name: r\n"),
    }
    assert told(diff(before, after, RULE)) == [("error", "q.prompt.md", 5, 6), ("error", "r.prompt.md", 4, 6)]


def test_without_a_change_of_tools_nothing_is_told(diff: Diff) -> None:
    before = {"tools.json": AFTER, "p.prompt.md": prompt("Call go_to_url.\n")}
    assert diff(before, {"p.prompt.md": prompt("Call go_to_url now.\n")}, RULE) == ()


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (tool_list("go_to_url"), tool_list("go_to_url", "navigate"), "go_to_url"),
        (tool_list("go_to_url", "a"), tool_list("a", go_to_url="Opens a page."), "go_to_url"),
        (tool_list("go_to_url"), tool_list("go_to_url")[:-3], "go_to_url"),
    ],
    ids=["added", "moved", "unreadable"],
)
def test_a_tool_that_is_still_there_is_not_told(diff: Diff, before: str, after: str, text: str) -> None:
    assert said_of(diff, f"Call {text}.\n", before, after) == []


def test_a_tool_that_is_in_another_file_now_lives(diff: Diff) -> None:
    before = {"tools.json": BEFORE, "p.prompt.md": prompt("Call go_to_url.\n")}
    after = {"tools.json": tool_list(*KEPT), "more.json": tool_list(*RENAMED)}
    assert diff(before, after, RULE) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Use the `search` tool.", [("error", 1)]),
        ("Call `search`.", [("error", 1)]),
        ("Search the web, and search again.", []),
        ("The `search` field is on top.", []),
    ],
)
def test_a_word_of_the_language_needs_a_mark(diff: Diff, text: str, said: list[tuple[str, int]]) -> None:
    before, after = tool_list("search", "read_file"), tool_list("read_file", "look_up")
    assert said_of(diff, f"{text}\n", before, after) == said


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Read the follow-up.", "warning"),
        ("Read the follow-up with read_file.", "error"),
        ("Read it with the `follow-up` tool.", "error"),
    ],
)
def test_a_compound_is_certain_where_the_text_knows_of_tools(diff: Diff, text: str, severity: str) -> None:
    before, after = tool_list("follow-up", "read_file"), tool_list("read_file")
    assert said_of(diff, f"{text}\n", before, after) == [(severity, 1)]


def test_what_may_be_a_parameter_or_an_input_is_a_warning(diff: Diff) -> None:
    with_parameter = {"name": "a", "inputSchema": {"type": "object", "properties": {"page_url": {"type": "string"}}}}
    after = json.dumps({"tools": [with_parameter]})
    before = json.dumps({"tools": [with_parameter, {"name": "page_url", "inputSchema": {"type": "object"}}]})
    assert said_of(diff, "Pass page_url.\n", before, after) == [("warning", 1)]
    assert said_of(diff, "Call the tool `page_url`.\n", before, after) == [("error", 1)]
    files = {
        "tools.json": BEFORE,
        "p.prompt.md": prompt("Open {{ go_to_url }} or go_to_url.\n", "name: p\ninputs: {go_to_url: string}\n"),
    }
    assert told(diff(files, {"tools.json": AFTER}, RULE)) == [("warning", "p.prompt.md", 5, 25)]


def test_a_name_that_lives_on_as_a_value_is_not_told(diff: Diff) -> None:
    methods = {"type": "object", "properties": {"method": {"type": "string", "enum": ["get_job", "get_run"]}}}
    kept = {"name": "actions_get", "description": "Needs an id for get_job.", "inputSchema": methods}
    before = json.dumps({"tools": [kept, {"name": "get_job", "inputSchema": {"type": "object"}}]})
    assert said_of(diff, "Call actions_get with the method get_job.\n", before, json.dumps({"tools": [kept]})) == []


def test_a_prompt_that_lists_other_tools_is_warned(diff: Diff) -> None:
    files = {
        "tools.json": BEFORE,
        "p.prompt.md": prompt("Call go_to_url.\n", "name: p\ntools: [read_file]\n"),
        "q.prompt.md": prompt("Call go_to_url.\n", "name: q\ntools: [go_to_url]\n"),
    }
    after = {"tools.json": AFTER, "q.prompt.md": prompt("Call go_to_url.\n", "name: q\ntools: [navigate]\n")}
    assert told(diff(files, after, RULE)) == [("warning", "p.prompt.md", 5, 6), ("error", "q.prompt.md", 5, 6)]


def test_a_tool_that_is_gone_without_a_new_name_is_told_as_gone(diff: Diff) -> None:
    before = {
        "tools.json": tool_list("read_file", go_to_url="Opens a page."),
        "p.prompt.md": prompt("Call go_to_url.\n"),
    }
    (found,) = diff(before, {"tools.json": tool_list("read_file")}, RULE)
    assert found.diagnostic.message == "the text names the tool `go_to_url`, which is gone"
    assert found.diagnostic.help == "take it out, or name a tool that there is"


def test_a_new_tool_with_the_same_words_is_asked_for(diff: Diff) -> None:
    before = tool_list("read_file", replace_file_str="Replaces one text by another in the file that is named.")
    after = tool_list("read_file", replace_file="Writes anew.")
    files = {"tools.json": before, "p.prompt.md": prompt("Call replace_file_str.\n")}
    (found,) = diff(files, {"tools.json": after}, RULE)
    assert found.diagnostic.help == "did you mean `replace_file`, which is new?"


def test_tools_with_nothing_but_a_schema_in_common_are_not_taken_for_each_other(diff: Diff) -> None:
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("owner", "repo", "page", "number")},
    }

    def listed(name: str, description: str) -> str:
        return json.dumps({"name": name, "description": description, "inputSchema": schema})

    before = {"a.json": listed("get_run", "Get a run."), "p.prompt.md": prompt("Call get_run and get_it.\n")}
    after = {"a.json": None, "b.json": listed("find_leak", "Look for secrets in code.")}
    (found,) = diff(before, after, RULE)
    assert found.diagnostic.message == "the text names the tool `get_run`, which is gone"


def test_the_descriptions_of_other_tools_are_texts(diff: Diff) -> None:
    before = {"tools.json": tool_list("go_to_url", read_page="Call go_to_url first.")}
    found = diff(before, {"tools.json": tool_list("navigate", read_page="Call go_to_url first.")}, RULE)
    assert [each.diagnostic.message for each in found] == [
        "the description names the tool `go_to_url`, which is `navigate` now"
    ]
    assert told(found) == [("error", "tools.json", 12, 25)]


def test_native_tools_are_named_without_their_folder_and_as_identifiers(diff: Diff) -> None:
    tool = "kind: Tool\nname: support/{}\ndescription: Pays an order back to whoever bought it.\n"
    text = "Call issue-refund.\nCall issue_refund.\nSee support/issue-refund.\n"
    files = {
        "t.yaml": tool.format("issue-refund"),
        "p.prompt.md": prompt(text, "name: p\ntools: [support/issue-refund]\n"),
    }
    after = {"t.yaml": tool.format("pay-back"), "p.prompt.md": prompt(text, "name: p\ntools: [support/pay-back]\n")}
    found = diff(files, after, RULE)
    assert [(each.diagnostic.primary.line, each.diagnostic.help) for each in found] == [
        (5, "write `pay-back`"),
        (6, "write `pay_back`"),
    ]


def test_fragments_messages_and_variants_are_texts(diff: Diff) -> None:
    files = {
        "tools.json": BEFORE,
        "a.fragment.md": "---\nname: a\n---\nCall go_to_url.\n",
        "b.yaml": "kind: Prompt\nname: b\nmessages:\n  - {role: user, content: Call go_to_url.}\n",
        "c.prompt.md": "---\nname: c\nvariants:\n- {name: x, file: ./x.md}\n- {name: y, body: go_to_url}\n---\nGo.\n",
        "x.md": "Call go_to_url.\nCall go_to_url.\n",
    }
    found = diff(files, {"tools.json": AFTER}, RULE)
    places = [(each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found]
    assert places == [("a.fragment.md", 4), ("b.yaml", 4), ("c.prompt.md", 4), ("c.prompt.md", 5)]


def test_few_shots_are_texts(diff: Diff) -> None:
    examples = "examples:\n  - output: Call go_to_url.\n  - output: {calls: [{name: go_to_url}]}\n"
    files = {
        "tools.json": BEFORE,
        "p.prompt.md": prompt("Go.\n", f"name: p\n{examples}"),
        "q.prompt.md": prompt("Go.\n", "name: q\nexamples: ./few.yaml\n"),
        "few.yaml": "- output: Call go_to_url.\n",
    }
    found = diff(files, {"tools.json": AFTER}, RULE)
    assert told(found) == [
        ("error", "p.prompt.md", 4, 18),
        ("error", "p.prompt.md", 5, 29),
        ("error", "q.prompt.md", 3, 1),
    ]
    assert {each.diagnostic.message for each in found} == {
        "the example names the tool `go_to_url`, which is `navigate` now"
    }


def test_a_retired_prompt_is_not_told(diff: Diff) -> None:
    files = {"tools.json": BEFORE, "p.prompt.md": prompt("Call go_to_url.\n", "name: p\nlifecycle: retired\n")}
    assert diff(files, {"tools.json": AFTER}, RULE) == ()


def test_undoing_the_change_is_no_finding(diff: Diff) -> None:
    files = {"tools.json": AFTER, "p.prompt.md": prompt("Call go_to_url.\n")}
    assert diff(files, {"tools.json": BEFORE}, RULE) == ()


def test_many_names_in_many_texts_take_no_time(diff: Diff) -> None:
    names = [f"tool_number_{number}" for number in range(150)]
    text = "".join(f"Call {name}.\n" for name in names)
    files = {
        "tools.json": tool_list(*names),
        **{f"p{n}.prompt.md": prompt("Nothing.\n", f"name: p{n}\n") for n in range(50)},
    }
    files["q.prompt.md"] = prompt(text, "name: q\n")
    start = time.process_time()
    found = diff(files, {"tools.json": tool_list("other")}, RULE)
    assert [each.diagnostic.primary.line for each in found] == list(range(4, 154))
    assert time.process_time() - start < 5
