"""The JSON Schemas of `promptops.yaml` and of profiles, with every rule by its id.

`python -m promptops.scaffolds.config_schemas schemas/` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from promptops.config.loading import profile_names
from promptops.config.model import ConfigModel, ProfileModel
from promptops.resources.json_schema import schema_of, write_schemas
from promptops.rules import every_rule

_RULES = "Rules"
_LEVEL = "RuleLevel"
_SETTING = "RuleSetting"


def config_schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas `config` and `profile`."""
    config, profile = schema_of(ConfigModel, "config"), schema_of(ProfileModel, "profile")
    about = {"title": "Configuration", "description": "The settings of a project, as they stand in `promptops.yaml`."}
    return {
        "config": {**_with_profiles(_with_rules(config)), **about},
        "profile": {**_with_rules(profile), "title": "Profile"},
    }


def _with_rules(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which `rules` has the ids of the rules and their options, so that an editor can offer them."""
    definitions = {name: _naming_rules(block) for name, block in schema["$defs"].items()}
    setting = definitions.pop(_SETTING)
    plain = schema["properties"]["rules"]["additionalProperties"]
    rules = {}
    for rule in every_rule():
        declared = {name: option.schema() for name, option in rule.options.declared.items()}
        name = f"{_LEVEL}-{rule.id}" if declared else _LEVEL
        level, _ = plain["anyOf"]
        definitions[name] = {"anyOf": [level, _with_options(setting, declared)]}
        rules[rule.id] = {"$ref": f"#/$defs/{name}", "description": f"{rule.title}."}
    definitions[_RULES] = {"type": "object", "properties": rules, "additionalProperties": False}
    return {**_naming_rules(schema), "$defs": definitions}


def _with_options(setting: dict[str, Any], declared: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a rule's setting that takes the options which the rule declares."""
    options = {**setting["properties"]["options"], "properties": declared, "additionalProperties": False}
    return {**setting, "properties": {**setting["properties"], "options": options}}


def _naming_rules(block: dict[str, Any]) -> dict[str, Any]:
    properties = block.get("properties", {})
    if "rules" not in properties:
        return block
    rules = {"$ref": f"#/$defs/{_RULES}", "description": properties["rules"]["description"]}
    return {**block, "properties": {**properties, "rules": rules}}


def _with_profiles(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which `extends` names the profiles that there are."""
    profile = {"enum": list(profile_names())}
    extends = {**schema["properties"]["extends"], "anyOf": [profile, {"type": "array", "items": profile}]}
    return {**schema, "properties": {**schema["properties"], "extends": extends}}


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), config_schemas())
