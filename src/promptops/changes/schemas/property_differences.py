"""Differences between the properties of objects."""

from __future__ import annotations

from promptops.changes.schemas.differences import SIDES, Acceptance, Aspect, Direction
from promptops.changes.schemas.evaluation import finds
from promptops.changes.schemas.focus import Focus
from promptops.changes.schemas.nodes import AllOf, AnyOf, Matching, Node, Not, Others, Pool, Property, Required
from promptops.changes.schemas.outcomes import Found, Outcome
from promptops.changes.schemas.pairs import Atoms, Comparing, Constraints, Pair
from promptops.changes.schemas.proofs import Candidate, other


def compare_properties(walk: Comparing, both: Constraints) -> set[int]:
    """Find the differences of properties, and return the keys of the constraints that this accounts for."""
    comparison = _Comparison(walk, both)
    comparison.named()
    comparison.matching()
    comparison.others()
    return comparison.handled


class _Shape:
    """The constraints of one side that are about single properties."""

    def __init__(self, pool: Pool, atoms: Atoms) -> None:
        self._pool = pool
        self.required = {node.name: node for node in atoms.values() if isinstance(node, Required)}
        self.matching = {node.pattern: node for node in atoms.values() if isinstance(node, Matching)}
        self.others = [node for node in atoms.values() if isinstance(node, Others)]
        self.named: dict[str, list[Property]] = {}
        for node in atoms.values():
            if isinstance(node, Property):
                self.named.setdefault(node.name, []).append(node)

    def value(self, name: str) -> Node | None:
        """Return what is said about the value of a property, None when nothing is."""
        found: list[Node] = [node.node for node in self.named.get(name, ())]
        found += [node.node for node in self.matching.values() if finds(node.pattern, name)]
        for node in self.others:
            if name not in node.names and all(finds(pattern, name) is False for pattern in node.patterns):
                found.append(node.node)
        place = self.named[name][0].place if name in self.named else found[0].place if found else ()
        return self._pool.every(place, found) if found else None


class _Comparison:
    """The comparison of one pair of shapes."""

    def __init__(self, walk: Comparing, both: Constraints) -> None:
        self._walk = walk
        self._pool = walk.proofs.pool
        self._pair = both.pair
        self._shapes: dict[Acceptance, _Shape] = {
            "before": _Shape(self._pool, both.before),
            "after": _Shape(self._pool, both.after),
        }
        atoms = [*both.before.values(), *both.after.values()]
        self.handled = {node.key for node in atoms if isinstance(node, Property | Required)}

    def named(self) -> None:
        """Compare the properties that either side names or requires."""
        before, after = self._shapes["before"], self._shapes["after"]
        for name in dict.fromkeys([*before.named, *after.named, *before.required, *after.required]):
            if name in before.named and not self._is_known("after", name):
                self._lone(name, "before")
            elif name in after.named and not self._is_known("before", name):
                self._lone(name, "after")
            else:
                self._presence(name)
                self._values((before.value(name), after.value(name)), self._pair.focus.to_property(name))

    def matching(self) -> None:
        """Compare the properties whose names the same pattern finds something in."""
        before, after = self._shapes["before"].matching, self._shapes["after"].matching
        for pattern in before.keys() & after.keys():
            self._values((before[pattern].node, after[pattern].node), self._pair.focus.to_matching(pattern))
            self.handled |= {before[pattern].key, after[pattern].key}

    def others(self) -> None:
        """Compare the properties that neither side speaks of otherwise."""
        shapes = self._shapes.values()
        if any(len(shape.others) > 1 for shape in shapes):
            return
        nodes = [node for shape in shapes for node in shape.others]
        self.handled |= {node.key for node in nodes}
        names = frozenset(name for shape in shapes for name in shape.named).union(*(node.names for node in nodes))
        patterns = {pattern for shape in shapes for pattern in shape.matching}.union(*(node.patterns for node in nodes))
        before, after = (shape.others[0].node if shape.others else None for shape in shapes)
        focus = self._pair.focus.to_others(names, tuple(sorted(patterns)))
        if _is_nothing(before) is _is_nothing(after):
            self._values((before, after), focus)
        else:
            self._closure("before" if _is_nothing(after) else "after", focus, one_sided=len(nodes) == 1)

    def _is_known(self, side: Acceptance, name: str) -> bool:
        """Say whether a side has something to say of a property, other than that there is none."""
        shape = self._shapes[side]
        value = shape.value(name)
        return name in shape.named or (value is not None and not _is_nothing(value))

    def _presence(self, name: str) -> None:
        """Compare whether a property must be there."""
        for accepts in SIDES:
            required = self._shapes[other(accepts)].required.get(name)
            if required is not None and name not in self._shapes[accepts].required:
                added = accepts == "before"
                words = f"{self._subject(name)} is {'required' if added else 'optional'} now"
                named = self._shapes[accepts].named.get(name)
                old = named[0] if named else self._pair.of(accepts)
                direction: Direction = "added-required" if added else "removed-required"
                candidate = self._candidate(direction, accepts, (old, required), words, name)
                self._settle(candidate, accepts, required)

    def _lone(self, name: str, has: Acceptance) -> None:
        """Report a property that only one side names, with an instance that shows it if there is one."""
        shape, lacks = self._shapes[has], other(has)
        required = shape.required.get(name)
        places = self._pair.of(lacks), shape.named[name][0]
        if has == "after" and required is not None and name not in self._shapes["before"].required:
            words = f"{self._subject(name)} is new, and required"
            self._settle(
                self._candidate("added-required", "before", (places[0], required), words, name), "before", required
            )
            return
        come = has == "after"
        words = f"{self._subject(name)} is {'new' if come else 'gone'}"
        direction: Direction = "added-property" if come else "removed-property"
        candidate = self._candidate(direction, lacks, places, words, name)
        for accepts, node in self._refusals(name, has, required):
            outcome = self._refused(accepts, node)
            if isinstance(outcome, Found):
                self._walk.proofs.add(candidate, accepts, outcome)
                return
        self._walk.proofs.state(candidate)

    def _refusals(self, name: str, has: Acceptance, required: Required | None) -> list[tuple[Acceptance, Node]]:
        """Return what may be refused for a property that one side names: a side, and a constraint of the other."""
        found: list[tuple[Acceptance, Node]] = []
        lacks = other(has)
        for accepts, value in ((has, self._shapes[lacks].value(name)), (lacks, self._shapes[has].value(name))):
            if value is not None:
                found.append((accepts, self._pool.make(Property, (), name, value)))
        return [(lacks, required), *found] if required else found

    def _closure(self, accepts: Acceptance, focus: Focus, *, one_sided: bool) -> None:
        """Report that properties of any other name are taken by one side only."""
        opened = accepts == "after"
        node = self._shapes[other(accepts)].others[0]
        words = f"{self._pair.focus.subject} takes {'other properties' if opened else 'no other properties'} now"
        kind: Direction = "widened" if opened else "narrowed"
        before, after = _in_order(accepts, self._pair.of(accepts), node)
        where = self._pair.focus
        candidate = Candidate(kind, "additional", where, before.place, after.place, words, one_sided)
        step = focus.steps[-1]
        refused = self._pool.make(Others, node.place, *step.parts, self._pool.make(AnyOf, (), ()))
        self._settle(candidate, accepts, refused)

    def _settle(self, candidate: Candidate, accepts: Acceptance, node: Node) -> None:
        """Add a candidate when one side accepts what a constraint of the other refuses."""
        self._walk.proofs.add(candidate, accepts, self._refused(accepts, node))

    def _refused(self, accepts: Acceptance, node: Node) -> Outcome:
        refused = [self._pair.of(accepts), self._pool.make(Not, (), node)]
        return self._walk.proofs.witness(accepts, self._pair.focus, refused)

    def _values(self, nodes: tuple[Node | None, Node | None], focus: Focus) -> None:
        """Compare what is said about the value of a property; nothing said is everything."""
        before, after = (
            self._pool.make(AllOf, self._pair.of(side).place, ()) if node is None else node
            for side, node in zip(SIDES, nodes, strict=True)
        )
        self._walk.compare(Pair(before, after, focus))

    def _subject(self, name: str) -> str:
        return self._pair.focus.to_property(name).subject

    def _candidate(
        self, direction: Direction, old: Acceptance, nodes: tuple[Node, Node], words: str, name: str
    ) -> Candidate:
        """Return a candidate about a property, whose nodes are that of the side `old` and that of the other."""
        before, after = _in_order(old, *nodes)
        aspect: Aspect = "property" if direction.endswith("-property") else "presence"
        focus = self._pair.focus.to_property(name)
        return Candidate(direction, aspect, focus, before.place, after.place, words)


def _in_order(side: Acceptance, node: Node, other_node: Node) -> tuple[Node, Node]:
    """Return the node of a side and that of the other, the one before first."""
    return (node, other_node) if side == "before" else (other_node, node)


def _is_nothing(node: Node | None) -> bool:
    return isinstance(node, AnyOf) and not node.nodes
