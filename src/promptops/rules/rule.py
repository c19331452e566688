"""What makes a function a rule, and how its module's docstring becomes its page."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from promptops.config.options import RuleOptions
from promptops.diagnostics import Severity
from promptops.rules.contexts import FileCheck, ProjectCheck, Scope, SuppressionCheck, WaiverCheck

if TYPE_CHECKING:
    from promptops.changes.change import Bump, Direction
    from promptops.rules.change_contexts import ChangeCheck, VersionCheck

Check = TypeVar("Check", FileCheck, ProjectCheck, "ChangeCheck", "VersionCheck", SuppressionCheck, WaiverCheck)


class Rule(NamedTuple, Generic[Check]):
    """A check with its id, its default severity, the version that it came with, and what may be set of it.

    Of a rule over changes, `direction` says who is hurt and `bump` which version bump the change asks for.
    """

    id: str
    category: str
    severity: Severity
    since: str
    scope: Scope
    check: Check
    options: type[RuleOptions] = RuleOptions
    direction: Direction | None = None
    bump: Bump = "none"

    @property
    def page(self) -> str:
        """Return the rule's page, in Markdown: its module's docstring, and what may be set of it."""
        from promptops.rules.option_pages import options_section  # noqa: PLC0415 - only pages need it

        page = inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")
        return f"{page}\n\n{options_section(self.id, self.options)}" if self.options.declared else page

    @property
    def title(self) -> str:
        """Return the first line of the page, without its full stop."""
        return self.page.partition("\n")[0].removesuffix(".")


def file_rule(
    *, severity: Severity, since: str, options: type[RuleOptions] = RuleOptions
) -> Callable[[FileCheck], Rule[FileCheck]]:
    """Make a rule of a function over one file. What it yields depends on that file and its attachments alone."""
    return lambda check: _rule(check, severity, since, "file", options)


def project_rule(
    *, severity: Severity, since: str, options: type[RuleOptions] = RuleOptions
) -> Callable[[ProjectCheck], Rule[ProjectCheck]]:
    """Make a rule of a function over the linked project."""
    return lambda check: _rule(check, severity, since, "project", options)


def change_rule(
    *, severity: Severity, direction: Direction, bump: Bump, since: str, options: type[RuleOptions] = RuleOptions
) -> Callable[[ChangeCheck], Rule[ChangeCheck]]:
    """Make a rule of a function over the baseline and the head."""
    return lambda check: _rule(check, severity, since, "change", options)._replace(direction=direction, bump=bump)


def version_rule(*, severity: Severity, since: str) -> Callable[[VersionCheck], Rule[VersionCheck]]:
    """Make a rule of a function over a versioned resource that changed and what the rules over changes ask for."""
    return lambda check: _rule(check, severity, since, "version", RuleOptions)._replace(direction="life")


def suppression_rule(*, severity: Severity, since: str) -> Callable[[SuppressionCheck], Rule[SuppressionCheck]]:
    """Make a rule of a function over the comments that silence findings."""
    return lambda check: _rule(check, severity, since, "suppression", RuleOptions)


def waiver_rule(*, severity: Severity, since: str) -> Callable[[WaiverCheck], Rule[WaiverCheck]]:
    """Make a rule of a function over the waivers that hold and have held nothing back."""
    return lambda check: _rule(check, severity, since, "waiver", RuleOptions)._replace(direction="life")


def _rule(check: Check, severity: Severity, since: str, scope: Scope, options: type[RuleOptions]) -> Rule[Check]:
    category = check.__module__.split(".")[-2]
    return Rule(check.__name__.replace("_", "-"), category, severity, since, scope, check, options)
