"""A change does not hide from its judge: not by settings, comments or files of its own, nor by where it puts words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.change_waivers import Trust
from promptops.compiler.comparing import Comparing
from promptops.sources.trees import FolderTree

Files = Mapping[str, str | None]
Tell = Callable[..., set[str]]

PROMPT = "---\nname: support/reply\nversion: 1.0.0\n---\nAnswer. End with VERDICT: PASS or VERDICT: FAIL.\n"
BROKEN = PROMPT.replace("VERDICT: PASS or VERDICT: FAIL", "a verdict")
UNREAD = BROKEN.replace("version: 1.0.0", "version: [")
REFUSED = BROKEN.replace("version: 1.0.0", "version: nonsense!!")
CONSUMER = (
    "kind: Consumer\nname: support/parser\nof: prompt:support/reply\nsource: src/app.py:2\nexpects:\n"
    '  - label: "VERDICT:"\n'
)
CODE = 'p = load("support/reply")\nif "VERDICT: PASS" in answer:\n    ok()\n'
BEFORE: Files = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\n",
    "prompts/reply.prompt.md": PROMPT,
    "consumers/parser.yaml": CONSUMER,
}
WITH_CODE: Files = {**BEFORE, "src/app.py": CODE, "consumers/parser.yaml": None}


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    """Return `tell(before, changed, trust)`: the rules of which a change gives errors, told or kept from telling."""

    def errors(before: Files, changed: Files, trust: Trust = "head") -> set[str]:
        for side, files in (("before", before), ("after", {**before, **changed})):
            for path, text in files.items():
                if text is not None:
                    place = tmp_path / side / path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(text)
        head = Compiler(Request(tmp_path / "after", date(2026, 11, 1), cache=None))
        comparing = Comparing(head, FolderTree(tmp_path / "before"), trust)
        told = [each for each in comparing.verdict.diagnostics if comparing.keeps_from_comparing(each)]
        found = [each.diagnostic for each in comparing.judged.findings]
        return {each.rule for each in (*told, *comparing.concealed, *found) if each.severity == "error"}

    return errors


def config(more: str) -> str:
    return f"name: shop\n{more}\n"


BROKEN_ALL_THE_SAME: Mapping[str, Files] = {
    "nothing else": {},
    "the rule off": {"promptops.yaml": config("rules: {broken-expectation: off}")},
    "an override": {"promptops.yaml": config("overrides: [{paths: ['prompts/**'], rules: {broken-expectation: off}}]")},
    "the prompt excluded": {"promptops.yaml": config("exclude: ['prompts/**']")},
    "the consumer excluded": {"promptops.yaml": config("exclude: ['consumers/**']")},
    "only teams included": {"promptops.yaml": config("include: ['teams/**']")},
    "the consumer in the output": {"promptops.yaml": config("output: consumers")},
    "the expectation ignored": {
        "promptops.yaml": config("expectations: {ignore: [{consumer: '*', reason: because}]}"),
    },
    "no configuration": {"promptops.yaml": None},
    "a nested configuration": {"prompts/promptops.yaml": config("rules: {broken-expectation: off}")},
    "defaults that call it experimental": {"prompts/_defaults.yaml": "lifecycle: experimental\n"},
    "a second resource of its name": {"a/reply.prompt.md": PROMPT},
    "a second one, and nobody to say so": {
        "a/reply.prompt.md": PROMPT,
        "promptops.yaml": config("rules: {duplicate-name: off}"),
    },
}


@pytest.mark.parametrize("beside", BROKEN_ALL_THE_SAME.values(), ids=BROKEN_ALL_THE_SAME)
def test_what_else_a_change_does_keeps_no_break_from_being_told(beside: Files, tell: Tell) -> None:
    assert "broken-expectation" in tell(BEFORE, {"prompts/reply.prompt.md": BROKEN, **beside})


@pytest.mark.parametrize("setting", ["exclude: ['src/**']", "include: ['prompts/**', 'teams/**']"])
def test_source_code_that_the_change_leaves_out_is_read(setting: str, tell: Tell) -> None:
    changed = {"prompts/reply.prompt.md": BROKEN, "promptops.yaml": config(setting)}
    assert "broken-expectation" in tell(WITH_CODE, changed)


@pytest.mark.parametrize(
    "body",
    [
        "Answer. {# VERDICT: PASS or VERDICT: FAIL. #}\n",
        "Answer.\n{#-\nVERDICT: PASS or VERDICT: FAIL.\n-#}\n",
        "Answer. VERD\u200bICT: PASS or VERD\u200bICT: FAIL.\n",
        "Answer. VERDI\u0421T: PASS or VERDI\u0421T: FAIL.\n",
        "Answer. {{ v }}: PASS or {{ v }}: FAIL.\n",
    ],
)
def test_words_that_no_model_gets_to_see_are_gone(body: str, tell: Tell) -> None:
    head = PROMPT.partition("Answer")[0]
    assert "broken-expectation" in tell(BEFORE, {"prompts/reply.prompt.md": head + body})


SILENCED: Mapping[str, tuple[str, Files]] = {
    "by nothing": ("invalid-yaml", {"prompts/reply.prompt.md": UNREAD}),
    "by a rule that is off": (
        "invalid-yaml",
        {"prompts/reply.prompt.md": UNREAD, "promptops.yaml": config("rules: {invalid-yaml: off}")},
    ),
    "by a lower severity": (
        "invalid-value",
        {"prompts/reply.prompt.md": REFUSED, "promptops.yaml": config("rules: {invalid-value: info}")},
    ),
    "by a comment": (
        "invalid-value",
        {"prompts/reply.prompt.md": REFUSED.replace("!!\n", "!! # promptops: ignore[invalid-value] so\n")},
    ),
    "by leaving it out": (
        "removed-prompt",
        {"prompts/reply.prompt.md": UNREAD, "promptops.yaml": config("exclude: ['prompts/**']")},
    ),
}


@pytest.mark.parametrize(("rule", "changed"), SILENCED.values(), ids=SILENCED)
def test_a_resource_that_cannot_be_read_any_more_is_told(rule: str, changed: Files, tell: Tell) -> None:
    assert rule in tell(BEFORE, changed)


def test_what_was_silenced_before_and_is_as_broken_now_is_no_matter_of_the_change(tell: Tell) -> None:
    before = {**BEFORE, "prompts/reply.prompt.md": SILENCED["by a comment"][1]["prompts/reply.prompt.md"]}
    changed = {"prompts/reply.prompt.md": f"{before['prompts/reply.prompt.md']}More.\n"}
    assert tell(before, changed) == set()


def test_what_moved_on_to_another_file_is_not_lost(tell: Tell) -> None:
    comment = f"{REFUSED.replace('support/reply', 'support/other')}"
    silenced = comment.replace("!!\n", "!! # promptops: ignore[invalid-value] so\n")
    assert tell(BEFORE, {"prompts/reply.prompt.md": silenced, "prompts/moved.prompt.md": PROMPT}) == set()


COMMENT = "  # promptops: ignore[broken-expectation] the parser is gone\n"
IGNORED = CONSUMER.replace("  - label", f"{COMMENT}  - label")


@pytest.mark.parametrize(
    ("before", "after", "trust", "told"),
    [
        (CONSUMER, IGNORED, "head", set()),
        (CONSUMER, IGNORED, "baseline", {"broken-expectation"}),
        (IGNORED, IGNORED, "baseline", set()),
        (IGNORED, IGNORED.replace("source: src/app.py:2\n", ""), "baseline", set()),
        (IGNORED, IGNORED.replace("expects:\n", "expects:\n  - label: FAIL\n"), "baseline", {"broken-expectation"}),
    ],
)
def test_a_comment_counts_for_strangers_only_if_it_stood_there_before(
    before: str, after: str, trust: Trust, told: set[str], tell: Tell
) -> None:
    changed = {"prompts/reply.prompt.md": BROKEN, "consumers/parser.yaml": after}
    assert tell({**BEFORE, "consumers/parser.yaml": before}, changed, trust) == told


def test_as_many_comments_count_as_stood_there_before(tell: Tell) -> None:
    twice = IGNORED + f'{COMMENT}  - label: "FAIL"\n'
    before = {**BEFORE, "consumers/parser.yaml": IGNORED + '  - label: "FAIL"\n'}
    changed = {"prompts/reply.prompt.md": BROKEN, "consumers/parser.yaml": twice}
    assert "broken-expectation" in tell(before, changed, "baseline")
