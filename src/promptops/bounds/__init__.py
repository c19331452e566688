"""What one request to an agent, feature or prompt uses: calls of models, tokens and money, the least and the greatest.

`Bounds.of(project, facts, texts, environment=None)` holds the bounds of a project in one environment:

- `facts` is a `promptops.catalog.Catalog`, or anything with its `facts_for`; `texts(entry)` reads the texts of a
  prompt again. Rules get the bounds without an environment by `bounds_of(context)` of `promptops.rules.bounding`.
- `bounds.request(entry)` is a `Bound`: `calls`, `input`, `output` (tokens) and `cost` (micro-USD) are intervals of
  whole numbers with `least` and `greatest`, which is None where nothing in the files ends it. `bounds.gaps(entry)`
  then names each limit that is missing, with the measure that it leaves open and its place.
- `bounds.derivation(entry)` tells step by step how the bound comes about.

Each bound is worked out once, when it is asked for; all of a project take time linear in its calls.
"""

from promptops.bounds.bounds import Bound, Bounds, Explained
from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.model_calls import Facts
from promptops.bounds.sizes import Texts

__all__ = ["Bound", "Bounds", "Explained", "Facts", "Gap", "Interval", "Texts"]
