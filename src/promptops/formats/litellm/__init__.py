"""LiteLLM proxy configurations: the models that a gateway serves, and where it turns when one of them fails."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from promptops.formats.annotations import as_json
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.litellm.fallbacks import fallback_faults, routes_of
from promptops.formats.litellm.keys import is_meant_for_a_proxy, misplaced_keys
from promptops.formats.litellm.models import deployment_faults, deployments_of, model_drafts
from promptops.formats.naming import name_of
from promptops.formats.pyyaml import duplicates_told
from promptops.formats.relocation import Relocated
from promptops.sources.documents import MAX_FAULTS, KeyPath
from promptops.sources.yaml import YamlDocument, read_yaml

DIALECT = "litellm"
SUFFIXES = (".yaml", ".yml")
_MARKS = ("litellm_params", "litellm_settings")
_CERTAIN = re.compile(r"^model_list[ \t]*:", re.MULTILINE)
_ENVIRONMENT = re.compile(r"os\.environ/([A-Za-z_][A-Za-z0-9_]{0,199})")
_MAX_SECONDS = 10**6


def read(file: SourceFile) -> Reading:
    """Read a model for each name of `model_list`, and a provider that is the proxy itself.

    A file is ours when an entry of `model_list` has `litellm_params`, or when all of its keys are those of a proxy.
    """
    if not any(mark in file.text for mark in _MARKS):
        return NOT_OURS
    documents, faults = read_yaml(file.text)
    if not documents:
        return Reading(DIALECT, faults=faults) if faults and _is_certain(file.text) else NOT_OURS
    document = documents[0]
    if len(documents) > 1 or not _is_proxy(document.value):
        return NOT_OURS
    deployments = deployments_of(document.value)
    drafts = (*model_drafts(document, deployments, routes_of(document.value)), *_proxies(file.path, document))
    found = chain(
        duplicates_told(faults),
        deployment_faults(document),
        misplaced_keys(document, file.text),
        fallback_faults(document, deployments),
    )
    return Reading(DIALECT, drafts, tuple(islice(found, MAX_FAULTS)))


def _is_certain(text: str) -> bool:
    """Say whether a text that is no YAML is meant to be a configuration, and is no template of one."""
    return "litellm_params" in text and "{{" not in text and _CERTAIN.search(text) is not None


def _is_proxy(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    known = sum(is_meant_for_a_proxy(key) for key in islice(data, MAX_FAULTS))
    models = data.get("model_list")
    if isinstance(models, list):
        is_ours = any(isinstance(each, dict) and isinstance(each.get("litellm_params"), dict) for each in models)
        return is_ours and 2 * known >= len(data)
    return isinstance(data.get("litellm_settings"), dict) and known == len(data)


def _proxies(path: str, document: YamlDocument) -> tuple[Draft, ...]:
    """Return the proxy as the provider that it is to its callers; none where a file holds nothing but models."""
    settings = {key: value for key, value in document.value.items() if key != "model_list"}
    if not settings:
        return ()
    router, module, server = (
        _mapping(settings, key) for key in ("router_settings", "litellm_settings", "general_settings")
    )
    data: dict[str, Any] = {
        "kind": "Provider",
        "name": name_of(path, SUFFIXES),
        "annotations": {DIALECT: as_json(settings)},
    }
    timeout = _duration(router.get("timeout")) or _duration(module.get("request_timeout"))
    if timeout is not None:
        data["timeout"] = timeout
    retries = router.get("num_retries", module.get("num_retries"))
    if type(retries) is int and 0 <= retries < _MAX_SECONDS:
        data["retries"] = {"max_attempts": retries + 1}
    key = server.get("master_key")
    variable = _ENVIRONMENT.fullmatch(key) if isinstance(key, str) else None
    if variable is not None:
        data["credentials"] = [{"env": variable[1]}]
    places: dict[KeyPath, KeyPath] = {
        ("annotations", DIALECT): (),
        ("credentials", 0): ("general_settings", "master_key"),
    }
    return (Draft("Provider", data, Relocated(document, places)),)


def _mapping(settings: dict[str, Any], key: str) -> dict[str, Any]:
    value = settings.get(key)
    return value if isinstance(value, dict) else {}


def _duration(seconds: object) -> str | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < _MAX_SECONDS:
        return None
    return f"{seconds}s" if isinstance(seconds, int) else f"{round(seconds * 1000)}ms"
