from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "removed-owner"
PROMPTS: Files = {f"p/{name}.prompt.md": f"---\nname: {name}\n---\nText {name}.\n" for name in "abc"}
OWNERS = "/p/ @acme/a\n/teams/ @acme/b\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str]]:
    return [(each.diagnostic.primary.path, each.diagnostic.message) for each in found]


def test_an_owner_of_its_own_that_is_dropped_is_told(diff: Diff) -> None:
    before = {"_defaults.yaml": None, "a.yaml": "kind: Model\nname: a\nowner: support\n"}
    found = diff(before, {"a.yaml": "kind: Model\nname: a\n"}, RULE)
    assert told(found) == [("a.yaml", "the model `a` has no owner any more; it was `support`")]


def test_an_inherited_owner_is_told_once(diff: Diff) -> None:
    found = diff(PROMPTS, {"_defaults.yaml": None}, RULE)
    assert ("p/a.prompt.md", "the prompt `a` and 3 others have no owner any more; it was `support`") in told(found)
    assert len(found) == 1


def test_an_owner_by_pattern_is_told_once(diff: Diff) -> None:
    before = {"_defaults.yaml": None, **PROMPTS, "promptops.yaml": "owners: {p/: support, teams/: support}\n"}
    found = diff(before, {"promptops.yaml": "owners: {teams/: support}\n"}, RULE)
    assert told(found) == [("p/a.prompt.md", "the prompt `a` and 2 others have no owner any more; it was `support`")]


@pytest.mark.parametrize(
    ("after", "messages"),
    [
        (None, ["`p/a.prompt.md` and 2 others to `@acme/a`", "`teams/support.yaml` to `@acme/b`"]),
        ("/teams/ @acme/b\n", ["`p/a.prompt.md` and 2 others to `@acme/a`"]),
        ("/p/a* @acme/a\n/teams/ @acme/b\n", ["`p/b.prompt.md` and 1 other to `@acme/a`"]),
        (OWNERS + "/p/b*\n", ["`p/b.prompt.md` to `@acme/a`"]),
        ("* @acme/c\n", []),
        ("# a comment\n" + OWNERS, []),
    ],
)
def test_files_that_codeowners_no_longer_covers_are_told(after: str | None, messages: list[str], diff: Diff) -> None:
    before = {**PROMPTS, "CODEOWNERS": OWNERS, "promptops.yaml": None, "_defaults.yaml": None}
    found = told(diff(before, {"CODEOWNERS": after}, RULE))
    assert found == [("CODEOWNERS", f"CODEOWNERS gave {message}, and now to nobody") for message in messages]


@pytest.mark.parametrize(
    "changed",
    [
        {"_defaults.yaml": "owner: billing\n"},
        {"p/a.prompt.md": None, "CODEOWNERS": "/p/b* @acme/a\n/p/c* @acme/a\n/teams/ @acme/b\n"},
        {"CODEOWNERS": OWNERS + "/q/ @acme/c\n"},
    ],
)
def test_another_owner_is_an_owner(changed: Files, diff: Diff) -> None:
    assert told(diff({**PROMPTS, "CODEOWNERS": OWNERS}, changed, RULE)) == []
