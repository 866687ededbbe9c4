"""Option values are read, or refused in words."""

from __future__ import annotations

import pytest

from quietude._util.text import counted
from quietude.cli.options.values import checked_level, length_of, read_kinds, read_pairs
from quietude.errors import UsageError


def test_kinds_are_read_once_each_in_lower_case() -> None:
    assert read_kinds("vtt, SRT,,vtt ") == ("vtt", "srt")
    assert read_kinds("") == ()


def test_pairs_keep_everything_after_the_first_sign() -> None:
    assert read_pairs(["artist = Ada", "title=a=b"], "a tag", "") == {
        "artist": " Ada",
        "title": "a=b",
    }


@pytest.mark.parametrize("pair", ["artist", "=Ada", " =Ada"])
def test_a_pair_without_a_name_is_refused(pair: str) -> None:
    with pytest.raises(UsageError, match="is not a tag") as caught:
        read_pairs([pair], "a tag", "--tag artist=Ada")
    assert caught.value.hint == "Write it like --tag artist=Ada"


@pytest.mark.parametrize("level_db", [-40.0, 0.0, 12.0])
def test_levels_within_the_limits(level_db: float) -> None:
    assert checked_level(level_db, "--bed-level") == level_db


@pytest.mark.parametrize("level_db", [-40.1, 12.1, float("nan")])
def test_levels_beyond_the_limits_are_refused(level_db: float) -> None:
    with pytest.raises(UsageError, match="--bed-level takes -40 to 12 dB"):
        checked_level(level_db, "--bed-level")


def test_one_line_and_several_lines() -> None:
    assert (counted(1, "line"), counted(0, "line"), counted(2, "line")) == (
        "1 line", "0 lines", "2 lines",
    )  # fmt: skip


def test_a_length_that_cannot_be_read_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="is not a length of time"):
        length_of("ten")
    assert length_of("1m30s") == 90
    assert length_of(None) is None
