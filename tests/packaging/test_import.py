from __future__ import annotations

import json
import subprocess
import sys

from promptops import __version__


def imported_by(code: str) -> set[str]:
    """Return the modules that `code` imports, on top of those of a bare interpreter."""
    probe = f"import json, sys; before = set(sys.modules); {code}; print(json.dumps([*set(sys.modules) - before]))"
    done = subprocess.run([sys.executable, "-I", "-c", probe], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


def test_the_package_imports_nothing() -> None:
    assert imported_by("import promptops") == {"promptops"}


def test_the_shipped_files_of_a_checkout_are_found_without_importlib_resources() -> None:
    assert "importlib.resources" not in imported_by("from promptops.packaged import policy_packs; policy_packs()")


def test_the_package_runs_as_a_command() -> None:
    done = subprocess.run([sys.executable, "-m", "promptops", "--version"], check=True, capture_output=True, text=True)
    assert done.stdout == f"promptops, version {__version__}\n"
