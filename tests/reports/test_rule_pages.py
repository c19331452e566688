from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from promptops.diagnostics import Severity
from promptops.reports.rule_pages import render_rule, render_rules
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import Rule

_PAGE = """\
A thing is bad.

Some words about it.

## Why is this bad?
It costs `money`.

## Example
```yaml a/b.yaml
kind: Tool

name: x  # error: [bad-thing]
```

Then this.

```text
plain
```
"""


def _check(_: FileContext) -> Iterator[Problem]:
    return iter(())


class Paged(Rule[Any]):
    @property
    def page(self) -> str:
        return _PAGE


def _rule(identity: str, category: str, severity: Severity) -> Rule[Any]:
    return Paged(identity, category, severity, "0.1.0", "file", _check)


_RULE = _rule("bad-thing", "syntax", Severity.ERROR)


def test_a_page_is_laid_out_for_people() -> None:
    assert render_rule(_RULE) == (
        "bad-thing: error · syntax · since 0.1.0\n"
        "\n"
        "A thing is bad.\n"
        "\n"
        "Some words about it.\n"
        "\n"
        "Why is this bad?\n"
        "\n"
        "It costs `money`.\n"
        "\n"
        "Example\n"
        "\n"
        "    a/b.yaml\n"
        "    | kind: Tool\n"
        "    |\n"
        "    | name: x  # error: [bad-thing]\n"
        "\n"
        "Then this.\n"
        "\n"
        "    | plain\n"
    )


def test_headings_and_severity_are_coloured() -> None:
    page = render_rule(_RULE, colour=True)
    assert "\x1b[1mWhy is this bad?\x1b[0m" in page
    assert "\x1b[1;31merror\x1b[0m" in page


def test_the_table_has_a_block_for_each_category() -> None:
    rules = [_RULE, _rule("x", "syntax", Severity.WARNING), _rule("y", "templates", Severity.INFO)]
    assert render_rules(rules) == (
        "syntax\n"
        "  bad-thing  error    A thing is bad\n"
        "  x          warning  A thing is bad\n"
        "\n"
        "templates\n"
        "  y          info     A thing is bad\n"
    )


@pytest.mark.parametrize("colour", [False, True])
def test_no_rules_make_an_empty_table(colour: bool) -> None:  # noqa: FBT001 - a case
    assert render_rules([], colour=colour) == ""
