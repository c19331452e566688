"""Releases of the examples: three files an environment, which say what is true of them."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tests.publishing.shop import NOW, Shop, signer

from promptops.compiler import Compiler, Request
from promptops.errors import PromptopsError
from promptops.publishing.provenance import Provenance
from promptops.publishing.release import Release, released
from promptops.publishing.statement import Facts, Judgement, policy_digest
from promptops.publishing.store import bom_path, bundle_path, statement_path
from promptops.publishing.trust_file import roles_of, trusting
from promptops.publishing.verification import stored_bundle, verify_stored
from promptops.trust.refusals import RefusedError
from promptops.trust.root import TrustRoot

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 11, 21)
_PROJECT = "kestrel-outfitters"


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    copy = tmp_path_factory.mktemp("examples") / "shop"
    shutil.copytree(EXAMPLES, copy, ignore=shutil.ignore_patterns("incidents", "build", "app"))
    return Compiler(Request(copy, TODAY))


@pytest.fixture
def bundles(compiler: Compiler, tmp_path: Path) -> dict[str, Path]:
    return dict(compiler.write(tmp_path / "build", "0.1.0", with_bundles=True).bundles)


def facts(compiler: Compiler) -> Facts:
    compiled = compiler.compiled
    judgement = Judgement(TODAY, (), 0, 0, 0)
    return Facts(compiled.project, compiled.settings, judgement, Provenance(None, is_clean=False, day=None), None)


@pytest.fixture
def releases(compiler: Compiler, bundles: dict[str, Path]) -> list[Release]:
    return list(released(facts(compiler), bundles, [signer(1)]))


def test_each_bill_of_materials_is_valid_and_has_everything_in_it(releases: list[Release]) -> None:
    assert [each.environment for each in releases] == ["dev", "prod", "staging"]
    for release in releases:
        data = release.files[bom_path(release.sha256)]
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(data.decode()) is None
        kinds = {each["bom-ref"].partition(":")[0] for each in json.loads(data)["components"]}
        assert kinds == {"agent", "dataset", "fragment", "index", "model", "prompt", "tool"}


def test_what_is_released_is_believed(releases: list[Release], tmp_path: Path) -> None:
    trust = trusting(None, _PROJECT, [signer(1).public_key], roles_of(["prod"], ()), NOW)
    root = TrustRoot.load(trust, NOW)
    shop = Shop(tmp_path / "store", root, signer(1))
    for release in releases:
        release.write(shop.store)
        assert len(list(verify_stored(shop.store, root, release.sha256))) == 3
        assert stored_bundle(shop.store, root, release.sha256).environment == release.environment


def test_another_bill_of_materials_is_not_believed(releases: list[Release], tmp_path: Path) -> None:
    trust = trusting(None, _PROJECT, [signer(1).public_key], roles_of(["prod"], ()), NOW)
    root = TrustRoot.load(trust, NOW)
    shop, release = Shop(tmp_path / "store", root, signer(1)), releases[0]
    release.write(shop.store)
    shop.store.write(bom_path(release.sha256), b"{}")
    with pytest.raises(RefusedError, match="bill of materials"):
        list(verify_stored(shop.store, root, release.sha256))


def test_what_is_there_already_is_not_written_again(releases: list[Release], tmp_path: Path) -> None:
    shop = Shop(tmp_path / "store", TrustRoot(_PROJECT, None, {}), signer(1))
    releases[0].write(shop.store)
    file = tmp_path / "store" / bundle_path(releases[0].sha256)
    before = file.stat().st_ino
    releases[0].write(shop.store)
    assert file.stat().st_ino == before


def test_statement_and_bill_are_written_beside_the_bundle(releases: list[Release], bundles: dict[str, Path]) -> None:
    (release, *_) = releases
    bundle = bundles[release.environment]
    assert sorted(path.name for path in release.write_beside(bundle)) == [
        f"{release.sha256}.bom.cdx.json",
        f"{release.sha256}.dsse.json",
    ]
    said = json.loads(base64.b64decode(json.loads(release.files[statement_path(release.sha256)])["payload"]))
    assert said["subject"] == [{"name": f"bundles/{bundle.name}", "digest": {"sha256": bundle.stem}}]
    with pytest.raises(PromptopsError, match="cannot be written"):
        list(release.write_beside(bundle / "no folder" / bundle.name))


def test_a_bundle_that_was_changed_is_not_signed(compiler: Compiler, bundles: dict[str, Path]) -> None:
    bundles["prod"].write_bytes(b"{}")
    with pytest.raises(PromptopsError, match="was changed after it was written"):
        list(released(facts(compiler), bundles, [signer(1)]))


def test_the_policies_are_known_by_their_digest(compiler: Compiler) -> None:
    compiled = compiler.compiled
    config = compiled.settings.config
    strict = compiled.settings.__class__(config._replace(fail_on="warning"), compiled.settings.profiles)
    digest = policy_digest(compiled.project, compiled.settings)
    assert digest == policy_digest(compiled.project, compiled.settings)
    assert digest != policy_digest(compiled.project, strict)
