"""What governs the files of a tree besides its resources, read when a rule asks for it."""

from __future__ import annotations

from collections import Counter
from functools import cache

from promptops.compiler.baseline import DEFAULT_NAME, Accepted, read_baseline
from promptops.compiler.sides import Compiled
from promptops.errors import ConfigError
from promptops.rules.change_contexts import Governing
from promptops.sources.codeowners import CodeOwners, read_codeowners
from promptops.sources.trees import Tree, Unreadable


def governing(tree: Tree, compiled: Compiled) -> Governing:
    """Return what governs a tree that is compiled."""
    settings = compiled.settings
    accepted_in = settings.config.baseline or DEFAULT_NAME

    @cache
    def codeowners() -> CodeOwners | None:
        return read_codeowners(tree)

    @cache
    def accepted() -> Counter[Accepted]:
        data = tree.read(accepted_in)
        try:
            return Counter() if isinstance(data, Unreadable) else read_baseline(data)
        except ConfigError:  # a file that cannot be read holds nothing back
            return Counter()

    return Governing(settings, compiled.listing.paths, accepted_in, codeowners, accepted)
