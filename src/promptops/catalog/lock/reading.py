"""A lock from a stranger: read strictly, to the first thing that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.catalog.checks import Check, Flaw, Form, flaw_in, must
from promptops.catalog.form import day_of
from promptops.catalog.lock.content import VERSION, Lock, LockedModel, Name
from promptops.diagnostics import Fault
from promptops.resources.project import Project
from promptops.resources.rejections import quoted
from promptops.sources.generated_names import LOCK_NAME
from promptops.sources.json_lines import Row, read_json_lines

RULE = "lock-out-of-date"
_MAX_NAME = 2_000
_MAX_DIGESTS = 10_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


class LockFile(NamedTuple):
    """A lock that could be read, and on which line each model and resource stands."""

    lock: Lock
    lines: Mapping[str | Name, int]


def own_lock(project: Project) -> LockFile | Fault | None:
    """Return the lock that a project has at its root, or what is wrong with it; None where there is none."""
    text = project.generated.get(LOCK_NAME)
    return read_lock(text) if isinstance(text, str) else text


def read_lock(text: str) -> LockFile | Fault:
    """Return the lock that a text holds, or the first thing that is wrong with it and where that stands."""
    catalog = ""
    models: dict[str, LockedModel] = {}
    resources: dict[Name, tuple[str, ...]] = {}
    lines: dict[str | Name, int] = {}
    for row in read_json_lines(text):
        if isinstance(row, Fault):
            return row._replace(rule=RULE, help=row.help or "write it anew with `promptops lock`")
        value, form = row.value, _form_of(row)
        flaw = flaw_in(value, form) or _twice(value, lines)
        if flaw is not None:
            return _fault(row, flaw)
        if form is _HEAD:
            catalog = value["catalog"]
        elif form is _MODEL:
            models[value["model"]], lines[value["model"]] = _locked(value), row.number
        else:
            name = value["path"], value["resource"]
            resources[name], lines[name] = tuple(value["digests"]), row.number
    return LockFile(Lock(catalog, models, resources), lines)


def _form_of(row: Row) -> Form:
    """Return the form that a line must have; the first one is the head."""
    if row.number == 1:
        return _HEAD
    return _MODEL if isinstance(row.value, dict) and "model" in row.value else _RESOURCE


def _twice(value: Mapping[str, Any], lines: Mapping[str | Name, int]) -> Flaw | None:
    name: str | Name = value["model"] if "model" in value else (value.get("path", ""), value.get("resource", ""))
    return Flaw((), f"says again what line {lines[name]} says") if name in lines else None


def _locked(value: Mapping[str, Any]) -> LockedModel:
    return LockedModel(
        value.get("id", ""), value.get("provider", ""), value.get("snapshot", ""), value.get("facts", {})
    )


def _fault(row: Row, flaw: Flaw) -> Fault:
    name = ".".join(str(key) for key in flaw.keys)
    message = f"{quoted(name)} {flaw.text}" if name else f"the line {flaw.text}"
    return Fault(RULE, message, row.place(flaw.keys), "write it anew with `promptops lock`", flaw.keys)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME


def _are_digests(value: Any) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_DIGESTS:
        return False
    return all(isinstance(item, str) and _DIGEST.fullmatch(item) for item in value)


_NAME: Check = must("a text", _is_name)
_HEAD = Form(
    {
        "lock": must(
            f"{VERSION}, the only version that can be read", lambda value: value == VERSION and value is not True
        ),
        "catalog": must("a day", day_of),
    },
    ("lock", "catalog"),
)
_MODEL = Form(
    {
        "model": _NAME,
        "id": _NAME,
        "provider": _NAME,
        "snapshot": _NAME,
        "facts": must("a mapping", lambda value: isinstance(value, dict)),
    },
    ("model",),
)
_RESOURCE = Form(
    {"resource": _NAME, "path": _NAME, "digests": must("a list of digests", _are_digests)},
    ("resource", "path", "digests"),
)
