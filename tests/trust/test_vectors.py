"""The published vectors are those that the scenarios give, and this reader judges each as it says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.trust.publisher import Client
from tests.trust.refusing import refused
from tests.trust.vectors import FOLDER, vectors

from promptops.trust import Code, strict_json
from promptops.trust.keys import parse_public_key
from promptops.trust.root import TrustRoot


def published(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in published(name)["cases"]]


def bytes_of(held: dict[str, str]) -> bytes:
    return bytes.fromhex(held["hex"]) if "hex" in held else held["text"].encode()


def test_the_files_are_what_the_scenarios_give() -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert held == vectors(), "write them again: python -m tests.trust.vectors"


@pytest.mark.parametrize("case", cases("json.json"))
def test_json(case: dict[str, Any]) -> None:
    data = bytes_of(case["data"])
    if "refused" in case:
        assert refused(lambda: strict_json.loads(data, 10_000)) == case["refused"]
    else:
        assert strict_json.loads(data, 10_000) == case["value"]


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


@pytest.mark.parametrize("case", cases("stores.json"))
def test_stores(case: dict[str, Any]) -> None:
    whole = published("stores.json")
    store = {path: text.encode() for path, text in whole["store"].items()}
    client = Client(TrustRoot.load(case.get("trust", whole["trust"]).encode(), datetime.fromisoformat(case["now"])))
    if case["seen_at"]:
        client.follow(store, datetime.fromisoformat(case["seen_at"]))
    files = store | {path: text.encode() for path, text in case["put"].items()}
    for path in case["remove"]:
        del files[path]
    now, staleness = datetime.fromisoformat(case["now"]), timedelta(seconds=case["max_staleness_seconds"])
    if case["refused"]:
        assert refused(lambda: client.follow(files, now, staleness)) == Code(case["refused"])
    else:
        client.follow(files, now, staleness)
