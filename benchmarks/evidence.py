"""Compiles real repositories and says what was found there, and how much of it was judged right.

`python benchmarks/evidence.py FOLDER ... --out docs/evidence/corpora.md`: each folder in a FOLDER is one subject, as
somebody else wrote it. The findings that were judged are in `judgements.json` beside the output, each with the reason;
those of the random sample that have no judgement yet are listed, and make the exit status 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from measure import Command, best
from product import find_product
from promptops.api import Compiler, Request

SEED = 20_261_121
SAMPLE = 100
ROUNDS = 2
_FINDINGS = (0, 1)


class Finding(NamedTuple):
    """One finding of a subject. Its `key` stays the same when lines move; `number` counts those of one fingerprint."""

    subject: str
    rule: str
    path: str
    line: int
    message: str
    fingerprint: str
    number: int

    @property
    def key(self) -> str:
        """Return what a judgement is kept under."""
        return f"{self.subject}:{self.path}:{self.rule}:{self.fingerprint}:{self.number}"


@dataclass(frozen=True, slots=True)
class Subject:
    """One repository and what compiling it gave. Times are seconds of CPU."""

    name: str
    files: int
    read: int
    resources: Mapping[str, int]
    findings: tuple[Finding, ...]
    cpu: float


def main() -> int:
    """Write the evidence, and return 1 where a sampled finding has no judgement yet."""
    options = _options()
    folders = sorted(folder for given in options.folders for folder in given.iterdir() if folder.is_dir())
    started = _startup(options.product)
    subjects = [_subject(folder, options.product, options.as_of) for folder in folders]
    judged = _judgements(options.out.with_name("judgements.json"))
    sample = _sample([finding for subject in subjects for finding in subject.findings])
    options.out.write_text("\n".join(_page(subjects, sample, judged, started)) + "\n", encoding="utf-8")
    open_ones = [finding for finding in sample if finding.key not in judged]
    for finding in open_ones:
        sys.stdout.write(f"{finding.key}\n  {finding.path}:{finding.line}: {finding.message}\n")
    return int(bool(open_ones))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of repositories")
    parser.add_argument("--out", type=Path, required=True, help="the page to write")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="the day to judge dates by")
    parser.add_argument("--product", nargs="+", default=find_product(), help="the command to run")
    return parser.parse_args()


def _startup(product: Sequence[str]) -> float:
    """Return what the command costs before it reads a file."""
    return best([Command([*product, "lint", "--help"], Path.cwd()).run() for _ in range(ROUNDS)]).cpu


def _subject(folder: Path, product: Sequence[str], as_of: date) -> Subject:
    compiler = Compiler(Request(folder.resolve(), as_of))
    verdict = compiler.verdict
    entries = compiler.compiled.project.entries
    command = Command([*product, "lint", "--no-cache", "--as-of", f"{as_of}", "."], folder, statuses=_FINDINGS)
    return Subject(
        folder.name.replace("+", "/"),
        len(compiler.tree.files()),
        verdict.files_read,
        Counter(f"{entry.dialect} {entry.kind}" for entry in entries),
        tuple(_findings(folder.name.replace("+", "/"), verdict.diagnostics)),
        best([command.run() for _ in range(ROUNDS)]).cpu,
    )


def _findings(subject: str, diagnostics: Sequence[Any]) -> Iterator[Finding]:
    seen: Counter[tuple[str, str]] = Counter()
    for each in diagnostics:
        place = each.primary
        seen[place.path, each.fingerprint] += 1
        number = seen[place.path, each.fingerprint]
        yield Finding(subject, each.rule, place.path, place.line, each.message, each.fingerprint, number)


def _judgements(file: Path) -> dict[str, Mapping[str, Any]]:
    """Return by key whether a finding is right, and why."""
    judged: dict[str, Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return judged


def _sample(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(random.Random(SEED).sample(sorted(findings), min(SAMPLE, len(findings))))


def _page(
    subjects: Sequence[Subject], sample: Sequence[Finding], judged: Mapping[str, Mapping[str, Any]], started: float
) -> Iterator[str]:
    yield "# What is found in real repositories"
    yield ""
    yield "Written by `benchmarks/evidence.py`. Behind the `@` is the commit of a whole repository; subjects without"
    yield "one are excerpts, some of them of the same repositories. All are as their authors left them, without a"
    yield "`promptops.yaml`. CPU is that of a lint without a cache, in milliseconds; the last column leaves out the"
    yield f"{started * 1000:.0f} ms that the command takes to say what its options are."
    yield ""
    yield "| repository | files | read | resources | findings | CPU, ms | µs a file |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for subject in subjects:
        per_file = max(subject.cpu - started, 0) / max(subject.files, 1) * 1e6
        yield (
            f"| {subject.name} | {subject.files:,} | {subject.read:,} | {sum(subject.resources.values()):,} "
            f"| {len(subject.findings):,} | {subject.cpu * 1000:,.0f} | {per_file:,.0f} |"
        )
    yield from ("", "## Resources by dialect", "")
    yield from _table("dialect and kind", [(subject.name, subject.resources) for subject in subjects])
    yield from ("", "## Findings by rule", "")
    rules = [(subject.name, Counter(finding.rule for finding in subject.findings)) for subject in subjects]
    yield from _table("rule", rules)
    yield from ("", f"## A sample of {len(sample)}, judged", "")
    yield f"Drawn at random with the seed {SEED} from all findings. Each was read beside its file and, where that"
    yield "decides, beside the source of the tool that the file is for; `judgements.json` says what was seen."
    yield ""
    yield "| rule | sampled | right | wrong | not yet judged |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for rule in sorted({finding.rule for finding in sample}):
        yield _row(rule, [finding for finding in sample if finding.rule == rule], judged)
    yield _row("all", sample, judged)
    wrong = [finding for finding in sample if not judged.get(finding.key, {}).get("right", True)]
    yield from ("", *(f"- wrong: `{each.path}` in {each.subject}: {judged[each.key]['why']}" for each in wrong))


def _table(what: str, counts: Sequence[tuple[str, Mapping[str, int]]]) -> Iterator[str]:
    yield f"| {what} | number | in |"
    yield "| --- | ---: | --- |"
    for name in sorted({name for _, found in counts for name in found}):
        where = [(subject, found[name]) for subject, found in counts if found.get(name)]
        listed = ", ".join(f"{subject} {number:,}" for subject, number in where)
        yield f"| {name} | {sum(number for _, number in where):,} | {listed} |"


def _row(rule: str, sample: Sequence[Finding], judged: Mapping[str, Mapping[str, Any]]) -> str:
    verdicts = Counter(judged[finding.key]["right"] if finding.key in judged else None for finding in sample)
    return f"| {rule} | {len(sample)} | {verdicts[True]} | {verdicts[False]} | {verdicts[None]} |"


if __name__ == "__main__":
    sys.exit(main())
