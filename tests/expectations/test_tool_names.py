from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.tool_names import MAX_PLACES, is_certain, is_denied, named_in

NAMES = frozenset({"go_to_url", "switch_tab", "input_text"})


def found(text: str, name: str) -> list[str]:
    """Return the text around each place at which a name is found, and a star where the text marks it as a tool."""
    return [
        text[max(0, use.start - 1) : use.end + 1] + ("*" if use.is_marked else "")
        for use in named_in(text, name, NAMES)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "go_to_url",
        "Open it with go_to_url.",
        "do not use go_to_url and then click",
        "`go_to_url` + `click`",
        '"action":[{{"go_to_url": {{ "url": "x"}}}}]',
        "- go_to_url: opens a page",
        "-go_to_url: opens a page",
        "(go_to_url)",
        "**go_to_url**",
        "go_to_url(url)",
        "wait...go_to_url",
        "functions.go_to_url",
        "mcp__browser__go_to_url",
        "switch_tab/go_to_url/input_text",
        "<go_to_url>",
        "</go_to_url>",
        "使用go_to_url打开",
        "go_to_url, then",
        "go_to_url...",
        "go_to_url-",
        "After go_to_url is called, read the page",
        "once go_to_url returns",
        "if go_to_url was called before",
        "go_to_url == done",
    ],
)
def test_a_name_of_several_words_is_found_wherever_it_stands_by_itself(text: str) -> None:
    assert len(list(named_in(text, "go_to_url", NAMES))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "go_to_url_list",
        "my_go_to_url",
        "go_to_urls",
        "Xgo_to_url",
        "GO_TO_URL",
        "go-to-url",
        "go_to_url.py",
        "page.go_to_url(x)",
        "src/go_to_url/main",
        "/go_to_url",
        "go_to_url/other_folder",
        "pages/go_to_url",
        "$go_to_url",
        "@go_to_url",
        "--go_to_url",
        "go_to_url-based",
        "go_to_url=1",
        r"C:\go_to_url",
    ],
)
def test_a_name_that_is_part_of_something_longer_is_not_found(text: str) -> None:
    assert list(named_in(text, "go_to_url", NAMES)) == []


@pytest.mark.parametrize(
    "text",
    [
        "`navigate`, formerly `go_to_url`",
        "renamed from go_to_url",
        "`navigate` replaces `go_to_url`",
        "the tool previously called go_to_url",
        "`go_to_url` was renamed to `navigate`",
        "go_to_url is now called navigate",
        "`go_to_url` no longer exists",
        "the `go_to_url` tool has been removed",
    ],
)
def test_a_name_that_is_told_as_history_is_not_found(text: str) -> None:
    assert list(named_in(text, "go_to_url")) == []


@pytest.mark.parametrize(
    "text",
    [
        "use the `search` tool",
        "the search tool",
        "call `search` first",
        "Use `search` to find orders",
        "the tool `search`",
        'the tool named "search"',
        '{"name": "search", "arguments": {}}',
        '"tool": "search"',
        '"action": [{{"search": {{"query": "x"}}}}]',
        '<invoke name="search">',
        "<tool_name>search</tool_name>",
        "search(query)",
        "mcp__shop__search",
    ],
)
def test_a_word_of_the_language_is_found_where_the_text_makes_a_tool_of_it(text: str) -> None:
    (use,) = named_in(text, "search")
    assert text[use.start : use.end] == "search"
    assert use.is_marked


@pytest.mark.parametrize(
    "text",
    [
        "search the web",
        "the search results",
        "full-text search tool",
        "use a search engine",
        "Start your search (with care)",
        '"search": "what to look for"',
        "`search`",
        "the `search` field",
        "## search",
    ],
)
def test_a_word_of_the_language_is_left_alone_elsewhere(text: str) -> None:
    assert list(named_in(text, "search")) == []


@pytest.mark.parametrize(
    ("name", "certain"),
    [
        ("go_to_url", True),
        ("goToUrl", True),
        ("getURL", True),
        ("read_FILE", True),
        ("issue-refund", False),
        ("follow-up", False),
        ("JavaScript", False),
        ("search", False),
        ("Bash", False),
        ("_search", False),
        ("search_", False),
    ],
)
def test_only_identifiers_of_several_words_are_certain(name: str, certain: bool) -> None:  # noqa: FBT001 - a table
    assert is_certain(name) is certain


def test_a_compound_is_found_without_a_mark_and_is_not_certain() -> None:
    assert found("Read the follow-up mail.", "follow-up") == [" follow-up "]
    assert found("Call `follow-up` then.", "follow-up") == ["`follow-up`*"]


def test_every_place_is_found() -> None:
    text = "`input_text` + `input_text`\ninput_text"
    assert [use.start for use in named_in(text, "input_text")] == [1, 16, 28]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("never call X", True),
        ("You cannot use the X", True),
        ("Don\u2019t call `X", True),
        ("Call X", False),
        ("Never guess. Call X", False),
        ("Never guess\nCall X", False),
        ("a knot: X", False),
    ],
)
def test_denials_reach_to_the_end_of_their_sentence(text: str, denied: bool) -> None:  # noqa: FBT001 - a table
    assert is_denied(text, text.index("X")) is denied


@given(st.text(alphabet="go_tourl./-`\"'= \n<($xN", max_size=80), st.text(alphabet="go_tourl./-`\"' x", max_size=80))
def test_what_is_found_is_the_name_by_itself(before: str, behind: str) -> None:
    text = f"{before}go_to_url{behind}"
    for use in named_in(text, "go_to_url"):
        assert text[use.start : use.end] == "go_to_url"
        assert not text[use.end : use.end + 1].isalnum()
        assert not text[use.start - 1 : use.start].isalnum() or not use.start


@pytest.mark.parametrize("piece", ["go_to_url", "go_to_url ", "a/", "`go_to_url` no longer ", "-go_to_url", "never "])
def test_hostile_texts_take_no_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece)) + "go_to_url"
    start = time.process_time()
    assert len(list(named_in(text, "go_to_url"))) <= MAX_PLACES
    assert time.process_time() - start < 1
