"""What a resource says changed, and its version did not.

## What it does
It compares all that users of a versioned resource get, such as its text, its inputs and its schemas, and leaves out
what only people read: owner, dates, labels, how far a rollout has come. It also reports a version that went back.
Whether the number was raised counts from the last release tag (`v1.2.0`) that the baseline contains, else from the
baseline.

## Why is this bad?
When answers get worse, the first question is what changed. Two texts with one number cannot be told apart in logs,
traces and evals, and nobody can go back to the one that worked.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
---
Answer refund requests.
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0  # warning: [unbumped-version]
---
Answer refund requests.
Ask for the order number first.
```

## Near miss
Who answers for it is no part of what the model reads, and neither are blanks at the end of a line.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
description: Written for the refund desk.
review_by: 2027-03-01
---
Answer refund requests.

```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.5.0
---
Answer refund requests.
Ask for the order number first.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Bump
from promptops.changes.content import content_at, differing_keys
from promptops.changes.versions import Version, is_behind, next_version
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated
from promptops.rules.change_contexts import ChangeProblem, VersionContext
from promptops.rules.rule import version_rule


@version_rule(severity=Severity.WARNING, since="0.1.0")
def unbumped_version(context: VersionContext) -> Iterator[ChangeProblem]:
    """Yield a problem for a resource whose content changed under the same version, or under an earlier one."""
    before, after = context.before, context.after
    old, new = Version.of(before.entry.version or ""), Version.of(after.entry.version or "")
    # A release that has this version with other content is a rule of its own.
    if context.declared != "none" or (old == new and context.tag is not None):
        return
    keys = differing_keys(before, after)
    if not keys:
        return
    name, what = after.entry.name, enumerated(keys, "and")
    is_back = is_behind(old, new)
    if is_back:
        message = f"the version of `{name}` went back from {old} to {new}, while {what} changed"
    else:
        message = f"{what} of `{name}` changed, and its version is still {new}"
    bump: Bump = "patch" if context.required == "none" else context.required
    yield ChangeProblem(
        message,
        context.change,
        after.entry.at("version"),
        f"set `version` to {next_version(old, bump)}, if that is {_article(bump)} to its users",
        related=((context.change.was_at("version"), f"it was {old} here"),) if is_back and context.tag is None else (),
        old=content_at(before, keys),
        new=content_at(after, keys),
        notes=context.notes,
    )


def _article(bump: Bump) -> str:
    return {"major": "a break", "minor": "something new"}.get(bump, "no more than a correction")
