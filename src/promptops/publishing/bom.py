"""The bill of materials of a bundle, as CycloneDX 1.6: models, prompts, tools and datasets, and what needs what.

It says nothing that the bundle and the project do not, so that it has the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from promptops import __version__
from promptops.canonical import canonical_bytes

_DATA: Final = {"prompt": "configuration", "fragment": "configuration", "tool": "definition", "dataset": "dataset"}
"""Kinds that are data, with what sort of data CycloneDX calls them."""
_TYPES: Final = {"model": "machine-learning-model", "agent": "application", "index": "data"}
_UUID_VERSION: Final = 5


class Part(NamedTuple):
    """A resource as bundles and manifests hold it: its full reference, kind, keys, digest and links."""

    reference: str
    kind: str
    attributes: Mapping[str, Any]
    digest: str
    links: Mapping[str, str | None]

    @classmethod
    def of_bundle(cls, reference: str, shipped: Mapping[str, Any]) -> Part:
        """Return a resource of a bundle."""
        return cls(reference, shipped["kind"], shipped["attributes"], shipped["digest"], shipped["links"])

    @property
    def is_component(self) -> bool:
        """Say whether it belongs in a bill of materials."""
        return self.kind in _DATA or self.kind in _TYPES


def bill_of_materials(bundle: Mapping[str, Any], sha256: str, datasets: Iterable[Part] = ()) -> bytes:
    """Return the bill of materials of a bundle with this digest, along with datasets that do not ship."""
    shipped = [Part.of_bundle(reference, found) for reference, found in bundle["resources"].items()]
    parts = sorted((part for part in (*shipped, *datasets) if part.is_component), key=lambda part: part.reference)
    named = {part.reference for part in parts}
    own = f"bundle:{sha256}"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{UUID(bytes=bytes.fromhex(sha256)[:16], version=_UUID_VERSION)}",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "promptops", "version": __version__}]},
            "component": _whole(bundle, sha256, own),
        },
        "components": [_component(part, named) for part in parts],
        "dependencies": [
            {"ref": own, "dependsOn": sorted(part.reference for part in shipped if part.is_component)},
            *({"ref": part.reference, "dependsOn": _needs(part, named)} for part in parts),
        ],
    }
    return canonical_bytes(document)


def _whole(bundle: Mapping[str, Any], sha256: str, reference: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": reference,
        "name": bundle["project"] or "unnamed",
        "version": sha256,
        "hashes": [{"alg": "SHA-256", "content": sha256}],
        "properties": [{"name": "promptops:environment", "value": bundle["environment"]}],
    }


def _component(part: Part, named: set[str]) -> dict[str, Any]:
    attributes = part.attributes
    kind, name = part.reference.partition("@")[0].partition(":")[::2]
    component: dict[str, Any] = {
        "type": _TYPES.get(part.kind, "data"),
        "bom-ref": part.reference,
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": part.digest}],
        "properties": [{"name": "promptops:kind", "value": kind}, *_properties(attributes)],
    }
    texts = {key: attributes.get(key) for key in ("version", "description")}
    component.update({key: value for key, value in texts.items() if isinstance(value, str)})
    if part.kind in _DATA:
        component["data"] = [{"type": _DATA[part.kind], "name": name}]
    if part.kind == "model":
        component |= _model(part, named)
    return component


def _properties(attributes: Mapping[str, Any]) -> list[dict[str, str]]:
    values = ((key, attributes.get(key)) for key in ("owner", "lifecycle", "id", "retires_on"))
    return [{"name": f"promptops:{key}", "value": value} for key, value in values if isinstance(value, str)]


def _model(part: Part, named: set[str]) -> dict[str, Any]:
    """Return what only a model has: who serves it, and what it was tuned on."""
    provider = part.attributes.get("provider")
    given = {"supplier": {"name": provider}} if isinstance(provider, str) else {}
    training = [each for key, each in part.links.items() if each in named and key.startswith("/training/")]
    if not training:
        return given
    return {**given, "modelCard": {"modelParameters": {"datasets": [{"ref": each} for each in training]}}}


def _needs(part: Part, named: set[str]) -> list[str]:
    return sorted({target for target in part.links.values() if target in named and target != part.reference})
