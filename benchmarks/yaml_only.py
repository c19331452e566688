"""The YAML of a repository without its Markdown, for tools that read nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def yaml_only(files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the YAML files as they are, and the front matter of each Markdown file as a YAML file."""
    for path, text in files:
        if path.endswith(".yaml"):
            yield path, text
        else:
            header = text.removeprefix("---\n").partition("\n---\n")[0]
            yield f"{path.removesuffix('.prompt.md')}.yaml", f"{header}\n"
