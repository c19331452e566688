"""A dbt project of SQL models with a `schema.yml` for every fifty of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import vocabulary as words
from prose import Prose

_FOLDER = 50

_PROJECT = """\
name: bench
version: "1.0.0"
config-version: 2
profile: bench
model-paths: [models]
"""
_PROFILES = """\
bench:
  target: dev
  outputs:
    dev: {type: duckdb, path: ":memory:"}
"""


def dbt_project(files: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield a project of `files` models, each of which reads up to two that come before it."""
    yield "dbt_project.yml", _PROJECT
    yield "profiles.yml", _PROFILES
    names: list[str] = []
    for number in range(files):
        prose = Prose(f"{seed}:dbt:{number}")
        names.append(f"{prose.pick(words.VERBS)}_{prose.pick(words.NOUNS)}_{number}")
        parents = prose.sample(names[-_FOLDER:-1], prose.number(0, 2))
        yield f"models/group_{number // _FOLDER}/{names[-1]}.sql", _model(parents, prose)
    for start in range(0, files, _FOLDER):
        group = start // _FOLDER
        yield f"models/group_{group}/schema.yml", _schema(names[start : start + _FOLDER], seed)


def _model(parents: Sequence[str], prose: Prose) -> str:
    columns = ["id", *prose.sample(words.NOUNS, prose.number(3, 8))]
    source = (
        f"{{{{ ref('{parents[0]}') }}}}" if parents else f"(select {', '.join(f'1 as {name}' for name in columns)})"
    )
    lines = [
        f"-- {prose.fact()}",
        "with source as (",
        "    select *",
        f"    from {source}",
        "),",
        "renamed as (",
        "    select",
    ]
    lines += [f"        {name} as {name}_value," for name in columns]
    lines += ["        1 as one", "    from source", ")", "select renamed.* from renamed"]
    lines += [
        f"left join {{{{ ref('{parent}') }}}} as other on other.id_value = renamed.id_value" for parent in parents[1:]
    ]
    return "\n".join([*lines, ""])


def _schema(names: Sequence[str], seed: int) -> str:
    lines = ["version: 2", "models:"]
    for name in names:
        prose = Prose(f"{seed}:schema:{name}")
        lines += [
            f"  - name: {name}",
            f"    description: {prose.fact()}",
            "    columns:",
            "      - name: id_value",
            f"        description: {prose.remark()}",
            "        data_tests: [unique, not_null]",
        ]
    return "\n".join([*lines, ""])
