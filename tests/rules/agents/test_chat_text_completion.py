from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "chat-text-completion"


def files(
    expects: Mapping[str, str], of: str = "agent:a", kind: str = "service", loop: str = "tools: [t]"
) -> dict[str, str]:
    return {
        "a.yaml": f"kind: Agent\nname: a\nprompt: p\nlimits: {{max_turns: 3, max_cost: 1}}\n{loop}\n",
        "t.yaml": "kind: Tool\nname: t\n",
        "p.prompt.md": "---\nname: p\n---\nSay so when you are done.\n",
        "c.yaml": f"kind: Consumer\nname: c\nof: {of}\ntype: {kind}\nexpects:\n  - {json.dumps(dict(expects))}\n",
    }


@pytest.mark.parametrize(
    "expects",
    [
        {"phrase": "All done!"},
        {"phrase": "I'm done."},
        {"phrase": "Task completed successfully"},
        {"phrase": "Everything is finished now"},
        {"label": "DONE"},
        {"label": "[[TASK_COMPLETE]]"},
        {"phrase": "TERMINATE"},
        {"pattern": r"(?i)all\s+done[.!]?"},
        {"pattern": r"\bfinished\b"},
        {"pattern": r"(?i)^\W*mission accomplished"},
        {"phrase": "That's all"},
    ],
)
def test_words_for_being_done(expects: Mapping[str, str], lint: Lint) -> None:
    (found,) = lint(files(expects), RULE)
    assert (found.severity, found.primary[:2]) == ("warning", ("c.yaml", 6))


@pytest.mark.parametrize(
    "expects",
    [
        {"label": "AMOUNT:"},
        {"phrase": "has been refunded"},
        {"phrase": "what must be done next"},
        {"pattern": r"(?P<done>\d+) of (?P<all>\d+) files"},
        {"phrase": "the finished product"},
        {"key": "done"},
        {"variable": "finished"},
        {"phrase": "done " * 500},
        {"pattern": "[a-z]+"},
    ],
)
def test_other_words(expects: Mapping[str, str], lint: Lint) -> None:
    assert lint(files(expects), RULE) == ()


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ({"of": "prompt:p"}, True),
        ({"of": "tool:t"}, False),
        ({"of": "agent:gone"}, False),
        ({"of": "[tool:t, agent:a]"}, True),
        ({"kind": "people"}, False),
        ({"kind": "report"}, False),
        ({"kind": "parser"}, True),
        # it ends with its first answer
        ({"loop": "description: x"}, False),
    ],
)
def test_what_reads_it_out_of_which_text(changed: dict[str, str], lint: Lint, *, is_told: bool) -> None:
    assert bool(lint(files({"phrase": "All done!"}, **changed), RULE)) == is_told
