"""Files of others that look like ours: nothing is said about them."""

from __future__ import annotations

import pytest

from promptops.formats import NOT_OURS
from promptops.formats.native import read_documents

CHART = """apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: {{ template "x.fullname" . }}
"""


@pytest.mark.parametrize("configured", [False, True])
def test_a_chart_that_is_no_yaml_yet_is_left_alone(*, configured: bool) -> None:
    assert read_documents(CHART, configured=configured) is NOT_OURS


def test_the_same_mistake_in_a_file_of_ours_is_told() -> None:
    text = CHART.removeprefix("apiVersion: argoproj.io/v1alpha1\n")
    assert [fault.rule for fault in read_documents(text, configured=True).faults] == ["unquoted-template"]
