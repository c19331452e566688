"""The files in which a runner takes outputs and the summary of a step."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LONGEST_SUMMARY: Final = 900 * 1024
"""Bytes of a summary; GitHub refuses one of more than a mebibyte, and says so nowhere but in the log."""
_CUT: Final = "\n\nThe rest is in the report, which did not fit.\n"


def say_outputs(environment: Mapping[str, str], outputs: Mapping[str, str]) -> None:
    """Append outputs, each between delimiters that no value can know."""
    _append(environment.get("GITHUB_OUTPUT"), "".join(_assignment(*each) for each in outputs.items()))


def say_summary(environment: Mapping[str, str], markdown: str) -> None:
    """Append Markdown to the summary of the step."""
    data = markdown.encode()
    if len(data) > LONGEST_SUMMARY:
        markdown = data[: LONGEST_SUMMARY - len(_CUT)].decode(errors="ignore") + _CUT
    _append(environment.get("GITHUB_STEP_SUMMARY"), markdown)


def _assignment(name: str, value: str) -> str:
    delimiter = f"promptops-{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"


def _append(path: str | None, text: str) -> None:
    if path:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
