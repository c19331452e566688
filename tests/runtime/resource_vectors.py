"""The published vectors of resources: which a reader must refuse when it loads a bundle, and which it must not.

`python -m tests.runtime.resource_vectors` writes them again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.runtime.shop import Resource, prompt, resource
from tests.runtime.test_checking import WRONG, greeting, links, rollout

from promptops.trust.refusals import Code

FILE: Final = Path(__file__).parents[1] / "vectors" / "resources" / "forms.json"

_SEGMENT: dict[str, Any] = {
    "plan": {"in": [], "not_in": ["free"], "starts_with": ["p"], "ends_with": ["o"]},
    "age": {"at_least": 18, "below": 65.5},
    "app": {"from_version": "2", "before_version": 5},
    "account": {"percent": 12.5},
}
_SCHEMA: dict[str, Any] = {
    "type": ["object", "null"],
    "required": ["a"],
    "properties": {
        "a": {"type": "number", "minimum": -1.5, "enum": [None]},
        "b": True,
        "c": {"items": {"type": "text"}},
    },
    "additionalProperties": False,
    "pattern": 5,
}
_MONEY = {"tokens": 0, "usd": "0.000001"}


def budget(**attributes: Any) -> dict[str, Resource]:
    return {"budget:x": resource("budget:x", **{"holder": "team:x", "amount": _MONEY, **attributes})}


RIGHT: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a kind of its own": {"future:x@1": resource("future:x@1", tools=[], anything=5)},
    "a major of a hundred digits": {f"prompt:x@{'9' * 100}": prompt("prompt:x")},
    "a major with a zero before it": {"prompt:x@01": prompt("prompt:x")},
    "a link to nothing": greeting({"/model": None, "/x": "gone"}),
    "a tool that invokes what is none": {
        "tool:x": resource("tool:x", links(**{"invokes/0": "agent:y"}), invokes=["y"]),
    },
    "null for split": {"prompt:x": {**prompt("prompt:x"), "split": None}},
    "a salt with nothing in it": {
        "prompt:x": {**prompt("prompt:x"), "split": {"scheme": "promptops-bucket/1", "salt": ""}}
    },
    "inputs": greeting(inputs=_SCHEMA),
    "null for messages": greeting(messages=None),
    "messages": greeting(messages=[{"role": "user", "more": 1}]),
    "variants": greeting(
        variants=[{"name": "a", "weight": 0.5, "segment": _SEGMENT}, {"name": "b", "weight": 2**53 - 1}]
    ),
    "a segment of everybody": greeting(variants=[{"name": "a", "segment": {}}, {"name": "b", "segment": {"plan": {}}}]),
    "stages": rollout(stage=0, stages=[{}, {"percent": 100, "cohort": _SEGMENT}], rollback={"to": 5}, exposure=""),
    "budget": budget(window=None, on_exceed="degrade"),
    "a budget of a quarter": budget(window="quarter", amount={"usd": "9" * 16}, models=[]),
    "agent": {
        "agent:x": resource(
            "agent:x", links(budget="budget:y"), limits={"max_turns": 0, "max_cost": "1", "timeout": "10ms"}
        )
    },
    "model": {"model:x": resource("model:x", id="", price={"input": "1.5", "per": 1})},
    "null for a price": {"model:x": resource("model:x", links(provider="provider:y"), price=None)},
    "provider": {
        "provider:x": resource("provider:x", timeout="9w", retries={"max_attempts": None}, limits={"more": 1})
    },
    "tool": {"tool:x": resource("tool:x", description="", parameters={}, reentrancy={"max_depth": 0})},
    "an input of a kind without programs": {"tool:x": resource("tool:x", inputs=5)},
}
"""Resources of forms that are unusual, and right."""

SCHEME: dict[str, Any] = {"prompt:x": {**prompt("prompt:x"), "split": {"scheme": "promptops-bucket/2"}}}


def vectors() -> str:
    """Return the text of the file of vectors."""
    refused = [{"name": name, "resources": held, "refused": Code.MALFORMED_DOCUMENT} for name, held in WRONG.items()]
    scheme = {"name": "scheme", "resources": SCHEME, "refused": Code.UNSUPPORTED_FORMAT}
    accepted = [{"name": name, "resources": held, "refused": None} for name, held in RIGHT.items()]
    about = "Resources of a bundle, by full reference; whether it is refused when it is loaded, and why."
    return json.dumps({"about": about, "cases": [*accepted, *refused, scheme]}, indent=1) + "\n"


def main() -> None:
    """Write the file."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(vectors(), encoding="utf-8")


if __name__ == "__main__":
    main()
