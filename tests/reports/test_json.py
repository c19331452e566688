from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptops.reports.change_report import ChangeReport
from promptops.reports.json import render_json
from promptops.reports.report import Report

_SCHEMAS = Path(__file__).parents[2] / "schemas"


def read_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def with_value(output: Any, pointer: tuple[str | int, ...], value: object) -> Any:
    *parents, last = pointer
    target = output
    for key in parents:
        target = target[key]
    target[last] = value
    return output


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return read_schema("diagnostics")


@pytest.fixture(scope="module")
def changes_schema() -> dict[str, Any]:
    return read_schema("changes")


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("report.json", render_json(report))


def test_output_is_as_the_published_schema_says(report: Report, clean: Report, schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema)
    for each in (report, clean):
        validator.validate(json.loads(render_json(each)))


def test_keys_come_in_the_order_of_the_schema(report: Report, schema: dict[str, Any]) -> None:
    output = json.loads(render_json(replace(report, output="build")))
    definitions = schema["$defs"]
    assert list(output) == list(schema["properties"])
    assert list(output["summary"]) == list(definitions["summary"]["properties"])
    related = [place for finding in output["diagnostics"] for place in finding["related"]]
    assert {tuple(finding) for finding in output["diagnostics"]} == {tuple(definitions["diagnostic"]["properties"])}
    assert {tuple(place) for place in related} == {tuple(definitions["related"]["properties"])}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("diagnostics", 0, "line"), 0),
        (("diagnostics", 0, "severity"), "fatal"),
        (("diagnostics", 0, "fingerprint"), "xyz"),
        (("diagnostics", 0, "extra"), 1),
        (("diagnostics", 0, "rule"), "Not A Rule"),
        (("summary", "errors"), -1),
        (("summary", "by_rule"), []),
        (("more",), {}),
    ],
)
def test_the_schema_refuses_what_is_never_written(
    report: Report, schema: dict[str, Any], pointer: tuple[str | int, ...], value: object
) -> None:
    output = with_value(json.loads(render_json(report)), pointer, value)
    assert not Draft202012Validator(schema).is_valid(output)


def test_a_comparison(change_report: ChangeReport, check_expected: Callable[[str, str], None]) -> None:
    check_expected("changes.json", render_json(change_report))


def test_comparisons_are_as_the_published_schema_says(
    change_report: ChangeReport, make_change_report: Callable[..., ChangeReport], changes_schema: dict[str, Any]
) -> None:
    validator = Draft202012Validator(changes_schema)
    for each in (change_report, make_change_report(changes=())):
        validator.validate(json.loads(render_json(each)))


def test_keys_of_a_comparison_come_in_the_order_of_the_schema(
    change_report: ChangeReport, changes_schema: dict[str, Any]
) -> None:
    output = json.loads(render_json(replace(change_report, output="build")))
    definitions = {name: tuple(part.get("properties", ())) for name, part in changes_schema["$defs"].items()}
    assert list(output) == list(changes_schema["properties"])
    assert tuple(output["baseline"]) == definitions["baseline"]
    assert {tuple(each) for each in output["changes"]} == {definitions["change"]}
    assert {tuple(each) for each in (*output["diagnostics"], *output["waived"])} == {definitions["diagnostic"]}
    assert {tuple(each) for each in output["approvers"]} == {definitions["approver"]}
    assert {tuple(each) for change in output["changes"] for each in change["consumers"]} == {definitions["consumer"]}
    assert {tuple(each["waiver"]) for each in output["waived"]} == {definitions["waiver"]}


def test_a_change_names_whom_it_breaks(change_report: ChangeReport) -> None:
    renamed = next(each for each in json.loads(render_json(change_report))["changes"] if each["status"] == "renamed")
    assert renamed["breaks"] == [{"name": "agent:desk", "owner": "platform"}]


def test_a_finding_that_is_held_back_names_its_waiver(change_report: ChangeReport) -> None:
    output = json.loads(render_json(change_report))
    assert {each["waiver"] for each in output["diagnostics"]} == {None}
    assert [each["waiver"] for each in output["waived"]] == [
        {
            "path": "waivers/heading.yaml",
            "reason": "The desk has @agreed.",
            "until": "2026-12-15",
            "in_this_change": True,
            "approver": "support",
        }
    ]


def test_what_both_schemas_describe_they_describe_alike(schema: dict[str, Any], changes_schema: dict[str, Any]) -> None:
    plain, changed = schema["$defs"], changes_schema["$defs"]
    added = {"direction", "bump", "consumers", "waiver"}
    properties = changed["diagnostic"]["properties"]
    required = [key for key in changed["diagnostic"]["required"] if key not in added]
    without = {key: value for key, value in properties.items() if key not in added}
    diagnostic = changed["diagnostic"] | {"required": required, "properties": without}
    assert plain == {name: changed[name] for name in plain} | {"diagnostic": diagnostic}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("baseline", "how"), "guess"),
        (("baseline", "commit"), "1a2b3c4"),
        (("baseline", "head"), "1a2b3c4"),
        (("changes", 0, "status"), "moved"),
        (("changes", 0, "bump"), None),
        (("changes", 0, "extra"), 1),
        (("diagnostics", 0, "direction"), "sideways"),
        (("diagnostics", 0, "consumers"), ["x"]),
        (("approvers", 0, "owner"), None),
        (("waived", 0, "line"), 0),
        (("waived", 0, "waiver"), "waivers/heading.yaml"),
        (("not_shown",), -1),
        (("new_comments",), None),
    ],
)
def test_the_schema_of_comparisons_refuses_what_is_never_written(
    change_report: ChangeReport, changes_schema: dict[str, Any], pointer: tuple[str | int, ...], value: object
) -> None:
    output = with_value(json.loads(render_json(change_report)), pointer, value)
    assert not Draft202012Validator(changes_schema).is_valid(output)
