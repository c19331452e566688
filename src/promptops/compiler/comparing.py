"""The whole comparison on one page: two trees → two sides → what changed → findings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from promptops.changes.comparison import Comparison
from promptops.compiler.change_findings import ChangeFinding, ChangeJudge
from promptops.compiler.file_rules import options_of
from promptops.compiler.request import CONFIG_NAME
from promptops.compiler.sides import Compiled, compile_beside
from promptops.compiler.silencing import Silencing
from promptops.config.loading import load_settings
from promptops.config.settings import Settings
from promptops.errors import ConfigError
from promptops.rules import change_rules, rule_options
from promptops.rules.contexts import ChangeContext
from promptops.sources.trees import MISSING, Tree, Unreadable

if TYPE_CHECKING:
    from promptops.compiler import Compiler


class Judged(NamedTuple):
    """What is to be said of a change, sorted, and how many findings comments in the head's files silenced."""

    findings: tuple[ChangeFinding, ...]
    suppressed: int


class Comparing:
    """Compiles a baseline beside a head, and judges what changed.

    The rules are set as the baseline's configuration says, the head's where it has none.
    """

    def __init__(self, head: Compiler, baseline: Tree) -> None:
        self._head = head
        self._baseline = baseline

    @cached_property
    def after(self) -> Compiled:
        """Return the head."""
        return self._head.compiled.compiled

    @cached_property
    def before(self) -> Compiled:
        """Return the baseline; what did not change is taken from the head."""
        settings, is_same = self._settings
        return compile_beside(self._baseline, settings, self.after.units if is_same else {})

    @cached_property
    def comparison(self) -> Comparison:
        """Return what changed."""
        return Comparison(self.before.side, self.after.side)

    @cached_property
    def judged(self) -> Judged:
        """Return what is to be said of it."""
        rules, settings = change_rules(), self.before.settings
        options = options_of(rules, settings)
        given = {rule.options: options[rule.id] for rule in rules if rule.id in options}
        context = ChangeContext(self.comparison, self._head.request.today, given)
        judge = ChangeJudge(settings, rules, self.before.locator.located, self.after.locator.located)
        found = judge.findings(context)
        comments = Silencing(self._units_of(found))
        kept = [each for each in found if not comments.hides(each.diagnostic.rule, each.diagnostic.primary)]
        return Judged(tuple(kept), len(found) - len(kept))

    def _units_of(self, found: Sequence[ChangeFinding]) -> list:
        paths = dict.fromkeys(each.diagnostic.primary.path for each in found)
        return [self.after.units[path] for path in paths if path in self.after.units]

    @cached_property
    def _settings(self) -> tuple[Settings, bool]:
        """Return the settings of the baseline, and whether the head has the same."""
        data = self._baseline.read(CONFIG_NAME)
        if isinstance(data, Unreadable):
            if data != MISSING:
                raise ConfigError(f"`{CONFIG_NAME}` of the baseline cannot be read: {data.reason}", help=data.help)
            return self.after.settings, True
        settings = load_settings(data, CONFIG_NAME, rule_options())
        return settings, settings == self.after.settings
