"""The evaluators of a GitHub Models file: what they demand of answers, and the prompts that judge them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.formats.annotations import annotated, without
from promptops.formats.drafts import Draft
from promptops.formats.github_models.checks import DIALECT
from promptops.formats.naming import reference, segment
from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath
from promptops.sources.yaml import YamlDocument
from promptops.templates.braces import parse

_CRITERIA = ("equals", "contains", "startsWith", "endsWith")
"""In the order in which they are looked for; the first that is given counts."""


def evaluator_drafts(prompt: str, document: YamlDocument) -> tuple[Draft, ...]:
    """Return an evaluation of a prompt for each evaluator; for a model that judges its prompt and choices as well."""
    evaluators = document.value.get("evaluators")
    drafts: list[Draft] = []
    taken: set[str] = set()
    for index, evaluator in enumerate(evaluators if isinstance(evaluators, list) else ()):
        if isinstance(evaluator, dict):
            name = _name(evaluator, index, taken)
            taken.add(name)
            drafts.extend(_drafts(f"{prompt}/{name}", prompt, evaluator, (document, ("evaluators", index))))
    return tuple(drafts)


def _name(evaluator: Mapping[str, Any], index: int, taken: set[str]) -> str:
    written = evaluator.get("name")
    name = segment(written) if isinstance(written, str) else f"evaluator-{index + 1}"
    return f"{name}-{index + 1}" if name in taken else name


def _drafts(
    name: str, prompt: str, evaluator: Mapping[str, Any], origin: tuple[YamlDocument, KeyPath]
) -> tuple[Draft, ...]:
    document, base = origin
    data: dict[str, Any] = {"kind": "Eval", "name": name}
    subject = reference(f"prompt:{prompt}", "prompt")
    if subject is not None:
        data["subjects"] = [subject]
    phrase, criterion = _phrase(evaluator.get("string"))
    places: dict[KeyPath, KeyPath] = {(): base, ("name",): (*base, "name")}
    if phrase is not None:
        data["asserts"] = [{"phrase": phrase}]
        places["asserts",] = (*base, "string", criterion)
        places["asserts", 0, "phrase"] = (*base, "string", criterion)
    judge = _judge(f"{name}/judge", evaluator.get("llm"), origin)
    rest = dict(evaluator)
    if judge:
        data["judge"] = {"prompt": f"{name}/judge"}
        places["judge",] = (*base, "llm", "prompt")
        moved = {"prompt", "systemPrompt", *(("modelId",) if "model" in judge[0].data else ())}
        rest["llm"] = without(evaluator["llm"], moved)
    data |= annotated(DIALECT, rest)
    return (Draft("Eval", data, Relocated(document, places)), *judge)


def _phrase(string: Any) -> tuple[str | None, str]:
    """Return what every answer must have in it, where that is known, and the criterion that says so."""
    for criterion in _CRITERIA:
        value = string.get(criterion) if isinstance(string, dict) else None
        if value:
            known = isinstance(value, str) and not value.isspace() and not parse(value).variables
            return (value if known else None), criterion
    return None, ""


def _judge(name: str, llm: Any, origin: tuple[YamlDocument, KeyPath]) -> tuple[Draft, ...]:
    """Return the prompt of a model that judges, and what reads its answer."""
    if not isinstance(llm, dict) or not isinstance(llm.get("prompt"), str) or not llm["prompt"]:
        return ()
    document, base = origin[0], (*origin[1], "llm")
    data: dict[str, Any] = {"kind": "Prompt", "name": name, "messages": []}
    places: dict[KeyPath, KeyPath] = {(): base}
    for key, role in (("systemPrompt", "system"), ("prompt", "user")):
        if isinstance(llm.get(key), str) and llm[key]:
            places["messages", len(data["messages"]), "content"] = (*base, key)
            data["messages"].append({"role": role, "content": llm[key]})
    model = reference(llm.get("modelId"), "model")
    if model is not None:
        data["model"] = model
        places["model",] = (*base, "modelId")
    prompt = Draft("Prompt", data, Relocated(document, places), template="braces")
    return (prompt, *_choices(name, llm.get("choices"), document, base))


def _choices(judge: str, choices: Any, document: YamlDocument, base: KeyPath) -> tuple[Draft, ...]:
    """Return what looks for the choices in the answer of a model that judges."""
    of = reference(f"prompt:{judge}", "prompt")
    listed = enumerate(choices) if isinstance(choices, list) else ()
    found = [(index, item["choice"]) for index, item in listed if isinstance(item, dict) and _is_label(item)]
    if of is None or not found:
        return ()
    expects = [{"label": label} for _, label in found]
    data = {"kind": "Consumer", "name": f"{judge}/choices", "of": [of], "type": "parser", "expects": expects}
    places: dict[KeyPath, KeyPath] = {(): base, ("expects",): (*base, "choices")}
    for order, (index, _) in enumerate(found):
        places["expects", order, "label"] = (*base, "choices", index, "choice")
    return (Draft("Consumer", data, Relocated(document, places)),)


def _is_label(item: Mapping[str, Any]) -> bool:
    return isinstance(item.get("choice"), str) and not item["choice"].isspace() and item["choice"] != ""
