"""Releases of the example's prompts, as somebody on call makes them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from promptops.cli.main import cli
from promptops.publishing.channel import Channel
from promptops.publishing.directory import DirectoryStore
from promptops.publishing.keys import signer_for
from promptops.publishing.promotion import promote
from promptops.trust.channels import ChannelPointer
from promptops.trust.root import TrustRoot

APP: Final = Path(__file__).parents[2] / "examples" / "app"
LEFT_BEHIND: Final = shutil.ignore_patterns("build", "data", "keys", "store", "trust.json", "__pycache__")
"""What somebody who has tried the example may have there."""


class Releases:
    """A folder with the prompts, a key, a trust file, and a store that bundles are published to."""

    def __init__(self, folder: Path) -> None:
        self.prompts, self.store, self.trust = folder / "prompts", folder / "store", folder / "trust.json"
        self._key = folder / "release.key"

    def begin(self) -> None:
        """Copy the prompts, make a key, and trust it."""
        shutil.copytree(APP / "prompts", self.prompts, ignore=LEFT_BEHIND)
        run("keys", "generate", "--folder", self._key.parent)
        run("keys", "trust", self._key.with_suffix(".pub"), "--project", "refund-desk", "--trust", self.trust)

    def publish(self, days: int) -> str:
        """Publish a bundle by which articles can be given back for so many days, and return its digest."""
        prompt = self.prompts / "refund-reply.prompt.md"
        text = prompt.read_text(encoding="utf-8")
        assert text.count("within 30 days") == 1
        prompt.write_text(text.replace("within 30 days", f"within {days} days"), encoding="utf-8")
        run("compile", self.prompts, "--sign", self._key, "--publish", self.store)
        prompt.write_text(text, encoding="utf-8")
        found: str = json.loads((self.prompts / "build" / "manifest.json").read_bytes())["bundles"]["prod"]
        return found

    def promote(self, digest: str) -> ChannelPointer:
        """Point the channel at a bundle."""
        now = datetime.now(UTC).replace(microsecond=0)
        root = TrustRoot.load(self.trust.read_bytes(), now)
        signer = signer_for(str(self._key), lambda _: b"")
        with (store := DirectoryStore(self.store)).locked("prod"):
            return promote(Channel(store, root, "prod"), digest, [signer], now=now, lifetime=timedelta(days=1))

    def roll_back(self, *how: str) -> None:
        """Point the channel at what it pointed at before."""
        self._run("rollback", *how)

    def kill(self, *what: str) -> None:
        """Take something out of service, or put it back."""
        self._run("kill", *what)

    def _run(self, command: str, *arguments: str) -> None:
        run(command, "prod", *arguments, "--store", self.store, "--trust", self.trust, "--key", self._key)


def run(*arguments: str | Path) -> None:
    """Run `promptops` with arguments that it must succeed with."""
    result = CliRunner().invoke(cli, list(map(str, arguments)), env={"PROMPTOPS_CACHE_DIR": ""})
    assert result.exit_code == 0, result.output
