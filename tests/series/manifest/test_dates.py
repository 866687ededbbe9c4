from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quietude.series.manifest.dates import PublishingDates, parse_date, parse_interval

START = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T07:00+01:00", START),
    ],
)
def test_a_date_without_a_zone_is_utc(text: str, expected: datetime) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12h", timedelta(hours=12)),
        (" 3 D", timedelta(days=3)),
        ("2w", timedelta(weeks=2)),
        ("9999d", timedelta(days=9999)),
    ],
)
def test_intervals(text: str, expected: timedelta) -> None:
    assert parse_interval(text) == expected


@pytest.mark.parametrize("text", ["", "0d", "w", "1m", "10000d", "-1d", "1.5d", "١d"])
def test_text_that_is_not_an_interval(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 1w"):
        parse_interval(text)


def test_without_a_start_no_date_is_computed() -> None:
    assert PublishingDates().after(None) is None
    assert PublishingDates().on_day(2) is None


def test_episodes_follow_each_other_by_the_interval() -> None:
    dates = PublishingDates(START, timedelta(weeks=1))
    assert dates.on_day(5) is None
    assert dates.after(None) == START
    assert dates.after(START) == START + timedelta(weeks=1)
    assert dates.after(START + timedelta(days=8)) == START + timedelta(weeks=2)
    assert dates.after(START - timedelta(days=8)) == START


def test_without_an_interval_the_days_of_a_programme_count() -> None:
    dates = PublishingDates(START)
    assert dates.on_day(1) == START
    assert dates.on_day(3) == START + timedelta(days=2)


def test_without_interval_or_day_the_order_stays() -> None:
    dates = PublishingDates(START)
    assert dates.after(START) == START + timedelta(minutes=1)
