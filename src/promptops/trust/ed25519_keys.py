"""Which 32 bytes are a public key of Ed25519 that proves something.

The common libraries take any 32 bytes. Under a key of small order one signature fits every message; a key with a
second encoding would count twice; bytes that are no point verify nothing, which is better said at once.
"""

from __future__ import annotations

from typing import Final

from promptops.trust.refusals import Code, RefusedError

LENGTH: Final = 32

_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_Y_OF_ORDER_EIGHT: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset({0, 1, _P - 1, _Y_OF_ORDER_EIGHT, _P - _Y_OF_ORDER_EIGHT})
"""The second coordinates of the eight points whose order divides eight."""


def check_public_key(raw: bytes) -> None:
    """Accept the one encoding of a point of the curve that is not of small order.

    Raises:
        RefusedError: `invalid-key` or `weak-key`.
    """
    if len(raw) != LENGTH:
        raise RefusedError(Code.INVALID_KEY, f"an Ed25519 key has {LENGTH} bytes, not {len(raw)}")
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _P:
        raise RefusedError(Code.INVALID_KEY, "the Ed25519 key is not in its one encoding")
    if y in _SMALL_ORDER:
        raise RefusedError(Code.WEAK_KEY, "the Ed25519 key is of small order")
    if not _is_on_curve(y):
        raise RefusedError(Code.INVALID_KEY, "the Ed25519 key is not a point of the curve")


def _is_on_curve(y: int) -> bool:
    """Say whether x^2 = (y^2 - 1) / (d y^2 + 1) has a solution, by Euler's criterion on the product of the two."""
    square = (y * y - 1) * (_D * y * y + 1) % _P
    return pow(square, (_P - 1) // 2, _P) == 1
