from __future__ import annotations

from promptops.rules.pages import ExampleFile, Page, Section, parse_page

PAGE = """\
It is bad.

Before any heading.

## Example
First:
```yaml a/b.yaml
## no heading
a: 1
```

````markdown c.md
```
inner
```
````

```sh
promptops lint
```
## Use instead
Nothing."""


def test_a_page_falls_into_prose_and_files() -> None:
    assert parse_page(PAGE) == Page(
        "It is bad.",
        (
            Section("", ("Before any heading.",)),
            Section(
                "Example",
                (
                    "First:",
                    ExampleFile("yaml", "a/b.yaml", "## no heading\na: 1\n"),
                    ExampleFile("markdown", "c.md", "```\ninner\n```\n"),
                    ExampleFile("sh", "", "promptops lint\n"),
                ),
            ),
            Section("Use instead", ("Nothing.",)),
        ),
    )


def test_only_blocks_with_a_path_are_files() -> None:
    section = parse_page(PAGE).section("Example")
    assert section is not None
    assert [file.path for file in section.files] == ["a/b.yaml", "c.md"]


def test_a_heading_that_is_not_there_has_no_section() -> None:
    assert parse_page(PAGE).section("Options") is None


def test_a_fence_that_is_not_closed_runs_to_the_end() -> None:
    (section,) = parse_page("It is bad.\n\n```yaml a.yaml\na: 1").sections
    assert section.files == (ExampleFile("yaml", "a.yaml", "a: 1\n"),)
