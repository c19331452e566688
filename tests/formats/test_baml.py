from __future__ import annotations

from typing import Any

import pytest

from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.baml import folder_name, read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING

FILE = """\
class Receipt {
  total float
  items string[]
}
enum Kind { REFUND
  OTHER }
template_string Chat(messages: string[]) #"
  {% for m in messages %}{{ m }} for {{ customer }}{% endfor %}
"#
function Extract(text: string, hint: string?) -> Receipt {
  client Careful
  prompt #"
    {{ _.role("user") }}
    Read {{ text }}{% if hint %} ({{ hint }}){% endif %}
    {{ ctx.output_format }}
  "#
}
function Sort(text: string) -> Kind {
  client "openai/gpt-4o"
  prompt #"Sort {{ text }}"#
}
function add(a: int) -> int { a + 1 }
retry_policy Patient {
  max_retries 3
  strategy { type exponential_backoff }
}
client<llm> Careful {
  provider openai
  retry_policy Patient
  options {
    model "gpt-4o-2024-08-06" // pinned
    api_key env.OPENAI_API_KEY
    temperature 0.5
    base_url http://localhost:1/v1
  }
}
client<llm> Both {
  provider fallback
  options { strategy [Careful, "openai/gpt-4o"] }
}
client<llm> Turns {
  provider round-robin
  options { strategy [Careful, Both] }
}
client<llm> Deployed {
  provider azure-openai
  options { model env.MODEL }
}
test Lunch {
  functions [Extract]
  args {
    text #"soup } 4"#
    hint null
  }
  @@assert(total, {{ this.total > 3 }})
}
generator out { output_type python/pydantic
 output_dir ".." }
"""


def read_baml(text: str, path: str = "app/baml_src/deep/a.baml") -> Reading:
    return read(SourceFile(path, text, lambda _: MISSING))


def drafts() -> dict[tuple[str, str], Draft]:
    return {(draft.kind, draft.data["name"].removeprefix("app/baml_src/")): draft for draft in read_baml(FILE).drafts}


def kept(draft: Draft) -> Any:
    return draft.data["annotations"]["baml"]


def text_at(draft: Draft, *keys: str | int, part: Any = "value") -> str:
    place = draft.range_of(keys, part)
    lines = FILE.split("\n")
    return lines[place.line - 1][place.column - 1 : place.end_column - 1 if place.line == place.end_line else None]


def test_every_declaration_that_is_a_resource_becomes_one() -> None:
    assert list(drafts()) == [
        ("Fragment", "Chat"),
        ("Prompt", "Extract"),
        ("Prompt", "Sort"),
        ("Model", "Careful"),
        ("Model", "Both"),
        ("Model", "Turns"),
        ("Model", "Deployed"),
        ("Eval", "Extract/Lunch"),
    ]
    assert read_baml(FILE).faults == ()
    for draft in drafts().values():
        assert validate(draft.kind, draft.data)[1] == ()


def test_a_function_is_a_prompt() -> None:
    prompt = drafts()["Prompt", "Extract"]
    assert prompt.data["body"].startswith('{{ _.role("user") }}\nRead {{ text }}')
    assert prompt.data["model"] == "app/baml_src/Careful"
    assert prompt.data["inputs"] == {
        "type": "object",
        "properties": {"text": {"type": "string"}, "hint": {"type": ["string", "null"]}},
        "required": ["text"],
        "additionalProperties": False,
    }
    assert prompt.data["output"]["format"] == "json"
    assert list(prompt.data["output"]["schema"]["$defs"]["Receipt"]["properties"]) == ["total", "items"]
    assert (prompt.template, prompt.closed) == ("baml", True)
    assert kept(prompt) == {"output": "Receipt", "inputs": {"text": "string", "hint": "string?"}}


def test_its_parts_stand_where_the_file_has_them() -> None:
    prompt = drafts()["Prompt", "Extract"]
    assert text_at(prompt, "name") == "Extract"
    assert text_at(prompt, "inputs", "hint", part="key") == "hint"
    assert text_at(prompt, "output", "schema", "properties") == "Receipt"
    assert text_at(prompt, "model") == "Careful"
    start = prompt.data["body"].index("text }}")
    place = prompt.range_in(("body",), start, start + 4)
    assert FILE.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == "text"


def test_an_enum_is_written_as_text() -> None:
    prompt = drafts()["Prompt", "Sort"]
    assert prompt.data["output"]["format"] == "text"
    assert prompt.data["model"] == "openai/gpt-4o"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("string", "text"),
        ('"a" | "b"', "text"),
        ("Receipt[]", "json"),
        ("Receipt | string", "json"),
        ("Receipt?", "json"),
        ("map<string, int>", "json"),
        ("Elsewhere", None),
        ("Receipt | Elsewhere", None),
        ("A", None),
        ("", None),
    ],
)
def test_the_form_of_the_output_follows_from_its_type(written: str, form: str | None) -> None:
    arrow = f"-> {written} " if written else ""
    text = f'class Receipt {{ a int }}\ntype A = A\nfunction F() {arrow}{{ client "a/b"\n prompt #"x"# }}\n'
    (draft,) = read_baml(text).drafts
    assert draft.data.get("output", {}).get("format") == form


def test_a_template_string_is_a_fragment_that_sees_its_callers_variables() -> None:
    fragment = drafts()["Fragment", "Chat"]
    assert fragment.data["inputs"]["required"] == ["messages"]
    assert "{{ customer }}" in fragment.data["body"]
    assert not fragment.closed


def test_a_call_includes_a_fragment_of_the_project() -> None:
    text = 'function F(a: string) -> string { client "a/b"\n prompt #"{{ Chat(a) }} {{ _.role("user") }} f(x)"# }\n'
    (draft,) = read_baml(text).drafts
    assert draft.includes == {"Chat": "fragment:app/baml_src/Chat"}


def test_a_name_that_may_be_an_enum_or_template_leaves_a_prompt_open() -> None:
    text = 'function F(Item: string) -> string { client "a/b"\n prompt #"Mind A.B {{ %s }}"# }\n'
    assert [read_baml(text % name).drafts[0].closed for name in ("Kind.A", "Chat", "Item.a", "x.A", "f(True)")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_clients_are_models() -> None:
    found = drafts()
    careful = found["Model", "Careful"]
    assert (careful.data["provider"], careful.data["id"]) == ("openai", "gpt-4o-2024-08-06")
    assert kept(careful) == {
        "retry_policy": {"name": "Patient", "max_retries": 3, "strategy": {"type": "exponential_backoff"}},
        "options": {
            "model": "gpt-4o-2024-08-06",
            "api_key": "env.OPENAI_API_KEY",
            "temperature": 0.5,
            "base_url": "http://localhost:1/v1",
        },
    }
    assert found["Model", "Both"].data["fallbacks"] == ["app/baml_src/Careful", "openai/gpt-4o"]
    assert "fallbacks" not in found["Model", "Turns"].data


def test_a_model_out_of_the_environment_is_dynamic() -> None:
    deployed = drafts()["Model", "Deployed"]
    assert deployed.dynamic == (("id",),)
    assert "id" not in deployed.data


def test_a_test_is_an_evaluation() -> None:
    lunch = drafts()["Eval", "Extract/Lunch"]
    assert lunch.data["subjects"] == ["prompt:app/baml_src/Extract"]
    assert kept(lunch) == {
        "args": {"text": "soup } 4", "hint": None},
        "checks": [{"assert": "total, {{ this.total > 3 }}"}],
    }


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a.baml", ""),
        ("prompts/a.baml", "prompts/"),
        ("app/baml_src/a.baml", "app/baml_src/"),
        ("app/baml_src/function-calling(tools)/a.baml", "app/baml_src/"),
        ("baml_src/x/baml_src/y/a.baml", "baml_src/x/baml_src/"),
        ("my app/a.baml", "my-app/"),
    ],
)
def test_names_are_taken_from_the_folder_in_which_they_are_unique(path: str, folder: str) -> None:
    assert folder_name(path) == folder


@pytest.mark.parametrize(
    "text", ["", "// nothing\n", "generator g { version 1 }", "class A { x int }", "no baml at all"]
)
def test_a_file_without_resources_is_passed_over(text: str) -> None:
    assert read_baml(text) is NOT_OURS


PROMPT = 'function F(a: string) -> string {\n  client "openai/gpt-4o"\n  prompt #"x {{ a }}"#\n}\n'


@pytest.mark.parametrize(
    ("text", "rule", "message", "line"),
    [
        (PROMPT + PROMPT, "duplicate-name", "the file declares the function `F` twice", 5),
        (PROMPT + "class F { a int }", "duplicate-name", "the file declares the class `F` twice", 5),
        ("class A { a int\n a string }", "duplicate-name", "`A` declares `a` twice", 2),
        ("enum E { A\n\n A }", "duplicate-name", "`E` declares `A` twice", 3),
        (PROMPT.replace("client", "clint"), "unknown-key", "a function has no key `clint`", 2),
        (
            PROMPT.replace('"openai/gpt-4o"', "C\n temperature 0"),
            "unknown-key",
            "a function has no key `temperature`",
            3,
        ),
        (PROMPT.replace("#", ""), "invalid-value", "a prompt is a block string", 3),
        ('client<llm> C { options { model "a" } }', "invalid-value", "the client `C` has no `provider`", 1),
        ("client C { provider a\n optoins { } }", "unknown-key", "a client has no key `optoins`", 2),
        (PROMPT + "class A {\n a int\n", "invalid-yaml", "nothing closes the `{` that begins here", 5),
        (PROMPT + 'template_string T #"\n', "invalid-yaml", "nothing closes the block string that begins here", 5),
    ],
)
def test_what_baml_refuses_is_told(text: str, rule: str, message: str, line: int) -> None:
    """Each is refused by BAML's own compiler."""
    found = [(fault.rule, fault.message, fault.place.line) for fault in read_baml(text).faults]
    assert (rule, message, line) in found


@pytest.mark.parametrize(
    "text",
    [
        PROMPT + "generator F { version 1 }\ntest F { functions [F]\n args { a 1 } }",
        PROMPT + "test T { functions [F] }\ntest T { functions [G] }",
        PROMPT.replace("a: string", "a: string, a: int"),
        PROMPT.replace('"openai/gpt-4o"', '"openai/gpt-4o"\n client GPT'),
        PROMPT + "function G(x: int) -> int { let y = x; y }\nlet z = 5;\n",
        PROMPT + 'class A { }\nclass B {\n /// }\n a map<string, int[]> @alias("}")\n @@dynamic }\n',
        PROMPT + 'client<llm> C { provider openai\n options { headers { "x-y" "z" }\n base_url "http://x" // }\n } }',
        PROMPT.replace("(a: string)", "(\n a: string, // the text\n b: map<string, int>,\n)"),
    ],
)
def test_what_baml_takes_is_not(text: str) -> None:
    """Each is taken by BAML's own compiler, with what it refers to in place."""
    assert read_baml(text).faults == ()


def test_faults_are_bounded() -> None:
    assert len(read_baml("class A {" + "a int\n" * 1_000 + "}").faults) == 100


@pytest.mark.parametrize(("type_", "is_closed"), [("int", True), ("int @assert(old, {{ this > 20 }})", False)])
def test_a_parameter_with_a_check_is_used_by_it(type_: str, is_closed: bool) -> None:  # noqa: FBT001
    text = f'function F(a: {type_}) -> string {{\n  client "openai/gpt-4o"\n  prompt #"Hello."#\n}}\n'
    (draft,) = read(SourceFile("baml_src/a.baml", text, lambda _: MISSING)).drafts
    assert draft.closed is is_closed
