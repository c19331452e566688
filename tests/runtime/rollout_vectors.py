"""The published vectors of rollouts that meet: several for one resource.

`python -m tests.runtime.rollout_vectors` writes them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.runtime.shop import Resource, prompt, resource

FILE: Final = Path(__file__).parents[1] / "vectors" / "decisions" / "rollouts.json"

_STAFF = {"stages": [{"cohort": {"cohort": {"in": ["staff"]}}}]}
_NOBODY = {"stages": [{"percent": 0}], "stage": 1}
_EVERYBODY = {"stages": [{"percent": 100}]}
_ENDED: dict[str, Any] = {}
_BACK_TO_1 = {"rollback": {"to": "1.0.0"}}
_OFF = {"reason": "it is rude"}
_STAFF_MEMBER = {"cohort": "staff"}

_MEETINGS: list[tuple[dict[str, Any], dict[str, Any], dict[str, str], tuple[int, str]]] = [
    (_STAFF, _NOBODY, _STAFF_MEMBER, (2, "default")),
    (_NOBODY, _STAFF, _STAFF_MEMBER, (2, "default")),
    (_STAFF, _EVERYBODY, _STAFF_MEMBER, (3, "targeted")),
    (_EVERYBODY, _STAFF, _STAFF_MEMBER, (3, "targeted")),
    (_EVERYBODY, _STAFF, {}, (2, "default")),
    (_STAFF, _ENDED, {}, (2, "default")),
    (_ENDED, _EVERYBODY, {}, (3, "split")),
    (_ENDED, _ENDED, {}, (3, "default")),
    ({**_NOBODY, **_BACK_TO_1}, _NOBODY, {}, (1, "default")),
    (_NOBODY, {**_NOBODY, **_BACK_TO_1}, {}, (2, "default")),
    ({**_EVERYBODY, **_BACK_TO_1}, _NOBODY, {}, (2, "default")),
]
"""Two rollouts of the highest of three majors; a context; which major a session gets, and why."""

_SWITCHED_OFF: list[tuple[dict[str, Any], dict[str, Any], str, tuple[int, str]]] = [
    (_EVERYBODY, {**_EVERYBODY, **_BACK_TO_1}, "rollout:a", (2, "killed")),
    (_EVERYBODY, {**_EVERYBODY, **_BACK_TO_1}, "rollout:b", (1, "killed")),
    (_NOBODY, {**_EVERYBODY, **_BACK_TO_1}, "rollout:b", (2, "default")),
]
"""Two rollouts, which of them is switched off, and what comes of it."""


def cases() -> Iterator[dict[str, Any]]:
    """Yield what is published: resources, what is asked for, and the decision."""
    for kind in ("prompt", "agent", "model", "tool"):
        for first, second, context, found in _MEETINGS:
            yield _case(kind, (first, second), context, {}, found)
        for first, second, off, found in _SWITCHED_OFF:
            yield _case(kind, (first, second), {}, {"disabled": {off: _OFF}}, found)


def _case(
    kind: str,
    rollouts: tuple[dict[str, Any], dict[str, Any]],
    context: dict[str, str],
    switched_off: dict[str, Any],
    found: tuple[int, str],
) -> dict[str, Any]:
    return {
        "resources": {**_asked(kind), **_rolled_out(kind, *rollouts)},
        "name": "agent:used" if kind == "agent" else "reply",
        "unit": "user-1",
        "context": context,
        "pinned": {},
        "switched_off": switched_off,
        "decision": _decision(kind, *found),
    }


def _asked(kind: str) -> dict[str, Resource]:
    """Return a prompt and what it names of a kind, in three majors."""
    if kind == "prompt":
        return {f"prompt:reply@{major}": prompt(f"prompt:reply@{major}") for major in (1, 2, 3)}
    if kind == "agent":
        agents = {
            f"agent:used@{n}": resource(f"agent:used@{n}", {"/prompt": f"prompt:reply-{n}@{n}"}) for n in (1, 2, 3)
        }
        return {**agents, **{f"prompt:reply-{n}@{n}": prompt(f"prompt:reply-{n}@{n}") for n in (1, 2, 3)}}
    links = {"/model": "model:used@3"} if kind == "model" else {"/tools/0": "tool:used@3"}
    majors = {f"{kind}:used@{major}": resource(f"{kind}:used@{major}", name=f"used-{major}") for major in (1, 2, 3)}
    return {"prompt:reply@1": prompt("prompt:reply@1", "Hello", links, tools=["used"]), **majors}


def _rolled_out(kind: str, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Resource]:
    links = {"/target": "prompt:reply@3" if kind == "prompt" else f"{kind}:used@3"}
    return {"rollout:a": resource("rollout:a", links, **first), "rollout:b": resource("rollout:b", links, **second)}


def _decision(kind: str, major: int, reason: str) -> dict[str, Any]:
    replies = {"prompt": f"reply@{major}", "agent": f"reply-{major}@{major}"}
    reply = replies.get(kind, "reply@1")
    model = f"used@{major}" if kind == "model" else None
    return {
        "prompt": f"prompt:{reply}",
        "variant": None,
        "reason": reason,
        "model": model and f"model:{model}",
        "models": [f"used-{major}"] if kind == "model" else [],
        "provider": None,
        "tools": [f"used-{major}"] if kind == "tool" else [],
        "stamp": f"sha256-{'0' * 64}:{reply}.0.0:-:{model or '-'}:{reason}",
    }


def vectors() -> str:
    """Return the text of the file of vectors: a case a line."""
    return "[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n"


def main() -> None:
    """Write the file."""
    FILE.write_text(vectors(), encoding="utf-8")


if __name__ == "__main__":
    main()
