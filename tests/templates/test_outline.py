"""The quick way is taken where it may be, without Jinja2 where it can be, and nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import repeat

import pytest

from promptops.templates import Include, Template, Variable, parse_template
from promptops.templates.limits import MAX_BLOCKS, MAX_TOKENS
from promptops.templates.outline import parse_outline
from promptops.templates.programs import compile_text
from promptops.templates.programs.syntax import compile_syntax
from promptops.templates.syntax import parse_syntax

PLAIN = """You are {{ persona.name | trim }}.
{# what follows is {{ not }} for everyone #}
{%- if tone and not tone.plain %}
Write in a {{- tone -}} tone.
{% elif other %}
{% for line in lines %}
- {{ line }} {{ loop.index }} {{ place }}
{% else %}
{{ line }}
{% endfor %}
{% else %}
{% include "fragments/tone" %}
{% endif %}
"""

UNUSUAL = {
    "set": "{% set a = 1 %}{{ a }}",
    "raw": "{% raw %}{{ a }}{% endraw %}",
    "block": "{% block a %}{% endblock %}",
    "dictionary": "{{ {'a': b} }}",
    "brace in a string": "{{ '}' }}",
    "tag in a tag": "{{ a {{ b }} }}",
    "open tag": "{{ a }}{{ b",
    "open comment": "{{ a }}{# b",
    "open block": "{% if a %}",
    "end without beginning": "{{ a }}{% endif %}",
    "wrong end": "{% if a %}{% endfor %}",
    "elif of a for": "{% for a in b %}{% elif c %}{% endfor %}",
    "elif behind else": "{% if a %}{% else %}{% elif c %}{% endif %}",
    "two else": "{% if a %}{% else %}{% else %}{% endif %}",
    "targets in brackets": "{% for (a, b) in c %}{% endfor %}",
    "error in a tag": "{{ a b }}",
    "long tag": "{{ " + "a" * 200 + " }}",
    "many blocks": "{% if a %}" * (MAX_BLOCKS + 1) + "{% endif %}" * (MAX_BLOCKS + 1),
    "many tags": "{{ a }}" * MAX_TOKENS,
}


def test_a_plain_prompt_is_read_tag_by_tag() -> None:
    template = parse_outline(PLAIN)
    assert template == parse_syntax(PLAIN)
    assert template is not None
    assert [name for name, _, _ in template.variables] == [
        *("persona", "tone", "tone", "tone", "other", "lines", "place", "line")
    ]
    assert [include.target for include in template.includes] == ["fragments/tone"]


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_left_to_the_whole_parser(text: str) -> None:
    assert parse_outline(text) is None
    assert parse_template(text) == parse_syntax(text)


def test_a_tag_says_the_same_wherever_it_stands() -> None:
    tag = "{% include ['a', b ~ c(1)] %}"
    variables = (Variable("b", 17, 18), Variable("c", 21, 22))
    includes = (Include("a", 13, 14, "include", optional=True), Include(None, 11, 26, "include", optional=True))
    assert parse_outline(tag) == Template(variables, includes)
    assert parse_outline("é\n" + tag) == Template(
        tuple([Variable(name, start + 2, end + 2) for name, start, end in variables]),
        tuple([item._replace(start=item.start + 2, end=item.end + 2) for item in includes]),
    )


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("no tags", "False"),
        (PLAIN.replace(" and not tone.plain", ""), "False"),
        ("{% if tone == 'formal' %}{% elif not a.b != \"it's\" %}{% endif %}", "False"),
        ("{{ a() }}", "True"),
        ("{% if tone == 'in\\nformal' %}{% endif %}", "True"),
    ],
)
def test_jinja_is_loaded_when_it_is_needed(text: str, loaded: str) -> None:
    program = "import sys; from promptops.templates import parse_template; parse_template(sys.argv[1])"
    command = [sys.executable, "-c", f"{program}; print('jinja2' in sys.modules)", text]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == loaded


@pytest.mark.parametrize("operator", ["==", "!=", "===", "= ="])
@pytest.mark.parametrize("text", ['"formal"', "''", "'it\"s # -'", '"a\\n"', '"a" "b"', '"a\nb"', '"a" and b', "3"])
@pytest.mark.parametrize("name", ["tone", "a.b", "loop.index", "not", "x.items", "true", "é"])
def test_a_comparison_with_a_text_is_what_the_whole_parser_takes_it_for(name: str, operator: str, text: str) -> None:
    for tag in (f"{{% if {name} {operator} {text} %}}", f"{{%- if not {name}{operator}{text} -%}}"):
        template = f"{tag}{{{{ c }}}}{{% endif %}}"
        assert parse_template(template) == parse_syntax(template)
        quick, whole = compile_text(template, "jinja"), compile_syntax(template, repeat(""))
        assert json.dumps(quick.program) == json.dumps(whole.program)
