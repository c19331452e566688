"""What is said of changes that others made, and that are known to have broken something, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import find_corpus

from promptops.diagnostics import Diagnostic, Severity

Change = Callable[[str], list[Diagnostic]]

RENAMED = {
    "extract_structured_data": "extract",
    "go_to_url": "navigate",
    "input_text": "input",
    "replace_file_str": "replace_file",
    "switch_tab": "switch",
    "take_screenshot": "screenshot",
}
"""The tools that texts go on naming as they were called, and what they are called now."""
REMOVED = 22
