"""The cache is a help and never a source: damage, other writers and a disk that refuses change no verdict."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler
from promptops.compiler.request import VERDICT
from promptops.compiler.unit_cache import MAX_WASTE
from promptops.errors import ConfigError
from promptops.sources.cache import Cache, code_identity

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

FILES: dict[str, str | bytes | None] = {
    "promptops.yaml": "name: example\noverrides: [{owners: [support], rules: {undeclared-variable: off}}]\n",
    "_defaults.yaml": "owner: support\n",
    "a.prompt.md": "---\nname: a\nowner: billing\ntools: [pay]\ninputs: {x: string}\n---\n{{ y }}\n",
    "b.prompt.md": "---\nname: b\ninputs: {x: string}\noutput: {schema: ./b.json}\n---\n{{ x }}\n{{ z }}\n",
    "b.json": '{"type": "object"}',
    "tool.yaml": "kind: Tool\nname: pay\n",
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def project(write: Write) -> None:
    write(FILES)


def files_of(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(cache.iterdir())}


@pytest.mark.usefixtures("project")
def test_the_cache_is_used(compiler: Make, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiler(cache=cache).verdict
    assert {"invalid-value", "unused-input", "undeclared-variable"} >= {each.rule for each in first.diagnostics}
    monkeypatch.setattr("promptops.compiler.files.FileCompiler.compile", None)
    monkeypatch.setattr("promptops.compiler.linking.Linker.judge_project", None)
    monkeypatch.setattr("promptops.config.loading.load_settings", None)
    assert compiler(cache=cache).verdict == first


@pytest.mark.usefixtures("project")
def test_settings_are_those_of_the_configuration_as_it_is(compiler: Make, cache: Path, write: Write) -> None:
    def rules() -> set[str]:
        return {each.rule for each in compiler(cache=cache).verdict.diagnostics}

    assert "unused-input" in rules()
    write({"promptops.yaml": "rules: {unused-input: off}\n"})
    assert "unused-input" not in rules()
    write({"promptops.yaml": None})
    assert "unused-input" in rules()


@pytest.mark.parametrize("name", ['"quoted"', '"', "tab\tand\nbreak", "back\\slash", "grün", " ", "\u2028"])
def test_files_of_any_name_are_found_again(
    name: str, compiler: Make, cache: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({f"{name}.prompt.md": "---\nname: a\n---\nHello.\n", "b.prompt.md": "---\nname: b\n---\nHello.\n"})
    first = compiler(cache=cache).verdict
    assert first.resources == 2
    monkeypatch.setattr("promptops.compiler.files.FileCompiler.compile", None)
    assert compiler(cache=cache).verdict == first


def test_a_file_that_is_not_compiled_may_be_what_a_template_includes(compiler: Make, cache: Path, write: Write) -> None:
    write({"promptops.yaml": "sources: [{files: '*.j2', dialect: jinja}]\n", "a.j2": "{% include 'b.txt' %}"})
    rules = []
    changes: list[dict[str, str | bytes | None]] = [{}, {"b.txt": "Hello."}, {"b.txt": None}]
    for change in changes:
        write(change)
        rules.append([each.rule for each in compiler(cache=cache).verdict.diagnostics])
    assert rules == [["unknown-reference"], [], ["unknown-reference"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
@pytest.mark.usefixtures("project")
def test_damage_changes_nothing(compiler: Make, cache: Path, write: Write, data: st.DataObject) -> None:
    shutil.rmtree(cache, ignore_errors=True)
    write(FILES)
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    for name, content in files_of(cache).items():
        kind = data.draw(st.sampled_from(["none", "truncated", "changed", "doubled", "gone"]), label=name)
        place = data.draw(st.integers(0, len(content) - 1))
        if kind == "gone":
            (cache / name).unlink()
        elif kind != "none":
            byte = bytes([data.draw(st.integers(0, 255))])
            changed = content[:place] + byte + content[place + 1 :]
            damaged = {"truncated": content[:place], "changed": changed, "doubled": content + content[place:]}
            (cache / name).write_bytes(damaged[kind])
    if data.draw(st.booleans(), label="edited"):
        write({"b.prompt.md": str(FILES["b.prompt.md"]).replace("{{ x }}", "with {{ x }}")})
    expected = compiler().verdict
    assert compiler(cache=cache).verdict == expected
    assert compiler(cache=cache).verdict == expected


POISON = [
    {},
    {"verdict": 5},
    {"verdict": [[5]], "touched": [], "defaults": [], "suppressed": {}},
    {"verdict": [[], 0], "touched": [], "defaults": [], "suppressed": {}},
    {"verdict": [[], 0, 0, 0, "error", "build", None], "touched": [[]], "defaults": [], "suppressed": {}},
    {"verdict": [[], 0, 0, 0, "error", "build", None], "touched": [], "words": 5, "defaults": [], "suppressed": {}},
]


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.usefixtures("project")
def test_a_verdict_of_another_shape_is_no_verdict(poison: dict[str, object], compiler: Make, cache: Path) -> None:
    made = compiler(cache=cache)
    expected = made.verdict
    key = (cache / VERDICT).read_text().partition(" ")[0]
    kept = Cache(cache, key)
    kept.keep(VERDICT, {**poison, "basis": kept.load(VERDICT)["basis"]})
    assert compiler(cache=cache).verdict == expected


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"[]", b"{" * 100_000, b"0\n" * 100])
@pytest.mark.usefixtures("project")
def test_files_of_something_else_are_no_cache(content: bytes, compiler: Make, cache: Path) -> None:
    expected = compiler(cache=cache).verdict
    for name in files_of(cache):
        (cache / name).write_bytes(content)
    assert compiler(cache=cache).verdict == expected


@pytest.mark.usefixtures("project")
def test_a_disk_that_refuses_is_no_failure(compiler: Make, tmp_path: Path) -> None:
    expected = compiler().verdict
    (tmp_path / "file").write_text("")
    assert compiler(cache=tmp_path / "file").verdict == expected
    assert compiler(cache=tmp_path / "file/below").verdict == expected


@pytest.mark.usefixtures("project")
def test_a_cache_that_may_only_be_read_is_no_failure(compiler: Make, cache: Path, write: Write) -> None:
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    cache.chmod(0o500)
    try:
        write({"tool.yaml": "kind: Tool\nname: other\n"})
        for _ in range(2):
            assert compiler(cache=cache).verdict == compiler().verdict
        write(FILES)
        assert compiler(cache=cache).verdict == compiler().verdict
    finally:
        cache.chmod(0o700)


@pytest.mark.usefixtures("project")
def test_a_disk_that_is_full_keeps_no_verdict(
    compiler: Make, cache: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    monkeypatch.setattr("promptops.compiler.unit_cache.UnitCache._append", _refuse)
    write({"tool.yaml": "kind: Tool\nname: other\n"})
    assert compiler(cache=cache).verdict == compiler().verdict
    write(FILES)
    assert compiler(cache=cache).verdict == compiler().verdict


def _refuse(*_: object) -> None:
    raise OSError(28, "no space left on device")


CONFIGURATIONS = [
    None,
    "",
    "name: example\n",
    "rules: {undeclared-variable: off}\n",
    "extends: strict\n",
    "exclude: [tool.yaml]\n",
    "overrides: [{owners: [support], rules: {undeclared-variable: off}}]\n",
    "owners: {a.prompt.md: support}\n",
]


@pytest.mark.usefixtures("project")
def test_every_configuration_has_its_own_cache(compiler: Make, cache: Path, write: Write, root: Path) -> None:
    for _ in range(2):
        for content in CONFIGURATIONS:
            (root / "promptops.yaml").unlink(missing_ok=True)
            if content is not None:
                write({"promptops.yaml": content})
            expected = compiler().verdict
            for _ in range(2):
                assert compiler(cache=cache).verdict == expected


@pytest.mark.usefixtures("project")
def test_the_name_of_a_configuration_shows(compiler: Make, cache: Path, tmp_path: Path) -> None:
    for name in ("first.yaml", "second.yaml"):
        config = tmp_path / name
        config.write_text("owners: {'*.md': nobody}\n")
        assert compiler(config=config, cache=cache).verdict == compiler(config=config).verdict
    with pytest.raises(ConfigError, match=r"`third\.yaml` cannot be read"):
        compiler(config=tmp_path / "third.yaml")


def test_defaults_that_are_gone_decide_no_more(compiler: Make, cache: Path, write: Write) -> None:
    write({**FILES, "deep/c.prompt.md": "---\nname: c\n---\n{{ y }}\n", "deep/_defaults.yaml": "owner: billing\n"})
    write({"teams.yaml": "kind: Team\nname: support\n---\nkind: Team\nname: billing\n"})
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    write({"deep/_defaults.yaml": None})
    for text in ("{{ y }}", "well, {{ y }}", "now, {{ y }}"):
        write({"deep/c.prompt.md": f"---\nname: c\n---\n{text}\n"})
        assert compiler(cache=cache).verdict == compiler().verdict


def test_the_cache_does_not_grow_without_end(compiler: Make, cache: Path, write: Write) -> None:
    sizes = []
    for number in range(6 * MAX_WASTE):
        write({"a.prompt.md": f"---\nname: a\n---\nAnswer {number:03}.\n"})
        compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
        sizes.append(sum(len(content) for content in files_of(cache).values()))
    assert sizes[-1] < 4 * MAX_WASTE * sizes[0]
    assert max(sizes[len(sizes) // 2 :]) <= 1.2 * max(sizes[: len(sizes) // 2])


def test_the_cache_is_for_its_owner_alone(compiler: Make, cache: Path, write: Write) -> None:
    write(FILES)
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    assert cache.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("project")
def test_the_cache_holds_text_that_runs_nothing(compiler: Make, cache: Path) -> None:
    compiler(cache=cache).verdict  # noqa: B018 - it fills the cache
    for content in files_of(cache).values():
        content.decode("ascii")
    json.loads((cache / VERDICT).read_text().partition("\n")[2])


def test_other_code_has_another_identity(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code_identity.cache_clear()  # another test may have asked with other folders on the path
    before = code_identity()
    code_identity.cache_clear()
    assert code_identity() == before
    monkeypatch.syspath_prepend(tmp_path)
    code_identity.cache_clear()
    assert code_identity() != before
    code_identity.cache_clear()


COMPILE_OFTEN = """
import sys
from datetime import date
from pathlib import Path
from promptops.compiler import Compiler, Request
root, cache, number = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
for turn in range(8):
    (root / f"own-{number}.prompt.md").write_text(f"---\\nname: own-{number}\\n---\\n{{{{ y }}}} {turn}\\n")
    for _ in range(2):
        Compiler(Request(root, date(2026, 11, 1), cache=cache)).verdict
"""


@pytest.mark.usefixtures("project")
def test_many_processes_may_use_one_cache_at_once(root: Path, compiler: Make, cache: Path) -> None:
    words = [sys.executable, "-c", COMPILE_OFTEN, str(root), str(cache)]
    running = [subprocess.Popen([*words, str(number)]) for number in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    expected = compiler().verdict
    assert expected.resources == 6
    assert compiler(cache=cache).verdict == expected
    assert compiler(cache=cache).verdict == expected
