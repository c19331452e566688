"""What is near any of many files is told by its folder, without a look at each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.nearness import NEAR, Surroundings, steps_between

PATHS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=5).map("/".join)


@given(st.lists(PATHS, max_size=4), PATHS)
def test_a_file_is_near_where_the_steps_to_one_of_them_are_few(paths: list[str], path: str) -> None:
    near = any(steps_between(path, each) <= NEAR for each in paths)
    assert Surroundings(paths).have(path) == near
