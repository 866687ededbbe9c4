"""A breath that is counted aloud: a word for every second of it, and none for someone asleep."""

from __future__ import annotations

import dataclasses

import pytest

from quietude.errors import PlanError
from quietude.plan.breathing import COUNT_WPM
from quietude.plan.compose import compose
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.asleep import for_sleep
from quietude.script.model import Script
from quietude.script.parse import parse_script
from quietude.session.planning import outline

RATE_HZ = 44_100


def counted(breath: str) -> Script:
    return parse_script(
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Hello.\n"
        f"      - breathe: {breath}\n"
    )


def count_of(breath: str) -> list[tuple[float, str]]:
    """The start of each word of the count, in seconds from the first swell, and the word."""
    timeline = outline(counted(breath))
    first = timeline.cues[0].start_frame
    return [
        (round((placement.start_frame - first) / RATE_HZ, 3), placement.utterance.text)
        for placement in timeline.placements[1:]
    ]


def test_a_breath_is_led_by_the_tone_where_there_are_no_words_for_it() -> None:
    script = counted("calm")
    assert len(outline(script).placements) == 3
    english, german = (
        dataclasses.replace(script, language=language) for language in ("en-GB", "de")
    )
    assert outline(english).placements == outline(script).placements
    assert [placement.utterance.text for placement in outline(german).placements] == ["Hello."]
    assert len(outline(german).cues) == len(outline(script).cues)


def test_every_second_of_every_breath_is_counted() -> None:
    one = [
        (0, "In."), (1, "Two."), (2, "Three."), (3, "Four."),
        (4, "Hold."), (5, "Two."), (6, "Out."), (7, "Two."), (8, "Three."),
    ]  # fmt: skip
    found = count_of("{in: 4, hold: 2, out: 3, cycles: 3, guide: count}")
    assert found == [(9 * cycle + at, word) for cycle in range(3) for at, word in one]


def test_a_part_of_a_second_has_no_word() -> None:
    found = count_of("{in: 2.7, hold: 0.6, out: 1.5, rest: 1, cycles: 1, guide: count}")
    assert found == [(0, "In."), (1, "Two."), (3.3, "Out."), (4.8, "Rest.")]


def test_a_long_phase_is_counted_to_ten() -> None:
    words = [word for _, word in count_of("{in: 2, out: 20, cycles: 1, guide: count}")]
    assert words[2:] == [
        "Out.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten.",
    ]  # fmt: skip


def test_a_count_is_spoken_fast_enough_for_its_beat() -> None:
    plan = compose(counted("{in: 3, out: 3, guide: count}"), Request(rate_wpm=100))
    rates = {utterance.text: utterance.rate_wpm for utterance in plan.utterances()}
    assert rates == {"Hello.": 100} | dict.fromkeys(("In.", "Two.", "Three.", "Out."), COUNT_WPM)


def test_a_voice_too_slow_for_the_count_is_told() -> None:
    plan = compose(counted("{in: 3, out: 3, guide: count}"), Request())
    lengths = dict.fromkeys(plan.utterances(), RATE_HZ)
    fit(plan, lengths, {})
    with pytest.raises(PlanError, match="no room to say") as caught:
        fit(plan, dict.fromkeys(lengths, RATE_HZ + 1), {})
    assert caught.value.line == 7
    assert "another voice" in str(caught.value.hint)
    for one in lengths:  # whichever of the words it is
        if one.text != "Hello.":
            with pytest.raises(PlanError, match=f'no room to say "{one.text}"'):
                fit(plan, lengths | {one: RATE_HZ + 1}, {})
    placed = fit(plan, lengths | dict.fromkeys(lengths, 9), {}).placements
    assert {placement.length_frames for placement in placed} == {
        9
    }  # as long as it is said, not its room


def test_nobody_is_counted_to_sleep() -> None:
    script = parse_script(
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Hello.\n"
        "      - breathe: {pattern: calm, guide: count}\n"
        "      - choose: [{breathe: {pattern: even, guide: count}}, [One., Two words.]]\n"
    )
    for seed in (0, 1):
        plan = compose(for_sleep(script), Request(seed=seed))
        assert not {"In.", "Out."} & {utterance.text for utterance in plan.utterances()}
        assert "In." in {
            utterance.text for utterance in compose(script, Request(seed=seed)).utterances()
        }
