from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.outline import structure
from promptops.changes.wording.structure_changes import compare_structure

TEXT = """\
# Role

Be kind.

Rules
=====

<rules>
1. Read it. All of it.
2. Sum it up.
<inner>
Be brief.
</inner>
</rules>

```
# no heading
<no>
</no>
```

A long line that ends with a full stop and stands above a rule.
---
<placeholder>
## Output ##
<b>Never</b> lie.
"""


def test_the_outline_has_headings_sections_and_steps() -> None:
    assert [(entry.kind, entry.title, entry.level) for entry in structure(TEXT)] == [
        ("heading", "Role", 1),
        ("heading", "Rules", 1),
        ("section", "rules", 1),
        ("step", "Read it.", 1),
        ("step", "Sum it up.", 1),
        ("section", "inner", 2),
        ("heading", "Output", 2),
    ]


def test_an_entry_stands_where_its_name_does() -> None:
    named = [TEXT[entry.start : entry.end] for entry in structure(TEXT)]
    assert named == ["# Role", "Rules", "<rules>", "1. Read it.", "2. Sum it up.", "<inner>", "## Output ##"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("# A\n\n# B", "# A", [("removed", "B", None)]),
        ("# A", "# A\n\n# B", [("added", None, "B")]),
        ("# A\n\nx\n\n# Steps\n\ny", "# A\n\nx\n\n# Tasks\n\ny", [("renamed", "Steps", "Tasks")]),
        ("# Steps\n\n# Notes", "# STEPS\n\n# Notes", [("renamed", "Steps", "STEPS")]),
        ("# A\n\n## B", "# A\n\n# B", [("level-changed", "B", "B")]),
        ("# A\n\n# B\n\n# C", "# B\n\n# C\n\n# A", [("reordered", "A", "A")]),
        ("<rules>\nx\n</rules>", "x", [("removed", "rules", None)]),
        ("<rules>\nx\n</rules>", "<limits>\nx\n</limits>", [("renamed", "rules", "limits")]),
        ("<a>\n<b>\nx\n</b>\n</a>", "<b>\nx\n</b>", [("level-changed", "b", "b"), ("removed", "a", None)]),
        ("1. Read it.\n2. Sum up.", "1. Sum up.\n2. Read it.", [("reordered", "Read it.", "Read it.")]),
        ("1. Read it.\n2. Sum up.", "1. Sum up.", []),
        ("# A\n\nBe kind.", "# A\n\nBe brief.", []),
    ],
)
def test_what_changed_in_the_outline(
    before: str, after: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    changes = compare_structure(before, after)
    assert [
        (change.kind, change.before and change.before.title, change.after and change.after.title) for change in changes
    ] == expected


@given(
    st.lists(st.sampled_from(["# A\n", "## B\n", "<c>\n", "</c>\n", "1. D\n", "\n", "x\n", "---\n", "```\n"])).map(
        "".join
    )
)
def test_an_outline_does_not_differ_from_itself(text: str) -> None:
    assert compare_structure(text, text) == ()
    starts = [entry.start for entry in structure(text)]
    assert starts == sorted(set(starts))
