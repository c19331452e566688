"""A version that was released has other content now.

## What it does
It compares a resource with what the last release tag (`v1.2.0`) that the baseline contains has under the same version.
A difference that is one of blanks alone is a warning. Where there is no such tag, the rule `unbumped-version` compares
with the baseline.

## Why is this bad?
Bundles, caches, evals and bills of material that name the version mean the old content, and nothing tells them that
there is another. Going back to "the released one" gives one or the other, as the cache decides.

## Before
The commit is tagged `v2026.10`.

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
version: 1.4.0  # error: [released-content-changed]
---
Answer refund requests.
Ask for the order number first.
```

## Near miss
Who answers for it is no part of what was released to its users.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
review_by: 2027-03-01
---
Answer refund requests.
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.1
---
Answer refund requests.
Ask for the order number first.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Bump
from promptops.changes.content import content_at, differing_keys
from promptops.changes.versions import Version, next_version
from promptops.changes.wording.canonical import folded
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated
from promptops.rules.change_contexts import ChangeProblem, VersionContext
from promptops.rules.rule import version_rule


@version_rule(severity=Severity.ERROR, since="0.1.0")
def released_content_changed(context: VersionContext) -> Iterator[ChangeProblem]:
    """Yield a problem for a resource that differs from what was released under its version."""
    before, after = context.before, context.after
    version = Version.of(after.entry.version or "")
    if context.tag is None or Version.of(before.entry.version or "") != version:
        return
    keys = differing_keys(before, after)
    if not keys:
        return
    bump: Bump = "patch" if context.required == "none" else context.required
    yield ChangeProblem(
        f"{context.tag} has `{after.entry.name}` {version} with other content: {enumerated(keys, 'and')} changed since",
        context.change,
        after.entry.at("version"),
        f"set `version` to {next_version(version, bump)}",
        old=content_at(before, keys),
        new=content_at(after, keys),
        is_proven=bool(differing_keys(before, after, folded)),
    )
