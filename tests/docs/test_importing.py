"""What the page about import and export shows is what the commands do."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from promptops.rules.pages import ExampleFile, Section, parse_page

PAGE = Path(__file__).parents[2] / "docs" / "importing.md"


def blocks() -> list[ExampleFile]:
    sections: tuple[Section, ...] = parse_page(PAGE.read_text(encoding="utf-8")).sections
    return [block for section in sections for block in section.blocks if isinstance(block, ExampleFile)]


def ran(root: Path, line: str) -> str:
    """Run a command line of the page, and return all that it says."""
    command = [sys.executable, "-m", *shlex.split(line.removeprefix("$ "))]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def test_the_examples_are_what_the_commands_do(tmp_path: Path) -> None:
    written: set[str] = set()
    for block in blocks():
        file = tmp_path / block.path
        if block.language == "console":
            line, _, said = block.text.partition("\n")
            assert ran(tmp_path, line) == said
        elif file.exists():
            assert file.read_text(encoding="utf-8") == block.text
            written.add(block.path)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
    assert written == {"prompts/greet.prompt.md"}
