"""`lock-out-of-date` and `invalid-catalog`: the files that commands write, as strangers may have left them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

_HEAD = '{"catalog":"2026-11-21","lock":1}\n'
_MODEL = {"models/chat.yaml": "kind: Model\nname: chat\nid: openai/gpt-4o-2024-11-20\nretires_on: 2030-01-01\n"}


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int, str]]:
    return [(each.severity.value, each.primary.line, each.primary.column, each.primary.path) for each in found]


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        ("", (1, 1)),
        ("damaged", (1, 1)),
        (f"{_HEAD}<<<<<<< HEAD\n", (2, 1)),
        (f'{_HEAD}{{"resource":"model:chat","path":7,"digests":[]}}\n', (2, 33)),
        (_HEAD, (1, 1)),
    ],
)
def test_a_lock_that_cannot_be_read_or_lacks_things(lint: Lint, lock: str, expected: tuple[int, int]) -> None:
    found = lint({**_MODEL, "promptops.lock": lock}, "lock-out-of-date")
    assert told(found) == [("warning", *expected, "promptops.lock")]


def test_bytes_that_are_no_text(lint: Lint) -> None:
    (found,) = lint({**_MODEL, "promptops.lock": b"\xff\xfe\x00"}, "lock-out-of-date")
    assert found.primary.line == 1


def test_a_lock_is_counted_as_no_resource_and_no_lock_is_no_finding(lint: Lint) -> None:
    assert lint(_MODEL, "lock-out-of-date") == ()
    (found,) = lint({**_MODEL, "promptops.lock": _HEAD}, "lock-out-of-date")
    assert found.message == "the lock is out of date: of the resources 2 are new"
    assert {each.span.path for each in found.related} == {"models/chat.yaml", "teams/support.yaml"}


def test_facts_that_changed_are_an_info(lint: Lint) -> None:
    known = '{"facts":{"max_output_tokens":1},"id":"openai/gpt-4o-2024-11-20","model":"model:chat"}\n'
    found = lint({**_MODEL, "promptops.lock": _HEAD + known}, "lock-out-of-date")
    assert sorted(each.severity.value for each in found) == ["info", "warning"]
    assert any("`model:chat` (snapshot, " in each.message for each in found)


@pytest.mark.parametrize(
    ("catalog", "expected"),
    [
        ("", (1, 1)),
        ('{"as_of":"9999-12-31","catalog":1,"sources":{}}\n', (1, 10)),
        ('{"as_of":"2026-11-21","catalog":1,"sources":{}}\n{"model":"openai/a","says":[{}]}\n', (2, 29)),
    ],
)
def test_a_catalogue_that_cannot_be_read(lint: Lint, catalog: str, expected: tuple[int, int]) -> None:
    found = lint({**_MODEL, "promptops.catalog.jsonl": catalog}, "invalid-catalog")
    assert told(found) == [("error", *expected, "promptops.catalog.jsonl")]


def test_a_catalogue_of_a_project_counts(lint: Lint) -> None:
    source = '{"ours":{"as_of":"2026-11-01","license":"ours","title":"our contract","url":"https://example.com"}}'
    head = f'{{"as_of":"2099-01-01","catalog":1,"sources":{source}}}\n'
    says = '{"precision":"day","retires":"2026-10-01","source":"ours"}'
    line = f'{{"model":"meridian/large","says":[{says}]}}\n{{"model":"openai/gpt-4o","says":[{says}]}}\n'
    files = {"models/chat.yaml": "kind: Model\nname: chat\nid: openai/gpt-4o\n", "promptops.catalog.jsonl": head + line}
    (found,) = lint(files, "retired-model")
    assert found.message == "`openai/gpt-4o` was retired on 2026-10-01 (says our contract, 2026-11-01)"
