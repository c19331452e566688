"""The words by which a change of wording is sorted, in English; other languages simply are not sorted."""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


MODALITY = _listed(
    "always can could ensure exactly important mandatory may maybe might must only optional optionally ought perhaps "
    "possible possibly prefer preferably recommended required shall should strictly sure try unless usually"
)
POLARITY = _listed(
    "ain't aren't avoid can't cannot couldn't doesn't don't except exclude excluding forbid forbidden hadn't hasn't "
    "haven't isn't mustn't neither never no nobody none nor not nothing omit prohibited refrain refuse shouldn't stop "
    "wasn't weren't without won't wouldn't dont"
)
QUANTITY = _listed(
    "all any billion both double dozen each eight eighteen eighty eleven every few fewer fifteen fifty "
    "first five forty four fourteen half hundred least less many max maximum million min minimum more most multiple "
    "nine nineteen ninety once one per second several seven seventeen seventy single six sixteen sixty some ten third "
    "thirteen thirty thousand three twelve twenty twice two zero"
)
FORMAT = _listed(
    "array backtick backticks bold bullet bullets bulleted column columns comma commas csv format "
    "formatted formatting header headers heading headings html italic italics json jsonl latex line lines list "
    "lists markdown newline newlines numbered object plaintext row rows schema section sections table tables "
    "tag tags tsv xml yaml"
)
FUNCTION_WORDS = _listed(
    "a an and are as at be been but by do for from has have he if in into is it its of on or she so than that the "
    "their them then there these they this those to was we were what when which will with you your"
)
"""Words that two sentences share by chance."""
