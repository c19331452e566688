"""What the identifiers of models say: which family, which snapshot of it, served by whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from promptops.catalog.providers import provider_named
from promptops.catalog.snapshots import PIN

MAX_ID: Final = 300
"""Characters of an identifier that are looked at."""

Difference: TypeAlias = Literal["floated", "family", "provider", "snapshot"]
"""How one model differs from another: a snapshot became an alias that moves; it is of another family; it is the same
one of somebody else or in another region; it is another snapshot of its family.
"""

_LATEST = re.compile(r"(?:\A|[-_:@])latest\Z")
_AZURE = "azure"
_REGION = re.compile(r"(?P<region>us|us-gov|eu|apac|ap|au|ca|jp|sa|global)\.(?=[a-z0-9-]+\.)")
_MAKER = re.compile(r"(?P<maker>[a-z][a-z-]*)\.")
"""What stands before the name of a model at Bedrock: `us.anthropic.claude-sonnet-4-20250514-v1:0`."""
_NO_TAG = frozenset({"", "0"})
_MOVING = frozenset({"auto", "default", "latest"})


class ModelId(NamedTuple):
    """An identifier, taken apart.

    `provider`, `maker` and `region` are empty where nothing says who serves the model, who made it and where. `family`
    is the identifier in lower case without all of this and without what pins it; `pin` is the date or the number of the
    snapshot, empty for an alias, and `tag` what a fine-tune appends. `floats` says that the identifier itself says that
    it moves, as `latest` does.
    """

    written: str
    provider: str
    maker: str
    region: str
    family: str
    pin: str
    tag: str
    floats: bool

    @property
    def is_pinned(self) -> bool:
        """Say whether it certainly stands for one snapshot."""
        return bool(self.pin) and not self.floats

    @property
    def is_deployment(self) -> bool:
        """Say whether it is the name that somebody gave to a deployment, as Azure has them."""
        return self.provider.startswith(_AZURE) or self.maker.startswith(_AZURE)


def model_id(written: str, provider: str = "") -> ModelId:
    """Return an identifier as a provider or a gateway spells it, taken apart."""
    text = written[:MAX_ID].strip().lower()
    maker, _, name = text.rpartition("/")
    name, _, tag = name.removeprefix("ft:").partition(":")
    floats = tag == "latest" or name in _MOVING or _LATEST.search(name) is not None
    family = _LATEST.sub("", name) or name
    region, family = _without(_REGION, "region", family)
    if not maker:
        maker, family = _without(_MAKER, "maker", family)
    found = PIN.search(family)
    family, pin = (family[: found.start()], found["pin"]) if found else (family, "")
    kept = "" if floats or tag in _NO_TAG else tag
    return ModelId(written, provider.lower(), maker, region, family, pin, kept, floats)


def _without(prefix: re.Pattern[str], name: str, text: str) -> tuple[str, str]:
    """Return what stands before a name, and the name."""
    found = prefix.match(text)
    return ("", text) if found is None else (found[name], text[found.end() :])


def id_of_model(data: Mapping[str, Any]) -> ModelId | None:
    """Return the identifier of a model by its keys in the native format; None for one without."""
    written, provider = data.get("id"), data.get("provider")
    if not isinstance(written, str):
        return None
    name = provider.rpartition(":")[2].partition("@")[0] if isinstance(provider, str) else ""
    return model_id(written, name)


def difference(before: ModelId, after: ModelId) -> Difference | None:
    """Return how two models differ, the gravest of it; None where their identifiers mean the same.

    An identifier that gains or loses the name of a provider, maker or region, or `latest` behind an alias, means the
    same.
    """
    same_family = before.family == after.family
    if before.is_pinned and not after.is_pinned and (same_family or after.floats):
        return "floated"
    if not same_family:
        return "family"
    if sources(before, after) is not None:
        return "provider"
    return "snapshot" if (before.pin, before.tag) != (after.pin, after.tag) else None


def sources(before: ModelId, after: ModelId) -> tuple[str, str] | None:
    """Return who serves or made two models, or in which region, where both say so and it is not the same."""
    pairs = zip(_source(before), _source(after), strict=True)
    return next(((old, new) for old, new in pairs if old and new and old != new), None)


def _source(model: ModelId) -> tuple[str, str, str]:
    return provider_named(model.provider), provider_named(model.maker), model.region
