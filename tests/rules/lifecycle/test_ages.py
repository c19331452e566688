"""`stale-dataset`, `aging-index` and `expired-credential`: what is too old, soon will be, or says what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]


class Aged(NamedTuple):
    """A rule, and the resource that it is about with gaps for the day and for the age."""

    rule: str
    text: str
    told: str

    def of(self, day: str, age: str) -> dict[str, str]:
        return {"x.yaml": self.text.format(day=day, age=age)}


AGED = (
    Aged(
        "stale-dataset",
        "kind: Dataset\nname: x\ncollected: {{from: 0001-01-01, to: {day}}}\nmax_age: {age}\n",
        "the last cases of `x` are from",
    ),
    Aged("aging-index", "kind: Index\nname: x\nbuilt_on: {day}\nmax_age: {age}\n", "the index `x` was built on"),
    Aged(
        "expired-credential",
        "kind: Provider\nname: x\ncredentials: {{env: KEY, rotated_on: {day}, rotate_every: {age}}}\n",
        "the credential in `KEY` was changed on",
    ),
)


@pytest.mark.parametrize("aged", AGED, ids=lambda aged: aged.rule)
@pytest.mark.parametrize(
    ("day", "age", "severity", "message"),
    [
        ("2026-10-01", "30d", "error", "2026-10-01: that is 1 day more than 30 days ago"),
        ("2023-01-01", "1w", "error", "2023-01-01: that is 1,393 days more than 7 days ago"),
        ("2026-10-31", "0d", "error", "2026-10-31: that is 1 day more than 0w ago"),
        ("0001-01-01", "1d", "error", "0001-01-01: that is 739,919 days more than 1 day ago"),
        ("2026-10-02", "30d", "warning", "2026-10-02: it is 30 days old today"),
        ("2026-10-03", "30d", "warning", "2026-10-03: it is 30 days old in 1 day"),
        ("2026-10-16", "30d", "warning", "2026-10-16: it is 30 days old in 14 days"),
        ("2026-11-01", "12h", "warning", "2026-11-01: it is 12h old today"),
        ("2026-11-02", "30d", "warning", "2026-11-02, which is still to come"),
        ("9999-12-31", "30d", "warning", "9999-12-31, which is still to come"),
        ("2026-10-01", "999999999w", "warning", "and an age of 6,999,999,993 days ends beyond the year 9999"),
        ("2026-10-17", "30d", None, ""),
        ("2026-10-01", "2900000d", None, ""),
    ],
)
def test_what_is_too_old_is_an_error_and_what_soon_will_be_a_warning(
    aged: Aged, day: str, age: str, severity: str | None, message: str, lint: Lint
) -> None:
    found = lint(aged.of(day, age))
    assert [(each.rule, each.severity) for each in found] == ([(aged.rule, severity)] if severity else [])
    assert all(each.message.startswith(aged.told) and each.message.endswith(message) for each in found)


@pytest.mark.parametrize("aged", AGED, ids=lambda aged: aged.rule)
def test_what_is_retired_or_says_only_half_is_left_alone(aged: Aged, lint: Lint) -> None:
    (text,) = aged.of("2020-01-01", "1d").values()
    assert lint({"x.yaml": f"{text}lifecycle: retired\n"}, aged.rule) == ()
    for key in ("max_age", "rotate_every", "built_on", "collected", "rotated_on"):
        cut = "\n".join(line for line in text.splitlines() if not line.startswith(key))
        half = {"x.yaml": cut.replace("rotated_on: 2020-01-01, ", "")}
        if half["x.yaml"] != text.rstrip("\n"):
            assert lint(half, aged.rule) == ()


@pytest.mark.parametrize("aged", AGED, ids=lambda aged: aged.rule)
@pytest.mark.parametrize(
    ("options", "day", "severities"),
    [
        ("horizon_days: 30", "2026-11-01", ["warning"]),
        ("horizon_days: 29", "2026-11-01", []),
        ("grace_days: 1", "2026-10-01", []),
        ("grace_days: 1", "2026-09-30", ["error"]),
    ],
)
def test_horizon_and_grace_may_be_set(aged: Aged, options: str, day: str, severities: list[str], lint: Lint) -> None:
    config = f"rules: {{{aged.rule}: {{options: {{{options}}}}}}}\n"
    found = lint({**aged.of(day, "30d"), "promptops.yaml": config}, aged.rule)
    assert [each.severity for each in found] == severities


def test_a_severity_that_is_set_does_not_make_a_forecast_louder(lint: Lint) -> None:
    config = "rules: {stale-dataset: warning, aging-index: error}\n"
    files = {"a.yaml": AGED[0].of("2020-01-01", "1d")["x.yaml"], "b.yaml": AGED[1].of("2026-10-02", "30d")["x.yaml"]}
    assert [each.severity for each in lint({**files, "promptops.yaml": config})] == ["warning", "warning"]


def test_each_credential_is_told_of_at_its_own_line(lint: Lint) -> None:
    lines = ["kind: Provider", "name: p", "credentials:"]
    for name, day in (("A", "2026-01-01"), ("B", "2026-10-31"), ("C", "2026-02-01")):
        lines += [f"- env: {name}", f"  rotated_on: {day}", "  rotate_every: 90d"]
    found = lint({"p.yaml": "\n".join(lines) + "\n"}, "expired-credential")
    assert [(each.primary.line, each.message.split("`")[1]) for each in found] == [(5, "A"), (11, "C")]


MODEL = "kind: Model\nname: embed\ntype: embedding\n"
INDEX = "kind: Index\nname: x\nmodel: embed\n"


@pytest.mark.parametrize(
    ("retires", "severity", "words"),
    [
        ("2026-11-01", "error", "is of no use: its embedding model `embed` retired on 2026-11-01"),
        ("2020-01-01", "error", "retired on 2020-01-01"),
        ("2026-11-02", "warning", "ends in 1 day: its embedding model `embed` retires on 2026-11-02"),
        ("2027-01-30", "warning", "ends in 90 days"),
        ("2027-01-31", None, ""),
        ("9999-12-31", None, ""),
    ],
)
def test_an_index_goes_with_its_embedding_model(retires: str, severity: str | None, words: str, lint: Lint) -> None:
    files = {
        "m.yaml": f"{MODEL}retires_on: {retires}\nreplacement: new\n---\nkind: Model\nname: new\n",
        "x.yaml": INDEX,
    }
    found = lint(files, "aging-index")
    assert [(each.primary.path, each.primary.line, each.severity) for each in found] == (
        [("x.yaml", 3, severity)] if severity else []
    )
    assert all(words in each.message and each.related[0].span.path == "m.yaml" for each in found)


@pytest.mark.parametrize(
    ("model", "severity", "words"),
    [
        ("provider: google\nid: embedding-001\n", "error", "retired on 2025-10-30, says "),
        ("provider: vertex\nid: text-embedding-005\n", "warning", "may retire from 2027-04-01 on, says "),
    ],
)
def test_the_catalogue_knows_when_public_models_retire(model: str, severity: str, words: str, lint: Lint) -> None:
    config = "rules: {aging-index: {options: {retirement_days: 200}}}\n"
    (found,) = lint({"promptops.yaml": config, "m.yaml": f"{MODEL}{model}", "x.yaml": INDEX}, "aging-index")
    assert (found.primary.path, found.severity) == ("x.yaml", severity)
    assert words in found.message
