from __future__ import annotations

import re
from pathlib import Path

import pytest

from promptops.rules import every_rule, rule_ids
from promptops.rules.pages import documents, write_documents

DOCS = Path(__file__).parents[2] / "docs" / "rules"
_LINK = re.compile(r"\]\(([\w.-]+)(?:#([\w-]+))?\)")


def test_the_pages_in_the_documentation_are_those_of_the_rules() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in DOCS.iterdir()}
    assert kept == documents(every_rule()), "run `python -m promptops.rules.pages docs/rules`"


def test_every_rule_has_a_page_and_a_line_in_the_index() -> None:
    found = documents(every_rule())
    assert set(found) == {"README.md", *(f"{rule_id}.md" for rule_id in rule_ids())}
    rows = re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\) \| (?:error|warning|info) \|", found["README.md"], re.MULTILINE)
    assert sorted(rows) == sorted(rule_ids())


@pytest.mark.parametrize("rule_id", rule_ids())
def test_links_lead_somewhere(rule_id: str) -> None:
    found = documents(every_rule())
    for name, heading in _LINK.findall(found[f"{rule_id}.md"]):
        assert f"## {heading.capitalize()}\n" in found[name]


def test_a_file_is_shown_below_its_path(tmp_path: Path) -> None:
    write_documents(tmp_path / "rules")
    page = (tmp_path / "rules" / "unknown-tool.md").read_text(encoding="utf-8")
    assert "\n\n`tools/issue-refund.yaml`\n\n```yaml\nkind: Tool\n" in page
    assert page.startswith("<!-- Written by `python -m promptops.rules.pages docs/rules`")
    assert "\n# unknown-tool\n\nA prompt or agent lists a tool that no file declares.\n" in page
