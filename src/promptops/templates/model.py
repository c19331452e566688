"""What a template says. Every place is a pair of offsets in code points of the template's text, half-open."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal[
    "none", "jinja", "nunjucks", "handlebars", "mustache", "braces", "format", "crewai", "baml"
]
"""A template language. `braces` are `{{name}}` and nothing else, `format` is Python's `{name}` with all that it can do,
`crewai` is `{name}` and nothing else, `none` is plain text.
"""


class Variable(NamedTuple):
    """One use of a name that the template takes from whoever renders it.

    A name that the template binds itself, before that use and on every way to it, is none. A name that is bound
    under a condition and used behind it is one.
    """

    name: str
    start: int
    end: int


class Include(NamedTuple):
    """Another template that this one names in an `include`, `import`, `from` or `extends` tag.

    `target` is None when it is computed. The place is that of the name between its quotes, or of the whole
    expression when the target is computed. A list of targets gives one for each. `optional` says that there need not
    be such a template: it is one of a list, or the tag says `ignore missing`.
    """

    target: str | None
    start: int
    end: int
    keyword: str
    optional: bool = False


class TemplateError(NamedTuple):
    """Why the text is no template: the fact, where it stands, and what to do about it."""

    message: str
    start: int
    end: int
    help: str | None = None


class Template(NamedTuple):
    """The variables and includes of a text in order of appearance; none of them when there is an error."""

    variables: tuple[Variable, ...] = ()
    includes: tuple[Include, ...] = ()
    error: TemplateError | None = None


class PromptText(NamedTuple):
    """One text of a resource that goes to a model: where it stands, what it says, and what its template uses."""

    keys: tuple[str | int, ...]
    text: str
    template: Template


EMPTY = Template()
"""A text without any tag."""

GLOBALS = frozenset({"range", "dict", "lipsum", "cycler", "joiner", "namespace"}) | frozenset(
    {"_", "gettext", "ngettext", "pgettext", "npgettext"}
)
"""Names that Jinja2 and its translation extension define in every template."""

LOOP_NAME = "loop"
SELF_NAME = "self"
