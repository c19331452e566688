"""What is to be said of the files of a head: no less than what its baseline's settings ask.

The head's own settings and policies judge first. Where they, or waivers that do not count, may say less than the
baseline would, the same files are judged once more as the baseline says, and of each finding the graver severity
counts. Where the files are and whose they are is for the head to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from promptops.compiler.change_waivers import Trust, kept_waivers
from promptops.compiler.linking import Judging, Linked, Linker
from promptops.compiler.sides import Compiled, compile_alike, compile_beside
from promptops.compiler.texts_read import TextsRead
from promptops.config.settings import Settings
from promptops.diagnostics import Diagnostic
from promptops.rules.enforcement import InForce, in_force
from promptops.rules.waivers import POLICY_RULE, Leave, leaves
from promptops.sources.codeowners import read_codeowners

if TYPE_CHECKING:
    from datetime import date

    from promptops.compiler.request import Verdict

_WHY: Final = {
    "head": "what the change is merged into judges it, and asks for more than the change's own settings and policies:"
    " merge these first, or waive this finding",
    "baseline": "what the change is merged into judges it, not the settings, policies and waivers that the change"
    " itself brings: they count once they are merged",
}


def verdict_of_both(own: Verdict, head: Compiled, before: Compiled, today: date, trust: Trust) -> Verdict:
    """Return a head's own verdict with all that its baseline's settings and policies say besides, or more gravely.

    Waivers that the head adds count where it is trusted.
    """
    settings = head.settings.judged_by(before.settings)
    waivers = tuple(leaves(head.project))
    counting = waivers if trust == "head" else tuple(kept_waivers(before.project, head.project))
    own_policies, policies = (tuple(in_force(side.project)) for side in (head, before))
    keeps_policies = {each.terms for each in policies} <= {each.terms for each in own_policies}
    if settings == head.settings and len(counting) == len(waivers) and keeps_policies:
        return own
    linked = _judged(head, settings, today, counting, (*policies, *own_policies))
    return own._replace(
        diagnostics=_graver(own.diagnostics, linked.diagnostics, _WHY[trust]),
        suppressed=sum(linked.suppressed.values()),
        waived=linked.waived,
    )


def _judged(
    head: Compiled, settings: Settings, today: date, counting: Iterable[Leave], policies: Sequence[InForce]
) -> Linked:
    compiled = compile_beside(head.listing, settings, head.units if compile_alike(settings, head.settings) else {})
    texts = TextsRead(compiled.files.texts_of, compiled.listing.read)
    # A comment or waiver that is of no use under other settings may be of use by now.
    linker = Linker(settings, compiled.locator, compiled.listing, texts, with_excuses=False)
    codeowners = read_codeowners(head.listing.tree)
    judging = Judging(counting, policies)
    return linker.judge_project(compiled.project, tuple(compiled.units.values()), today, codeowners, judging)


def _graver(own: Iterable[Diagnostic], others: Iterable[Diagnostic], why: str) -> tuple[Diagnostic, ...]:
    """Return all findings, sorted, each with the graver severity; a note says why one is graver than by itself."""
    found = {_breach(each): each for each in own}
    for each in others:
        known = found.get(_breach(each))
        if known is None or known.severity.rank < each.severity.rank:
            found[_breach(each)] = each._replace(notes=(*each.notes, why))
    return tuple(sorted(found.values(), key=lambda each: each.order))


def _breach(found: Diagnostic) -> object:
    """Return what is alike for the same finding of two judges, who may put what a policy asks for in other words."""
    return (found.primary, found.fingerprint) if found.rule == POLICY_RULE else found.order
