"""The flags of OpenFeature's scenarios as a repository of prompts, and what of them no prompt can be.

As a String, a prompt is the name of its variant; as an Object it is the decision, in which the fields of a flag are the
parameters of the call. So `hi`, the value of `string-flag`, is a variant `hi` here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from tests.runtime.features.gherkin import Scenario

from promptops.compiler import Compiler, Request

_BALLMER: Final = {"email": {"in": ["ballmer@macrosoft.com"]}}
_PICTURES: Final = {"showImages": True, "title": "Check out these pics!", "imagesPerPage": 100}
_COMPLEX: Final = {**_BALLMER, "age": {"at_least": 11}, "customer": {"in": ["false"]}}
_BY_NAME: Final = {
    "fn": {"in": ["Sulisław"]},
    "ln": {"in": ["Świętopełk"]},
    "age": {"at_least": 29, "below": 30},
    "customer": {"in": ["false"]},
}


def _chosen(variant: str, segment: Mapping[str, Any] | None = None, otherwise: str | None = None) -> dict[str, Any]:
    """Return the variants of a prompt: one for everybody or for a segment, and one for everybody else."""
    first = {"name": variant, "weight": 1} if segment is None else {"name": variant, "segment": segment}
    return {"variants": [first, *([{"name": otherwise, "weight": 1}] if otherwise else [])]}


PROMPTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "string-flag": _chosen("hi"),
    "wrong-flag": _chosen("uno"),
    "string-zero-flag": {},
    "object-zero-flag": {},
    "string-targeted-zero-flag": _chosen("targeted", _BALLMER),
    "object-targeted-zero-flag": _chosen("zero", _BALLMER),
    "object-flag": {**_chosen("template"), "parameters": _PICTURES},
    "complex-targeted": _chosen("INTERNAL", _COMPLEX, "EXTERNAL"),
    "context-aware": _chosen("INTERNAL", _BY_NAME, "EXTERNAL"),
}
DISABLED: Final = [f"{kind}-disabled-flag" for kind in ("boolean", "string", "integer", "float", "object")]
"""Prompts that are switched off: they give the default of whoever asks, of whatever type."""

_INAPPLICABLE: Final = {
    r'"(boolean|integer|float)(-zero|-targeted-zero)?-flag"|"metadata-flag"': "no prompt is a Boolean or a number",
    r"(not ready|error|fatal) provider": "a provider is made of a runtime that is open, and goes on with what is good",
    r'"CACHED"': "each evaluation is a session of its own, and begins with no decision",
    r'"greeting"': "as a String, a prompt is the name of its variant, and has no other value",
    r'String-flag(?s:.*)value should be ""\n(?s:.*)"TARGETING_MATCH"': "the name of a variant is never empty",
    r"metadata is empty": "every decision has a stamp, which is its metadata",
}


def inapplicable(scenario: Scenario) -> str | None:
    """Return why a prompt cannot be what a scenario asks for, None where it can."""
    return next((reason for said, reason in _INAPPLICABLE.items() if re.search(said, scenario.text)), None)


def compiled(folder: Path) -> Mapping[str, Any]:
    """Write the repository into a folder that is empty, compile it, and return the resources of its bundle."""
    repository = folder / "repository"
    (repository / "prompts").mkdir(parents=True)
    (repository / "promptops.yaml").write_text("name: shop\n", encoding="utf-8")
    for name, attributes in {**PROMPTS, **{name: {} for name in DISABLED}}.items():
        text = f"---\n{json.dumps({'name': name, **attributes})}\n---\nHello\n"
        (repository / "prompts" / f"{name}.prompt.md").write_text(text, encoding="utf-8")
    compiler = Compiler(Request(repository, date(2026, 11, 21)))
    (bundle,) = compiler.write(folder / "build", "0", with_bundles=True).bundles.values()
    found: Mapping[str, Any] = json.loads(bundle.read_bytes())["resources"]
    return found
