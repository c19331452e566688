"""What set the workflow off: whose change it is, and what it is to be compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from promptops.errors import PromptopsError
from promptops.sources.git_command import run_git

_PULL_REQUESTS: Final = frozenset({"pull_request", "pull_request_target", "pull_request_review"})
_PRIVILEGED: Final = frozenset({"pull_request_target", "workflow_run"})


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A proposed change: its number, the branch that it is to be merged into, and whether a fork proposes it."""

    number: int
    base: str
    is_from_fork: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What another workflow has checked: the commit, its branch as `owner:branch`, and the page of that run."""

    commit: str
    head: str
    page: str


@dataclass(frozen=True, slots=True)
class Event:
    """The event by its name; `queue_base` is the commit that a merge queue puts the change on."""

    name: str
    pull_request: PullRequest | None = None
    queue_base: str | None = None
    proposal: Proposal | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Read the event that the runner describes in a file.

        Raises:
            PromptopsError: there is no such file, or it is not what a runner writes.
        """
        name, payload = environment.get("GITHUB_EVENT_NAME", ""), _payload(environment.get("GITHUB_EVENT_PATH", ""))
        try:
            pull_request = _pull_request(payload["pull_request"]) if name in _PULL_REQUESTS else None
            queue_base = str(payload["merge_group"]["base_sha"]) if name == "merge_group" else None
            proposal = _proposal(payload["workflow_run"]) if name == "workflow_run" else None
        except (KeyError, TypeError, ValueError):
            raise PromptopsError(f"the event `{name}` does not say what was proposed") from None
        return cls(name, pull_request, queue_base, proposal)


def refuse_unsafe(event: Event, environment: Mapping[str, str], folders: Iterable[Path]) -> None:
    """Refuse to read a stranger's files in a workflow that may write to the repository.

    Under `pull_request_target` the token can write and secrets are there, so only the base may be checked out: the
    commit that the workflow itself is of.

    Raises:
        PromptopsError: something else than the base is.
    """
    if event.name not in _PRIVILEGED:
        return
    base = environment.get("GITHUB_SHA")
    for folder in folders:
        head = (run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or b"").decode().strip()
        if head and head != base:
            raise PromptopsError(
                f"something else than the base is checked out in a workflow that runs on `{event.name}`",
                help="run it on `pull_request`: no secret is needed to check a change",
            )


def _payload(path: str) -> dict[str, Any]:
    try:
        payload = json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        payload = None
    if not isinstance(payload, dict):
        raise PromptopsError("there is no description of the event", help="run this as a step of GitHub Actions")
    return payload


def _pull_request(payload: Mapping[str, Any]) -> PullRequest:
    head, base = payload["head"]["repo"], payload["base"]
    # A fork that was deleted since is one that nobody can name any more.
    is_from_fork = head is None or head["full_name"] != base["repo"]["full_name"]
    return PullRequest(int(payload["number"]), str(base["ref"]), is_from_fork)


def _proposal(payload: Mapping[str, Any]) -> Proposal:
    owner = payload["head_repository"]["owner"]["login"]
    return Proposal(str(payload["head_sha"]), f"{owner}:{payload['head_branch']}", str(payload["html_url"]))
