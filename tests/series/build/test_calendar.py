"""Dates and numbers that stay, whatever happens around them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from quietude.series.build.calendar import Entry, Seen, calendar
from quietude.series.manifest.dates import PublishingDates

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
WEEK = timedelta(weeks=1)
WEEKLY = PublishingDates(START, WEEK)
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def episode(name: str, **given: Any) -> Any:
    plain = {"published": None, "number": None, "day": None, "season": None, "type": "full"}
    return SimpleNamespace(id=name, place=1, **{**plain, **given})


def out(when: datetime, number: int | None, season: int | None = None) -> Seen:
    return Seen("guid", when.isoformat(), number, season, out=True)


def plan(
    specs: list[Any], seen: dict[str, Seen] | None = None, until: datetime = NOW
) -> dict[str, Entry]:
    return calendar(specs, seen or {}, WEEKLY, NOW, until)


def test_a_new_series_goes_by_its_order() -> None:
    found = plan([episode("a"), episode("b"), episode("c")], until=START + WEEK)
    assert found == {
        "a": Entry(START, 1, due=True),
        "b": Entry(START + WEEK, 2, due=True),
        "c": Entry(START + 2 * WEEK, 3, due=False),
    }


def test_an_episode_put_in_front_comes_after_those_that_were_out() -> None:
    seen = {"a": out(START, 1), "b": out(START + WEEK, 2)}
    found = plan([episode("new"), episode("b"), episode("a")], seen)
    assert found["a"] == Entry(START, 1, due=True)
    assert found["b"] == Entry(START + WEEK, 2, due=True)
    assert found["new"] == Entry(START + 2 * WEEK, 3, due=True)


def test_a_deleted_episode_leaves_its_date_and_number_to_nobody() -> None:
    seen = {"a": out(START, 1), "b": out(START + WEEK, 2)}
    found = plan([episode("a"), episode("c")], seen)
    assert found["c"] == Entry(START + 2 * WEEK, 3, due=True)
    back = plan([episode("c"), episode("a"), episode("b")], seen)
    assert back["b"] == Entry(START + WEEK, 2, due=True)


def test_an_episode_that_is_not_out_yet_moves_up() -> None:
    waiting = Seen("guid", (START + 5 * WEEK).isoformat(), 6)
    seen = {"a": out(START, 1), "z": waiting}
    found = plan([episode("a"), episode("z")], seen, until=START)
    assert found["z"] == Entry(START + WEEK, 2, due=False)


def test_another_start_moves_nothing_that_is_out() -> None:
    later = PublishingDates(START + timedelta(days=3), WEEK)
    seen = {"a": out(START, 1), "b": out(START + WEEK, 2)}
    found = calendar([episode("a"), episode("b"), episode("c")], seen, later, NOW, NOW)
    assert [found[name].published - START for name in "abc"] == [
        timedelta(),
        WEEK,
        timedelta(days=10),
    ]


def test_a_stated_date_counts_and_takes_nobodys_place() -> None:
    special = episode("special", published=datetime(2030, 1, 1, tzinfo=UTC))
    found = plan([episode("a"), special, episode("b")])
    assert found["special"].due is False
    assert found["b"].published == START + WEEK
    seen = {"a": out(START, 1), "special": out(datetime(2030, 1, 1, tzinfo=UTC), 2)}
    found = plan([episode("a"), special, episode("b")], seen)
    assert found["special"].due is True  # it was out before, and is not taken back
    assert found["b"].published == START + WEEK


def test_trailers_and_bonus_have_no_number_and_seasons_count_anew() -> None:
    found = plan(
        [
            episode("trailer", type="trailer"),
            episode("a", season=1),
            episode("extra", type="bonus", season=1),
            episode("b", season=1),
            episode("c", season=2),
            episode("d", season=2, number=7),
            episode("e", season=2),
        ]
    )
    assert {name: entry.number for name, entry in found.items()} == {
        "trailer": None, "a": 1, "extra": None, "b": 2, "c": 1, "d": 7, "e": 8,
    }  # fmt: skip


def test_a_number_changes_with_its_season_or_when_stated() -> None:
    seen = {"a": out(START, 1), "b": out(START + WEEK, 2)}
    found = plan([episode("a", number=9), episode("b", season=2)], seen)
    assert (found["a"].number, found["b"].number) == (9, 1)


@pytest.mark.parametrize("known", [True, False])
def test_without_a_start_the_day_of_the_first_build_stays(known: bool) -> None:  # noqa: FBT001
    seen = {"a": Seen("guid", START.isoformat())} if known else {}
    found = calendar([episode("a")], seen, PublishingDates(), NOW, NOW)
    assert found["a"].published == (START if known else NOW)


def test_without_any_date_everything_appears_at_once_and_in_order() -> None:
    specs = [episode("a"), episode("b"), episode("c", published=NOW + WEEK)]
    for place, spec in enumerate(specs, start=1):
        spec.place = place
    found = calendar(specs, {}, PublishingDates(), NOW, NOW)
    assert [found[name].due for name in "abc"] == [True, True, False]
    assert found["b"].published == NOW + timedelta(minutes=1)


def test_without_an_interval_a_programme_goes_by_its_days() -> None:
    specs = [episode("a", day=1), episode("b", day=4), episode("c")]
    found = calendar(specs, {}, PublishingDates(START), NOW, NOW)
    assert found["b"].published == START + timedelta(days=3)
    assert found["c"].published == START
