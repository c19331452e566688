"""Where a LiteLLM proxy turns when a model fails: two sections may say so, and the first one wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.formats.litellm.models import Deployment, Route
from promptops.formats.suggestion import advice_on
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath

_SECTIONS = ("router_settings", "litellm_settings")
_LISTS = ("fallbacks", "context_window_fallbacks", "content_policy_fallbacks")
_CHECKED = ("fallbacks", "content_policy_fallbacks")
"""The lists whose form LiteLLM checks when it starts."""
_DEFAULTS = "default_fallbacks"
_PARAMETERS = frozenset({"model", "messages"})
"""Keys by which an item is the parameters of one call, and no model with its fallbacks."""
_VARIABLE = "os.environ/"
_STORES = ("store_model_in_db", "database_url", "database_type", "database_args")


def routes_of(data: Mapping[str, Any]) -> dict[str, list[Route]]:
    """Return the models to turn to by the name of the one that fails; `*` stands for every other one."""
    found: dict[str, list[Route]] = {}
    for keys, value in _read_lists(data, "fallbacks"):
        for name, route in _routes(keys, value):
            found.setdefault(name, []).append(route)
    for keys, value in _read_lists(data, _DEFAULTS):
        found.setdefault("*", []).extend(_targets(keys, value))
    return found


def fallback_faults(document: Positioned, deployments: Sequence[Deployment]) -> Iterator[Fault]:
    """Yield the lists that are not read, those that the proxy refuses, and fallbacks that never happen."""
    data = document.value
    for name in (*_LISTS, _DEFAULTS):
        yield from _unread(document, name)
    for name in _CHECKED:
        for keys, value in _read_lists(data, name):
            yield from _malformed(document, name, keys, value)
    if _is_complete(data):
        known = _Known(data, deployments)
        for name in _LISTS:
            for keys, value in _read_lists(data, name):
                for _, route in _routes(keys, value):
                    yield from known.missing(document, route)


def _read_lists(data: Mapping[str, Any], name: str) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the list that LiteLLM reads under a name, with its place: the first one that is not empty."""
    given = [(section, name) for section in _SECTIONS if _at(data, section, name)]
    for section, key in given[:1]:
        yield (section, key), data[section][key]


def _at(data: Mapping[str, Any], section: str, key: str) -> Any:
    settings = data.get(section)
    return settings.get(key) if isinstance(settings, dict) else None


def _unread(document: Positioned, name: str) -> Iterator[Fault]:
    first, second = ((section, name) for section in _SECTIONS)
    if _at(document.value, *first) and _at(document.value, *second):
        message = f"`{name}` stands in `router_settings`, too, and LiteLLM reads only those"
        related = ((document.range_of(first, "key"), "these are read"),)
        yield Fault("ignored-key", message, document.range_of(second, "key"), "keep one list", second, related)


def _malformed(document: Positioned, name: str, keys: KeyPath, value: Any) -> Iterator[Fault]:
    """Yield what the proxy does not start with, or takes for other names than were meant."""
    if isinstance(value, str) and value.startswith(_VARIABLE):
        return
    form = "write a list, each item a model and its fallbacks: `- gpt-4o: [gpt-4o-mini]`"
    if not isinstance(value, list):
        yield Fault("invalid-value", f"`{name}` must be a list", document.range_of(keys), form, keys)
        return
    for index, item in enumerate(value):
        here = (*keys, index)
        if not isinstance(item, dict) or len(item) != 1:
            message = f"an item of `{name}` must be one model with its fallbacks"
            yield Fault("invalid-value", message, document.range_of(here), form, here)
            continue
        ((model, targets),) = item.items()
        if isinstance(targets, str) and model not in _PARAMETERS:
            message = f"the fallbacks of {quoted(model)} must be a list"
            yield Fault("invalid-value", message, document.range_of((*here, model)), form, (*here, model))


def _routes(keys: KeyPath, value: Any) -> Iterator[tuple[str, Route]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        for name, targets in item.items() if isinstance(item, dict) and len(item) == 1 else ():
            for route in _targets((*keys, index, name), targets):
                yield name, route


def _targets(keys: KeyPath, targets: Any) -> Iterator[Route]:
    for index, target in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(target, str):
            yield Route(target, (*keys, index))


def _is_complete(data: Mapping[str, Any]) -> bool:
    """Say whether the file holds every model there is: other files and a database may add to the list."""
    environment = data.get("environment_variables")
    variables = environment if isinstance(environment, dict) else {}
    return not (
        "include" in data
        or any(_at(data, "general_settings", key) for key in _STORES)
        or any(_at(data, section, _DEFAULTS) for section in _SECTIONS)
        or not variables.keys().isdisjoint(("DATABASE_URL", "STORE_MODEL_IN_DB"))
    )


class _Known:
    """The names by which one file's models can be called."""

    def __init__(self, data: Mapping[str, Any], deployments: Sequence[Deployment]) -> None:
        aliases = _at(data, "router_settings", "model_group_alias")
        names = {each.name for each in deployments}
        models = {model for each in deployments if isinstance(model := each.params.get("model"), str)}
        ids = {id_ for each in deployments if isinstance(id_ := each.info.get("id"), str)}
        self._names = sorted(names)
        self._known = {*names, *models, *ids, *(aliases if isinstance(aliases, dict) else ())}
        self._prefixes = tuple({name.partition("*")[0] for name in names if "*" in name})

    def missing(self, document: Positioned, route: Route) -> Iterator[Fault]:
        """Yield a fault for a fallback that leads to no model of the file."""
        target = route.target
        if not self._names or target in self._known or target.startswith((_VARIABLE, *self._prefixes)):
            return
        message = f"no entry of `model_list` is called {quoted(target)}, so that this fallback always fails"
        advice = advice_on(target, self._names, "add the model to `model_list`, or remove the fallback")
        yield Fault("unknown-reference", message, document.range_of(route.keys), advice, route.keys)
