"""What a kill document may say: every word of it takes something away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from promptops.trust.fields import Fields, is_digest, shown
from promptops.trust.refusals import Code, RefusedError

FIELDS = ("halted", "disabled", "variants", "caps", "revoked")


class Cap(NamedTuple):
    """The most that a budget may spend, in tokens and in millionths of a dollar; None leaves it as it is declared."""

    tokens: int | None = None
    micro_usd: int | None = None

    def lowered(self, other: Cap) -> Cap:
        """Return the lower of the two, each way."""
        return Cap(_lower(self.tokens, other.tokens), _lower(self.micro_usd, other.micro_usd))

    def exceeds(self, declared: Cap) -> bool:
        """Say whether this would allow more than what is declared."""
        pairs = zip(self, declared, strict=True)
        return any(cap is not None and limit is not None and cap > limit for cap, limit in pairs)


class Restrictions(NamedTuple):
    """What is taken out of service, with the reasons; references are full ones (`prompt:support/refund-reply@2`).

    `halted` is the reason why everything is; `variants` is by reference, then by variant; `caps` by the reference of
    the budget; `revoked` by the SHA-256 of the bundle.
    """

    halted: str | None = None
    disabled: Mapping[str, str] = {}
    variants: Mapping[str, Mapping[str, str]] = {}
    caps: Mapping[str, Cap] = {}
    revoked: Mapping[str, str] = {}

    @classmethod
    def read(cls, fields: Fields) -> Restrictions:
        """Read the fields named by `FIELDS`, of which each may be missing."""
        return cls(
            fields.optional_text("halted"),
            _reasons(fields.optional_children("disabled")),
            {ref: _reasons(item.every_child()) for ref, item in fields.optional_children("variants").items()},
            {ref: _cap(item) for ref, item in fields.optional_children("caps").items()},
            _revoked(fields.optional_children("revoked")),
        )

    def joined(self, other: Restrictions) -> Restrictions:
        """Return what either takes away; for one thing with two reasons, the first is given."""
        variants = {
            ref: {**other.variants.get(ref, {}), **self.variants.get(ref, {})}
            for ref in {**other.variants, **self.variants}
        }
        caps = {
            ref: self.caps.get(ref, Cap()).lowered(other.caps.get(ref, Cap())) for ref in {**other.caps, **self.caps}
        }
        return Restrictions(
            self.halted or other.halted,
            {**other.disabled, **self.disabled},
            variants,
            caps,
            {**other.revoked, **self.revoked},
        )

    def refuse_widening(self, declared: Mapping[str, Cap]) -> None:
        """Refuse a cap above what its budget declares: `widening-kill`."""
        for ref, cap in self.caps.items():
            if ref in declared and cap.exceeds(declared[ref]):
                raise RefusedError(Code.WIDENING_KILL, f"the cap of `{shown(ref)}` is above what it declares")

    def refuse_revoked(self, sha256: str) -> None:
        """Refuse a revoked bundle: `revoked-bundle`."""
        if sha256 in self.revoked:
            raise RefusedError(Code.REVOKED_BUNDLE, f"the bundle `{sha256}` is revoked: {shown(self.revoked[sha256])}")


def _reasons(listed: Mapping[str, Fields]) -> dict[str, str]:
    for item in listed.values():
        item.close("reason")
    return {name: item.text("reason") for name, item in listed.items()}


def _revoked(listed: Mapping[str, Fields]) -> dict[str, str]:
    for sha256 in listed:
        if not is_digest(sha256):
            raise RefusedError(Code.MALFORMED_DOCUMENT, f"`{shown(sha256)}` is not the SHA-256 of a bundle")
    return _reasons(listed)


def _cap(fields: Fields) -> Cap:
    fields.close(*Cap._fields)
    return Cap(fields.optional_whole("tokens", 0), fields.optional_whole("micro_usd", 0))


def _lower(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
