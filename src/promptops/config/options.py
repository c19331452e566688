"""What a project may set of a rule: the rule declares it in its own file, in a class of `RuleOptions`.

No classes are made by pydantic or dataclasses: each would take half a millisecond, in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NoReturn, Self

from promptops.resources.rejections import Problem, enumerated, quoted, wrong_type

MAX_WORDS = 1_000
"""Words that one option may list."""
MAX_LENGTH = 200
"""Characters of one of them."""


class WholeNumber:
    """An option that is a whole number within bounds, with a value to show in the documentation."""

    def __init__(self, doc: str, default: int, bounds: tuple[int, int], example: int) -> None:
        self.doc = doc
        self.default = default
        self.least, self.most = bounds
        self.example = example

    @property
    def shape(self) -> str:
        """Return what it takes and what it is by default, in words."""
        return f"a whole number from {self.least} to {self.most}; `{self.default}` by default"

    def problem(self, raw: Any) -> Problem | None:
        """Return what is wrong with a value as it is written, None when nothing is."""
        if not isinstance(raw, int) or isinstance(raw, bool):
            return wrong_type("a whole number", raw)
        if self.least <= raw <= self.most:
            return None
        return Problem(f"must be at least {self.least}" if raw < self.least else f"must be at most {self.most}")

    def read(self, raw: Any) -> int:
        """Return the value that is written; there is no problem with it."""
        return int(raw)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what users write."""
        bounds = {"minimum": self.least, "maximum": self.most, "default": self.default}
        return {"type": "integer", "description": self.doc, **bounds}


class Words:
    """An option that is a list of words, with words to show in the documentation.

    `what` says what they are, and `refusal` what is wrong with one of them. `choices` are the only ones that there are,
    when it is not empty, and then the default.
    """

    def __init__(
        self,
        doc: str,
        example: tuple[str, ...],
        what: str,
        choices: tuple[str, ...],
        refusal: Callable[[str], str | None],
    ) -> None:
        self.doc = doc
        self.default = self.choices = choices
        self.example = example
        self.what = what
        self.refusal = refusal

    @property
    def shape(self) -> str:
        """Return what it takes and what it is by default, in words."""
        if self.choices:
            return f"some of {enumerated(self.choices, 'and')}; all of them by default"
        return f"{self.what}; empty by default"

    def problem(self, raw: Any) -> Problem | None:
        """Return what is wrong with a value as it is written, None when nothing is."""
        if isinstance(raw, str):
            return self._problem_with(raw)
        if not isinstance(raw, list):
            return wrong_type("a list", raw)
        if len(raw) > MAX_WORDS:
            return Problem(f"has more than {MAX_WORDS:,} items")
        found = ((index, self._problem_with(word)) for index, word in enumerate(raw))
        return next((problem._replace(keys=(index,)) for index, problem in found if problem is not None), None)

    def _problem_with(self, word: Any) -> Problem | None:
        if not isinstance(word, str):
            return wrong_type("a string", word)
        if not word or len(word) > MAX_LENGTH:
            return Problem(f"has more than {MAX_LENGTH} characters" if word else "is empty")
        if self.choices and word not in self.choices:
            return Problem(f"must be {enumerated(self.choices)}, not {quoted(word)}")
        refused = self.refusal(word)
        return None if refused is None else Problem(refused)

    def read(self, raw: Any) -> tuple[str, ...]:
        """Return the value that is written; there is no problem with it."""
        return (raw,) if isinstance(raw, str) else tuple(raw)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what users write."""
        free = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}
        word = {"enum": list(self.choices)} if self.choices else free
        return {"anyOf": [word, {"type": "array", "items": word, "maxItems": MAX_WORDS}], "description": self.doc}


Option = WholeNumber | Words


def whole_number(doc: str, *, default: int = 0, least: int = 0, most: int, example: int) -> Any:
    """Declare an option that is a whole number within bounds; `doc` is a sentence on what it does."""
    return WholeNumber(doc, default, (least, most), example)


def words(
    doc: str,
    *,
    example: Sequence[str],
    what: str = "a list of texts",
    choices: Sequence[str] = (),
    refusal: Callable[[str], str | None] = lambda _: None,
) -> Any:
    """Declare an option that is a list of words, or its only word without the list; `doc` says what it does.

    `what` says what they are. With `choices` they are some of these, and all of them by default; else there are none by
    default. `refusal` says what is wrong with a word, as the end of a sentence that begins with its place.
    """
    return Words(doc, tuple(example), what, tuple(choices), refusal)


class RuleOptions:
    """The options of a rule. A class below it declares each as `name: type = whole_number(...)` or `words(...)`."""

    declared: ClassVar[Mapping[str, Option]] = {}
    """The options by name."""

    def __init_subclass__(cls) -> None:
        """Put the defaults in the place of the declarations."""
        cls.declared = {name: each for name, each in vars(cls).items() if isinstance(each, Option)}
        for name, option in cls.declared.items():
            setattr(cls, name, option.default)

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"`{name}` cannot be changed: options are frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._values == self._values

    def __hash__(self) -> int:
        return hash(self._values)

    @property
    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.declared)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the options with values as they are written, in which there is no problem."""
        return cls(**{name: cls.declared[name].read(raw) for name, raw in values.items()})
