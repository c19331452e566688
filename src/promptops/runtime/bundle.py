"""A verified bundle in memory: its resources by reference, and what names and links in it lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from promptops.runtime.errors import UnknownNameError
from promptops.spelling import closest


class Bundle:
    """The resources of one environment. Nothing in it changes; it is known by the digest of its bytes."""

    def __init__(self, sha256: str, environment: str, resources: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the resources of a bundle that was verified and checked."""
        self.sha256 = sha256
        self.environment = environment
        self.resources = resources
        self._majors: dict[str, list[str]] = {}
        for reference in self.resources:
            self._majors.setdefault(unversioned(reference), []).append(reference)
        for references in self._majors.values():
            references.sort(key=major_of)

    def attributes(self, reference: str) -> Mapping[str, Any]:
        """Return the keys of a resource."""
        found: Mapping[str, Any] = self.resources[reference]["attributes"]
        return found

    def link(self, reference: str, pointer: str) -> str | None:
        """Return where a reference in a resource leads, None where it leads to nothing that ships."""
        target = self.resources[reference]["links"].get(pointer)
        return target if target in self.resources else None

    def links(self, reference: str, pointer: str) -> list[str]:
        """Return where the references of a list lead."""
        found = (self.link(reference, f"{pointer}/{index}") for index in range(self._length(reference, pointer)))
        return [target for target in found if target is not None]

    def _length(self, reference: str, pointer: str) -> int:
        return len(self.attributes(reference).get(pointer[1:], ()))

    def salt(self, reference: str) -> str:
        """Return what keeps the buckets of one resource apart from those of others."""
        split = self.resources[reference].get("split")
        return reference if split is None else str(split["salt"])

    def majors(self, name: str) -> Sequence[str]:
        """Return the references of all majors of `kind:name`, the lowest first."""
        return self._majors.get(name, ())

    def of_kind(self, kind: str) -> Iterator[str]:
        """Yield the references of all resources of a kind."""
        return (reference for reference in self.resources if reference.startswith(f"{kind}:"))

    @cached_property
    def exposures(self) -> Mapping[str, Sequence[str]]:
        """Return the names of the events that record who gets what is rolled out, by its reference."""
        found: dict[str, list[str]] = {}
        for rollout in self.of_kind("rollout"):
            target, event = self.link(rollout, "/target"), self.attributes(rollout).get("exposure")
            if target is not None and event is not None:
                found.setdefault(target, []).append(event)
        return found

    @cached_property
    def rolled_out(self) -> frozenset[str]:
        """Return what rollouts lead to one version or another of, by `kind:name`."""
        targets = (self.link(rollout, "/target") for rollout in self.of_kind("rollout"))
        return frozenset(unversioned(target) for target in targets if target is not None)

    def find(self, name: str, kind: str) -> str:
        """Return the full reference of a resource by its name, with or without kind and major; the highest major else.

        Raises:
            UnknownNameError: there is none.
        """
        full = name if ":" in name else f"{kind}:{name}"
        if full in self.resources:
            return full
        majors = self._majors.get(full)
        if majors:
            return majors[-1]
        raise self._unknown(full)

    def _unknown(self, full: str) -> UnknownNameError:
        kind, _, name = full.partition(":")
        known = [unversioned(each).partition(":")[2] for each in self.of_kind(kind)]
        meant = closest(name, known)
        advice = f"did you mean `{meant}`?" if meant else "compile and publish it, or correct the name"
        return UnknownNameError("unknown-name", f"the bundle has no {kind} `{name}`", advice)


def unversioned(reference: str) -> str:
    """Return a reference without its major version."""
    return reference.partition("@")[0]


def major_of(reference: str) -> int:
    """Return the major version of a reference, -1 for one without."""
    major = reference.partition("@")[2]
    return int(major) if major else -1
