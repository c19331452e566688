"""The comment on the pull request: one for each workflow, job and project, written once and then kept up to date."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from typing import Any, Final, Self
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from promptops.action.commands import warning
from promptops.action.event import Event
from promptops.action.inputs import Inputs
from promptops.action.outcome import Outcome

_SECONDS: Final = 20
_PAGE: Final = 100
_PAGES: Final = 30
_LARGEST: Final = 16 * 1024 * 1024
_RESOLVED: Final = "**resolved**: nothing is left to say of this change.\n"
_CAN_WRITE: Final = "give the job `pull-requests: write`, or set `comment: false`; the summary has the report"


class _ApiError(Exception):
    """GitHub did not do what it was asked."""


class Comments:
    """The comments on one pull request. Whatever fails here is a warning: the summary has the report as well."""

    def __init__(self, api: str, token: str, marker: str) -> None:
        """Talk to the comments at `api`; `marker` is the first line of ours."""
        self._api = api
        self._token = token
        self._marker = marker

    @classmethod
    def of(cls, environment: Mapping[str, str], event: Event, inputs: Inputs) -> Self:
        """Return the comments on the pull request of an event."""
        base, repository = environment.get("GITHUB_API_URL", ""), environment.get("GITHUB_REPOSITORY", "")
        number = 0 if event.pull_request is None else event.pull_request.number
        names = (environment.get("GITHUB_WORKFLOW", ""), environment.get("GITHUB_JOB", ""), inputs.root)
        key = hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
        marker = f"<!-- promptops:{key} -->"
        return cls(
            f"{base}/repos/{repository}/issues/{number}/comments", environment.get("PROMPTOPS_TOKEN", ""), marker
        )

    def tell(self, outcome: Outcome) -> None:
        """Write, change or leave our comment; nothing is written where there is and was nothing to say."""
        if not self._token:
            sys.stdout.write("no token, so no comment: the summary has the report\n")
            return
        try:
            self._tell(outcome)
        except _ApiError as failure:
            sys.stdout.write(warning(f"no comment could be written: {failure}", _CAN_WRITE))

    def _tell(self, outcome: Outcome) -> None:
        ours = self._ours()
        if ours is None and not outcome.says_something:
            return
        body = f"{self._marker}\n{outcome.markdown if outcome.says_something else _RESOLVED}"
        if ours is None:
            self._ask("POST", self._api, {"body": body})
        elif ours["body"].replace("\r\n", "\n").strip() != body.strip():
            self._ask("PATCH", f"{self._api.rsplit('/', 2)[0]}/comments/{int(ours['id'])}", {"body": body})

    def _ours(self) -> dict[str, Any] | None:
        """Return our comment. What people write is never ours, whatever it begins with."""
        for page in range(1, _PAGES + 1):
            comments = self._ask("GET", f"{self._api}?per_page={_PAGE}&page={page}")
            for comment in comments:
                is_by_program = comment["user"]["type"] == "Bot"
                if is_by_program and comment["body"].startswith(self._marker):
                    found: dict[str, Any] = comment
                    return found
            if len(comments) < _PAGE:
                break
        return None

    def _ask(self, method: str, url: str, content: Mapping[str, Any] | None = None) -> Any:
        if not url.startswith(("https://", "http://")):
            raise _ApiError("there is no address of the API")
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "User-Agent": "promptops",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if content is None else json.dumps(content).encode()
        request = Request(url, data, headers, method=method)  # noqa: S310 - its scheme was looked at above
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
                return json.loads(answer.read(_LARGEST))
        except HTTPError as failure:
            raise _ApiError(f"GitHub answered {failure.code}") from None
        except (URLError, OSError, ValueError):
            raise _ApiError("GitHub did not answer") from None
