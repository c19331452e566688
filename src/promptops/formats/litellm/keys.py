"""Which keys a LiteLLM proxy reads where; what stands anywhere else it passes over without a word."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain, closest

ROOT = frozenset(
    {
        "agent_list",
        "agents",
        "assistant_settings",
        "callback_settings",
        "credential_list",
        "default_vertex_config",
        "environment_variables",
        "files_settings",
        "finetune_settings",
        "general_settings",
        "guardrails",
        "include",
        "litellm_settings",
        "mcp_servers",
        "mcp_tools",
        "model_list",
        "policies",
        "policy_attachments",
        "prompts",
        "router_settings",
        "sandbox_tools",
        "search_tools",
        "vector_store_registry",
        "worker_registry",
    }
)
"""The keys that some release from 1.60 on reads at the top of a file."""

_GENERAL = frozenset(
    {
        "alerting",
        "alerting_threshold",
        "allowed_ips",
        "background_health_checks",
        "custom_auth",
        "database_url",
        "enable_jwt_auth",
        "global_max_parallel_requests",
        "health_check_interval",
        "litellm_jwtauth",
        "master_key",
        "max_parallel_requests",
        "pass_through_endpoints",
        "store_model_in_db",
    }
)
_ROUTER = frozenset(
    {
        "allowed_fails_policy",
        "cooldown_time",
        "default_litellm_params",
        "disable_cooldowns",
        "enable_pre_call_checks",
        "enable_tag_filtering",
        "model_group_alias",
        "model_group_retry_policy",
        "optional_pre_call_checks",
        "provider_budget_config",
        "redis_host",
        "redis_password",
        "redis_port",
        "redis_url",
        "retry_after",
        "retry_policy",
        "routing_groups",
        "routing_strategy",
        "routing_strategy_args",
        "stream_timeout",
    }
)
_MODULE = frozenset(
    {
        "cache",
        "cache_params",
        "callbacks",
        "content_policy_fallbacks",
        "context_window_fallbacks",
        "default_fallbacks",
        "drop_params",
        "failure_callback",
        "fallbacks",
        "modify_params",
        "num_retries",
        "request_timeout",
        "set_verbose",
        "success_callback",
    }
)
_HOMES = {
    **dict.fromkeys(_MODULE, "litellm_settings"),
    **dict.fromkeys(_ROUTER, "router_settings"),
    **dict.fromkeys(_GENERAL, "general_settings"),
}
"""Keys that one section reads, and no other does."""
_STRANGERS = {
    "general_settings": _MODULE | _ROUTER,
    "litellm_settings": _GENERAL | _ROUTER,
    "router_settings": (_GENERAL | _MODULE)
    - {"content_policy_fallbacks", "context_window_fallbacks", "default_fallbacks", "fallbacks", "num_retries"}
    - {"health_check_interval"},
}
"""Keys that a section passes over, though another one reads them."""
_DEPLOYMENT = frozenset({"api_base", "api_key", "api_version"})
_FREE = ("x-", "x_", "_", ".")
"""How keys begin that hold what the rest of a file repeats."""


def is_meant_for_a_proxy(key: str) -> bool:
    """Say whether a key at the top is one that a proxy reads, reads elsewhere, or has in another spelling."""
    return key in ROOT or key in _HOMES or closest(key, ROOT) is not None


def misplaced_keys(document: Positioned, text: str) -> Iterator[Fault]:
    """Yield the keys that the proxy does not read where they stand."""
    data = document.value
    for key in data:
        if key not in ROOT and not key.startswith(_FREE) and not _is_anchored(key, text):
            yield _unread(document, (key,), "at the top of the file", _root_advice(key, data))
    for section, strangers in _STRANGERS.items():
        settings = data.get(section)
        for key in settings if isinstance(settings, dict) else ():
            if key in strangers:
                yield _unread(document, (section, key), f"below `{section}`", (f"move it below `{_HOMES[key]}`", None))
    models = data.get("model_list")
    for index, entry in enumerate(models if isinstance(models, list) else ()):
        for key in entry if isinstance(entry, dict) else ():
            if key in _DEPLOYMENT:
                advice = ("move it below `litellm_params`", None)
                yield _unread(document, ("model_list", index, key), "beside `litellm_params`", advice)


def _root_advice(key: str, present: Container[str]) -> tuple[str, str | None]:
    """Return what to do about a key at the top, and the key that can safely take its place."""
    if key in _HOMES:
        return f"move it below `{_HOMES[key]}`", None
    meant = closest(key, ROOT)
    if meant is None:
        return "remove it, or move it below the section that reads it", None
    sure = certain(key, ROOT)
    return f"did you mean `{meant}`?", sure if sure is not None and sure not in present else None


def _unread(document: Positioned, keys: KeyPath, where: str, advice: tuple[str, str | None]) -> Fault:
    place = document.range_of(keys, "key")
    fault = Fault("ignored-key", f"LiteLLM does not read {quoted(str(keys[-1]))} {where}", place, advice[0], keys)
    if advice[1] is None:
        return fault
    return fault._replace(fix_title=f"write `{advice[1]}`", edits=((place, advice[1]),))


def _is_anchored(key: str, text: str) -> bool:
    """Say whether the value of a key at the left edge is there to be repeated by an alias."""
    return re.search(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*:[ \t]*&", text, re.MULTILINE) is not None
