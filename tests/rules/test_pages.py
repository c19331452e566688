r"""Every rule's page is run: what it flags, what it leaves alone, and what it advises.

The files of a section are one project. A line that the rule flags ends with a marker, `# error: [rule-id]`, which is
taken off; in a template it is a comment of that language, in JSON it begins with `//`. `\u{202e}` stands for the
character of that number, as in the reports.

For a rule over changes, the files of the section "Before" are the baseline, a commit with a tag where it says so; the
head has the same, but for those that the section at hand shows. A fence with the language `deleted` stands for a file
that is gone; a marker in it is about a line that the file had.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from promptops import __version__
from promptops.compiler.change_findings import ChangeFinding
from promptops.diagnostics import Diagnostic
from promptops.rules import CHANGES, TABLE, find_rule, rule_ids, rule_options
from promptops.rules.pages import Page, Section, parse_page
from promptops.rules.rule import Rule

Lint = Callable[..., tuple[Diagnostic, ...]]
Diff = Callable[..., tuple[ChangeFinding, ...]]

LINTED, COMPARED = rule_ids()[: len(TABLE)], rule_ids()[len(TABLE) :]
"""The rules over one state of the files, and those over what changed."""

_MARKER = re.compile(
    r"[ \t]*(?:#|//|\{#)[ \t]*(?P<severity>error|warning|info): \[(?P<rule>[a-z-]+)\](?:[ \t]*#\})?$", re.MULTILINE
)
_CHARACTER = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_SECTIONS = ("What it does", "Why is this bad?", "Before", "Example", "Near miss", "Use instead", "Options")
_OPTIONAL = {"What it does", "Before", "Options"}
_DELETED = "deleted"
_TAGGED = re.compile(r"The commit is tagged `([^`]+)`")
_MENTIONED_RULE = re.compile(r"(?:\brules? |ignore\[|(?:error|warning|info): \[)`?(?P<before>[a-z]+(?:-[a-z]+)+)|"
                             r"`(?P<behind>[a-z]+(?:-[a-z]+)+)` rule\b")  # fmt: skip
_READS_BADLY = {"no", "non", "check", "avoid", "require", "must", "ban", "forbid", "disallow", "use", "prefer"}


class Said(NamedTuple):
    """What a line is marked with, and what the compiler says of it."""

    path: str
    line: int
    rule: str
    severity: str


def rule_of(rule_id: str) -> Rule[Any]:
    rule = find_rule(rule_id)
    assert rule is not None
    return rule


def page_of(rule_id: str) -> Page:
    return parse_page(rule_of(rule_id).page)


def section_of(rule_id: str, heading: str) -> Section:
    section = page_of(rule_id).section(heading)
    assert section is not None
    return section


def project_of(section: Section) -> tuple[dict[str, str], set[Said]]:
    """Return the files of a section without their markers, and what the markers say."""
    files: dict[str, str] = {}
    said: set[Said] = set()
    for shown in section.files:
        assert shown.path not in files
        for number, line in enumerate(shown.text.split("\n"), start=1):
            marker = _MARKER.search(line)
            if marker:
                said.add(Said(shown.path, number, marker["rule"], marker["severity"]))
        plain = _MARKER.sub("", shown.text)
        files[shown.path] = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), plain)
    return files, said


def change_of(section: Section) -> tuple[dict[str, str | None], set[Said]]:
    """Return the files that a section changes, None for those that it deletes, and what the markers say."""
    files, said = project_of(section)
    deleted = {shown.path for shown in section.files if shown.language == _DELETED}
    return {path: None if path in deleted else text for path, text in files.items()}, said


def tag_of(rule_id: str) -> str | None:
    """Return the tag of the baseline."""
    blocks = section_of(rule_id, "Before").blocks
    found = (_TAGGED.search(block) for block in blocks if isinstance(block, str))
    return next((match[1] for match in found if match), None)


def compared(found: tuple[ChangeFinding, ...]) -> set[Said]:
    return told(tuple(each.diagnostic for each in found))


def told(found: tuple[Diagnostic, ...]) -> set[Said]:
    return {Said(each.primary.path, each.primary.line, each.rule, each.severity.value) for each in found}


@pytest.mark.parametrize("rule_id", LINTED)
def test_the_example_is_flagged_at_its_marks_and_nowhere_else(rule_id: str, lint: Lint) -> None:
    rule = rule_of(rule_id)
    files, said = project_of(section_of(rule_id, "Example"))
    assert {(each.rule, each.severity) for each in said} == {(rule.id, rule.severity.value)}
    assert told(lint(files)) == said


@pytest.mark.parametrize("rule_id", COMPARED)
def test_the_change_is_flagged_at_its_marks_and_nowhere_else(rule_id: str, diff: Diff) -> None:
    rule = rule_of(rule_id)
    before, marked = project_of(section_of(rule_id, "Before"))
    changed, said = change_of(section_of(rule_id, "Example"))
    assert not marked
    assert {each.severity for each in said if each.rule == rule_id} == {rule.severity.value}
    found = compared(diff(before, changed, tag=tag_of(rule_id)))
    # What else is told to whoever reads is no part of the page; what would fail or warn is.
    assert {each for each in found if each.rule == rule_id or each.severity != "info"} == said


@pytest.mark.parametrize("heading", ["Near miss", "Use instead"])
@pytest.mark.parametrize("rule_id", COMPARED)
def test_the_changes_of_the_near_miss_and_of_the_advice_break_nothing(
    rule_id: str, heading: str, diff: Diff, lint: Lint
) -> None:
    before, _ = project_of(section_of(rule_id, "Before"))
    changed, said = change_of(section_of(rule_id, heading))
    assert changed
    assert not said
    found = compared(diff(before, changed, tag=tag_of(rule_id)))
    own = (rule_id, rule_of(rule_id).severity.value)
    assert [each for each in found if each.severity != "info" or (each.rule, each.severity) == own] == []
    assert lint({**before, **changed}) == ()


@pytest.mark.parametrize("rule_id", COMPARED)
def test_nothing_is_said_when_nothing_changes(rule_id: str, diff: Diff, lint: Lint) -> None:
    before, _ = project_of(section_of(rule_id, "Before"))
    assert lint(before) == ()
    assert diff(before, {}, tag=tag_of(rule_id)) == ()


@pytest.mark.parametrize("heading", ["Near miss", "Use instead"])
@pytest.mark.parametrize("rule_id", LINTED)
def test_the_near_miss_and_the_advice_are_clean_under_every_rule(rule_id: str, heading: str, lint: Lint) -> None:
    files, said = project_of(section_of(rule_id, heading))
    assert files
    assert not said
    assert lint(files) == ()


@pytest.mark.parametrize("rule_id", rule_ids())
def test_the_advice_is_about_the_same_files(rule_id: str) -> None:
    flagged = {file.path for file in section_of(rule_id, "Example").files}
    assert flagged & {file.path for file in section_of(rule_id, "Use instead").files}


@pytest.mark.parametrize("rule_id", rule_ids())
def test_the_page_has_its_sections_in_order(rule_id: str) -> None:
    page = page_of(rule_id)
    headings = [section.heading for section in page.sections]
    expected = [heading for heading in _SECTIONS if heading in headings or heading not in _OPTIONAL]
    assert headings == expected
    assert all(section.blocks for section in page.sections)
    assert any(isinstance(block, str) for block in section_of(rule_id, "Near miss").blocks)
    assert page.title.endswith(".")
    assert rule_of(rule_id).page.split("\n")[1] == ""


WITH_OPTIONS = tuple(rule_id for rule_id, options in rule_options().items() if options.declared)


@pytest.mark.parametrize("rule_id", rule_ids())
def test_a_rule_with_options_lists_them(rule_id: str) -> None:
    section = page_of(rule_id).section("Options")
    assert (rule_id in WITH_OPTIONS) == (section is not None)
    prose = [block for block in section.blocks if isinstance(block, str)] if section else [""]
    assert re.findall(r"^- `(\w+)`: [A-Z].*\.$", prose[-1], re.MULTILINE) == list(rule_options()[rule_id].declared)


class Configured(NamedTuple):
    """The example of a page under a configuration: what the rule says, and what the page says that it says without."""

    found: set[Said]
    said: set[Said]


def configured(rule_id: str, configuration: dict[str, str], lint: Lint, diff: Diff) -> Configured:
    files, said = change_of(section_of(rule_id, "Example"))
    said = {each for each in said if each.rule == rule_id}
    if rule_id in LINTED:
        return Configured(told(lint({**files, **configuration}, rule_id)), said)
    before, _ = project_of(section_of(rule_id, "Before"))
    return Configured(compared(diff({**before, **configuration}, files, rule_id)), said)


@pytest.mark.parametrize("rule_id", WITH_OPTIONS)
def test_the_options_on_the_page_leave_some_of_the_example_alone(rule_id: str, lint: Lint, diff: Diff) -> None:
    configuration, _ = project_of(section_of(rule_id, "Options"))
    found, said = configured(rule_id, configuration, lint, diff)
    assert found < said


@pytest.mark.parametrize("rule_id", WITH_OPTIONS)
@pytest.mark.parametrize(
    "condition", ["paths: ['**']", "owners: [support]", "owners: [nobody]", "environments: [test]"]
)
def test_options_hold_where_the_override_applies(rule_id: str, condition: str, lint: Lint, diff: Diff) -> None:
    (configuration,) = project_of(section_of(rule_id, "Options"))[0].values()
    override = "".join(f"  {line}\n" for line in configuration.splitlines())
    files = {"promptops.yaml": f"overrides:\n- {condition}\n{override}"}
    found, said = configured(rule_id, files, lint, diff)
    applies = "**" in condition or ("support" in condition and rule_id != "missing-owner")
    assert (found < said) if applies else (found == said)


@pytest.mark.parametrize("rule_id", rule_ids())
def test_the_page_mentions_no_rule_that_does_not_exist(rule_id: str) -> None:
    mentioned = {match["before"] or match["behind"] for match in _MENTIONED_RULE.finditer(rule_of(rule_id).page)}
    assert mentioned <= set(rule_ids())


@pytest.mark.parametrize(("module", "rule_id"), tuple(zip((*TABLE, *CHANGES), rule_ids(), strict=True)))
def test_module_function_and_id_have_one_name(module: str, rule_id: str) -> None:
    rule = rule_of(rule_id)
    category, _, name = module.partition(".")
    assert (rule.id, rule.category) == (rule_id, category)
    assert rule.check.__name__ == name
    assert rule.check.__module__ == f"promptops.rules.{module}"


@pytest.mark.parametrize("rule_id", rule_ids())
def test_the_id_names_the_bad_thing(rule_id: str) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+){1,3}", rule_id)
    assert rule_id.partition("-")[0] not in _READS_BADLY


@pytest.mark.parametrize("rule_id", rule_ids())
def test_the_rule_is_not_from_the_future(rule_id: str) -> None:
    since = tuple(int(part) for part in rule_of(rule_id).since.split("."))
    assert len(since) == 3
    assert since <= tuple(int(part) for part in __version__.split("."))
