"""Things in a folder that are no ordinary files: each is a clear finding, nothing hangs, and good files compile."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.bundle.writing import write_output
from promptops.compiler import Compiler
from promptops.compiler.attachments import MAX_BYTES
from promptops.errors import ConfigError, TreeError
from promptops.sources.trees import FolderTree, Unreadable

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

SETTINGS = "name: example\nrules: {missing-owner: off, untyped-output: off}\n"
GOOD = "---\nname: good\n---\nAnswer.\n"
WITH_SCHEMA = "---\nname: a\noutput: {{format: json, schema: {}}}\n---\nAnswer.\n"
OUTSIDE = "it lies outside of the project"
NO_SUCH = "the project has no such file"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the project, with a secret in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.json").write_text('{"type": "object"}')
    (folder / "secret.prompt.md").write_text("---\nname: secret\n---\nhush\n")
    return folder


@pytest.fixture(params=["folder", "work tree"])
def tree(request: pytest.FixtureRequest, git: Callable[..., str]) -> str:
    """Run a test in a plain folder and in the work tree of a repository."""
    if request.param == "work tree":
        git("init")
    return str(request.param)


def told(compiler: Compiler) -> list[tuple[str, str, str]]:
    found = compiler.compiled
    assert "prompt:good" in {entry.reference for entry in found.project.entries}
    assert "hush" not in repr(found.verdict)
    return [(each.rule, each.primary.path, each.message) for each in found.verdict.diagnostics]


def unreadable(path: str, reason: str) -> list[tuple[str, str, str]]:
    return [("unreadable-file", path, f"the file cannot be read: {reason}")]


def unattached(path: str, reason: str) -> list[tuple[str, str, str]]:
    return [("unknown-reference", "a.prompt.md", f"the file `{path}` cannot be read: {reason}")]


LINKS = {
    "to a file outside": ("../outside/secret.prompt.md", OUTSIDE),
    "to a file outside, by its full path": ("{outside}/secret.prompt.md", OUTSIDE),
    "to a device": ("/dev/zero", OUTSIDE),
    "to what the system tells of processes": ("/proc/self/environ", OUTSIDE),
    "to nothing": ("nowhere.prompt.md", "it is not there"),
    "to nothing outside": ("../nowhere.prompt.md", OUTSIDE),
    "to itself": ("a.prompt.md", "the system says: too many levels of symbolic links"),
}


@pytest.mark.parametrize("case", LINKS)
@pytest.mark.usefixtures("tree")
def test_a_link_is_not_followed_out_of_the_project(
    case: str, root: Path, outside: Path, write: Write, compiler: Make
) -> None:
    target, reason = LINKS[case]
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    (root / "a.prompt.md").symlink_to(target.format(outside=outside))
    assert told(compiler()) == unreadable("a.prompt.md", reason)


@pytest.mark.usefixtures("tree")
def test_a_link_inside_of_the_project_is_followed(root: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "texts/a.md": GOOD.replace("good", "a")})
    (root / "a.prompt.md").symlink_to("texts/a.md")
    assert told(compiler()) == []
    assert "prompt:a" in {entry.reference for entry in compiler().compiled.project.entries}


def test_a_linked_folder_is_not_walked(root: Path, outside: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    (root / "prompts").symlink_to(outside, target_is_directory=True)
    (root / "again").symlink_to(root, target_is_directory=True)
    assert told(compiler()) == []


def test_a_tracked_file_behind_a_linked_folder_is_not_read(
    root: Path, outside: Path, write: Write, compiler: Make, git: Callable[..., str]
) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "prompts/secret.prompt.md": GOOD})
    git("init")
    git("add", ".")
    (root / "prompts/secret.prompt.md").unlink()
    (root / "prompts").rmdir()
    (root / "prompts").symlink_to(outside, target_is_directory=True)
    assert told(compiler()) == []


ATTACHMENTS = {
    "above the root": ("../outside/secret.json", "`../outside/secret.json` leaves the project"),
    "far above the root": ("../../../../../etc/passwd", "`../../../../../etc/passwd` leaves the project"),
    "by its full path": ("/etc/passwd", None),
    "with a NUL": ('"a\\0b"', None),
    "with a scheme": ("file:///etc/passwd", None),
    "with a name that is too long": ("x/" * 400 + "y.json", NO_SUCH),
    "through a linked folder": ("linked/secret.json", NO_SUCH),
    "through a link": ("link.json", OUTSIDE),
    "git's own": (".git/config", NO_SUCH),
    "a folder": ("texts", NO_SUCH),
    "nothing": ("nowhere.json", NO_SUCH),
    "the root": (".", NO_SUCH),
}


@pytest.mark.parametrize("case", ATTACHMENTS)
@pytest.mark.usefixtures("tree")
def test_an_attachment_is_read_only_if_it_is_a_file_of_the_project(
    case: str, root: Path, outside: Path, write: Write, compiler: Make
) -> None:
    name, expected = ATTACHMENTS[case]
    files = {"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": WITH_SCHEMA.format(name)}
    write({**files, "texts/a.txt": "a"})
    (root / "linked").symlink_to(outside, target_is_directory=True)
    (root / "link.json").symlink_to(outside / "secret.json")
    (found,) = told(compiler())
    assert found[:2] in {("unknown-reference", "a.prompt.md"), ("invalid-value", "a.prompt.md")}
    if expected is None:
        assert found[2].startswith("`output.schema` must be a relative path")
    else:
        assert found[2].endswith(expected)


def test_an_attachment_that_git_ignores_is_not_there(write: Write, compiler: Make, git: Callable[..., str]) -> None:
    git("init")
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": WITH_SCHEMA.format("a.json")})
    write({"a.json": '{"type": "object"}', ".gitignore": "*.json\n"})
    assert told(compiler()) == unattached("a.json", NO_SUCH)


def test_a_large_attachment_is_not_copied_into_every_resource(write: Write, compiler: Make) -> None:
    schema = f'{{"type": "object", "description": "{"x" * MAX_BYTES}"}}'
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": WITH_SCHEMA.format("a.json")})
    write({"a.json": schema})
    assert told(compiler()) == unattached("a.json", "it is larger than 256 KiB")


def test_a_pipe_is_not_waited_for(tree: str, root: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    os.mkfifo(root / "a.yaml")
    # git knows nothing but files, links and folders
    expected = [] if tree == "work tree" else unreadable("a.yaml", "it is not a regular file")
    assert told(compiler()) == expected


def test_a_link_to_a_pipe_is_not_waited_for(root: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    os.mkfifo(root / "pipe")
    (root / "a.yaml").symlink_to("pipe")
    assert told(compiler()) == unreadable("a.yaml", "it is not a regular file")


@pytest.mark.skipif(not hasattr(os, "mknod") or os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_not_read(root: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    try:
        os.mknod(root / "a.yaml", 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("this container makes no devices")
    (found,) = told(compiler())
    assert found[2].startswith("the file cannot be read: ")


@pytest.mark.usefixtures("tree")
def test_a_file_that_may_not_be_read_is_reported(root: Path, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": GOOD})
    (root / "a.prompt.md").chmod(0)
    if os.access(root / "a.prompt.md", os.R_OK):
        pytest.skip("nothing is forbidden to whoever runs this")
    assert told(compiler()) == unreadable("a.prompt.md", "the system says: permission denied")


@pytest.mark.usefixtures("tree")
def test_a_name_that_is_not_text_is_reported(root: Path, write: Write, compiler: Make, tmp_path: Path) -> None:
    write({"promptops.yaml": f"{SETTINGS}sources: [{{files: notes/, dialect: text}}]\n", "good.prompt.md": GOOD})
    (root / "notes").mkdir()
    for name in (b"caf\xe9.prompt.md", b"notes/\xff.txt"):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text(GOOD)
    reason = "its name is not UTF-8"
    expected = unreadable("caf\ufffd.prompt.md", reason) + unreadable("notes/\ufffd.txt", reason)
    assert told(compiler()) == expected
    assert told(compiler(cache=tmp_path / "cache")) == expected
    assert told(compiler(cache=tmp_path / "cache")) == expected


NAMES = (
    "new\nline",
    'quo"te',
    "back\\slash",
    "\x1b[31mred",
    "tab\tbed",
    "café",
    "日本",
    "a b",
    "-option",
    "~home",
    "#",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("tree")
def test_odd_names_are_names(name: str, write: Write, compiler: Make, tmp_path: Path) -> None:
    bad = "---\nname: a\ntools: [nothing]\nvariants: [{name: x, file: b.md}]\n---\nAnswer.\n"
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, f"{name}/{name}.prompt.md": bad, f"{name}/b.md": "b\n"})
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        (found,) = told(compiler(cache=cache))
        assert found[:2] == ("unknown-tool", f"{name}/{name}.prompt.md")
    compiled = compiler().compiled
    written = write_output(compiled.project, tmp_path / "out", compiled.text_of, compiler="0", with_bundles=True)
    assert len(written.paths()) == 2


def test_names_that_differ_in_case_only_are_two_files(write: Write, root: Path, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": GOOD.replace("good", "a")})
    write({"A.prompt.md": GOOD.replace("good", "A")})
    if len(list(root.glob("*.prompt.md"))) < 3:
        pytest.skip("this file system makes no difference")
    references = {entry.reference for entry in compiler().compiled.project.entries}
    assert references == {"prompt:good", "prompt:a", "prompt:A"}


def test_names_that_differ_in_their_unicode_form_only_are_two_files(write: Write, root: Path, compiler: Make) -> None:
    composed, decomposed = (unicodedata.normalize(form, "caf\u00e9.prompt.md") for form in ("NFC", "NFD"))
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, composed: GOOD.replace("good", "a")})
    write({decomposed: GOOD.replace("good", "b")})
    if len(list(root.glob("*.prompt.md"))) < 3:
        pytest.skip("this file system makes no difference")
    references = {entry.reference for entry in compiler().compiled.project.entries}
    assert references == {"prompt:good", "prompt:a", "prompt:b"}


def test_a_file_that_vanishes_before_it_is_read_is_reported(
    root: Path, write: Write, compiler: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, "a.prompt.md": GOOD})
    read = FolderTree.read

    def racing(tree: FolderTree, path: str) -> bytes | Unreadable:
        (root / "a.prompt.md").unlink(missing_ok=True)
        return read(tree, path)

    made = compiler()
    monkeypatch.setattr(FolderTree, "read", racing)
    made.tree.files()
    listed = made.tree.files()
    monkeypatch.setattr(FolderTree, "files", lambda _: listed)
    (root / "a.prompt.md").write_text(GOOD)
    assert told(made) == unreadable("a.prompt.md", "it is not there")


def test_a_file_that_changes_before_its_text_is_bundled_stops_the_run(
    root: Path, write: Write, compiler: Make, tmp_path: Path
) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD})
    compiled = compiler().compiled
    (root / "good.prompt.md").write_text("something else")
    with pytest.raises(TreeError, match=r"`good\.prompt\.md` changed while it was compiled"):
        write_output(compiled.project, tmp_path / "out", compiled.text_of, compiler="0", with_bundles=True)


@pytest.fixture
def odd_configuration(root: Path, write: Write) -> Path:
    write({"good.prompt.md": GOOD})
    return root / "promptops.yaml"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfen\0a\0", "promptops.yaml:1:1: the file is UTF-16, not UTF-8"),
        (b"name: a\0b\n", "promptops.yaml:1:8: the file holds a NUL character"),
        ("name: [\n", "promptops.yaml:"),
        ("name: a\nname: b\n", "promptops.yaml:2:1: key `name` is given twice"),
        ("name: a\n---\nname: b\n", "promptops.yaml:3:1: a second document"),
        ("- a\n", "promptops.yaml:1:1: it must be a mapping of keys"),
        ("output: ../x\n", "promptops.yaml:1:9: `output` must be the path of something below the root"),
        ("output: a/../../x\n", "promptops.yaml:1:9: `output` must be the path of something below the root"),
        ("output: .\n", "promptops.yaml:1:9: `output` must be the path of something below the root"),
        ("output: /tmp/x\n", "promptops.yaml:1:9: `output` must be a relative path"),
        ("baseline: ../x\n", "promptops.yaml:1:11: `baseline` must be the path of something below the root"),
        ("exclude: ['../x']\n", "promptops.yaml:1:11: `exclude[0]` is no path pattern below the root"),
        ("extends: strickt\n", "there is no profile `strickt`"),
        ("rules: {missing-ower: off}\n", "promptops.yaml:1:9: no rule `missing-ower`"),
        ("naem: a\n", "promptops.yaml:1:1: unknown key `naem`"),
        (f"name: {{a: {'[' * 10_000}\n", "promptops.yaml:1:"),
    ],
)
def test_a_configuration_that_cannot_be_used_stops_the_run(
    content: str | bytes, message: str, odd_configuration: Path, compiler: Make
) -> None:
    odd_configuration.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ConfigError) as caught:
        compiler().verdict  # noqa: B018 - it is worked out when it is asked for
    assert message in str(caught.value)


def test_a_configuration_that_leads_out_of_the_project_stops_the_run(
    odd_configuration: Path, outside: Path, compiler: Make
) -> None:
    (outside / "promptops.yaml").write_text("name: hush\n")
    odd_configuration.symlink_to(outside / "promptops.yaml")
    with pytest.raises(ConfigError, match=rf"`promptops\.yaml` cannot be read: {OUTSIDE}"):
        compiler()


def test_a_configuration_that_is_a_pipe_stops_the_run(odd_configuration: Path, compiler: Make) -> None:
    os.mkfifo(odd_configuration)
    with pytest.raises(ConfigError, match=r"`promptops\.yaml` cannot be read: it is not a regular file"):
        compiler()


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("team.yaml", []),
        ("config.yaml", []),
        ("a.json", []),
        ("a.prompty", ["invalid-yaml"]),
        ("a.baml", ["invalid-yaml"]),
    ],
)
def test_what_is_no_text_is_reported_where_the_name_alone_says_whose_it_is(
    path: str, rules: list[str], write: Write, compiler: Make
) -> None:
    write({path: b'agents:\nmodel_list:\n"name": "inputSchema"\n\xff\n', "good.prompt.md": GOOD})
    assert [rule for rule, where, _ in told(compiler()) if where == path] == rules
