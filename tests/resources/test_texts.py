from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from promptops.resources import texts
from promptops.resources.texts import Form

FORMS = {
    name: kind.__metadata__[0]
    for name, kind in vars(texts).items()
    if getattr(kind, "__metadata__", None) and isinstance(kind.__metadata__[0], Form)
}
SAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "Name": (
        ["a", "support/refund-reply", "openai/gpt-4.1", "0", "A_b.c", "a..b", "x" * 200],
        ["", "/a", "a/", "a//b", ".a", "a/../b", "-a", "a b", "a:b", "a@1", "ä", "a\n", "x" * 201],
    ),
    "Version": (
        ["0.0.0", "2.1.0", "1.0.0-rc.1", "1.0.0-0a.-", "1.2.3+build.01", "10.20.30-alpha+x"],
        [
            "1.0",
            "1",
            "v1.0.0",
            "01.0.0",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0-a..b",
            "1.0.0+",
            "1.0.0 ",
            "1.0.\u0660",
            "",
            "1" * 101,
        ],
    ),
    "Label": (["hard", "strict-json", "a.b_c"], ["", "a/b", "a b", "-a"]),
    "Text": (["a", " a ", "\n\nä"], ["", " ", "\n\t"]),
    "RelativePath": (
        ["a", "./a.json", "../b/c.yaml", "cases/**/*.jsonl", "a b"],
        ["", "/etc/passwd", "~/a", "C:\\a", "a\\b", "https://a", "a\nb", "x" * 1001],
    ),
    "SourceLine": (
        ["a.py:1", "src/a b.py:41"],
        ["a.py", "a.py:0", ":1", "/a.py:1", "a.py:1:2", "a.py:x", "a:" + "1" * 10],
    ),
    "Digest": (["sha256:" + "0a" * 32], ["0a" * 32, "sha256:" + "0A" * 32, "sha256:" + "0a" * 31, "md5:" + "0a" * 32]),
    "EnvironmentVariable": (["KEY", "_k1"], ["", "1K", "A-B", "A B", "${KEY}"]),
    "RuleId": (["unknown-tool", "a1"], ["", "Unknown", "a--b", "-a", "a_b"]),
    "Fingerprint": (["0123456789abcdef", "0" * 64], ["0" * 15, "0" * 65, "xyz", "0123456789ABCDEF"]),
    "Handle": (["@ada", "@acme/support", "a@b.example"], ["ada", "@", "@a b", "@-a", "@a/b/c", "a@b@c", "@a/"]),
    "Region": (["DE", "US-CA", "GB-ENG"], ["de", "DEU", "US-", "US_CA", ""]),
}


def _accepts(name: str, value: Any) -> bool:
    try:
        return bool(TypeAdapter(getattr(texts, name)).validate_python(value, strict=True) == value)
    except ValidationError:
        return False


def test_every_form_has_samples() -> None:
    assert FORMS.keys() == SAMPLES.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    good, bad = SAMPLES[name]
    assert [text for text in good if not _accepts(name, text)] == []
    assert [text for text in bad if _accepts(name, text)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_no_string_is_refused(name: str) -> None:
    values: list[Any] = [1, 1.5, True, None, [], {}, b"a"]
    assert [value for value in values if _accepts(name, value)] == []


@pytest.mark.parametrize("name", SAMPLES.keys() - {"Text"})  # engines differ on which controls are white space
@given(data=st.data())
def test_a_pattern_means_the_same_in_every_engine(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    text = data.draw(st.one_of(st.from_regex(re.compile(form.pattern, re.ASCII)), st.text(max_size=20)))
    short = form.max_length is None or len(text) <= form.max_length
    matches = re.fullmatch(form.pattern, text) is not None
    assert _accepts(name, text) is (matches and short)
