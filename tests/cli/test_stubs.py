"""`promptops stubs`: what a type checker then finds in an application."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "team.yaml": "kind: Team\nname: support\n",
    "environments.yaml": "kind: Environment\nname: dev\n---\nkind: Environment\nname: prod\n",
    "reply.prompt.md": "---\nname: support/reply\nversion: 2.0.0\ninputs:\n  order_id: string\n"
    "  tone: {enum: [plain, warm], default: plain}\n"
    "  lines: {type: array, items: {type: object, properties: {sku: {type: string}, 'unit price':"
    " {type: number}}, required: [sku], additionalProperties: false}}\n  tags: {type: array, items: {type: string}}\n"
    "---\n{{ order_id }} {{ tone }} {{ lines|length }} {{ tags|join }}\n",
    "chat.yaml": "kind: Prompt\nname: chat\nversion: 1.0.0\nmessages: [{role: user, content: '{{ text }}'}]\n"
    "inputs: {text: string}\n",
    "chat-2.yaml": "kind: Prompt\nname: chat\nversion: 2.0.0\n"
    "messages: [{role: user, content: '{{ text }} {{ day }}'}]\ninputs: {text: string, day: 'string?'}\n",
    "rollout.yaml": "kind: Rollout\nname: chat-2\ntarget: prompt:chat@2\nstages: [{percent: 5}]\nenvironment: prod\n",
    "odd.yaml": "kind: Prompt\nname: 9/class\nversion: 1.0.0\nbody: '{{ x }}'\n"
    "inputs: {type: object, properties: {class: {type: string}, x: {type: [string, 'null']}}, required: [x]}\n",
    "free.yaml": "kind: Prompt\nname: free\nbody: Hello.\n",
    "agent.yaml": "kind: Agent\nname: desk\nprompt: chat@1\n",
    "clerks.yaml": "kind: Agent\nname: clerk\nversion: 10.0.0\nprompt: free\n---\n"
    "kind: Agent\nname: clerk\nversion: 9.0.0\nprompt: chat\n",
    "helpers.yaml": "kind: Agent\nname: helper\nversion: 1.0.0\nprompt: chat\n---\n"
    "kind: Agent\nname: helper\nversion: 2.0.0\nprompt: support/reply\n---\n"
    "kind: Rollout\nname: helper-2\ntarget: agent:helper@2\nstages: [{percent: 5}]\nenvironment: prod\n",
    "tool.yaml": "kind: Tool\nname: orders/look-up\nversion: 2.0.0\ndescription: Finds an order.\n",
}
HEAD = """from __future__ import annotations

import promptops.runtime as promptops
from prompts import typed

rt = typed(promptops.open("store/", channel="prod", trust="trust.json"))
with rt.session("user-1", plan="pro") as session:
"""
RIGHT = """
    decision = session.resolve("support/reply")
    text: str = decision.render(order_id="1", lines=[{"sku": "a", "unit price": 1.5}], tags=["x"], tone="warm")
    text = session.resolve("support/reply@2").render(order_id="1", lines=(), tags=())
    messages: list[dict[str, str]] = session.resolve("chat").render(text="x")
    messages = session.resolve("prompt:chat@2").render(text="x", day="Monday")
    messages = session.resolve("agent:desk").render(text="x")
    text = session.child(team="a").resolve("9/class").render(x=None, **{"class": "a"})
    text = session.resolve("free").render()
    text = session.resolve("agent:clerk").render()
    with session.reserve(decision, input_tokens=1, output_tokens=1):
        print(decision.provider.timeout if decision.provider else None)
    with session.enter("agent:desk") as run, run.enter("orders/look-up") as inner, inner.enter("orders/look-up@2"):
        text = inner.resolve("free").render()
        print(decision.stamp, rt.resume(session.pin()).resolve("free").render(), rt.status)
"""
WRONG = [
    ('session.resolve("support/replay")', "call-overload"),
    ('session.resolve("support/reply@1")', "call-overload"),
    ('session.resolve("support/reply").render(order_id="1", lines=[])', "call-arg"),
    ('session.resolve("support/reply").render(order_id=1, lines=[], tags=[])', "arg-type"),
    ('session.resolve("support/reply").render(order="1", order_id="1", lines=[], tags=[])', "call-arg"),
    ('session.resolve("support/reply").render(order_id="1", lines=[], tags=[], tone="curt")', "arg-type"),
    ('session.resolve("support/reply").render(order_id="1", lines=[], tags="x")', "arg-type"),
    ('session.resolve("support/reply").render(order_id="1", lines=[{"sku": 1}], tags=[])', "typeddict-item"),
    ('session.resolve("chat").render(text="x", day="Monday")', "call-arg"),
    ('session.child().resolve("chats")', "call-overload"),
    ('session.resolve("agent:clerk@9").render()', "call-arg"),
    ('session.resolve("agent:helper").render(order_id="1", lines=[], tags=[])', "call-arg"),
    ('session.enter("look-up")', "arg-type"),
    ('session.enter("tool:orders/look-up@1")', "arg-type"),
]


def checked(folder: Path, source: str) -> str:
    """Return what mypy says of an application in a folder."""
    (folder / "app.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "app.py", "prompts.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def application(tmp_path: Path, write: Write, run: Run) -> Path:
    write(FILES)
    result = run("stubs", "--environment", "prod", "--out", str(tmp_path / "prompts.py"))
    assert result.exit_code == 0, result.output
    return tmp_path


def test_a_type_checker_knows_prompts_and_inputs(application: Path) -> None:
    wrong = "".join(f"    {line}\n" for line, _ in WRONG)
    found = checked(application, HEAD + RIGHT + wrong)
    first = (HEAD + RIGHT).count("\n") + 1
    expected = {(first + number, code) for number, (_, code) in enumerate(WRONG)}
    errors = [line for line in found.splitlines() if ": error: " in line]
    assert {(int(line.split(":")[1]), line.rpartition("[")[2].rstrip("]")) for line in errors} == expected, found


def test_the_module_runs_without_the_types(application: Path) -> None:
    command = [sys.executable, "-c", "import prompts; print(prompts.typed(5))"]
    done = subprocess.run(command, cwd=application, check=True, capture_output=True, text=True)
    assert done.stdout == "5\n"


def test_a_bundle_that_was_compiled_before_gives_the_same(application: Path, run: Run, repository: Path) -> None:
    assert run("compile").exit_code == 0
    output = repository / "build"
    sha256 = json.loads((output / "manifest.json").read_bytes())["bundles"]["prod"]
    result = run("stubs", "--bundle", str(output / "bundles" / f"{sha256}.json"))
    assert result.output == (application / "prompts.py").read_text(encoding="utf-8")


REFUSED = [
    ((), "there are several environments"),
    (("--environment", "prd"), "there is no environment `prd`"),
    (("--environment", "prod", "--bundle", "x.json"), "both say which bundle"),
    (("--bundle", "gone.json"), "cannot be read"),
    (("--bundle", "promptops.yaml"), "this is no bundle"),
    (("--bundle", "odd.json"), "this is no bundle"),
    (("--environment", "prod", "--out", "gone/prompts.py"), "cannot be written"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_names_no_bundle_is_refused(options: tuple[str, ...], message: str, write: Write, run: Run) -> None:
    odd = '{"environment":"prod","format":"promptops-bundle/1","project":"shop","resources":{"prompt:x@1":7}}'
    write({**FILES, "odd.json": odd})
    result = run("stubs", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_names_with_quotes_and_line_breaks_are_texts(write: Write, run: Run) -> None:
    bundle = (
        '{"environment":"a\\"\\"\\"\\nimport os\\n","format":"promptops-bundle/1","project":"\\\\",'
        '"resources":{"prompt:x\\n\\"\\"\\"'
        '@1":{"attributes":{"inputs":{"additionalProperties":false,"properties":{"y":{"enum":["\\"\\n\\\\"]}}},'
        '"kind":"Prompt","name":"x"},"digest":"","kind":"prompt","links":{}}}}'
    )
    write({"bundle.json": bundle})
    result = run("stubs", "--bundle", "bundle.json")
    assert result.exit_code == 0
    compile(result.output, "prompts.py", "exec")
    assert "\nimport os" not in result.output
