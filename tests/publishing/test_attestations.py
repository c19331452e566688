from __future__ import annotations

import json

import pytest

from promptops.publishing.attestations import MAX_ATTESTATIONS, MAX_FILE, read_attestations
from promptops.publishing.provenance_refusals import HELP, ProvenanceCode, ProvenanceError

ONE: dict[str, object] = {"verificationMaterial": {"tlogEntries": [{}]}}
LINE = json.dumps(ONE).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (LINE, [ONE]),
        (b"\n" + LINE + b"\n\n", [ONE]),
        (json.dumps(ONE, indent=2).encode(), [ONE]),
        (LINE + b"\n{}", [ONE, {}]),
        (LINE + b"\r\n\r\n" + LINE + b"\r\n", [ONE, ONE]),
        (b"\n".join([LINE] * MAX_ATTESTATIONS), [ONE] * MAX_ATTESTATIONS),
    ],
)
def test_a_file_holds_one_or_one_a_line(data: bytes, expected: list[object]) -> None:
    assert [each.document for each in read_attestations(data)] == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"no", "not JSON"),
        (b"\0" * 100, "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (LINE[:-1], "not JSON"),
        (json.dumps(ONE, indent=2).encode()[:-2], "not JSON"),
        (LINE + b"\n" + LINE[:9], "not JSON"),
        (LINE + b"\nno", "not JSON"),
        (b"[]", "not an object"),
        (LINE + b"\n1", "not an object"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b"[" * 100 + b"]" * 100, "deeper"),
        (b"[" * (1 << 20), "nested"),
        (b'{"a": NaN}', "NaN"),
        (b"\n".join([LINE] * (MAX_ATTESTATIONS + 1)), "more than"),
        (b" " * (MAX_FILE + 1), "more than"),
        (b"\n" * (MAX_FILE + 1), "more than"),
    ],
)
def test_whatever_else_a_file_holds_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ProvenanceError, match=reason) as caught:
        read_attestations(data)
    assert caught.value.code is ProvenanceCode.MALFORMED_PROVENANCE


def test_every_reason_says_what_to_do() -> None:
    assert set(HELP) == set(ProvenanceCode)


@pytest.mark.parametrize(
    "document",
    [{}, {"verificationMaterial": []}, {"verificationMaterial": {}}, {"verificationMaterial": {"tlogEntries": []}}],
)
def test_what_has_no_entry_is_not_logged(document: object) -> None:
    (found,) = read_attestations(json.dumps(document).encode())
    assert not found.is_logged
    assert read_attestations(LINE)[0].is_logged
