from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic, Related, Span

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "duplicate-key"


@pytest.mark.parametrize(
    ("path", "content", "place", "first"),
    [
        pytest.param(
            "a.prompt.md",
            "---\nname: a\nlabels: {x: '1', y: '2', x: '3'}\n---\nAnswer.\n",
            (3, 26, 3, 27),
            (3, 10, 3, 11),
            id="in one line",
        ),
        pytest.param(
            "a.yaml",
            'kind: Prompt\nname: a\nbody: Answer.\n"body": Reply.\n',
            (4, 1, 4, 7),
            (3, 1, 3, 5),
            id="in quotes once",
        ),
        pytest.param(
            "a.json",
            '{"name": "a", "inputSchema": {"type": "object",\n"type": "object"}}',
            (2, 1, 2, 7),
            (1, 31, 1, 37),
            id="in JSON",
        ),
        pytest.param("_defaults.yaml", "owner: support\nowner: sales\n", (2, 1, 2, 6), (1, 1, 1, 6), id="in defaults"),
    ],
)
def test_the_second_key_is_reported_with_the_first(
    path: str, content: str, place: tuple[int, ...], first: tuple[int, ...], lint: Lint
) -> None:
    prompt = "---\nname: z\n---\nAnswer.\n"
    (found,) = lint({path: content, "z.prompt.md": prompt}, RULE)
    assert found.primary == (path, *place)
    assert found.related == (Related(Span(path, *first), "first given here"),)
    assert found.fix is None


def test_three_equal_keys_are_two_findings(lint: Lint) -> None:
    found = lint({"a.yaml": "kind: Team\nname: a\ncontact: x\ncontact: y\ncontact: z\n"}, RULE)
    assert [each.primary.line for each in found] == [4, 5]


def test_a_key_that_differs_in_case_is_another(lint: Lint) -> None:
    assert lint({"a.yaml": "kind: Team\nname: a\nlabels: {region: eu, Region: EU}\n"}) == ()
