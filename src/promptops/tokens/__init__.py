"""How many tokens a text has, told offline and honestly: an interval, and what it rests on.

`count(text, model)` counts with the vocabulary of the model's family where that is public and at hand, which is so for
OpenAI's models. For every other model it returns bounds that hold for all tokenizers in use: see `TokenCount`.
"""

from promptops.tokens.counting import Grade, TokenCount, bytes_of, count, count_bytes

__all__ = ["Grade", "TokenCount", "bytes_of", "count", "count_bytes"]
