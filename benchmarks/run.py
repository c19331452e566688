"""Measures the compiler against floors and peers.

`python benchmarks/run.py [--sizes 1000,10000] [--comparisons 2000,10000] [--peers]`
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import report
from bars import Key, Verdict, bars, comparison_bars, growth, judge
from branches import prompts_of, write_branches
from cases import Case, Result, measure_all, measure_each
from comparison_peers import ComparisonPeers
from comparisons import comparison_cases
from floors import comparison_floors, floors
from measure import CommandFailedError, Sample
from peers import Peers
from product import Scene, find_product, product_cases
from source_files import source_files

_CORPUS = Path(__file__).with_name("corpus.py")
_SEED = 1
_ABSENT = "the compiler was not measured: it is not installed here"


def main() -> int:
    """Measure, write the tables, and return 1 where `--check` asks for it and a bar is missed or not measured."""
    options = _options()
    sections: list[str] = []
    samples: dict[Key, Sample] = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="promptops-bench-", dir=options.work) as folder:
            sections += _measure(Path(folder) / "repository", size, options, samples)
    for size in options.comparisons:
        with tempfile.TemporaryDirectory(prefix="promptops-bench-", dir=options.work) as folder:
            sections += _measure_comparisons(Path(folder) / "repository", size, options, samples)
    asked = [
        *chain.from_iterable(bars(size) for size in options.sizes),
        *chain.from_iterable(comparison_bars(size) for size in options.comparisons),
        *growth(),
    ]
    found = [verdict for verdict in (judge(bar, samples) for bar in asked) if verdict]
    text = "\n".join(["# Benchmarks", "", report.machine(), "", *sections, *_bars(found)])
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    judged = [verdict.met for verdict in found if verdict.bar.judged]
    return int(options.check and not (judged and all(judged)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10_000], help="numbers of files, with commas between")
    parser.add_argument("--comparisons", type=_sizes, default=[2000, 10_000], help="the same, to compare branches of")
    parser.add_argument("--rounds", type=int, default=5, help="every case is run so often, and its best run counts")
    parser.add_argument("--product", type=shlex.split, default=find_product(), help="the command to measure")
    parser.add_argument("--peers", action="store_true", help="measure other tools of each field, too")
    parser.add_argument("--peers-bin", type=Path, action="append", default=[], help="a folder to find peers in")
    parser.add_argument("--peer-sizes", type=_sizes, help="the sizes to measure peers at, if not all")
    parser.add_argument("--peer-rounds", type=int, default=1, help="as --rounds, for peers")
    parser.add_argument("--work", type=Path, help="where to put the generated files until the end")
    parser.add_argument("--out", type=Path, help="a file to write the tables to")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bar is missed")
    options = parser.parse_args()
    if not options.peers:
        options.peer_sizes = []
    elif options.peer_sizes is None:
        options.peer_sizes = [*options.sizes, *options.comparisons]
    return options


def _sizes(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in text.split(",") if part]


def _measure(root: Path, size: int, options: argparse.Namespace, samples: dict[Key, Sample]) -> Iterator[str]:
    """Generate one repository and measure everything in it, adding to `samples`; yield what to report."""
    with_peers = size in options.peer_sizes
    # A process of its own: what this one holds would be counted as every later child's peak.
    subprocess.run([sys.executable, str(_CORPUS), str(root), str(size), *["--peers"] * with_peers], check=True)
    listing = root.with_name("listing")
    with listing.open("wb") as file:
        subprocess.run(["git", "ls-files"], cwd=root, stdout=file, check=True)
    results, notes = _measure_compiler(root, listing, size, options)
    samples.update({(size, result.name): result.sample for result in results})
    if with_peers:
        peers = Peers(root, size, options.peers_bin)
        measured, failures = measure_each(peers.cases(), options.peer_rounds)
        results += measured
        notes += [*peers.missing, *failures]
    yield f"## {size:,} files\n"
    yield report.measurements(results)
    yield from (f"* {note}\n" for note in notes)


def _measure_compiler(
    root: Path, listing: Path, size: int, options: argparse.Namespace
) -> tuple[list[Result], list[str]]:
    """Measure the floors and the compiler in the same rounds, or the floors alone where it is absent or fails."""
    base = list(floors(root, listing, size))
    if not options.product:
        return measure_all(base, options.rounds), [_ABSENT]
    cache = root.with_name("cache")
    scene = Scene(root, cache, _first_prompt(root, listing))
    cases = list(product_cases(options.product, scene, root, cache, size))
    try:
        return _measure_together(base, cases, options.rounds)
    finally:
        scene.restore()


def _measure_together(base: list[Case], cases: list[Case], rounds: int) -> tuple[list[Result], list[str]]:
    """Measure floors and the compiler in the same rounds, after one that does not count; floors alone if it fails."""
    try:
        measure_all(cases, 1)
    except CommandFailedError as error:
        return measure_all(base, rounds), [f"the compiler was not measured: {error}"]
    return measure_all([*base, *cases], rounds), []


def _measure_comparisons(
    root: Path, size: int, options: argparse.Namespace, samples: dict[Key, Sample]
) -> Iterator[str]:
    """Generate a repository with branches and measure their comparison, adding to `samples`; yield what to report."""
    subprocess.run([sys.executable, str(_CORPUS), str(root), str(size)], check=True)
    prompts = prompts_of(root, _SEED)
    write_branches(root, prompts, source_files(prompts, size // 2, _SEED))
    base, cases, notes = list(comparison_floors(root, size)), [], []
    if options.product:
        cases = list(comparison_cases(options.product, root, root.with_name("cache"), size, prompts))
    else:
        notes.append(_ABSENT)
    results, failures = _measure_together(base, cases, options.rounds)
    samples.update({(size, result.name): result.sample for result in results})
    notes += failures
    if size in options.peer_sizes:
        peers = ComparisonPeers(root, size, options.peers_bin)
        measured, failures = measure_each(peers.cases(), options.peer_rounds)
        results += measured
        notes += [*peers.missing, *failures]
    yield f"## Branches of {size:,} files\n"
    yield report.measurements(results)
    yield from (f"* {note}\n" for note in notes)


def _first_prompt(root: Path, listing: Path) -> Path:
    with listing.open(encoding="utf-8") as lines:
        return root / next(line.rstrip("\n") for line in lines if line.endswith(".prompt.md\n"))


def _bars(found: Sequence[Verdict]) -> Iterator[str]:
    if found:
        yield "## Bars\n"
        yield report.verdicts(found)


if __name__ == "__main__":
    sys.exit(main())
