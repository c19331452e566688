"""Whether a mapping is a JSON Schema.

Every keyword of the drafts 4 to 2020-12 is checked by hand, which takes microseconds where the meta-schemas take
milliseconds, and fetches nothing. What some draft allows is allowed; an unknown keyword is an annotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptops.resources.rejections import Problem, Rejection, rejection
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_references import reference_problems
from promptops.resources.schema_walk import Walk

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


def schema_faults(schema: Any, keys: KeyPath = ()) -> tuple[Rejection, ...]:
    """Return what is wrong with a JSON Schema that stands at a path of keys; with no keys it is a whole file."""
    return tuple(rejection(problem, keys, "the schema") for problem in schema_problems(schema))


def schema_problems(schema: Any, root: Any = None) -> list[Problem]:
    """Return what is wrong with a JSON Schema; `root` is what local references start from, the schema by default."""
    walk = Walk(KEYWORDS)
    walk.schema(schema, (), 0)
    if walk.references and not walk.rebased and not walk.problems:
        return reference_problems(schema if root is None else root, walk.references)
    return walk.problems
