"""Credentials in a text: found by the shapes that their issuers give them, or by the key that they stand at.

What is found here is masked wherever the compiler quotes a file, whichever rule speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from promptops.regex import regex

SHOWN = 4
"""Characters of a credential that are shown."""


class Credential(NamedTuple):
    """A credential: whose it is, in words, and its offsets in the text."""

    label: str
    start: int
    end: int


class _Shape(NamedTuple):
    """What one issuer's credentials look like; `sign` is a part of each of them."""

    label: str
    sign: str
    pattern: str


_SHAPES = (
    _Shape("an Anthropic API key", "sk-ant-", r"sk-ant-[a-z0-9]{3,12}-[\w-]{60,150}"),
    _Shape("an OpenAI API key", "sk-proj-", r"sk-proj-[\w-]{40,200}"),
    _Shape("an OpenAI API key", "sk-svcacct-", r"sk-svcacct-[\w-]{40,200}"),
    _Shape("an OpenAI API key", "sk-admin-", r"sk-admin-[\w-]{40,200}"),
    _Shape("an OpenAI API key", "T3BlbkFJ", r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    _Shape("an OpenRouter API key", "sk-or-v1-", r"sk-or-v1-[0-9a-f]{64}"),
    _Shape("a Langfuse secret key", "sk-lf-", r"sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    _Shape("an Azure OpenAI key", "JQQJ9", r"[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{20,40}"),
    _Shape("a Groq API key", "gsk_", r"gsk_[A-Za-z0-9]{52}"),
    _Shape("an xAI API key", "xai-", r"xai-[A-Za-z0-9]{80}"),
    _Shape("a Perplexity API key", "pplx-", r"pplx-[A-Za-z0-9]{48,56}"),
    _Shape("a Replicate API token", "r8_", r"r8_[A-Za-z0-9]{37}"),
    _Shape("a Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{34}"),
    _Shape("a LangSmith API key", "lsv2_", r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    _Shape("a Pinecone API key", "pcsk_", r"pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{60,66}"),
    _Shape("a Tavily API key", "tvly-", r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}"),
    _Shape("a Databricks token", "dapi", r"dapi[0-9a-f]{32}"),
    _Shape("an AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}"),
    _Shape("an AWS access key", "ASIA", r"ASIA[A-Z2-7]{16}"),
    _Shape("a GitHub token", "gh", r"gh[opsur]_[A-Za-z0-9]{36,255}"),
    _Shape("a GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _Shape("a GitLab token", "glpat-", r"glpat-[\w-]{20,300}"),
    _Shape("a Slack token", "xox", r"xox[abeoprs]-[A-Za-z0-9-]{24,250}"),
    _Shape("a Slack token", "xapp-", r"xapp-[0-9]-[A-Z0-9]{8,14}-[0-9]{10,14}-[0-9a-f]{64}"),
    _Shape("a Google API key", "AIza", r"AIza[\w-]{35}"),
    _Shape("a Google client secret", "GOCSPX-", r"GOCSPX-[\w-]{28}"),
    _Shape("a Stripe key", "k_live_", r"[rs]k_live_[A-Za-z0-9]{24,250}"),
    _Shape("an npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _Shape("a PyPI token", "pypi-", r"pypi-[\w-]{50,400}"),
    _Shape("a SendGrid API key", "SG.", r"SG\.[\w-]{22}\.[\w-]{43}"),
)
_OTHER_KEY = regex(r"(?<![A-Za-z0-9])sk-(?:[a-z0-9]{2,8}-){0,2}[A-Za-z0-9_-]{20,200}(?![A-Za-z0-9])")

# Whatever its shape, a credential has a stretch of twenty such characters. Few texts have one, and among bytes that are
# all the same it is found at once.
_WORD = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/"
_FLATTEN = bytes(ord("a") if byte in _WORD else ord(" ") for byte in range(256))
_STRETCH = b"a" * 20
_PLAIN = re.compile(r"[a-z_+/-]+|(?!A[KS]IA)[A-Z_+/-]+")
"""Words, and the names of files and variables: no credential is without digits and in one case."""

_NAME_BEFORE = regex(
    r"(?:(?:api|access|private|secret|account|subscription|signing|encryption)[_-]?key"
    r"|(?<![A-Za-z0-9])(?:[a-z]{2,12}[_-]?)?secret"
    r"|pass(?:word|wd|phrase)"
    r"|(?:api|access|auth|bearer|bot|deploy|refresh)[_-]?token|(?<![\w-])token|authorization)"
    r"[\"']?[ \t]{0,8}[:=][ \t]{0,8}[\"']?(?:bearer[ \t])?\Z",
    re.IGNORECASE | re.ASCII,
)
_LITERAL = regex(r"[^\s\"'`<>(){}\[\],;]{20,1000}(?=[\s\"'`,;)}\]]|\Z)")
_NAME_REACH = 60
_ENDS = (":", "=", "earer", "EARER")
_PART = regex(r"[A-Za-z0-9]{9,}")
_LONG_PART = 13
"""Characters of a part that is none of an identifier, which has twelve at most."""
_IDENTIFIER = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_PEM = regex(r"-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_PEM_REACH = 20_000
_PEM_CONTENT = regex(r"[A-Za-z0-9+/]{40}")

_PLACEHOLDER = regex(
    r"example|placeholder|your|dummy|sample|fake|redact|change.?me|abcdef|12345|(.)\1\1\1"
    r"|2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|eyJzdWIiOiIxMjM0NTY3ODkwI",  # those of RFC 6749 and jwt.io
    re.IGNORECASE,
)
_FEWEST_DIFFERENT = 8
_LONGEST = 100
"""How far behind a stretch a shape that has a dot may reach."""


def credentials(text: str) -> tuple[Credential, ...]:
    """Return the credentials in a text in order; they do not overlap."""
    stretches = tuple(_stretches(text))
    if not stretches:
        return ()
    found: list[Credential] = []
    candidates = (*_private_keys(text), *_single_words(text, stretches))
    for credential in sorted(candidates, key=lambda each: each.start):
        if not found or credential.start >= found[-1].end:
            found.append(credential)
    return tuple(found)


def masked(text: str, found: Sequence[Credential], offset: int = 0) -> str:
    """Return a text with stars in the place of the credentials in it, all but the first characters of each.

    Their offsets are those of a larger text, in which `text` stands at `offset`.
    """
    for credential in found:
        start = max(0, credential.start + SHOWN - offset)
        end = min(len(text), credential.end - offset)
        if start < end:
            text = text[:start] + "*" * (end - start) + text[end:]
    return text


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of every stretch without blanks that may be, or hold, a credential."""
    flat = text.encode("ascii", "replace").translate(_FLATTEN)
    start = flat.find(_STRETCH)
    while start >= 0:
        end = flat.find(b" ", start)
        end = end if end >= 0 else len(flat)
        if _PLAIN.fullmatch(text, start, end) is None:
            yield start, end
        start = flat.find(_STRETCH, end)


def _private_keys(text: str) -> Iterator[Credential]:
    headers = [match.span() for match in _PEM.finditer(text)] if "PRIVATE KEY" in text else []
    for (start, behind), limit in zip(headers, [*(start for start, _ in headers[1:]), len(text)], strict=False):
        end = text.find("-----END", behind, min(limit, behind + _PEM_REACH))
        content = _PEM_CONTENT.search(text, behind, end if end >= 0 else min(limit, behind + _PEM_REACH))
        if content is not None and _may_be_meant(content[0]):
            yield Credential("a private key", start, end if end >= 0 else content.end())


def _single_words(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Credential]:
    for start, end in stretches:
        credential = _shaped(text, max(0, start - len("SG.")), end) or _named(text, start)
        if credential is not None:
            yield credential


def _shaped(text: str, start: int, end: int) -> Credential | None:
    """Return the credential in a stretch of a text that is in one of the known shapes."""
    stretch = text[start:end]
    for shape in _SHAPES:
        if shape.sign in stretch:
            match = _compiled(shape.pattern).search(text, start, end + _LONGEST)
            if match is not None and match.start() < end and _may_be_meant(match[0]):
                return Credential(shape.label, *match.span())
    match = _OTHER_KEY.search(text, start, end) if "sk-" in stretch else None
    if match is not None and _is_random(match[0], least=0) and _may_be_meant(match[0]):
        return Credential("an API key", *match.span())
    return None


def _named(text: str, start: int) -> Credential | None:
    """Return the credential that begins at an offset because of the key that it stands at."""
    before = text[max(0, start - _NAME_REACH) : start]
    if not before.rstrip(" \t\"'").endswith(_ENDS) or _NAME_BEFORE.search(before) is None:
        return None
    match = _LITERAL.match(text, start)
    if match is None or not _is_random(match[0]) or not _may_be_meant(match[0]):
        return None
    return Credential("a secret", *match.span())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", re.ASCII)


def _may_be_meant(word: str) -> bool:
    """Say whether a word in the shape of a credential is not there for show."""
    return len(set(word)) >= _FEWEST_DIFFERENT and _PLACEHOLDER.search(word) is None


def _is_random(word: str, least: int = _LONG_PART) -> bool:
    """Say whether, in a long enough part of a word, letters and digits change as often as nobody would write them."""
    if _IDENTIFIER.fullmatch(word):
        return False
    parts = [part for part in _PART.findall(word) if len(part) >= least]
    return any(_changes(part) * 4 >= len(part) and not part.isalpha() for part in parts)


def _changes(part: str) -> int:
    kinds = [(char.isdigit(), char.isupper()) for char in part]
    return sum(left != right for left, right in pairwise(kinds))
