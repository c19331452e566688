"""GitHub's API, as far as comments need it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final, Self
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

_SECONDS: Final = 20
_LARGEST: Final = 16 * 1024 * 1024


class ApiError(Exception):
    """GitHub did not do what it was asked."""


class _NoRedirects(HTTPRedirectHandler):
    """Follows nothing: the token would go along, whoever is there."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Leave the answer as it is."""


class Api:
    """What can be asked about one repository, with one token."""

    def __init__(self, repository: str, token: str) -> None:
        """Ask about the repository at this address."""
        self._repository = repository
        self._token = token
        self._opener = build_opener(_NoRedirects)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Return the API of the repository that the workflow runs in."""
        base, repository = environment.get("GITHUB_API_URL", ""), environment.get("GITHUB_REPOSITORY", "")
        return cls(f"{base}/repos/{repository}", environment.get("PROMPTOPS_TOKEN", ""))

    @property
    def has_token(self) -> bool:
        """Say whether there is a token at all."""
        return bool(self._token)

    def listed(self, path: str) -> list[Mapping[str, Any]]:
        """Return the objects of a list.

        Raises:
            ApiError: GitHub does not answer, refuses, or answers something else.
        """
        found = self.ask("GET", path)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise ApiError("GitHub answered something that is no list")
        return found

    def ask(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> Any:
        """Send a request about something of the repository, and return what is answered.

        Raises:
            ApiError: GitHub does not answer, refuses, or answers what cannot be read.
        """
        url = f"{self._repository}/{path}"
        if not url.startswith(("https://", "http://")):
            raise ApiError("there is no address of the API")
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
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return json.loads(answer.read(_LARGEST))
        except HTTPError as failure:
            raise ApiError(f"GitHub answered {failure.code}") from None
        except (URLError, OSError, HTTPException, ValueError, RecursionError):
            raise ApiError("GitHub did not answer") from None
