"""The resources of a docker agent file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.formats.annotations import as_json
from promptops.formats.drafts import Draft, Positioned
from promptops.formats.naming import name_of, reference, segment
from promptops.formats.relocation import Relocated
from promptops.resources.schema_check import schema_problems
from promptops.sources.documents import KeyPath

DIALECT = "docker-agent"
SUFFIXES = (".yaml", ".yml")
_SECTIONS = ("agents", "models")
_COMPUTED = "${"
_MAX_TURNS = 2**53 - 1


def drafts_of(path: str, document: Positioned) -> tuple[Draft, ...]:
    """Return a prompt and an agent for each agent, a model for each model; what is left goes to the first agent."""
    data = document.value
    file = name_of(path, SUFFIXES)
    models = data.get("models")
    known = {name: f"{file}/{segment(name)}" for name in models} if isinstance(models, dict) else {}
    found: list[Draft] = []
    team = {key: value for key, value in data.items() if key not in _SECTIONS}
    for name, keys, agent in _agents(data["agents"]):
        found.extend(_agent(document, file, keys, agent | {"name": name}, known, team))
        team = {}
    for name, model in models.items() if isinstance(models, dict) else ():
        if isinstance(model, dict):
            found.append(_model(document, known[name], ("models", name), model))
    return tuple(found)


def _agents(agents: Any) -> Iterator[tuple[str, KeyPath, dict[str, Any]]]:
    if isinstance(agents, dict):
        for name, agent in agents.items():
            if isinstance(agent, dict):
                yield name, ("agents", name), agent
    else:
        for index, agent in enumerate(agents):
            if isinstance(agent, dict) and isinstance(agent.get("name"), str):
                yield agent["name"], ("agents", index), agent


def _agent(
    document: Positioned,
    file: str,
    keys: KeyPath,
    agent: dict[str, Any],
    models: Mapping[str, str],
    team: Mapping[str, Any],
) -> Iterator[Draft]:
    name = f"{file}/{segment(agent.pop('name'))}"
    places: dict[KeyPath, KeyPath] = {
        ("name",): keys,
        ("annotations", DIALECT): keys,
        ("description",): (*keys, "description"),
        ("model",): (*keys, "model"),
        ("limits", "max_turns"): (*keys, "max_iterations"),
    }
    data: dict[str, Any] = {"kind": "Agent", "name": name}
    left = dict(agent)
    model = _model_reference(agent.get("model"), models)
    if model is not None:
        data["model"] = model
        del left["model"]
    if isinstance(agent.get("description"), str):
        data["description"] = left.pop("description")
    turns = agent.get("max_iterations")
    if type(turns) is int and 0 < turns <= _MAX_TURNS:
        data["limits"] = {"max_turns": left.pop("max_iterations")}
    others = _handoffs(file, keys, agent)
    if others:
        data["handoffs"] = [other for other, _ in others]
        places.update({("handoffs", index): place for index, (_, place) in enumerate(others)})
    text = agent.get("instruction")
    if isinstance(text, str) and text.strip():
        yield _prompt(document, name, keys, agent, model)
        del left["instruction"]
        if reference(name, "prompt") is not None:
            data["prompt"] = name
            places["prompt",] = (*keys, "instruction")
    rest = left | ({"team": team} if team else {})
    if rest:
        data["annotations"] = {DIALECT: as_json(rest)}
    yield Draft("Agent", data, Relocated(document, places))


def _prompt(document: Positioned, name: str, keys: KeyPath, agent: Mapping[str, Any], model: str | None) -> Draft:
    data: dict[str, Any] = {"kind": "Prompt", "name": name, "body": agent["instruction"]}
    places: dict[KeyPath, KeyPath] = {("name",): keys, ("body",): (*keys, "instruction"), ("model",): (*keys, "model")}
    if model is not None:
        data["model"] = model
    structured = agent.get("structured_output")
    schema = structured.get("schema") if isinstance(structured, dict) else None
    if isinstance(schema, dict) and not schema_problems(schema):
        data["output"] = {"format": "json", "schema": schema}
        places["output", "schema"] = (*keys, "structured_output", "schema")
    dynamic: tuple[KeyPath, ...] = (("body",),) if _COMPUTED in data["body"] else ()
    return Draft("Prompt", data, Relocated(document, places), dynamic=dynamic)


def _handoffs(file: str, keys: KeyPath, agent: Mapping[str, Any]) -> list[tuple[str, KeyPath]]:
    """Return the agents that an agent may pass work to, each with the place that names it first.

    A name with a slash is that of an agent elsewhere.
    """
    found: dict[str, KeyPath] = {}
    for key in ("sub_agents", "handoffs"):
        listed = agent.get(key)
        for index, other in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(other, str) and other:
                name = other if "/" in other else f"{file}/{segment(other)}"
                if reference(name, "agent") is not None:
                    found.setdefault(name, (*keys, key, index))
    return list(found.items())


def _model_reference(written: Any, models: Mapping[str, str]) -> str | None:
    """Return the one model that an agent uses; of several, among which each turn chooses, none is it."""
    if not isinstance(written, str) or written.strip() in ("", "auto"):
        return None
    return reference(models.get(written.strip(), written.strip()), "model")


def _model(document: Positioned, name: str, keys: KeyPath, model: dict[str, Any]) -> Draft:
    data: dict[str, Any] = {"kind": "Model", "name": name}
    left = dict(model)
    provider = model.get("provider", model.get("type"))
    if reference(provider, "provider") is not None:
        data["provider"] = left.pop("provider", None) or left.pop("type")
    id_ = model.get("model")
    if isinstance(id_, str) and id_.strip() and "," not in id_:
        data["id"] = left.pop("model")
    if left:
        data["annotations"] = {DIALECT: as_json(left)}
    places: dict[KeyPath, KeyPath] = {
        ("name",): keys,
        ("id",): (*keys, "model"),
        ("provider",): (*keys, "provider" if "provider" in model else "type"),
        ("annotations", DIALECT): keys,
    }
    return Draft("Model", data, Relocated(document, places))
