from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.resources import KINDS, SLUGS
from promptops.scaffolds.schemas import schema_names

Run = Callable[..., Result]


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_printed_as_it_was_published(run: Run, name: str) -> None:
    result = run("schema", name)
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:promptops:schema:{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_may_be_written_as_in_files(run: Run, kind: str) -> None:
    assert run("schema", kind).stdout == run("schema", kind.lower()).stdout


def test_all_schemas_are_listed(run: Run) -> None:
    lines = run("schema").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(schema_names())
    assert {*SLUGS, "config", "profile", "diagnostics", "graph"} <= set(schema_names())
    assert all(len(line.split()) > 2 for line in lines)


@pytest.mark.parametrize(
    ("given", "advice"), [("promt", "did you mean `prompt`?"), ("zzz", "`promptops schema` lists them")]
)
def test_an_unknown_schema_is_misuse(run: Run, given: str, advice: str) -> None:
    result = run("schema", given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: there is no schema `{given}`\n  = help: {advice}\n"
