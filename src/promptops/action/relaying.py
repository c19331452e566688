"""Commenting on a fork's pull request, in a second workflow that may write and has nothing but the first one's report.

Whoever proposes a change can change the first workflow as well, and so write any report. Nothing of it is passed on
but what cannot be a text of theirs: numbers, and the ids of rules that there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from promptops.action.api import Api, ApiError
from promptops.action.comment import comment_on
from promptops.action.event import Event, Proposal
from promptops.action.inputs import Inputs
from promptops.errors import PromptopsError
from promptops.rules import rule_ids

_LARGEST: Final = 64 * 1024 * 1024
_MOST: Final = 1_000_000_000
_COUNTED: Final = (("errors", "error"), ("warnings", "warning"), ("infos", "info"), ("waived", "waived finding"))


def relay(inputs: Inputs, event: Event, environment: Mapping[str, str]) -> None:
    """Comment on the pull request that another workflow has checked.

    Raises:
        PromptopsError: the event is no end of a workflow, or the report is none.
    """
    if event.proposal is None:
        raise PromptopsError("there is no other workflow to speak for", help="run it on `workflow_run`")
    summary = _summary(Path(inputs.report))
    number = _number(Api.of(environment), event.proposal)
    if number is not None:
        comment_on(environment, inputs.root, number, _markdown(summary, event.proposal.page))


def _summary(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            report = json.loads(file.read(_LARGEST))
        summary = report["summary"]
        counts = {name: _count(summary[name]) for name, _ in _COUNTED}
        known = frozenset(rule_ids())
        rules = {rule: _count(number) for rule, number in summary["by_rule"].items() if rule in known}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PromptopsError(
            "the input `report` is no JSON report", help="download that of the first workflow"
        ) from None
    return {**counts, "rules": rules}


def _count(number: object) -> int:
    if type(number) is not int or not 0 <= number < _MOST:
        raise ValueError
    return number


def _number(api: Api, proposal: Proposal) -> int | None:
    """Return the number of the open pull request whose head was checked, None where there is none any more."""
    try:
        found = api.listed(f"pulls?state=open&head={quote(proposal.head)}&per_page=100")
    except ApiError as failure:
        raise PromptopsError(f"the pull request cannot be found: {failure}") from failure
    for each in found:
        head, number = each.get("head"), each.get("number")
        if isinstance(head, dict) and head.get("sha") == proposal.commit and isinstance(number, int):
            return number
    return None


def _markdown(summary: Mapping[str, Any], page: str) -> str | None:
    if not summary["errors"] and not summary["warnings"] and not summary["waived"]:
        return None
    return "\n".join(_lines(summary, page)) + "\n"


def _lines(summary: Mapping[str, Any], page: str) -> Iterator[str]:
    counts = [
        f"{summary[name]:,} {noun}{'' if summary[name] == 1 else 's'}" for name, noun in _COUNTED if summary[name]
    ]
    yield f"**{', '.join(counts)}**: [the whole report]({page})"
    if summary["rules"]:
        yield ""
        yield from (f"- `{rule}`: {number:,}" for rule, number in sorted(summary["rules"].items()))
