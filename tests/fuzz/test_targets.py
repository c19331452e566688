from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import FILES, TARGETS, one_input

_PIECES = r"""
---\n
kind: Prompt\n
name: a\n
body: |\n\x20\x20
{{ x }}
{% include 'b' %}
{{#if a}}
{{/if}}
messages:\n
- role: user\n  content: hi\n
agents:\n
  root:\n    model: a/b\n    instruction: x\n
model_list:\n
task: a\n
doc_to_text: '{{q}}'\n
include: b.yaml\n
x:\n  choice_strings: AB\n
prompts: [x]\n
providers: [y]\n
{"name": "a", "inputSchema":
{"type": "object"}
}
]
[
user:\n
writer:\n  role: a\n  goal: b\n  backstory: c\n
function F(a: string) -> string {\n
prompt #"
"#\n
\xff
\r\n
&a [*a]\n
?
:\x20
-\x20
\t
!!python/object:os.system x\n
!function u.f\n
\xe2\x80\xae
\xef\xbb\xbf
"""
PIECES = [line.encode().decode("unicode_escape").encode("latin-1") for line in _PIECES.strip().splitlines()]
CONTENTS = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=24).map(b"".join)


@pytest.mark.parametrize("number", range(len(TARGETS)), ids=TARGETS)
@settings(max_examples=40, deadline=None)
@given(content=CONTENTS)
def test_no_content_of_any_file_makes_the_compiler_fail(number: int, content: bytes) -> None:
    one_input(bytes([number]) + content)


def test_every_reader_has_its_share() -> None:
    assert len(FILES) > 20
