"""What the compiler prints: one file an output format.

A renderer is a pure function from a `Report` to text: the same report gives the same bytes. Every format ends with a
newline, can be encoded as UTF-8, and holds no character by which a hostile file could steer the terminal or the CI
runner that shows it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from promptops.errors import UsageError

if TYPE_CHECKING:
    from typing import Unpack

    from promptops.reports.report import Report
    from promptops.reports.text import TextOptions

FORMATS: Final = {
    "text": ("promptops.reports.text", "render_text"),
    "json": ("promptops.reports.json", "render_json"),
    "sarif": ("promptops.reports.sarif", "render_sarif"),
    "github": ("promptops.reports.github", "render_github"),
    "gitlab": ("promptops.reports.gitlab", "render_gitlab"),
    "junit": ("promptops.reports.junit", "render_junit"),
    "markdown": ("promptops.reports.markdown", "render_markdown"),
    "html": ("promptops.reports.html", "render_html"),
}
"""The module and the function behind the name of a format; a module is imported when its format is asked for."""


def render(format: str, report: Report, **options: Unpack[TextOptions]) -> str:
    """Return `report` in one of `FORMATS`; the options are for people, so that `text` alone heeds them.

    Raises `UsageError` if there is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format `{format}`", help=f"choose one of {', '.join(FORMATS)}")
    module, function = FORMATS[format]
    renderer = getattr(import_module(module), function)
    text: str = renderer(report, **options) if format == "text" else renderer(report)
    return text
