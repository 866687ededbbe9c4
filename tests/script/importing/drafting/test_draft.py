"""Repeats and clock times: what a draft makes of the steps before them."""

from __future__ import annotations

import pytest

from examples import imported_steps


def test_a_repeat_alone_repeats_the_paragraph_before_it() -> None:
    text = "Begin.\n\nBreathe in.\nHold.\nBreathe out.\n\n[Repeat 3 times]\n\nGood.\n"
    cycle = ["Breathe in.", "Hold.", "Breathe out."]
    assert imported_steps(text) == ["Begin.", *cycle, *cycle, *cycle, "Good."]


def test_a_clock_time_is_a_step_of_its_own() -> None:
    assert imported_steps("Hello there.\n[1:00]\nAnd on.\n") == [
        "Hello there.", {"at": "1:00"}, "And on."
    ]  # fmt: skip


def test_a_silence_nobody_measured_lasts_until_the_time() -> None:
    assert imported_steps("Hello.\n[Silence]\n[3:00]\nOn.\n") == ["Hello.", {"at": "3:00"}, "On."]
    measured = imported_steps("Hello.\n[pause 10s]\n[3:00]\nOn.\n")
    assert measured == ["Hello.", {"pause": "10s"}, {"at": "3:00"}, "On."]


def test_an_earlier_time_begins_the_clock_anew() -> None:
    found = imported_steps("One.\n[2:00]\nTwo.\n[0:00]\nThree.\n[1:00]\nFour.\n")
    assert found == [
        "One.",
        {"at": "2:00"},
        "Two.",
        {"at": "0:00"},
        "Three.",
        {"at": "1:00"},
        "Four.",
    ]


def test_a_repeat_goes_back_to_the_last_speech() -> None:
    assert imported_steps("Rest.\n\n[bell]\n\n[repeat]\n") == ["Rest.", "bell", "Rest.", "bell"]


def test_a_repeat_with_nothing_before_it_is_a_note() -> None:
    assert imported_steps("[repeat 3 times]\n\nRest.\n") == [{"note": "repeat 3 times"}, "Rest."]


@pytest.mark.parametrize(
    ("direction", "times"),
    [("repeat 3 times", 3), ("repeat 3 more times", 4), ("repeat 3 times more", 4),
     ("repeat twice", 2), ("repeat", 2), ("repeat 500 times", 20)],
)  # fmt: skip
def test_a_repeat_is_heard_as_often_as_it_says(direction: str, times: int) -> None:
    assert imported_steps(f"Rest.\n[{direction}]\n") == ["Rest."] * times


def test_neighbouring_pauses_are_one_of_an_hour_at_most() -> None:
    assert imported_steps("Rest.\n[pause 5s]\n[pause 3-7s]\n") == ["Rest.", {"pause": "8-12s"}]
    assert imported_steps("Rest.\n[pause 40m]\n[pause 30m]\n")[1] == {"pause": "3600s"}


def test_a_question_is_given_more_time_than_a_short_pause() -> None:
    assert imported_steps("Rest.\n(pause)\n")[1] == {"pause": "2.5-12.5s"}
    assert imported_steps("How are you?\n(pause)\n")[1] == {"pause": "8-16s"}
    assert imported_steps("How are you?\n(pause 5s)\n")[1] == {"pause": "5s"}
