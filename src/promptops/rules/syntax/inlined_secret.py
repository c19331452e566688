r"""A file holds a credential instead of the name of one.

## Why is this bad?

Whoever can read the repository can use it: every clone, every fork, every backup, and from a prompt the model itself
and whoever makes it talk. Deleting the line does not help, as git keeps it; the credential must be revoked.

Found are credentials in the shape that their issuer gives them, private keys, and random strings at keys such as
`api_key`, `password` or `secret`. Reports show four characters of them, and of the quoted line no more.

## Example

```yaml models/chat.yaml
kind: Provider
name: acme
oncall: support@example.com
annotations:
  key: sk-proj-\u{51}4fT8mZ2vK9xL1bN7cR5jH3gW6pY0sD4aE8uI2oM1qV6tB9nX3zC7kF5lJ  # error: [inlined-secret]
  password: \u{39}f86d081884c7d659a2feaa0c55ad015  # error: [inlined-secret]
```

(`\u{51}` stands for the letter Q, so that nothing takes this page for a leak.)

## Near miss

The name of a variable, a placeholder and the examples of the issuers' own manuals are no credentials, and a random
string at any other key may be a digest.

```yaml models/chat.yaml
kind: Provider
name: acme
oncall: support@example.com
credentials: {env: ACME_API_KEY}
annotations:
  api_key: os.environ/ACME_PRODUCTION_API_KEY
  token: sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
  aws: AKIAIOSFODNN7EXAMPLE
  commit: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b
```

## Use instead

```yaml models/chat.yaml
kind: Provider
name: acme
oncall: support@example.com
credentials: {env: ACME_API_KEY}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.credentials import SHOWN, Credential, credentials
from promptops.rules.rule import file_rule
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.text import LineIndex
from promptops.sources.wildcards import any_name

_HELP = "revoke it, and name the environment variable that holds the new one"


class Options(RuleOptions):
    """What may be set."""

    allow: tuple[str, ...] = words(
        "Placeholders of your own that look like a credential; they stay masked in reports.",
        example=["sk-proj-Q4fT8m*"],
        what="a list of texts, in which `*` stands for any characters",
    )


@file_rule(severity=Severity.ERROR, since="0.1.0", options=Options)
def inlined_secret(context: FileContext) -> Iterator[Problem]:
    """Yield every credential in the file and in the files that its resources name."""
    found = _refused(context, context.text)
    if found:
        lines = LineIndex(context.text)
        for each in islice(found, MAX_FAULTS):
            described = _described(each, context.text)
            yield Problem(f"the file holds {described}", lines.range(each.start, each.end), _HELP, subject=described)
    for resource in context.resources:
        for keys, file in resource.attachments.items():
            for each in islice(_refused(context, file.text), MAX_FAULTS):
                described = _described(each, file.text)
                place = LineIndex(file.text).position(each.start)
                message = f"`{file.path}`, line {place[0]}, holds {described}"
                yield Problem(message, resource.entry.at(*keys), _HELP, subject=described)


def _refused(context: FileContext, text: str) -> Sequence[Credential]:
    """Return the credentials in a text but for those that are allowed."""
    found = credentials(text)
    if not found:
        return found
    is_allowed = any_name(context.options(Options).allow)
    return [each for each in found if not is_allowed(text[each.start : each.end])]


def _described(found: Credential, text: str) -> str:
    """Return whose a credential is, with no more of it than its owner needs to find it."""
    length = found.end - found.start
    return f"{found.label}: `{text[found.start : found.start + SHOWN]}…`, {length} characters"
