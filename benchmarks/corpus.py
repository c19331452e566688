"""Writes a realistic repository of N files: `python benchmarks/corpus.py OUT N [--seed S] [--peers]`.

60 % prompts, 20 % tools, 10 % evals, and the other kinds; every reference resolves and every file is sound. With
`--peers` it writes as many files for tools of neighbouring fields, too: Python into OUT-python, SQL models into
OUT-dbt, and the same YAML as OUT has, front matter included, into OUT-yaml. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dbt_models import dbt_project
from plan import SMALLEST, make_plan
from python_modules import python_modules
from repository import commit, companions, resources, write_files
from yaml_only import yaml_only


def main() -> int:
    """Write the files; return 2 where that cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the folder to write to; it must be empty or absent")
    parser.add_argument("files", type=int, help=f"how many resource files, at least {SMALLEST}")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other files")
    parser.add_argument("--peers", action="store_true", help="write the files that other tools read, too")
    options = parser.parse_args()
    root = options.out.resolve()
    beside = {
        name: root.with_name(f"{root.name}-{name}") for name in (("python", "dbt", "yaml") if options.peers else ())
    }
    for folder in (root, *beside.values()):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            parser.error(f"{folder} is not an empty folder")
    try:
        plan = make_plan(options.files, options.seed)
    except ValueError as error:
        parser.error(f"{error}")
    write_files(root, resources(plan))
    write_files(root, companions(plan))
    commit(root)
    if options.peers:
        write_files(beside["yaml"], yaml_only(resources(plan)))
        write_files(beside["python"], python_modules(options.files, options.seed))
        write_files(beside["dbt"], dbt_project(options.files, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
