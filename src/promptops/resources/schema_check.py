"""Whether a mapping is a JSON Schema.

Every keyword of the drafts 4 to 2020-12 is checked by hand, which takes microseconds where the meta-schemas take
milliseconds, and fetches nothing. What some draft allows is allowed; an unknown keyword is an annotation.
"""

from __future__ import annotations

from typing import Any

from promptops.resources.rejections import Problem
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_references import reference_problems
from promptops.resources.schema_walk import Walk


def schema_problems(schema: Any, root: Any = None) -> list[Problem]:
    """Return what is wrong with a JSON Schema; `root` is what local references start from, the schema by default."""
    walk = Walk(KEYWORDS)
    walk.schema(schema, (), 0)
    if walk.references and not walk.rebased and not walk.problems:
        return reference_problems(schema if root is None else root, walk.references)
    return walk.problems
