"""Types of texts that have a form: names, versions, paths, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]*"
NAME = f"{SEGMENT}(?:/{SEGMENT})*"
PATH = r"[^/~\\:\x00-\x1f][^\\:\x00-\x1f]*"
MAX_NAME = 200
MAX_PATH = 1000

_NUMBER = "(?:0|[1-9][0-9]*)"
_IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_SEMVER = (
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


class Form:
    """A text that matches a pattern.

    `expected` says in a message what it must be, `help` how to write it; `max_length` counts code points. The pattern
    must mean the same in Rust's and ECMA's syntax, as it also goes into the JSON Schema.
    """

    def __init__(self, pattern: str, expected: str, help: str | None = None, max_length: int | None = None) -> None:
        self.pattern = pattern
        self.expected = expected
        self.help = help
        self.max_length = max_length

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a check that runs without Python; its context is what a message needs."""
        from pydantic_core import core_schema  # noqa: PLC0415 - the grammar of names must not cost importing pydantic

        return core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self.pattern, max_length=self.max_length),
            custom_error_type="form",
            custom_error_message=f"must be {self.expected}",
            custom_error_context={"form": self},
        )


Name = Annotated[
    str,
    Form(
        f"^{NAME}$",
        "a name such as `support/refund-reply`",
        "a name is letters, digits, `.`, `_` and `-`, with `/` between its parts",
        MAX_NAME,
    ),
]
"""The name of a resource: a path, unique for its kind and major version."""

Version = Annotated[
    str,
    Form(
        f"^{_SEMVER}$", "a semantic version such as `2.1.0`", "write three numbers, as in `2.1.0` or `1.0.0-rc.1`", 100
    ),
]
"""A semantic version, 2.0."""

Label = Annotated[
    str,
    Form(
        f"^{SEGMENT}$",
        "a plain name such as `hard-cases`",
        "a plain name is letters, digits, `.`, `_` and `-`",
        MAX_NAME,
    ),
]
"""A name inside a resource: of a clause, variant, slice, demo, parameter."""

Text = Annotated[str, Form(r"\S", "a text that is not blank")]
"""A text for people; not blank."""

RelativePath = Annotated[
    str,
    Form(
        f"^{PATH}$",
        "a relative path with forward slashes",
        "paths are relative to the file that names them, as in `./refund.schema.json`",
        MAX_PATH,
    ),
]
"""The path of a file, relative to the file that names it."""

SourceLine = Annotated[
    str,
    Form(
        f"^{PATH}:[1-9][0-9]{{0,8}}$",
        "a path and a line such as `src/parse_refund.py:41`",
        "write the path, relative to the root, a colon and the number of the line",
        MAX_PATH,
    ),
]
"""A line of a file, relative to the root of the repository: `path:line`."""

Digest = Annotated[
    str, Form("^sha256:[0-9a-f]{64}$", "a digest: `sha256:` and 64 hexadecimal digits in lower case", max_length=71)
]
"""The SHA-256 digest of some content."""

EnvironmentVariable = Annotated[
    str,
    Form(
        "^[A-Za-z_][A-Za-z0-9_]*$", "the name of an environment variable such as `OPENAI_API_KEY`", max_length=MAX_NAME
    ),
]
"""The name of an environment variable."""

RuleId = Annotated[
    str, Form("^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", "the id of a rule such as `unknown-tool`", max_length=80)
]
"""The id of a rule."""

Fingerprint = Annotated[str, Form("^[0-9a-f]{16,64}$", "the fingerprint of a finding: 16 or more hexadecimal digits")]
"""The fingerprint of a finding, as the reports show it."""

Handle = Annotated[
    str,
    Form(
        r"^(?:@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?|[!-?A-~]+@[!-?A-~]+)$",
        "a handle such as `@acme/support` or an e-mail address",
        'in YAML a handle stands in quotes: `"@acme/support"`',
    ),
]
"""A person or team as CODEOWNERS names them."""

Region = Annotated[
    str, Form("^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$", "a country or region code of ISO 3166 such as `DE` or `US-CA`")
]
"""A country, or a part of it, by its code of ISO 3166."""
