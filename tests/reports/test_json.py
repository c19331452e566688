from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptops.reports.json import render_json
from promptops.reports.report import Report

_SCHEMA = Path(__file__).parents[2] / "schemas" / "diagnostics.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("report.json", render_json(report))


def test_output_is_as_the_published_schema_says(report: Report, clean: Report, schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema)
    for each in (report, clean):
        validator.validate(json.loads(render_json(each)))


def test_keys_come_in_the_order_of_the_schema(report: Report, schema: dict[str, Any]) -> None:
    output = json.loads(render_json(report))
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
    output = json.loads(render_json(report))
    *parents, last = pointer
    target = output
    for key in parents:
        target = target[key]
    target[last] = value
    assert not Draft202012Validator(schema).is_valid(output)
