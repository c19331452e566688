"""Which uses of a name can reach a value from outside the template.

Scopes are Jinja2's: every `for`, `macro`, `call`, `filter`, `with`, `autoescape`, block `set` and `block` has one of
its own, `if` has none. A name belongs to the outermost scope that mentions it, wherever in that scope: a name that a
scope sets further down is no variable of the loops and macros above either.

In two points this is sharper than `jinja2.meta.find_undeclared_variables`, which counts a name as taken from outside
once it is set under a condition, or used in a `block`. Here a use is free only when there is a way to it on which
the name has not been set, and a `block` sees what the top of its template has set before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from jinja2 import nodes

from promptops.templates.model import GLOBALS, LOOP_NAME, SELF_NAME, Variable

_MACRO_NAMES = ("caller", "varargs", "kwargs")
_BLOCK_NAMES = (SELF_NAME, "super")

_Body: TypeAlias = Iterable[nodes.Node]


class _Scope:
    """The names of one scope.

    `bound` are those that have a value at the point that the walk has reached, in the order in which they got it.
    `mentioned` says of each other name whether it was set, under no condition, before it was used. `parent` is the
    scope that Jinja2 looks into next, `outer` the one whose values are seen here; they differ in a `block`.
    """

    __slots__ = ("bound", "branches", "mentioned", "outer", "parent")

    def __init__(self, bound: Iterable[str], parent: _Scope | None, outer: _Scope | None) -> None:
        self.bound = dict.fromkeys(bound)
        self.mentioned: dict[str, bool] = {}
        self.branches = 0
        self.parent = parent
        self.outer = outer

    def sees(self, name: str) -> bool:
        """Tell whether a name has a value here and now."""
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.bound:
                return True
            scope = scope.outer
        return False

    def owns(self, name: str) -> bool:
        """Tell, after the walk, whether a mentioned name is one of the template's own, if without a value."""
        own = False
        scope: _Scope | None = self
        while scope is not None:
            own = scope.mentioned.get(name, own)
            scope = scope.parent
        return own


def free_variables(body: _Body) -> tuple[Variable, ...]:
    """Return the free uses of names in a parsed template whose line numbers are offsets, in order of appearance."""
    walk = _Walk()
    walk.body(body)
    free = [Variable(name, start, start + len(name)) for scope, name, start in walk.uses if not scope.owns(name)]
    return tuple(sorted(free, key=lambda variable: variable.start))


class _Walk:
    """A walk over the nodes in the order in which they are evaluated.

    `_context` is the scope whose values a `block` sees unless it is a scoped one.
    """

    def __init__(self) -> None:
        self._context = self._scope = _Scope((SELF_NAME,), None, None)
        self.uses: list[tuple[_Scope, str, int]] = []

    def body(self, statements: _Body) -> None:
        for statement in statements:
            visit = _VISITS.get(type(statement))
            if visit is None:
                self._expression(statement)
            else:
                visit(self, statement)

    def _expression(self, node: nodes.Node | None) -> None:
        for item in _descendants(node):
            if isinstance(item, nodes.Name):
                self._use(item.name, item.lineno)

    def _use(self, name: str, start: int) -> None:
        if name in GLOBALS or self._scope.sees(name):
            return
        self._scope.mentioned.setdefault(name, False)
        self.uses.append((self._scope, name, start))

    def _bind(self, name: str) -> None:
        self._scope.mentioned.setdefault(name, not self._scope.branches)
        self._scope.bound.setdefault(name)

    def _bind_target(self, target: nodes.Node) -> None:
        for item in _descendants(target):
            if isinstance(item, nodes.Name):
                self._bind(item.name)
            elif isinstance(item, nodes.NSRef):
                self._use(item.name, item.lineno)

    def _inside(self, bound: Iterable[str], body: _Body) -> None:
        self._within(_Scope(bound, self._scope, self._scope), body)

    def _within(self, scope: _Scope, body: _Body) -> None:
        outside = self._scope
        self._scope = scope
        self.body(body)
        self._scope = outside

    def _branch(self, body: _Body) -> dict[str, None]:
        """Walk a body that may be skipped, and return the names that it binds for sure."""
        scope = self._scope
        before = len(scope.bound)
        scope.branches += 1
        self.body(body)
        scope.branches -= 1
        return dict(scope.bound.popitem() for _ in range(len(scope.bound) - before))

    def visit_if(self, node: nodes.If) -> None:
        self._expression(node.test)
        gained = self._branch(node.body)
        for branch in node.elif_:
            self._expression(branch.test)
            gained = _common(gained, self._branch(branch.body))
        for name in _common(gained, self._branch(node.else_)):
            self._bind(name)

    def visit_for(self, node: nodes.For) -> None:
        targets = [item.name for item in _descendants(node.target) if isinstance(item, nodes.Name)]
        self._expression(node.iter)
        if node.test is not None:
            self._inside(targets, [node.test])
        self._inside([*targets, LOOP_NAME], node.body)
        self._inside((), node.else_)

    def visit_macro(self, node: nodes.Macro) -> None:
        self._bind(node.name)
        self._macro_body(node)

    def visit_call_block(self, node: nodes.CallBlock) -> None:
        self._expression(node.call)
        self._macro_body(node)

    def _macro_body(self, node: nodes.Macro | nodes.CallBlock) -> None:
        self._inside([*(argument.name for argument in node.args), *_MACRO_NAMES], [*node.defaults, *node.body])

    def visit_filter_block(self, node: nodes.FilterBlock) -> None:
        self._expression(node.filter)
        self._inside((), node.body)

    def visit_with(self, node: nodes.With) -> None:
        for value in node.values:
            self._expression(value)
        names = [item.name for target in node.targets for item in _descendants(target) if isinstance(item, nodes.Name)]
        self._inside(names, node.body)

    def visit_scope(self, node: nodes.Scope) -> None:
        self._inside((), node.body)

    def visit_autoescape(self, node: nodes.ScopedEvalContextModifier) -> None:
        for option in node.options:
            self._expression(option)
        self.body(node.body)

    def visit_block(self, node: nodes.Block) -> None:
        around = self._context
        self._context = self._scope if node.scoped else around
        self._within(_Scope(_BLOCK_NAMES, None, self._context), node.body)
        self._context = around

    def visit_assign(self, node: nodes.Assign) -> None:
        self._expression(node.node)
        self._bind_target(node.target)

    def visit_assign_block(self, node: nodes.AssignBlock) -> None:
        self._expression(node.filter)
        self._inside((), node.body)
        self._bind_target(node.target)

    def visit_import(self, node: nodes.Import) -> None:
        self._expression(node.template)
        self._bind(node.target)

    def visit_from_import(self, node: nodes.FromImport) -> None:
        self._expression(node.template)
        for name in node.names:
            self._bind(name if isinstance(name, str) else name[1])


def _common(left: dict[str, None], right: dict[str, None]) -> dict[str, None]:
    return {name: None for name in left if name in right}


def _descendants(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """Yield a node and all below it; not by recursion, as `a + b + c + …` is as deep as it is long."""
    todo = [] if node is None else [node]
    while todo:
        item = todo.pop()
        yield item
        todo.extend(item.iter_child_nodes())


_VISITS: dict[type[nodes.Node], Callable[..., None]] = {
    nodes.If: _Walk.visit_if,
    nodes.For: _Walk.visit_for,
    nodes.Macro: _Walk.visit_macro,
    nodes.CallBlock: _Walk.visit_call_block,
    nodes.FilterBlock: _Walk.visit_filter_block,
    nodes.With: _Walk.visit_with,
    nodes.Scope: _Walk.visit_scope,
    nodes.ScopedEvalContextModifier: _Walk.visit_autoescape,
    nodes.Block: _Walk.visit_block,
    nodes.Assign: _Walk.visit_assign,
    nodes.AssignBlock: _Walk.visit_assign_block,
    nodes.Import: _Walk.visit_import,
    nodes.FromImport: _Walk.visit_from_import,
}
