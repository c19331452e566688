"""What is read of YAML is what ruamel.yaml, a YAML 1.2 reader written by others, reads of it.

ruamel.yaml departs from the core schema for `1_000`, `0b1`, `-0x1`, `.5e3` and dates, and takes `=` for a tag of its
own; those are left to the tables of the reader's own tests. Keys are strings here, as ruamel.yaml gives others a type.
"""

from __future__ import annotations

import math
import re
import warnings
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from promptops.sources.yaml import read_yaml

WORDS = re.findall(
    r"\S+",
    r"""
    ~ null Null nUll yes No on off y true True tRUE FALSE 0 -0 +12 010 0o17 0o18 0x1F 0xg 1.5 -.5 1. . 12e03 1e-3 .inf
    -.INF .nan inf 190:20:30 1.2.3 a#b -x :x x: [] {} [a] {a: *x &x !x % @ ` | > ' " << -- --- ... \ a] a} a, a,b {{x}}
    é😀 http://x/y
    """,
)
PHRASES = [
    *WORDS,
    "",
    "a b",
    "a: b",
    "a #b",
    "# c",
    "- x",
    "? x",
    ": x",
    "[a, b]",
    "{a: 1, b: }",
    "'it''s'",
    '"\\x41\\u00e9\\n"',
    "! 'x'",
    "!!str 1",
    "!!int 7",
    "|-\n    one\n     two\n",
    "|2+\n      one\n\n",
    ">\n    one\n    two\n\n    three\n",
    "a\n    b",
    "'a\n\n    b'",
    '"a\\\n    b"',
    "{{ x }}",
    "x {{ y }}",
    "{% x %}",
    "&n x",
]
FRAMES = [
    "key: {}\n",
    "key:\n  - {}\n  - last\n",
    "- {}\n- last\n",
    "key: [{}, last]\n",
    "key: {{a: {}, b: last}}\n",
    "key:\n  in: {}\n  # note\n  last: 1\n",
    "? key\n: {}\n",
    "---\nkey: {}\n",
]
# For YAML 1.1, after which PyYAML writes, these are strings that need no quotes.
WRITTEN = [phrase for phrase in PHRASES if phrase not in ("-.5", "12e03", "1e-3", "0o17", "0o18")]
# White space of other scripts, and the line breaks of YAML 1.1, are where ruamel.yaml follows YAML 1.1.
TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t"), max_size=20
).filter(lambda text: text[:1] not in "+-.0123456789")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.sampled_from(WRITTEN),
    TEXT,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WRITTEN) | TEXT, inner, max_size=4),
    max_leaves=12,
)
STYLES = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.sampled_from([None, True, False]),
        "indent": st.integers(2, 6),
        "width": st.integers(5, 120),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
        "explicit_start": st.booleans(),
        "explicit_end": st.booleans(),
    }
)


def by_ruamel(text: str) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an anchor that is given twice
        return [value for value in YAML(typ="safe", pure=True).load_all(text) if value is not None]


def by_promptops(text: str) -> list[Any]:
    documents, faults = read_yaml(text)
    assert faults == ()
    return [document.value for document in documents if document.value is not None]


def comparable(value: Any) -> Any:
    """Tell 1, 1.0 and True apart, and let a key that is null be the empty key that it was written as."""
    if isinstance(value, dict):
        return {"" if key is None else key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, float) and math.isnan(value):
        return "not a number"
    return value if isinstance(value, str) else repr(value)


@given(VALUES, STYLES)
def test_a_value_comes_back_from_every_style_in_which_it_can_be_written(value: Any, style: dict[str, Any]) -> None:
    # PyYAML loses text when it breaks lines, hence none are broken here.
    text = yaml.dump(value, sort_keys=False, **{**style, "width": 1_000_000})
    expected = [] if value is None else [value]
    assert comparable(by_promptops(text)) == comparable(expected)


@given(VALUES, STYLES)
def test_both_readers_read_the_same_of_what_is_well_written(value: Any, style: dict[str, Any]) -> None:
    text = yaml.dump(value, sort_keys=False, **style)
    try:
        expected = by_ruamel(text)
    except YAMLError:
        return  # it rejects some tabs and some folded lines that YAML allows
    assert comparable(by_promptops(text)) == comparable(expected)


@given(st.lists(st.tuples(st.sampled_from(FRAMES), st.sampled_from(PHRASES)), min_size=1, max_size=3))
def test_both_readers_read_the_same_of_what_both_accept(pieces: list[tuple[str, str]]) -> None:
    text = "".join(frame.format(phrase).replace("key", f"key{number}") for number, (frame, phrase) in enumerate(pieces))
    documents, faults = read_yaml(text)
    try:
        expected = by_ruamel(text)
    except YAMLError:
        return
    if not faults:
        values = [document.value for document in documents if document.value is not None]
        assert comparable(values) == comparable(expected)
