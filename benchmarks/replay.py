"""Replays the changes of real histories, and says what was found in them, and how much of it was judged right.

`python benchmarks/replay.py --repositories A --corpora B --records C --as-of DAY --out PAGE` compares
each commit that `histories.toml` selects with its parent, in the git repositories at `OWNER+NAME/repo` below A, and the
two sides of each pair of folders below B. What was replayed is kept in C and not replayed again: C is an empty folder
for a new version of the compiler. What was judged is in `history-judgements.json` beside the output; what is sampled
and has no judgement yet is listed, and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from histories import CONFIG, History, Step, compared, pairs_below, read_plan
from history_page import Replayed, page, sample

PLAN = Path(__file__).with_name("histories.toml")
PLAIN = 'sources: [{files: "**/*.md", dialect: markdown, template: none}]\n'
"""The configuration under which the corpora are compared."""


def main() -> int:
    """Write the evidence, and return 1 where a sampled finding has no judgement yet."""
    options = _options()
    plan = [history for history in read_plan(options.plan) if options.only in (None, history.name)]
    replayed = [_replayed(history, options) for history in plan]
    if options.only is not None:
        return 0
    corpora = list(_corpora(options.corpora, options.as_of))
    judgements = options.out.with_name("history-judgements.json")
    judged = json.loads(judgements.read_text(encoding="utf-8")) if judgements.is_file() else {}
    options.out.write_text("\n".join(page(replayed, corpora, judged)) + "\n", encoding="utf-8")
    open_ones = [finding for finding in sample(replayed) if finding.key not in judged]
    for finding in open_ones:
        print(f"{finding.key}\n  {finding.path}:{finding.line}: {finding.message}")
    return int(bool(open_ones))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repositories", type=Path, required=True, help="the folder of git repositories")
    parser.add_argument("--corpora", type=Path, required=True, help="the folder of pairs of folders")
    parser.add_argument("--records", type=Path, required=True, help="the folder of what was replayed already")
    parser.add_argument("--out", type=Path, required=True, help="the page to write")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="the day to judge dates by")
    parser.add_argument("--plan", type=Path, default=PLAN, help="what to replay")
    parser.add_argument("--only", help="the one history to replay, without a page")
    return parser.parse_args()


def _replayed(history: History, options: argparse.Namespace) -> Replayed:
    """Return the steps of a history; those that are on record already are not taken again."""
    flat = history.name.replace("/", "+")
    repository = options.repositories / flat / "repo"
    record: Path = options.records / f"{flat}.jsonl"
    with tempfile.TemporaryDirectory() as folder, record.open("a+", encoding="utf-8") as file:
        file.seek(0)
        steps = {step.name: step for step in map(Step.of, map(json.loads, file))}
        commits = history.commits(repository)
        missing = [commit for commit in commits if commit not in steps]
        for step in history.replayed(repository, missing, Path(folder), options.as_of):
            file.write(json.dumps(step) + "\n")
            file.flush()
            steps[step.name] = step
    return Replayed(history.name, history.head, tuple(steps[commit] for commit in commits))


def _corpora(folder: Path, today: date) -> Iterator[Step]:
    """Compare the two sides of each pair, named after where they lie."""
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary, CONFIG)
        config.write_text(PLAIN, encoding="utf-8")
        for pair in pairs_below(folder):
            yield compared(pair.relative_to(folder).as_posix(), pair, config, today)


if __name__ == "__main__":
    sys.exit(main())
