from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from promptops.trust.fields import is_channel, shown, written_time


def test_a_time_is_written_in_utc() -> None:
    assert (
        written_time(datetime(2026, 11, 21, 11, 0, 5, 9, tzinfo=timezone(timedelta(hours=1)))) == "2026-11-21T10:00:05Z"
    )
    assert written_time(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00Z"


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        written_time(datetime(2026, 11, 21))  # noqa: DTZ001 - it is the mistake that is tested


@pytest.mark.parametrize("name", ["prod", "eu-west_1", "7", "a" * 63])
def test_names_of_channels(name: str) -> None:
    assert is_channel(name)


@pytest.mark.parametrize("name", ["", "prod.kill", "../prod", "Prod", "-prod", "prod\n", "a" * 64, "\u0430"])
def test_what_is_no_name_of_a_channel(name: str) -> None:
    assert not is_channel(name)


def test_a_strangers_text_is_shown_without_its_powers() -> None:
    assert shown("a`b\x1b[31m\u202e") == "a\ufffdb\ufffd[31m\ufffd"
    assert len(shown("x" * 1000)) == 80
