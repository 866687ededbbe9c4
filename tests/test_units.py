from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.units import (
    SILENCE_DB,
    db_to_gain,
    frames_to_ms,
    gain_to_db,
    seconds_to_frames,
)


def test_a_session_of_ten_minutes() -> None:
    assert seconds_to_frames(600.0, 44_100) == 26_460_000


@given(st.integers(0, 10**10), st.sampled_from([22_050, 44_100, 48_000]))
def test_frames_survive_seconds(frames: int, rate_hz: int) -> None:
    assert seconds_to_frames(frames / rate_hz, rate_hz) == frames


@given(st.floats(-90, 20))
def test_decibels_survive_gain(level_db: float) -> None:
    assert gain_to_db(db_to_gain(level_db)) == pytest.approx(level_db)


def test_silence_has_a_number() -> None:
    assert gain_to_db(0.0) == SILENCE_DB


def test_milliseconds_are_the_nearest() -> None:
    assert frames_to_ms(44_100, 44_100) == 1000
    assert frames_to_ms(67, 44_100) == 2
