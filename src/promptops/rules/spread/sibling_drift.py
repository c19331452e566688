"""Two texts said the same in so many words, and one of them was changed.

## Why is this bad?
It need not be: the two may be meant to differ from now on. But most copies are copies, and a rule that was put right
in one of them stays wrong in the other until somebody is hurt.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
---
Refunds above one hundred euros need the approval of a team lead.
```

```markdown prompts/call.prompt.md
---
name: support/call
version: 1.0.0
---
You talk to customers on the phone.
Refunds above one hundred euros need the approval of a team lead.
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
---
Refunds above fifty euros need the approval of a team lead.
```

```markdown prompts/call.prompt.md
---
name: support/call
version: 1.0.0
---
You talk to customers on the phone.
Refunds above one hundred euros need the approval of a team lead. {# info: [sibling-drift] #}
```

## Near miss
Both are changed together.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
---
Refunds above fifty euros need the approval of a team lead.
```

```markdown prompts/call.prompt.md
---
name: support/call
version: 1.1.0
---
You talk to customers on the phone.
Refunds above fifty euros need the approval of a team lead.
```

## Use instead
Say it once, in a fragment that both include.

```markdown fragments/refunds.fragment.md
---
kind: Fragment
name: support/refunds
version: 1.0.0
---
Refunds above fifty euros need the approval of a team lead.
```

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
---
{% include "support/refunds@1" %}
```

```markdown prompts/call.prompt.md
---
name: support/call
version: 1.1.0
---
You talk to customers on the phone.
{% include "support/refunds@1" %}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import fate_of, shortened
from promptops.rules.wording.broken_expectation import consumer_of


@change_rule(severity=Severity.INFO, direction="text", bump="none", since="0.1.0")
def sibling_drift(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each text that still says what another one said as well."""
    for broken in context.reliance.broken:
        if broken.is_drift and broken.was is not None:
            expectation = broken.expectation
            words = shortened(expectation.value)
            yield ChangeProblem(
                f"`{expectation.consumer}` still says what `{broken.subject.name}` said: {words}",
                broken.change,
                expectation.at,
                "change both, or say it once in a fragment that both include",
                related=((broken.was.at, "it stood here"),),
                subject=expectation.consumer,
                old=expectation.value,
                consumers=(consumer_of(expectation),),
                notes=fate_of(broken.was, broken.change),
            )
