"""What applications import is small, complete and quick to come by."""

from __future__ import annotations

import json
import subprocess
import sys

import promptops.runtime as promptops


def test_the_public_names_are_few_and_all_there() -> None:
    assert len(promptops.__all__) <= 25
    assert sorted(promptops.__all__) == promptops.__all__
    for name in promptops.__all__:
        assert getattr(promptops, name).__doc__


def test_every_exception_is_of_one_family() -> None:
    errors = [getattr(promptops, name) for name in promptops.__all__ if name.endswith("Error")]
    assert len(errors) == 10
    assert all(issubclass(error, promptops.PromptopsError) for error in errors)


def test_an_unknown_name_is_told() -> None:
    assert not hasattr(promptops, "absent")


def test_only_what_serving_needs_is_imported() -> None:
    program = (
        "import json, sys; before = set(sys.modules)\n"
        "import promptops.runtime as promptops; [getattr(promptops, name) for name in promptops.__all__]\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules.keys() - before})))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    imported = set(json.loads(ran.stdout)) - sys.stdlib_module_names
    assert imported <= {"promptops", "cryptography", "_cffi_backend", "_openssl"}
    own = "import sys, promptops.runtime as p; p.open; print(*[m for m in sys.modules if m.startswith('promptops.')])"
    ran = subprocess.run([sys.executable, "-c", own], capture_output=True, text=True, check=True)
    layers = {name.split(".")[1] for name in ran.stdout.split()}
    assert layers == {"runtime", "trust", "errors", "spelling", "canonical"}
