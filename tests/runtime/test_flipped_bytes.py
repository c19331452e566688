"""Whatever one byte of a store is changed to, what was published is served or nothing new."""

from __future__ import annotations

import pytest
from tests.runtime.shop import Shop, said, saying

import promptops.runtime as promptops

FILES = ["channels/prod.json", "channels/prod.kill.json", "bundles/{}.json", "bundles/{}.dsse.json"]


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_refused_at_the_start_and_while_running(shop: Shop, name: str) -> None:
    """Every byte of every file, two ways: the lowest bit, and all bits."""
    first = shop.current
    shop.kill()
    second = shop.publish(saying("two"))
    path = shop.folder / name.format(second)
    whole = path.read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 if place % 2 else 255
        path.write_bytes(damaged)
        with pytest.raises(promptops.RefusedError):
            shop.open(on_event=None, check_every=None)
    path.write_bytes(whole)
    runtime = shop.open(check_every=None)
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        status = runtime.refresh()
        assert (status.active, said(runtime)) == (second, "two")
        assert first != second
        if "bundles" not in name:
            assert status.code is not None


def test_what_is_added_or_cut_off_is_refused(shop: Shop) -> None:
    shop.kill()
    sha256 = shop.publish(saying("two"))
    for name in FILES:
        path = shop.folder / name.format(sha256)
        whole = path.read_bytes()
        for damaged in (whole + b"x", whole + whole, whole[:-1], whole[1:], b"", b"\xef\xbb\xbf" + whole):
            path.write_bytes(damaged)
            with pytest.raises(promptops.RefusedError):
                shop.open(on_event=None)
        path.write_bytes(whole)
    assert said(shop.open()) == "two"
