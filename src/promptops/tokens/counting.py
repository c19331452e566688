"""Counts of tokens, with what they rest on."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from promptops.tokens.families import vocabulary_of

Grade: TypeAlias = Literal["vocabulary", "bytes"]
"""What a count rests on: the vocabulary of the model's family, or no more than the length of the text in bytes."""

LONGEST_TOKEN: Final = 256
"""Bytes: twice the longest token of any vocabulary that has been published, a run of 128 blanks."""
MAX_COUNTED: Final = 1_000_000
"""Code points; the counter takes no text that is as long as this."""


_PACKAGE: Final = "bpe_openai"


class TokenCount(NamedTuple):
    """How many tokens a text has: no fewer than `least`, no more than `greatest`.

    With the grade `vocabulary` it has been counted, and both are the same. With `bytes` nobody can count: a token has
    one byte at least, as every tokenizer in use works on bytes or falls back to them, and `LONGEST_TOKEN` at most.
    `tokenizer` is the name of the vocabulary, or `bytes`.
    """

    least: int
    greatest: int
    grade: Grade
    tokenizer: str

    @property
    def basis(self) -> str:
        """Return what it rests on, in words."""
        return f"counted with {self.tokenizer}" if self.grade == "vocabulary" else "a byte a token"


def count(text: str, model: str) -> TokenCount:
    """Return how many tokens a text has for a model, given by its identifier or by the name of a vocabulary.

    Names of special tokens in the text count as the text that they are, and a lone surrogate as the replacement
    character that it is sent as.
    """
    vocabulary = vocabulary_of(model)
    exact = None if vocabulary is None or len(text) >= MAX_COUNTED else _counted(text, vocabulary)
    if exact is None or vocabulary is None:
        return count_bytes(bytes_of(text))
    return TokenCount(exact, exact, "vocabulary", vocabulary)


def count_bytes(size: int) -> TokenCount:
    """Return how many tokens a text of so many bytes in UTF-8 has for whatever model."""
    return TokenCount(-(-size // LONGEST_TOKEN), size, "bytes", "bytes")


def bytes_of(text: str) -> int:
    """Return the length of a text in UTF-8; a lone surrogate counts as the replacement character does."""
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))


def _counted(text: str, vocabulary: str) -> int:
    try:
        return int(_tokenizer(vocabulary).count(text))
    except UnicodeEncodeError:
        return int(_tokenizer(vocabulary).count(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")))


@cache
def _tokenizer(vocabulary: str) -> Any:
    return _bindings().tokenizer_for_encoding(vocabulary)


@cache
def _bindings() -> Any:
    """Load the compiled counter alone: the package around it takes half a second to read every vocabulary anew."""
    from importlib.machinery import PathFinder  # noqa: PLC0415 - few runs count
    from importlib.util import find_spec, module_from_spec  # noqa: PLC0415 - as above

    package = find_spec(_PACKAGE)
    places = None if package is None else package.submodule_search_locations
    spec = PathFinder.find_spec(f"{_PACKAGE}._bindings", places)
    if spec is None or spec.loader is None:
        raise ImportError(f"{_PACKAGE} has no compiled counter")
    bindings = module_from_spec(spec)
    spec.loader.exec_module(bindings)
    return bindings
