from __future__ import annotations

from collections.abc import Callable

from promptops.diagnostics import Diagnostic, Severity

Lint = Callable[..., tuple[Diagnostic, ...]]

JINJA = "{% if vip %}Thank {{ name }}.{% endif %}\n"


def test_a_folder_of_another_tool_is_left_alone(lint: Lint) -> None:
    files = {f"prompts/{number}.prompt": JINJA for number in range(50)}
    assert lint(files) == ()


def test_a_file_of_two_formats_is_one_finding_at_its_start(lint: Lint) -> None:
    text = "---\nmodel: x\ninput:\n  schema: {vip: boolean, name: int}\n---\n" + JINJA + "{{#if}}"
    (found,) = lint({"prompts/thanks.prompt": text, "prompts/other.prompt": JINJA})
    assert (found.rule, found.severity, found.primary.path) == (
        "unknown-dialect",
        Severity.WARNING,
        "prompts/thanks.prompt",
    )
    assert (found.primary.line, found.primary.column) == (1, 1)
    assert "Jinja2" in found.message


def test_a_configured_folder_is_read_as_configured(lint: Lint) -> None:
    text = "---\nmodel: x\ninput:\n  schema: {vip: boolean, name: string}\n---\n" + JINJA
    configuration = "name: example\nsources:\n  - {files: 'prompts/**', dialect: jinja}\n"
    assert lint({"prompts/thanks.prompt": text, "promptops.yaml": configuration}, "unknown-dialect") == ()
