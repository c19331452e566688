"""Which resources a generated repository holds, who owns them, and what they may refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from typing import Final, NamedTuple

import vocabulary as words
from prose import Prose

SMALLEST: Final = 120
"""The fewest files of which every kind still gets one."""

SHARED: Final = 60
"""The most fragments that belong to nobody's folder; they come first in the plan."""

_SHARES: Final = {"prompt": 0.6, "tool": 0.2, "eval": 0.1}
_TEAM_WEIGHTS: Final = {"dataset": 2, "agent": 2, "budget": 1, "consumer": 1, "feature": 1}
_ALL_WEIGHTS: Final = sum(_TEAM_WEIGHTS.values()) + 4  # fragments get what is left
_PROVIDERS: Final = ("meridian", "fjordline", "halden", "tessera", "quillon", "ostrava")
"""Nobody's names: models of the public catalogue are retired one day."""


class Item(NamedTuple):
    """One resource to be written: what it is called, whose it is, and where it stands."""

    name: str
    owner: str
    version: str
    path: str

    @property
    def reference(self) -> str:
        """Return `name@MAJOR`."""
        return f"{self.name}@{self.version.partition('.')[0]}"


@dataclass(frozen=True)
class Plan:
    """Every resource of the repository, kind by kind."""

    seed: int
    teams: list[Item]
    prompts: list[Item]
    judges: list[Item]
    tools: list[Item]
    evals: list[Item]
    others: dict[str, list[Item]]
    tools_of: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """The tools of a team."""
    prompts_of: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """The prompts of a team that are not judges."""
    fragments_of: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    """The fragments of a team."""

    def __post_init__(self) -> None:
        for tool in self.tools:
            self.tools_of[tool.owner].append(tool)
        for prompt in self.prompts:
            self.prompts_of[prompt.owner].append(prompt)
        for fragment in self.others["fragment"]:
            self.fragments_of[fragment.owner].append(fragment)

    @property
    def models(self) -> list[Item]:
        """Return the models that prompts and agents call: all but the first, which stands in for others."""
        return self.others["model"][1:]

    def prose(self, *subject: str) -> Prose:
        """Return the generator for one subject, which no other file's content can disturb."""
        return Prose(f"{self.seed}:{':'.join(subject)}")


class _Names:
    """Hands out names that are not taken yet, adding a qualifier and then a number where it must."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, stem: str, prose: Prose) -> str:
        name = stem
        if name in self._taken:
            name = f"{stem}-{prose.pick(words.QUALIFIERS)}"
        numbers = count(2)
        while name in self._taken:
            name = f"{stem}-{next(numbers)}"
        self._taken.add(name)
        return name


def make_plan(files: int, seed: int) -> Plan:
    """Decide on `files` resources, one a file (ValueError below `SMALLEST`)."""
    if files < SMALLEST:
        raise ValueError(f"at least {SMALLEST} files are needed, so that every kind has one")
    counts = {kind: round(files * share) for kind, share in _SHARES.items()}
    prose = Prose(f"{seed}:plan")
    teams = list(_teams(max(2, files // 250)))
    owners = [team.name for team in teams]
    rest = files - sum(counts.values())
    judges = max(1, counts["prompt"] // 50)
    return Plan(
        seed=seed,
        teams=teams,
        prompts=list(_prompts(counts["prompt"] - judges, owners, prose)),
        judges=list(_nested("prompts", ".prompt.md", judges, ["judging"], owners, prose)),
        tools=list(_tools(counts["tool"], owners, prose)),
        evals=list(_nested("evals", ".yaml", counts["eval"], [""], owners, prose)),
        others=dict(_others(rest - len(teams), owners, prose)),
    )


def _teams(wanted: int) -> Iterator[Item]:
    names = list(words.DOMAINS) + [f"{domain}-{part}" for part, domain in product(words.FUNCTIONS, words.DOMAINS)]
    for name in names[:wanted]:
        yield Item(name, name, "1.0.0", f"teams/{name}.yaml")


def _version(prose: Prose) -> str:
    return f"{prose.number(1, 4)}.{prose.number(0, 12)}.{prose.number(0, 5)}"


def _stem(prose: Prose) -> str:
    return f"{prose.pick(words.VERBS)}-{prose.pick(words.NOUNS)}"


def _prompts(wanted: int, owners: list[str], prose: Prose) -> Iterator[Item]:
    areas = {owner: prose.sample(words.AREAS, prose.number(3, 6)) for owner in owners}
    names = _Names()
    for number in range(wanted):
        owner = owners[number % len(owners)]
        name = names.free(f"{owner}/{prose.pick(areas[owner])}/{_stem(prose)}", prose)
        yield Item(name, owner, _version(prose), f"prompts/{name}.prompt.md")


def _nested(folder: str, suffix: str, wanted: int, areas: list[str], owners: list[str], prose: Prose) -> Iterator[Item]:
    """Plan resources of which each team has its own, named by the team's folder."""
    names = _Names()
    for number in range(wanted):
        owner = owners[number % len(owners)]
        place = "/".join(filter(None, (owner, prose.pick(areas))))
        name = names.free(f"{place}/{_stem(prose)}", prose)
        yield Item(name, owner, _version(prose), f"{folder}/{name}{suffix}")


def _tools(wanted: int, owners: list[str], prose: Prose) -> Iterator[Item]:
    names = _Names()
    for number in range(wanted):
        owner = owners[number % len(owners)]
        name = names.free(_stem(prose), prose)
        yield Item(name, owner, _version(prose), f"tools/{owner}/{name}.yaml")


def _others(wanted: int, owners: list[str], prose: Prose) -> Iterator[tuple[str, list[Item]]]:
    providers = _PROVIDERS[: max(2, min(len(_PROVIDERS), wanted // 25))]
    environments = ("production", "staging", "development")[: max(1, min(3, wanted // 20))]
    models = max(2, min(60, wanted // 18))
    yield "provider", [Item(name, owners[0], "1.0.0", f"providers/{name}.yaml") for name in providers]
    yield "environment", [Item(name, owners[0], "1.0.0", f"environments/{name}.yaml") for name in environments]
    yield "model", list(_models(models, owners, prose))
    left = wanted - len(providers) - len(environments) - models
    shares = {kind: max(1, left * weight // _ALL_WEIGHTS) for kind, weight in _TEAM_WEIGHTS.items()}
    for kind, share in shares.items():
        yield kind, list(_nested(f"{kind}s", ".yaml", share, [""], owners, prose))
    yield "fragment", list(_fragments(left - sum(shares.values()), owners, prose))


def _models(wanted: int, owners: list[str], prose: Prose) -> Iterator[Item]:
    names = _Names()
    for number in range(wanted):
        owner = owners[number % len(owners)]
        name = names.free(f"{owner}-{prose.pick(words.AREAS)}", prose)
        yield Item(name, owner, "1.0.0", f"models/{owner}/{name}.yaml")


def _fragments(wanted: int, owners: list[str], prose: Prose) -> Iterator[Item]:
    """Plan shared fragments first, owned by the first team, then fragments of single teams."""
    names = _Names()
    shared = max(1, min(wanted // 2, SHARED))
    yield Item(names.free("common/safety-preamble", prose), owners[0], "1.0.0", "fragments/common/safety-preamble.yaml")
    for number in range(1, wanted):
        owner = owners[0] if number < shared else owners[number % len(owners)]
        place = "common" if number < shared else owner
        name = names.free(f"{place}/{prose.pick(words.FRAGMENT_TOPICS)}-{prose.pick(words.FRAGMENT_FORMS)}", prose)
        yield Item(name, owner, f"1.{prose.number(0, 9)}.0", f"fragments/{name}.yaml")
