"""Write docs/incidents.md, the incidents that are replayed: `python docs/incidents.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = Path(__file__).with_suffix(".md")
_INCIDENTS: Final = ROOT / "examples" / "incidents"
_FIFTY: Final = 50
_TOLD: Final = 2
"""Sentences of a story; the others are in its folder."""
_SENTENCES: Final = re.compile(r"\S.*?[.?!](?= [A-Z]|$)")
_OPENING: Final = """# Incidents

Fifty ways in which products built on language models have failed are what promptops was made from. An incident counts
once its replay runs: a small repository in which the named rules report what went wrong, at its lines, and in which the
repair is clean under every rule; or a program that goes through it with the run-time library. The tests run all of
them, so this page says no more than they show.
"""


def page() -> str:
    """Return the page."""
    stories = [folder for folder in sorted(_INCIDENTS.iterdir()) if folder.is_dir()]
    table = "\n".join(_row(folder) for folder in stories)
    head = "| | what went wrong | before the merge | at run time |\n|---|---|---|---|"
    return f"{_OPENING}\n{len(stories)} of {_FIFTY} are replayed.\n\n{head}\n{table}\n"


def _row(folder: Path) -> str:
    title, _, story = (folder / "README.md").read_text(encoding="utf-8").partition("\n\n")
    number, _, name = title.removeprefix("# ").partition(": ")
    first = " ".join(_SENTENCES.findall(" ".join(story.partition("\n\n")[0].split()))[:_TOLD])
    rules = ", ".join(f"[`{rule}`](rules/{rule}.md)" for rule in dict.fromkeys(_rules(folder)))
    is_run = (folder / "runtime.py").exists()
    at_run_time = f"[a program](../examples/incidents/{folder.name}/runtime.py)" if is_run else ""
    return f"| {number} | [**{name}**](../examples/incidents/{folder.name}): {first} | {rules} | {at_run_time} |"


def _rules(folder: Path) -> Iterator[str]:
    expected = folder / "expected.json"
    if expected.exists():
        yield from (finding["rule"] for finding in json.loads(expected.read_text(encoding="utf-8"))["findings"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
