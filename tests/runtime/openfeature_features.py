"""Runs OpenFeature's own feature files against the provider.

`python -m tests.runtime.openfeature_features PATH`, where PATH is a feature file or a folder with some, such as
`specification/assets/gherkin` of the repository `open-feature/spec`. It prints what failed, and what does not apply
with the reason, and exits with 1 if anything failed or nothing was found.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.runtime.features.gherkin import Scenario, scenarios
from tests.runtime.features.running import Outcome, outcomes


def found_at(path: Path) -> Iterator[Scenario]:
    """Yield the scenarios of a file, or of all in a folder and below it."""
    for file in sorted(path.rglob("*.feature")) if path.is_dir() else [path]:
        yield from scenarios(file.read_text(encoding="utf-8"))


def told(made: list[Outcome]) -> Iterator[str]:
    """Yield the lines of a report."""
    failed = [outcome for outcome in made if outcome.failed]
    reasons = Counter(outcome.inapplicable for outcome in made if outcome.inapplicable)
    for scenario, _, reason in failed:
        yield f"failed: {scenario.title}\n    {reason}"
    for why, count in reasons.most_common():
        yield f"not applicable, {count}: {why}"
    others = reasons.total()
    yield f"{len(made) - len(failed) - others} passed, {others} not applicable, {len(failed)} failed, of {len(made)}"


def main(arguments: list[str]) -> int:
    """Run the scenarios at a path, print the report, and return the code to exit with."""
    (path,) = map(Path, arguments)
    made = list(outcomes(found_at(path)))
    sys.stdout.writelines(f"{line}\n" for line in told(made))
    return int(not made or any(outcome.failed for outcome in made))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
