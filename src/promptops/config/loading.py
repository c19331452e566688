"""From the bytes of `promptops.yaml` to settings. What is wrong with it stops the run: nothing could be judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from promptops.config.mistakes import mistakes
from promptops.config.model import ConfigModel, ProfileModel
from promptops.config.options import RuleOptions
from promptops.config.settings import Settings
from promptops.config.values import Config, Profile
from promptops.diagnostics import Range
from promptops.errors import ConfigError
from promptops.packaged import policy_packs
from promptops.resources.base import Block
from promptops.resources.messages import explain
from promptops.resources.rejections import quoted, written_keys
from promptops.sources.documents import Document
from promptops.sources.text import decode
from promptops.sources.yaml import read_yaml
from promptops.spelling import closest

Model = TypeVar("Model", bound=Block)
_SUFFIX = ".yaml"


def load_settings(data: bytes | None, name: str, rules: Mapping[str, type[RuleOptions]]) -> Settings:
    """Return the settings that a configuration gives; None is the configuration of a project without one.

    `name` is the file's, for messages; `rules` are those that there are by id, with what may be set of them.

    Raises:
        ConfigError: the file is no valid configuration, or names a profile, rule or option that does not exist.
    """
    config, document = _parse(data or b"", name, ConfigModel)
    for index, extended in enumerate(config.extends):
        if document is not None and extended not in profile_names():
            where = document.range_of(written_keys(document.value, ("extends", index)))
            raise _error(name, where, f"there is no profile {quoted(extended)}", _advice_on_profile(extended))
    profiles = tuple(_profile(extended) for extended in config.extends)
    mistake = next(mistakes(config, rules), None)
    if mistake is not None:
        place = document.range_of(mistake.keys, mistake.part) if document else None
        raise _error(name, place, mistake.message, mistake.help)
    rows = [each.model_dump(mode="json") for each in (config, *profiles)]
    return Settings(Config.of(rows[0]), tuple(map(Profile.of, rows[1:])), None if data is None else name)


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that ship with the compiler."""
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in policy_packs().iterdir() if _is_profile(file.name)))


def _is_profile(name: str) -> bool:
    return name.endswith(_SUFFIX)


def _advice_on_profile(name: str) -> str:
    meant = closest(name, profile_names())
    return f"did you mean `{meant}`?" if meant else f"choose from {', '.join(profile_names())}"


def _profile(extended: str) -> ProfileModel:
    file = f"{extended}{_SUFFIX}"
    return _parse((policy_packs() / file).read_bytes(), file, ProfileModel)[0]


def _parse(data: bytes, name: str, model: type[Model]) -> tuple[Model, Document | None]:
    text, faults = decode(data)
    documents, found = read_yaml(text) if text is not None else ((), ())
    for fault in (*faults, *found):
        raise _error(name, fault.place, fault.message, fault.help)
    if len(documents) > 1:
        raise _error(name, documents[1].range_of(()), "a second document", "keep one document in the file")
    document = documents[0] if documents else None
    values = {} if document is None or document.value is None else document.value
    if not isinstance(values, dict):
        place = None if document is None else document.range_of(())
        raise _error(name, place, "it must be a mapping of keys", None)
    try:
        return model.model_validate(values), document
    except ValidationError as error:
        rejected = explain(error.errors(include_url=False)[0], model, values)[0]
    place = None if document is None else document.range_of(rejected.keys, rejected.part)
    raise _error(name, place, rejected.message, rejected.help)


def _error(name: str, place: Range | None, message: str, advice: str | None) -> ConfigError:
    where = name if place is None else f"{name}:{place.line}:{place.column}"
    return ConfigError(f"{where}: {message}", help=advice)
