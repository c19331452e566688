from __future__ import annotations

import pytest

from promptops.templates.bindings import bound_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain {{ x }}", set()),
        ("{% set x = y %}", {"x", "y"}),
        ("{%- set x %}long{% endset %}", {"x"}),
        ("{% with a = 1, b = 'c' %}{% endwith %}", {"a", "b", "c"}),
        ("{% for k, v in items %}{% endfor %}", {"k", "v", "in", "items"}),
        ("{%+ macro m(p, q=1) %}{% endmacro %}", {"m", "p", "q"}),
        ("{% from 'x' import y as z %}", {"x", "import", "y", "as", "z"}),
        ("{% if settled %}{{ forest }}{% endif %}", set()),
    ],
)
def test_every_name_that_may_be_bound_is_found(text: str, names: set[str]) -> None:
    assert bound_names(text) == names
