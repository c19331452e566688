"""A release: the bundle of an environment, the signed statement about it, and its bill of materials."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from promptops.atomic import replace_file
from promptops.canonical import canonical_bytes
from promptops.errors import PromptopsError
from promptops.publishing.bom import Part, bill_of_materials
from promptops.publishing.statement import Facts, predicate
from promptops.publishing.store import Store, bom_path, bundle_path, statement_path
from promptops.resources.project import Project
from promptops.trust.envelopes import STATEMENT_PAYLOAD
from promptops.trust.limits import MAX_BUNDLE
from promptops.trust.signing import Signer, sign_envelope
from promptops.trust.statements import IN_TOTO_STATEMENT, STATEMENT_TYPE, subject_name


class Release(NamedTuple):
    """What is published for one environment: the files by their place in the store, the bundle first."""

    environment: str
    sha256: str
    files: Mapping[str, bytes]

    def write(self, store: Store) -> None:
        """Put the files into a store; one that is there already with the same bytes stays.

        Raises:
            PromptopsError: the store cannot be written to.
        """
        for path, data in self.files.items():
            if store.read(path, MAX_BUNDLE) != data:
                store.write(path, data)

    def write_beside(self, bundle: Path) -> Iterator[Path]:
        """Write what goes with a bundle beside it, and yield the paths.

        Raises:
            PromptopsError: the folder cannot be written to.
        """
        for path, data in self.files.items():
            place = bundle.parent / path.rpartition("/")[2]
            if place != bundle:
                try:
                    replace_file(place, (data,))
                except OSError as error:
                    raise PromptopsError(f"`{place.name}` cannot be written: {error.strerror}") from error
                yield place


def released(facts: Facts, bundles: Mapping[str, Path], signers: Sequence[Signer]) -> Iterator[Release]:
    """Yield the release of each environment; `bundles` are the files that the compiler has just written.

    Raises:
        PromptopsError: the project has no name, or a bundle is no longer what was compiled.
    """
    if facts.project.name is None:
        raise PromptopsError("the project has no name to sign for", help="write `name:` into promptops.yaml")
    datasets = tuple(_datasets(facts.project))
    for environment, path in bundles.items():
        data, sha256 = _read(path), path.stem
        bom = bill_of_materials(json.loads(data), sha256, datasets)
        said = predicate(facts, environment, hashlib.sha256(bom).hexdigest())
        statement = sign_envelope(_statement(said, sha256), STATEMENT_PAYLOAD, signers)
        files = {bundle_path(sha256): data, statement_path(sha256): statement, bom_path(sha256): bom}
        yield Release(environment, sha256, files)


def _read(bundle: Path) -> bytes:
    data = bundle.read_bytes()
    if hashlib.sha256(data).hexdigest() != bundle.stem:
        raise PromptopsError(
            f"`{bundle.name}` was changed after it was written", help="find out by whom; compile again"
        )
    return data


def _statement(said: Mapping[str, Any], sha256: str) -> bytes:
    return canonical_bytes(
        {
            "_type": IN_TOTO_STATEMENT,
            "predicate": said,
            "predicateType": STATEMENT_TYPE,
            "subject": [{"name": subject_name(sha256), "digest": {"sha256": sha256}}],
        }
    )


def _datasets(project: Project) -> Iterator[Part]:
    for entry in project.of_kind("dataset"):
        if not project.is_retired(entry):
            yield Part(entry.reference, entry.kind, json.loads(entry.data), entry.digest, {})
