"""The interpreter and the packages that the compiler needs: there, new enough, and in working order."""

from __future__ import annotations

import platform
import re
import tomllib
import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module, metadata
from pathlib import Path

from promptops.installation.distributions import DISTRIBUTION
from promptops.installation.facts import Fact, good, note, wrong
from promptops.installation.versions import release

_PYTHON = "3.11"
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)[^>;]*(?:>=[ ]*([\w.]+))?")
_MODULES = {"google-re2": "re2", "pyyaml": "yaml"}
_AGAIN = f"install {DISTRIBUTION} again, in an environment of its own"


def look_at_python() -> Fact:
    """Return whether the interpreter is new enough."""
    version = platform.python_version()
    if release(version) < release(_PYTHON):
        return wrong(f"Python {version} is older than {_PYTHON}", f"install {DISTRIBUTION} for a newer Python")
    return good(f"Python {version}")


def requirements(checkout: Path) -> Sequence[str] | None:
    """Return what the distribution asks for, from its metadata or from the `pyproject.toml` in a checkout.

    None when neither is there.
    """
    try:
        return metadata.requires(DISTRIBUTION) or ()
    except metadata.PackageNotFoundError:
        file = checkout / "pyproject.toml"
    if not file.is_file():
        return None
    declared: Sequence[str] = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"]
    return declared


def look_at_dependencies(required: Sequence[str] | None) -> Iterator[Fact]:
    """Yield the state of each distribution that is required."""
    if required is None:
        yield note("nothing here says which packages are needed")
        return
    for requirement in required:
        match = _REQUIREMENT.match(requirement)
        if match is not None and "extra ==" not in requirement:
            yield _dependency(match[1], match[2] or "0")


def _dependency(name: str, minimum: str) -> Fact:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return wrong(f"{name} is not installed", _AGAIN)
    if release(version) < release(minimum):
        return wrong(f"{name} {version} is older than {minimum}", _AGAIN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a package will not do for ever it works today
            import_module(_MODULES.get(name.lower(), name.lower().replace("-", "_")))
    except Exception as error:  # noqa: BLE001 - a package that does not fit its own parts raises what it likes
        return wrong(f"{name} {version} cannot be imported: {error}", _AGAIN)
    return good(f"{name} {version}")


def look_at_libyaml() -> Fact:
    """Return whether PyYAML was built with libyaml, without which nothing can be read."""
    try:
        import yaml  # noqa: PLC0415 - that it cannot be imported is an answer, too
    except ImportError as error:
        return wrong(f"PyYAML cannot be imported: {error}", _AGAIN)
    if yaml.__with_libyaml__:
        return good("PyYAML was built with libyaml")
    return wrong("PyYAML was built without libyaml", "install a wheel of PyYAML: `pip install --only-binary pyyaml`")


def look_at_re2() -> Fact:
    """Return whether regular expressions are matched in linear time."""
    try:
        import re2  # noqa: PLC0415 - as above
    except ImportError as error:
        return wrong(f"google-re2 cannot be imported: {error}", _AGAIN)
    if re2.compile("(a+)+b").search("a" * 2_000) is None:
        return good("re2 matches regular expressions")
    return wrong("re2 matches what it ought not to", _AGAIN)
