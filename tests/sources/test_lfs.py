from __future__ import annotations

import hashlib

import pytest

from promptops.sources.lfs import POINTER, pointed_at

CONTENT = hashlib.sha256(b"a large file").hexdigest()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (POINTER + f"v1\noid sha256:{CONTENT}\nsize 12\n".encode(), CONTENT),
        (POINTER + b"v1\noid sha256:0\nsize 12\n", None),
        (f"oid sha256:{CONTENT}\n".encode(), None),
        (POINTER + b"v1\n" + b"x" * 2_000 + f"\noid sha256:{CONTENT}\n".encode(), None),
        (b"", None),
    ],
)
def test_a_pointer_names_the_digest_of_the_content(data: bytes, expected: str | None) -> None:
    assert pointed_at(data) == expected
