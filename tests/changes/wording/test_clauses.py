from __future__ import annotations

import pytest

from promptops.changes.wording.clauses import clause_holds


@pytest.mark.parametrize(
    ("clause", "text", "holds"),
    [
        ("strictly valid JSON", "Answer with strictly valid JSON.", True),
        ("strictly valid JSON", "Answer with strictly\n  valid\u00a0JSON.", True),
        ("strictly  valid\nJSON", "Answer with strictly valid JSON.", True),
        ("caf\u00e9", "In the cafe\u0301.", True),
        ("strictly valid JSON", "Answer with strictly valid json.", False),
        ("strictly valid JSON", "Answer with clean JSON.", False),
        ("valid JSON", "Write invalid JSON.", False),
        ("valid JSON", "Write invalid JSON, then valid JSON.", True),
        ("valid JSON", "valid JSONL", False),
        ("no refund", "no refunds", False),
        ("`APPROVED`", "End with `APPROVED`", True),
        ("{{ name }}", "Hello {{ name }}!", True),
        ("\u4e2d\u6587", "\u8bf7\u7528\u4e2d\u6587\u56de\u7b54", True),
        ("a", "", False),
        (" \n", "Anything.", True),
    ],
)
def test_a_clause_holds_where_its_words_stand(clause: str, text: str, *, holds: bool) -> None:
    assert clause_holds(clause, text) is holds
