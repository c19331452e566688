"""How much one template may hold, so that a hostile one is refused at once and an honest one never."""

MAX_CHARACTERS = 1024 * 1024
"""Longest text in which tags are looked for, in code points."""

MAX_TOKENS = 50_000
"""Most tokens in one template: names, operators, strings, blanks between them, and the stretches between tags."""

MAX_BLOCKS = 40
"""Most blocks open inside each other. Python itself refuses a compiled template with more than 20 loops."""

MAX_DEPTH = 30
"""Most expressions inside each other: in brackets, behind `not` or a sign, behind `else` of an inline condition."""
