"""A file of the project is there but its content is not to be had.

## Why is this bad?

What cannot be read cannot be judged. The file may be too large, a link that leads out of the repository, something
other than a regular file, or the pointer that Git LFS leaves where the content was not fetched. To pass over it would
call a project clean of which a part was never seen.

## Example

```markdown prompts/refund.prompt.md
version https://git-lfs.github.com/spec/v1  # error: [unreadable-file]
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
```

## Near miss

A prompt may speak of Git LFS.

```markdown prompts/refund.prompt.md
---
name: support/lfs
---
Explain what this file is:

version https://git-lfs.github.com/spec/v1
```

## Use instead

Fetch the content with `git lfs pull` before compiling, or keep prompts out of Git LFS: they are small.

```markdown prompts/refund.prompt.md
---
name: support/refund
---
You answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.ERROR, since="0.1.0")
def unreadable_file(context: FileContext) -> Iterator[Problem]:
    """Yield why the file could not be read."""
    return context.faults_of("unreadable-file")
