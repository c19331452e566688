"""What makes a function a rule, and how its module's docstring becomes its page."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileCheck, ProjectCheck, Scope, SuppressionCheck

Check = TypeVar("Check", FileCheck, ProjectCheck, SuppressionCheck)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Check]):
    """A check with its id, its default severity, and the version that it came with."""

    id: str
    category: str
    severity: Severity
    since: str
    scope: Scope
    check: Check

    @property
    def page(self) -> str:
        """Return the rule's page, in Markdown: its module's docstring."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")

    @property
    def title(self) -> str:
        """Return the first line of the page, without its full stop."""
        return self.page.partition("\n")[0].removesuffix(".")


def file_rule(*, severity: Severity, since: str) -> Callable[[FileCheck], Rule[FileCheck]]:
    """Make a rule of a function over one file. What it yields depends on that file and its attachments alone."""
    return lambda check: _rule(check, severity, since, "file")


def project_rule(*, severity: Severity, since: str) -> Callable[[ProjectCheck], Rule[ProjectCheck]]:
    """Make a rule of a function over the linked project."""
    return lambda check: _rule(check, severity, since, "project")


def suppression_rule(*, severity: Severity, since: str) -> Callable[[SuppressionCheck], Rule[SuppressionCheck]]:
    """Make a rule of a function over the comments that silence findings."""
    return lambda check: _rule(check, severity, since, "suppression")


def _rule(check: Check, severity: Severity, since: str, scope: Scope) -> Rule[Check]:
    category = check.__module__.split(".")[-2]
    return Rule(check.__name__.replace("_", "-"), category, severity, since, scope, check)
