from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from promptops.config.loading import load_settings, profile_names
from promptops.errors import ConfigError
from promptops.packaged import policy_packs, published_schemas
from promptops.rules import all_rules, every_rule, rule_options
from promptops.scaffolds.config_schemas import config_schemas
from promptops.sources.yaml import read_yaml

SCHEMAS = config_schemas()


def test_published_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "promptops.scaffolds.config_schemas", str(tmp_path)], check=True)
    made = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert made.keys() == {"config.schema.json", "profile.schema.json"}
    for name, fresh in made.items():
        assert published_schemas().joinpath(name).read_text(encoding="utf-8") == fresh, (
            f"{name} is out of date: run `python -m promptops.scaffolds.config_schemas schemas/`"
        )


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_offer_every_rule(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:promptops:schema:{name}"
    rules = schema["$defs"]["Rules"]["properties"]
    assert tuple(rules) == tuple(rule.id for rule in every_rule())
    assert all(rule["description"].endswith(".") for rule in rules.values())


@pytest.mark.parametrize("name", profile_names())
def test_the_profiles_that_ship_conform(name: str) -> None:
    documents, _ = read_yaml((policy_packs() / f"{name}.yaml").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMAS["profile"]).validate(documents[0].value)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"name": "shop"},
        {"extends": "strict"},
        {"extends": ["recommended", "strict"]},
        {"include": "a/**", "exclude": ["b", "c"]},
        {"sources": [{"files": "x/*.md", "dialect": "markdown"}]},
        {"sources": [{"files": ["x/*.md"], "dialect": "jinja", "template": "none"}]},
        {"owners": {"a/**": "support"}},
        {"rules": {"unused-input": "off"}},
        {"rules": {"unused-input": {"severity": "info", "options": {}}}},
        {"rules": {"unused-input": {"options": {"ignore": ["trace_*", "span_id"]}}}},
        {"rules": {"unused-input": {"options": {"ignore": "trace_*"}}}},
        {"rules": {"overdue-review": {"severity": "error", "options": {"grace_days": 14}}}},
        {"rules": {"missing-owner": {"options": {"kinds": ["tool"]}}}},
        {"overrides": [{"paths": "a", "rules": {"unused-input": "error"}}]},
        {"overrides": [{"owners": "a", "rules": {"dead-reference": {"options": {"ignore": ["x"]}}}}]},
        {"fail_on": "never", "baseline": "accepted.json", "output": "out/put"},
    ],
)
def test_what_the_compiler_takes_the_schema_takes(config: dict[str, Any]) -> None:
    Draft202012Validator(SCHEMAS["config"]).validate(config)
    load_settings(json.dumps(config).encode(), "promptops.yaml", rule_options())


@pytest.mark.parametrize(
    "config",
    [
        {"nmae": "shop"},
        {"name": None},
        {"extends": "strickt"},
        {"extends": ["strickt"]},
        {"include": 1},
        {"sources": {"files": "x", "dialect": "markdown"}},
        {"sources": [{"files": "x", "dialect": "word"}]},
        {"sources": [{"dialect": "jinja"}]},
        {"rules": {"unused-inputs": "off"}},
        {"rules": {"unused-input": "loud"}},
        {"rules": {"unused-input": {"sevrity": "info"}}},
        {"rules": {"unused-input": {"options": {"ignroe": []}}}},
        {"rules": {"unused-input": {"options": {"ignore": 1}}}},
        {"rules": {"unused-input": {"options": {"ignore": [1]}}}},
        {"rules": {"unknown-tool": {"options": {"ignore": []}}}},
        {"rules": {"overdue-review": {"options": {"grace_days": -1}}}},
        {"rules": {"overdue-review": {"options": {"grace_days": 1000}}}},
        {"rules": {"missing-owner": {"options": {"kinds": ["team"]}}}},
        {"overrides": [{"rules": {"overdue-review": {"options": {"grace_days": "1"}}}}]},
        {"overrides": [{"paths": "a"}]},
        {"overrides": [{"rules": {"unused-inputs": "off"}}]},
        {"fail_on": "maybe"},
        {"output": "/tmp"},  # noqa: S108 - nothing is written
        [],
    ],
)
def test_what_the_compiler_refuses_the_schema_refuses(config: object) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMAS["config"]).validate(config)
    with pytest.raises(ConfigError):
        load_settings(json.dumps(config).encode(), "promptops.yaml", rule_options())


def test_every_option_is_offered_with_its_words() -> None:
    for rule in all_rules():
        schema = SCHEMAS["config"]["$defs"]["Rules"]["properties"][rule.id]
        level = SCHEMAS["config"]["$defs"][schema["$ref"].rpartition("/")[2]]
        options = level["anyOf"][1].get("properties", {}).get("options", {}).get("properties", {})
        offered = {name: option["description"] for name, option in options.items()}
        assert offered == {name: option.doc for name, option in rule.options.declared.items()}
