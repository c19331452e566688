"""Files of the rarer kinds: evals, fragments, models, providers, agents, budgets, datasets, teams and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import vocabulary as words
from inputs import inputs_of
from plan import Item, Plan
from prompts import review_date, takes_locale
from prose import Prose

Writer = Callable[[Plan, Item, Prose], list[str]]

_SIZES: Final = ("large", "medium", "small", "mini")


def supporting_file(kind: str, plan: Plan, item: Item) -> str:
    """Return the text of one YAML file of a rarer kind, a key of `WRITERS`."""
    prose = plan.prose(item.path)
    return "\n".join([f"kind: {kind.capitalize()}", f"name: {item.name}", *WRITERS[kind](plan, item, prose), ""])


def _governed(item: Item, prose: Prose) -> list[str]:
    return [
        f"version: {item.version}",
        f"owner: {item.owner}",
        f"description: {prose.fact()}",
        f"review_by: {review_date(prose)}",
    ]


def _eval(plan: Plan, item: Item, prose: Prose) -> list[str]:
    subjects = prose.sample(plan.prompts_of[item.owner] or plan.prompts, prose.number(1, 3))
    return [
        f"version: {item.version}",  # owner and access come from the folder's defaults
        f"description: {prose.fact()}",
        "subjects:",
        *(f"  - prompt:{subject.reference}" for subject in subjects),
        f"dataset: {prose.pick(plan.others['dataset']).reference}",
        "judge:",
        f"  prompt: {prose.pick(plan.judges).reference}",
        "  rubric: |",
        *(f"    {line}" for line in prose.paragraph(prose.number(2, 6))),
        "asserts:",
        *(f"  - phrase: {noun}" for noun in prose.sample(words.NOUNS, prose.number(1, 4))),
        f"thresholds: {{pass_rate: 0.{prose.number(70, 98)}}}",
        "slices:",
        f"  - {{name: hard, min: 0.{prose.number(50, 69)}}}",
        f"maintainer: {prose.pick(words.INPUT_SUBJECTS)}.{prose.pick(words.NOUNS)}@example.com",
        f"cadence: {prose.pick(('7d', '14d', '30d', '90d'))}",
        f"budget: {prose.pick(plan.others['budget']).name}-evaluation",
    ]


def _fragment(plan: Plan, item: Item, prose: Prose) -> list[str]:
    del plan
    localised = takes_locale(item)
    declared = ["inputs:", "  locale: {type: string, default: en-GB}"] if localised else []
    used = ["  Write for readers of {{ locale }}."] if localised else []
    steps = [f"  - {prose.remark()}" for _ in range(prose.number(3, 9))]
    text = [f"  {line}" for line in prose.paragraph(prose.number(2, 6))]
    return [*_governed(item, prose), "access: public", *declared, "body: |", *used, *text, *steps]


def _model(plan: Plan, item: Item, prose: Prose) -> list[str]:
    provider, *standby = _served(plan, item)
    price = f'input: "{prose.number(1, 9)}.50", output: "{prose.number(10, 30)}.00"'
    return [
        *_governed(item, prose),
        "type: chat",
        f"provider: {provider}",
        f"id: {provider}-{prose.pick(_SIZES)}-2025-{prose.number(1, 12):02}-{prose.number(1, 28):02}",
        f"context_window: {prose.pick((128_000, 200_000, 1_000_000))}",
        f"max_output_tokens: {prose.pick((8_192, 32_768, 64_000))}",
        "capabilities: [tools, json-schema]",
        "parameters: [temperature, max_output_tokens, top_p]",
        f"price: {{{price}, per: 1000000}}",  # without a day, from which on it would age
        *(f"fallbacks: [{name}]" for name in standby),
    ]


def _served(plan: Plan, model: Item) -> Iterator[str]:
    """Yield who serves a model, and the model of somebody else that stands in for it unless it is the first."""
    models, providers = plan.others["model"], plan.others["provider"]
    place = models.index(model) % len(providers)
    yield providers[place].name
    if model is not models[0]:
        yield models[0 if place else 1].name


def _provider(plan: Plan, item: Item, prose: Prose) -> list[str]:
    del plan
    return [
        *_governed(item, prose),
        "oncall: https://oncall.example.com/platform",
        f"limits: {{requests_per_minute: {prose.number(5, 90) * 100}, tokens_per_minute: 2000000}}",
        f"retries: {{max_attempts: {prose.number(2, 4)}}}",
        f"timeout: {prose.number(20, 90)}s",
        "slo: [{objective: 99.5 %, unit: availability, measured: attempt}]",
        f"credentials: {{env: {item.name.upper()}_API_KEY, rotated_on: 2025-10-01, rotate_every: 36500d}}",
    ]


def _agent(plan: Plan, item: Item, prose: Prose) -> list[str]:
    tools = prose.sample(plan.tools_of[item.owner] or plan.tools, prose.number(1, 5))
    agents = plan.others["agent"]
    earlier = agents[: agents.index(item)]  # work is handed on in one direction, so that no cycle comes of it
    handoffs = [f"handoffs: [{prose.pick(earlier).reference}]"] if earlier and prose.chance(0.3) else []
    return [
        *_governed(item, prose),
        f"prompt: {prose.pick(plan.prompts_of[item.owner] or plan.prompts).reference}",
        f"model: {prose.pick(plan.models).name}",
        "tools:",
        *(f"  - {tool.reference}" for tool in tools),
        *handoffs,
        f"limits: {{max_turns: {prose.number(4, 20)}, max_tool_calls: {prose.number(5, 60)}, timeout: 5m}}",
        f"budget: {prose.pick(plan.others['budget']).reference}",
    ]


def _budget(plan: Plan, item: Item, prose: Prose) -> list[str]:
    """Return the production budget and, as a second document, the one for evaluation."""
    environment = plan.others["environment"][0].name
    amounts = [f"holder: team:{item.owner}", "window: month", f"environment: {environment}", "on_exceed: alert"]
    return [
        *_governed(item, prose),
        *amounts,
        "purpose: production",
        f"amount: {{usd: {prose.number(2, 90) * 100}}}",
        "---",
        "kind: Budget",
        f"name: {item.name}-evaluation",
        *_governed(item, prose),
        *amounts,
        "purpose: evaluation",
        f"amount: {{tokens: {prose.number(30, 50) * 1_000_000}}}",
    ]


def _dataset(plan: Plan, item: Item, prose: Prose) -> list[str]:
    del plan
    return [
        *_governed(item, prose),
        "files: [./cases.jsonl]",
        "purpose: evaluation",
        "collected: {from: 2025-01-01, to: 2025-09-30}",
        "sources: {resolved: 0.6, unresolved: 0.2, abandoned: 0.1, synthetic: 0.1}",
        "slices: [hard, recent]",
    ]


def _team(plan: Plan, item: Item, prose: Prose) -> list[str]:
    del plan
    return [
        f"description: {prose.fact()}",
        "owner: " + item.name,
        f"members: [{', '.join(prose.sample(words.PEOPLE, 4))}]",
        f"oncall: https://oncall.example.com/{item.name}",
        f"contact: {item.name}@example.com",
        f'codeowners: ["@acme/{item.name}"]',
    ]


def _environment(plan: Plan, item: Item, prose: Prose) -> list[str]:
    overridden = prose.sample(plan.prompts, 3)
    return [
        *_governed(item, prose),
        f"data: {'production' if item.name == 'production' else 'synthetic'}",
        "overrides:",
        *(f"  prompt:{prompt.reference}: {{parameters: {{temperature: 0.5}}}}" for prompt in overridden),
    ]


def _feature(plan: Plan, item: Item, prose: Prose) -> list[str]:
    parts = prose.sample(plan.prompts_of[item.owner] or plan.prompts, prose.number(1, 5))
    return [
        *_governed(item, prose),
        f"accountable: {item.owner}",
        "parts:",
        *(f"  - prompt:{part.reference}" for part in parts),
        "stage: beta",
        "slo: [{objective: p95 < 4s, unit: latency, measured: request}, {objective: 0.95, unit: quality}]",
        "runbook: ./runbook.md",
        f"oncall: https://oncall.example.com/{item.owner}",
        f"signal: {prose.pick(plan.evals).reference}",
        "known_behaviours:",
        f"  {prose.pick(words.NOUNS)}: {prose.fact()}",
    ]


def _consumer(plan: Plan, item: Item, prose: Prose) -> list[str]:
    prompt = prose.pick(plan.prompts_of[item.owner] or plan.prompts)
    return [
        *_governed(item, prose),
        f"of: prompt:{prompt.reference}",
        "type: service",
        "expects:",
        *(f"  - variable: {given.name}" for given in inputs_of(plan, prompt)),
        f"source: services/{item.owner}/client.py:{prose.number(10, 400)}",
        f"contacts: [{item.owner}@example.com]",
    ]


WRITERS: Final[Mapping[str, Writer]] = {
    "eval": _eval,
    "fragment": _fragment,
    "model": _model,
    "provider": _provider,
    "agent": _agent,
    "budget": _budget,
    "dataset": _dataset,
    "team": _team,
    "environment": _environment,
    "feature": _feature,
    "consumer": _consumer,
}
"""How each of the rarer kinds is written, below `kind` and `name`."""
