"""The published vectors are those that the scenarios give, and this reader judges each document as they say."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from tests.trust.refusing import refused
from tests.trust.vectors import FOLDER, vectors

from promptops.trust import Code, strict_json
from promptops.trust.keys import parse_public_key
from promptops.trust.root import TrustRoot


def published(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in published(name)["cases"]]


def bytes_of(held: dict[str, Any]) -> bytes:
    return bytes.fromhex(held["hex"]) if "hex" in held else held["text"].encode() * held.get("times", 1)


def test_the_files_are_what_the_scenarios_give() -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert held == vectors(), "write them again: python -m tests.trust.vectors"


def test_every_refusal_is_in_a_vector() -> None:
    files = [*FOLDER.iterdir(), FOLDER.parent / "resources" / "forms.json"]
    held = [case for path in files for case in json.loads(path.read_text(encoding="utf-8"))["cases"]]
    # A state is rolled back while a process runs: each reader has a test of its own for that.
    assert set(Code) - {case.get("refused") for case in held} == {Code.ROLLED_BACK_STATE}


@pytest.mark.parametrize("case", cases("json.json"))
def test_json(case: dict[str, Any]) -> None:
    data, limit = bytes_of(case["data"]), case.get("limit", 10_000)
    if "refused" in case:
        assert refused(lambda: strict_json.loads(data, limit)) == case["refused"]
    else:
        assert strict_json.loads(data, limit) == case["value"]


@pytest.mark.parametrize("case", cases("keys.json"))
def test_keys(case: dict[str, Any]) -> None:
    text = case["public_key"]
    if "refused" in case:
        assert refused(lambda: parse_public_key(text)) == case["refused"]
    else:
        key = parse_public_key(text)
        assert (key.algorithm, key.keyid, key.spki.hex()) == (case["algorithm"], case["keyid"], case["spki"])


@pytest.mark.parametrize("case", cases("trust.json"))
def test_trust(case: dict[str, Any]) -> None:
    def load() -> TrustRoot:
        return TrustRoot.load(case["trust"].encode(), datetime.fromisoformat(case["now"]))

    if case["refused"]:
        assert refused(load) == case["refused"]
    else:
        assert load().project == "shop"
