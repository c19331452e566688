"""Fuzzes the compiler with atheris: `python tests/fuzz/fuzz.py --seeds FOLDER ... -runs=1000000 [libFuzzer options]`.

atheris is no dependency of the project: install it beside it. An input that takes longer than a second or more than
200 MB beyond what the compiler itself takes ends the run, as an exception does; libFuzzer writes it to a file.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

with atheris.instrument_imports(include=["promptops"]):
    from targets import one_input, other_seeds, seeds

    import promptops

    for module in walk_packages(promptops.__path__, "promptops."):  # else what is imported late is not instrumented
        if not module.name.endswith("__main__"):
            import_module(module.name)

_LIMITS = ("-timeout=1", "-max_len=8000", "-report_slow_units=1")
_ROOM_MB = 200


def main() -> None:
    """Collect the seeds and run until libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, nargs="+", default=[], help="folders of real files to start from")
    options, given = parser.parse_known_args()
    for seed in (b"\x00kind: Prompt\nname: a\nbody: x\n", *other_seeds()):
        one_input(seed)  # what is imported on the way is no fault of an input
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with tempfile.TemporaryDirectory() as folder:
        for path in (path for root in options.seeds for path in sorted(root.rglob("*")) if path.is_file()):
            for number, seed in enumerate(seeds(path)):
                name = f"{abs(hash(path)):x}-{number}"
                (Path(folder) / name).write_bytes(seed)
        for number, seed in enumerate(other_seeds()):
            (Path(folder) / f"other-{number}").write_bytes(seed)
        arguments = [sys.argv[0], *_LIMITS, f"-rss_limit_mb={used + _ROOM_MB}", *given, folder]
        atheris.Setup(arguments, one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
