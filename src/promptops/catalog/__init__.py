"""Dated facts on public models, and what a repository's own `Model` files say in their place.

A `Catalog` answers two questions, and remembers the answers; nothing is read before the first of them:

- `catalog.facts_of(entry)`: the facts on an entry of kind `model`. What its file says goes before the catalogue, field
  by field: limits, capabilities, parameters, price, dates, replacement.
- `catalog.facts_on(written, provider="")`: the facts on an identifier as a file writes it (`gpt-4o`,
  `openai/gpt-4o-2024-08-06`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0`), for prompts and agents that name a model
  for which there is no `Model` file. `catalog.facts_for(link, target)` takes a link of `Project.targets` and chooses.

Both return `ModelFacts`. Each of its fields is a `Fact` with `value` and `origin`, or None where nobody says anything:
an unknown model has nothing but None in it, and `is_known` is False. An `Origin` has the title of the source, the day
on which it was looked up, an address, and the `place` in the repository where it is a file of the project that says so.

The facts that are computed with:

- `context_window`, `max_input_tokens`, `max_output_tokens`: tokens, whole numbers; `input_limit` is the least of what
  is known of the first two.
- `price`: `Price(input, output, per, most_input, most_output)` in whole micro-USD for `per` tokens; the last two are
  what long prompts cost at some providers, and else the same. `output` is None where nobody says it.
- `retirement`: `Retirement(day, precision, after)`: the first day without answers. `precision` is `day`, or `earliest`
  where the provider promises only that it will not be sooner; `after` says whether calls `fail` or are `rerouted` then.
- `deprecated_on` (a date), `replacement` (an identifier or the name of a `Model`).
- `snapshot`: what an alias stands for; `snapshots`: all that are known of it; `is_pinned`: an identifier without a day
  that is a snapshot all the same.
- `has` and `lacks`: capabilities (`tools`, `json-schema`, `vision`, ...) that are known to be there, and not to be.
  A list in a native `Model` file is complete: `has_all` is True then.
- `accepts`: all parameters that are accepted, where a `Model` file lists them; `refuses`: parameter to the one that
  takes its place, empty where none does.
- `is_assumed`: the file does not say who serves the model; these are the facts on what its maker serves.

`Catalog.of(project)` is the catalogue of a project, the same one whenever it is asked for; `Catalog.shipped()` is the
one in the package.
"""

from promptops.catalog.catalog import Catalog
from promptops.catalog.facts import Fact, ModelFacts, Origin, Price, Retirement
from promptops.catalog.providers import provider_named

__all__ = ["Catalog", "Fact", "ModelFacts", "Origin", "Price", "Retirement", "provider_named"]
