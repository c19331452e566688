"""What promptfoo refuses in a configuration, and what it ignores."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.formats.promptfoo.asserts import Assertion
from promptops.formats.promptfoo.keys import ASSERTION_KEYS, ASSERTIONS, MEANT_KEYS, TEST_KEYS, TOP_KEYS
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain

_NEEDS_VALUE = frozenset({"contains", "icontains"})


def configuration_faults(document: Positioned) -> Iterator[Fault]:
    """Yield the keys at the top that do nothing."""
    data: dict[str, Any] = document.value
    for key in data:
        if key not in TOP_KEYS:
            meant = MEANT_KEYS.get(key) or certain(key, TOP_KEYS)
            if meant is not None:
                yield _ignored(document, (key,), f"did you mean `{meant}`?")
    if data.get("providers") and data.get("targets"):
        yield _ignored(document, ("providers",), "`targets` takes its place; keep one of the two")


def case_faults(document: Positioned, case: Mapping[str, Any], keys: KeyPath) -> Iterator[Fault]:
    """Yield the keys of a test case that are misspelt."""
    yield from _misspelt(document, case, keys, TEST_KEYS)


def list_faults(document: Positioned, listed: Any, keys: KeyPath) -> Iterator[Fault]:
    """Yield the items of a list of assertions that are none."""
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(item, dict) and not (isinstance(item, str) and item.startswith("file://")):
            at = (*keys, index)
            yield Fault(
                "invalid-value", "an assertion must be a mapping with a `type`", document.range_of(at), None, at
            )


def assertion_faults(document: Positioned, assertion: Assertion) -> Iterator[Fault]:
    """Yield what makes promptfoo refuse an assertion, and its misspelt keys."""
    written, keys = assertion.written, assertion.keys
    if "$ref" in written:
        return
    yield from _misspelt(document, written, keys, ASSERTION_KEYS)
    kind = written.get("type")
    if kind is None:
        advice = "write all keys of an assertion under one `-`"
        yield Fault("invalid-value", "the assertion needs a `type`", document.range_of(keys), advice, keys)
    elif isinstance(kind, str):
        meant = _meant(kind)
        at = (*keys, "type")
        if meant is not None:
            message = f"there is no assertion {quoted(kind)}"
            yield Fault("invalid-value", message, document.range_of(at), f"did you mean `{meant}`?", at)
        elif kind.removeprefix("not-") in _NEEDS_VALUE and written.get("value") in (None, ""):
            message = f"{quoted(kind)} needs a `value`"
            yield Fault("invalid-value", message, document.range_of(keys), None, keys)


def _meant(kind: str) -> str | None:
    """Return the type that is misspelt, None for one that promptfoo has or may have by now."""
    turned = kind.startswith(("not-", "not_"))
    base = kind[4:] if turned else kind
    if (base in ASSERTIONS and not kind.startswith("not_")) or ":" in kind:
        return None
    known = base if base in ASSERTIONS else certain(base, ASSERTIONS)
    return known if known is None or not turned else f"not-{known}"


def _misspelt(
    document: Positioned, written: Mapping[str, Any], keys: KeyPath, known: Collection[str]
) -> Iterator[Fault]:
    for key in written:
        meant = certain(key, known) if key not in known else None
        if meant is not None and meant not in written:
            yield _ignored(document, (*keys, key), f"did you mean `{meant}`?")


def _ignored(document: Positioned, keys: KeyPath, advice: str) -> Fault:
    message = f"the key {quoted(str(keys[-1]))} is ignored"
    return Fault("ignored-key", message, document.range_of(keys, "key"), advice, keys)
