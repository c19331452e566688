from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Files = Mapping[str, str | bytes | None]
Bundles = Callable[[Files], dict[str, dict[str, Any]]]

PROMPT = """---
name: support/reply
version: 2.1.0
model: chat
parameters: {temperature: 0.2, max_output_tokens: 800}
---
{% include "tone" %}
Answer order {{ order }}.
"""
FILES: Files = {
    "promptops.yaml": "name: example\n",
    "_defaults.yaml": "owner: support\nreview_by: 2027-03-01\n",
    "team.yaml": "kind: Team\nname: support\n",
    "models.yaml": "kind: Model\nname: chat\nversion: 1.0.0\nprovider: acme\nid: chat-1\n---\n"
    "kind: Model\nname: small\nversion: 3.2.1\nprovider: acme\nid: small-3\n",
    "provider.yaml": "kind: Provider\nname: acme\nlimits: {requests_per_minute: 10, tokens_per_minute: 1000}\n",
    "reply.prompt.md": PROMPT,
    "tone.fragment.md": "---\nname: tone\nreview_by: 2028-01-01\n---\nBe brief.\n",
    "eval.yaml": "kind: Eval\nname: quality\nsubjects: [prompt:support/reply]\n",
    "policy.yaml": "kind: Dataset\nname: cases\nfiles: [cases.jsonl]\n",
}
DEV_AND_PROD = "kind: Environment\nname: dev\n{}---\nkind: Environment\nname: prod\n"


def with_overrides(written: str) -> Files:
    return {**FILES, "environments.yaml": DEV_AND_PROD.format(f"overrides:\n{written}")}


def test_a_project_without_environments_has_one_bundle(bundles: Bundles) -> None:
    found = bundles(FILES)
    assert list(found) == ["default"]
    expected = ["fragment:tone", "model:chat@1", "model:small@3", "prompt:support/reply@2", "provider:acme"]
    assert list(found["default"]) == expected


def test_a_resource_is_shipped_resolved(bundles: Bundles) -> None:
    shipped = bundles(FILES)["default"]["prompt:support/reply@2"]
    assert shipped["attributes"] == {
        "kind": "Prompt",
        "model": "chat",
        "name": "support/reply",
        "owner": "support",
        "parameters": {"max_output_tokens": 800, "temperature": 0.2},
        "review_by": "2027-03-01",
        "version": "2.1.0",
    }
    assert shipped["programs"] == {
        "/body": [["include", "fragment:tone", True], "\nAnswer order ", ["write", ["name", "order"]], "."]
    }
    assert "text" not in shipped
    assert shipped["links"] == {"/body#12": "fragment:tone", "/model": "model:chat@1"}
    assert shipped["kind"] == "prompt"


def test_what_a_resource_says_itself_comes_before_what_it_inherits(bundles: Bundles) -> None:
    shipped = bundles(FILES)["default"]["fragment:tone"]
    assert shipped["attributes"]["review_by"] == "2028-01-01"
    assert shipped["attributes"]["owner"] == "support"


def test_there_is_a_bundle_for_each_environment_with_that_environment_alone(bundles: Bundles) -> None:
    found = bundles({**FILES, "environments.yaml": DEV_AND_PROD.format("")})
    assert list(found) == ["dev", "prod"]
    for environment, resources in found.items():
        environments = [reference for reference in resources if reference.startswith("environment:")]
        assert environments == [f"environment:{environment}"]


BUDGET = "kind: Budget\nname: {name}\nholder: team:support\namount: {{usd: 1}}\nwindow: day\nenvironment: {place}\n"


@pytest.mark.parametrize("place", ["dev", "dev@0", "environment:dev", "environment:dev@0"])
def test_what_is_declared_for_another_environment_stays_out(place: str, bundles: Bundles) -> None:
    environments = "kind: Environment\nname: dev\nversion: 0.1.0\n---\nkind: Environment\nname: prod\n"
    budget = BUDGET.format(name="experiments", place=place)
    found = bundles({**FILES, "environments.yaml": environments, "budget.yaml": budget})
    assert "budget:experiments" in found["dev"]
    assert "budget:experiments" not in found["prod"]


@pytest.mark.parametrize(
    "retired",
    [
        {"tone.fragment.md": "---\nname: tone\nlifecycle: retired\n---\nBe brief.\n"},
        {
            "_defaults.yaml": "lifecycle: retired\n",
            "reply.prompt.md": PROMPT.replace("name:", "lifecycle: stable\nname:"),
        },
    ],
    ids=["itself", "by its folder"],
)
def test_what_is_retired_stays_out(retired: Files, bundles: Bundles) -> None:
    found = bundles({**FILES, **retired})
    assert "fragment:tone" not in found["default"]
    assert "prompt:support/reply@2" in found["default"]


def test_a_retired_environment_has_no_bundle(bundles: Bundles) -> None:
    environments = "kind: Environment\nname: old\nlifecycle: retired\n---\nkind: Environment\nname: prod\n"
    assert list(bundles({**FILES, "environments.yaml": environments})) == ["prod"]


def test_an_environment_that_was_refused_has_no_bundle(bundles: Bundles) -> None:
    environments = "kind: Environment\nname: broken\noverrides: 5\n---\nkind: Environment\nname: prod\n"
    assert list(bundles({**FILES, "environments.yaml": environments})) == ["prod"]


OVERRIDES = [
    (
        "  prompt:support/reply: {parameters: {temperature: 1}}\n",
        "prompt:support/reply@2",
        {"parameters": {"max_output_tokens": 800, "temperature": 1}},
        {},
    ),
    (
        "  prompt:support/reply@2: {model: small}\n",
        "prompt:support/reply@2",
        {"model": "small"},
        {"/model": "model:small@3"},
    ),
    (
        "  provider:acme: {limits: {tokens_per_minute: 5}}\n",
        "provider:acme",
        {"limits": {"requests_per_minute": 10, "tokens_per_minute": 5}},
        {},
    ),
    (
        "  model:chat: {fallbacks: [small@3], timeout: 5s}\n",
        "model:chat@1",
        {"fallbacks": ["small@3"], "timeout": "5s"},
        {"/fallbacks/0": "model:small@3"},
    ),
]


@pytest.mark.parametrize(("written", "reference", "attributes", "links"), OVERRIDES)
def test_an_environment_overrides_what_it_names(
    written: str, reference: str, attributes: dict[str, Any], links: dict[str, str], bundles: Bundles
) -> None:
    found = bundles(with_overrides(written))
    dev, prod = found["dev"], found["prod"]
    assert dev[reference]["attributes"] == {**prod[reference]["attributes"], **attributes}
    assert dev[reference]["links"] == {**prod[reference]["links"], **links}
    others = dev.keys() - {reference, "environment:dev"}
    assert {other: dev[other] for other in others} == {other: prod[other] for other in others}


def test_an_override_of_an_amount_is_another_amount(bundles: Bundles) -> None:
    budget = "kind: Budget\nname: all\nholder: team:support\namount: {tokens: 9}\nwindow: day\n"
    found = bundles({**with_overrides("  budget:all: {amount: {usd: 1}}\n"), "budget.yaml": budget})
    assert "tokens" not in found["dev"]["budget:all"]["attributes"]["amount"]
    assert found["prod"]["budget:all"]["attributes"]["amount"] == {"tokens": 9}


def test_of_two_resources_with_one_name_the_one_is_shipped_that_references_lead_to(bundles: Bundles) -> None:
    found = bundles({**FILES, "z.fragment.md": "---\nname: tone\n---\nBe long.\n"})
    assert found["default"]["fragment:tone"]["programs"] == {"/body": ["Be brief."]}


def test_schemas_and_variants_stand_in_the_place_of_their_files(bundles: Bundles) -> None:
    prompt = (
        "---\nname: a\noutput: {schema: ./a.json}\nvariants: [{name: x, file: x.md}, {name: y, body: short}]\n---\n"
    )
    files = {"a.prompt.md": prompt, "a.json": '{"type": "object"}', "x.md": "a\r\nlong\r\ntext\r\n"}
    shipped = bundles({**FILES, **files})["default"]["prompt:a"]
    assert shipped["attributes"]["output"] == {"format": "json", "schema": {"type": "object"}}
    assert shipped["attributes"]["variants"] == [{"name": "x"}, {"name": "y"}]
    assert shipped["programs"] == {"/variants/0/body": ["a\nlong\ntext"], "/variants/1/body": ["short"]}


def test_a_file_with_a_fault_that_was_accepted_ships_its_text_alone(bundles: Bundles) -> None:
    found = bundles({**FILES, "a.prompt.md": "---\nname: a\ndescription: x\ndescription: y\n---\nThe text.\n"})
    assert found["default"]["prompt:a"]["programs"] == {"/body": ["The text."]}
