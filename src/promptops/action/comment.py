"""The comment on a pull request: one for each workflow, job and project, written once and then kept up to date."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from typing import Any, Final

from promptops.action.api import Api, ApiError
from promptops.action.commands import warning

_PAGE: Final = 100
_PAGES: Final = 30
_RESOLVED: Final = "**resolved**: nothing is left to say of this change.\n"
_CAN_WRITE: Final = "give the job `pull-requests: write`, or set `comment: false`; the summary has the report"


def comment_on(environment: Mapping[str, str], root: str, number: int, markdown: str | None) -> None:
    """Write, change or leave our comment on a pull request; None says that there is nothing to say.

    Whatever fails here is a warning: the summary has the report as well.
    """
    api = Api.of(environment)
    if not api.has_token:
        sys.stdout.write("no token, so no comment: the summary has the report\n")
        return
    names = (environment.get("GITHUB_WORKFLOW", ""), environment.get("GITHUB_JOB", ""), root)
    key = hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
    try:
        _Comments(api, number, f"<!-- promptops:{key} -->").tell(markdown)
    except ApiError as failure:
        sys.stdout.write(warning(f"no comment could be written: {failure}", _CAN_WRITE))


class _Comments:
    """The comments on one pull request; `marker` is the first line of ours."""

    def __init__(self, api: Api, number: int, marker: str) -> None:
        self._api = api
        self._path = f"issues/{number}/comments"
        self._marker = marker

    def tell(self, markdown: str | None) -> None:
        ours = self._ours()
        if ours is None and markdown is None:
            return
        body = f"{self._marker}\n{_RESOLVED if markdown is None else markdown}"
        if ours is None:
            self._api.ask("POST", self._path, {"body": body})
        elif ours["body"].replace("\r\n", "\n").strip() != body.strip():
            self._api.ask("PATCH", f"issues/comments/{ours['id']}", {"body": body})

    def _ours(self) -> Mapping[str, Any] | None:
        """Return our comment. What people write is never ours, whatever it begins with."""
        for page in range(1, _PAGES + 1):
            comments = self._api.listed(f"{self._path}?per_page={_PAGE}&page={page}")
            for comment in comments:
                if self._is_ours(comment):
                    return comment
            if len(comments) < _PAGE:
                break
        return None

    def _is_ours(self, comment: Mapping[str, Any]) -> bool:
        """Say whether we wrote a comment; one may have no text, and nobody who wrote it."""
        author, body = comment.get("user"), comment.get("body")
        is_by_program = isinstance(author, dict) and author.get("type") == "Bot"
        is_marked = isinstance(body, str) and body.startswith(self._marker)
        return is_by_program and is_marked and type(comment.get("id")) is int
