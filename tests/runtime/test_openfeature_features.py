"""The runner of OpenFeature's feature files does what the sentences say, here with scenarios of this project's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.features.flags import compiled, inapplicable
from tests.runtime.features.gherkin import Scenario, Step, scenarios
from tests.runtime.features.running import failure
from tests.runtime.openfeature_features import main

OWN = r"""
@ours
Feature: Prompts as flags
  Background:
    Given a stable provider

  # as a String, a prompt is the name of its variant
  Scenario: One variant for everybody
    Given a String-flag with key "string-flag" and a fallback value "none"
    When the flag was evaluated with details asynchronously
    Then the evaluation should complete without blocking
    And the resolved details value should be "hi"
    And the variant should be "hi"
    And the flag key should be "string-flag"
    And the reason should be "STATIC"

  Scenario Outline: A segment by three attributes
    Given a String-flag with key "complex-targeted" and a fallback value "none"
    And a context containing a key "email", with type "String" and with value "<email>"
    And a context containing a key "age", with type "Integer" and with value "<age>"
    And a context containing a key "customer", with type "Boolean" and with value "false"
    When the flag was evaluated with details
    Then the resolved details value should be "<value>"
    And the reason should be "<reason>"

    Examples: old enough
      | email                | age | value    | reason          |
      | ballmer@macrosoft.com | 11  | INTERNAL | TARGETING_MATCH |

    Examples: not
      | email                | age | value    | reason |
      | ballmer@macrosoft.com | 10  | EXTERNAL | SPLIT  |
      | gates@macrosoft.com   | 11  | EXTERNAL | SPLIT  |

  Scenario: An attribute that is null
    Given an Object-flag with key "object-targeted-zero-flag" and a fallback value "{\"a\": 1}"
    And a context containing a key "email" with null value
    When the flag was evaluated with details
    Then the resolved details value should be "{}"
    And the reason should be "DEFAULT"

  Scenario: The decision is an object
    When an object flag with key "object-flag" is evaluated with details and a null default value
    Then the resolved object details value should be contain fields "showImages", with values "true", respectively
    And the variant should be "template", and the reason should be "STATIC"

  Scenario: Whom a text is for, and everybody else
    When context contains keys "fn", "ln", "age", "customer" with values "Sulisław", "Świętopełk", 29, false
    And a flag with key "context-aware" is evaluated with default value "none"
    Then the resolved string response should be "INTERNAL"
    And the resolved flag value is "EXTERNAL" when the context is empty

  Scenario: Nothing of that name
    When a non-existent string flag with key "missing" is evaluated with details and a fallback value "none"
    Then the default string value should be returned
    And the reason should indicate an error and the error code should indicate a missing flag with "FLAG_NOT_FOUND"

  Scenario: No number
    When a string flag with key "string-flag" is evaluated as an integer, with details and a fallback value 7
    Then the default integer value should be returned
    And the reason should indicate an error and the error code should indicate a mismatch with "TYPE_MISMATCH"
    And the error-code should be "TYPE_MISMATCH"

  Scenario: Switched off
    When a float flag with key "float-disabled-flag" is evaluated with details and default value 0.5
    Then the resolved details value should be "0.5"
    And the reason should be "DISABLED"

  Scenario: What a hook is told
    Given a client with added hook
    And a String-flag with key "missing" and a fallback value "none"
    When the flag was evaluated with details
    Then the "before" hook should have been executed
    And the "error" hook should have been executed
    And the "finally" hooks should be called with evaluation details
      | data_type | key        | value          |
      | string    | value      | none           |
      | string    | variant    | null           |
      | string    | error_code | FLAG_NOT_FOUND |

  Scenario: A context of two levels
    Given A context entry with key "plan" and value "pro" is added to the "Client" level
    And A table with levels of increasing precedence
      | API          |
      | Transaction  |
      | Invocation   |
      | Before Hooks |
    And Context entries for each level from API level down to the "Before Hooks" level, with key "team" and value "blue"
    When Some flag was evaluated
    Then The merged context contains an entry with key "team" and value "blue"
    And The merged context contains an entry with key "plan" and value "pro"

  Scenario: A store that is refused
    Given a stale provider
    Then the provider status should be "STALE"
"""


def report(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a feature file; return the code to exit with, and the report."""
    file = folder / "own.feature"
    file.write_text(text, encoding="utf-8")
    return main([str(file)]), capsys.readouterr().out


def test_scenarios_of_our_own_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(OWN, tmp_path, capsys) == (0, "13 passed, 0 not applicable, 0 failed, of 13\n")


LIES = [
    ('should be "hi"', 'should be "ho"'),
    ('the variant should be "hi"', 'the variant should be "ho"'),
    ('should be "STATIC"', 'should be "SPLIT"'),
    ('should be "STALE"', 'should be "READY"'),
    ("| 10  | EXTERNAL", "| 10  | INTERNAL"),
    ('values "true"', 'values "false"'),
    ('with "FLAG_NOT_FOUND"', 'with "PARSE_ERROR"'),
    ("| FLAG_NOT_FOUND |", "| PARSE_ERROR |"),
    ('the "error" hook', 'the "after" hook'),
    ('is "EXTERNAL" when', 'is "INTERNAL" when'),
    ('value "blue"\n    And', 'value "red"\n    And'),
]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    return compiled(tmp_path_factory.mktemp("flags"))


@pytest.mark.parametrize(("truth", "lie"), LIES, ids=[lie for _, lie in LIES])
def test_what_does_not_hold_fails(truth: str, lie: str, resources: Mapping[str, Any]) -> None:
    true = set(scenarios(OWN))
    changed = [scenario for scenario in scenarios(OWN.replace(truth, lie)) if scenario not in true]
    assert changed
    assert all(failure(scenario, resources) for scenario in changed)


def test_what_has_failed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = report(OWN.replace("without blocking", "without doubt"), tmp_path, capsys)
    assert code == 1
    assert told.splitlines() == [
        "failed: Prompts as flags: One variant for everybody",
        "    the evaluation should complete without doubt: nothing here says what this means",
        "12 passed, 0 not applicable, 1 failed, of 13",
    ]


def test_what_does_not_apply_is_told_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = OWN.replace("string-flag", "integer-flag").replace("a stale provider", "a fatal provider")
    code, told = report(text, tmp_path, capsys)
    assert code == 0
    assert told.splitlines() == [
        "not applicable, 2: no prompt is a Boolean or a number",
        "not applicable, 1: a provider is made of a runtime that is open, and goes on with what is good",
        "10 passed, 3 not applicable, 0 failed, of 13",
    ]


def test_a_folder_without_scenarios_is_a_failure(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


INAPPLICABLE = [
    ['a String-flag with key "boolean-flag" and a fallback value "bye"'],
    ["a not ready provider"],
    ['the reason should be "CACHED"'],
    ['the variant should be "greeting"'],
    ["a String-flag with", 'the resolved details value should be ""', 'the reason should be "TARGETING_MATCH"'],
    ["the resolved metadata is empty"],
]
APPLICABLE = [
    ['a boolean-flag with key "wrong-flag" and a fallback value "false"'],
    ['a Boolean-flag with key "boolean-disabled-flag" and a fallback value "false"'],
    ["a stable provider"],
    ["a String-flag with", 'the resolved details value should be ""', 'the reason should be "DEFAULT"'],
    ["an Object-flag with", 'the resolved details value should be "{}"', 'the reason should be "TARGETING_MATCH"'],
]


@pytest.mark.parametrize("sentences", INAPPLICABLE, ids=" ".join)
def test_what_no_prompt_can_be_has_a_reason(sentences: Sequence[str]) -> None:
    assert inapplicable(Scenario("", [Step(sentence) for sentence in sentences]))


@pytest.mark.parametrize("sentences", APPLICABLE, ids=" ".join)
def test_what_a_prompt_can_be_has_none(sentences: Sequence[str]) -> None:
    assert inapplicable(Scenario("", [Step(sentence) for sentence in sentences])) is None


def test_an_outline_is_a_scenario_for_each_example() -> None:
    text = r"""Feature: F
      Background:
        Given b
      Scenario Outline: S
        When <what> has a table
          | <what> | a\|b |
        But <other> stays
        Examples:
          | what |
          | one  |
          | two  |"""
    first, second = scenarios(text)
    steps = (Step("b"), Step("one has a table", (("one", "a|b"),)), Step("<other> stays"))
    assert first == Scenario("F: S (one)", steps)
    assert second.title == "F: S (two)"
    assert first.text == "b\none has a table\none | a|b\n<other> stays"


@pytest.mark.parametrize("line", ["words", "Rule: x", '"""'])
def test_a_line_that_is_not_read_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(scenarios(f"Feature: F\n{line}\n"))
