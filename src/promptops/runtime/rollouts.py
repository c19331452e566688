"""Rollouts in force: who gets what is rolled out, and what everybody else gets.

The people of a stage keep what they got in the stages after it. Without a `stage`, the first is in force. Of several
rollouts of one resource, all must reach a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from promptops.runtime.buckets import BUCKETS, bucket, prefix_of
from promptops.runtime.bundle import Bundle, major_of, unversioned
from promptops.runtime.conditions import segment_of
from promptops.runtime.reasons import DEFAULT, KILLED, SPLIT, TARGETED, first_of
from promptops.runtime.restrictions import Kills

Reaches = Callable[[bytes, Mapping[str, Any]], str | None]
"""Returns the reason for which a session gets what is rolled out, None where it does not."""


class _Way(NamedTuple):
    """One rollout of a resource: `baseline` is for those whom it does not reach, for the reason `otherwise`."""

    baseline: str
    reaches: Reaches
    otherwise: str


class Rollouts:
    """The rollouts of a bundle that have something to go back to, by what they lead to, in the order of the bundle."""

    def __init__(self, bundle: Bundle, kills: Kills) -> None:
        self._ways: dict[str, list[_Way]] = {}
        for rollout in bundle.of_kind("rollout"):
            target = bundle.link(rollout, "/target")
            baseline = None if target is None else _baseline(bundle, rollout, target)
            if target is not None and baseline is not None:
                off = kills.why_not(rollout) or kills.why_not(target)
                way = _Way(baseline, _nobody, KILLED) if off else _Way(baseline, _reaches(bundle, rollout), DEFAULT)
                self._ways.setdefault(target, []).append(way)

    def __contains__(self, reference: object) -> bool:
        """Say whether a resource is being rolled out, so that sessions may get different ones."""
        return reference in self._ways

    def lead(self, reference: str, unit: bytes, context: Mapping[str, Any]) -> tuple[str, str]:
        """Return the reference that a session gets, and why: the baseline of the first rollout that keeps it back."""
        why = DEFAULT
        for baseline, reaches, otherwise in self._ways.get(reference, ()):
            reason = reaches(unit, context)
            if reason is None:
                return baseline, otherwise
            why = first_of(why, reason)
        return reference, why


def _baseline(bundle: Bundle, rollout: str, target: str) -> str | None:
    """Return what there was before: the version that the rollback names, else the next lower major."""
    version = (bundle.attributes(rollout).get("rollback") or {}).get("to")
    others = [each for each in bundle.majors(unversioned(target)) if each != target]
    for other in others:
        if version is not None and bundle.attributes(other).get("version") == version:
            return other
    lower = [other for other in others if major_of(other) < major_of(target)]
    return lower[-1] if lower else None


def _nobody(_: bytes, __: Mapping[str, Any]) -> str | None:
    return None


def _reaches(bundle: Bundle, rollout: str) -> Reaches:
    attributes = bundle.attributes(rollout)
    stages: Sequence[Mapping[str, Any]] = attributes.get("stages", ())
    salt = bundle.salt(rollout)
    in_force = [_stage(stage, salt) for stage in stages[: attributes.get("stage", 1)]]
    if not stages:
        return lambda _, __: DEFAULT

    def reaches(unit: bytes, context: Mapping[str, Any]) -> str | None:
        return next(filter(None, (stage(unit, context) for stage in in_force)), None)

    return reaches


def _stage(stage: Mapping[str, Any], salt: str) -> Reaches:
    cohort = segment_of(stage.get("cohort", {}), salt)
    prefix = prefix_of(salt)
    edge = BUCKETS * stage.get("percent", 100)
    reason = SPLIT if "percent" in stage else TARGETED if "cohort" in stage else DEFAULT

    def reaches(unit: bytes, context: Mapping[str, Any]) -> str | None:
        return reason if cohort(context) and bucket(prefix, unit) * 100 < edge else None

    return reaches
