"""Silences that stretch: a plain script has any length, and its own where none is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from quietude.durations import Span
from quietude.errors import DurationError
from quietude.plan.estimate import MOST_HASTE, estimated_lengths, haste_for
from quietude.plan.fit import fit, unstretched
from quietude.plan.request import Request
from quietude.plan.stretch import LAST_SHORTEST, LINE, SHORTEST, asks_for, stretched
from quietude.script.importing.importer import import_text
from quietude.script.parse import script_from_data
from quietude.session.planning import outline, session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import TARGETS
from quietude.speech.engines.registry import engine_row

if TYPE_CHECKING:
    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script

HANDOUT = """\
Welcome. Sit in any way that is comfortable, and let your shoulders drop.
(pause 10 seconds)

This is a practice of listening. There is nothing to get right.

Notice the sounds that are close to you.
(pause)

What is the quietest sound you can hear?
(pause 10 seconds)

Sounds can come and go by themselves, like birds.
(pause 10 seconds)

Feel your feet on the floor. Look around the room, and come back.
"""


@pytest.fixture(scope="module")
def handout() -> Script:
    return script_from_data(import_text(HANDOUT, "handout.txt").data, source="handout.txt")


def silences(timeline: Timeline, kind: str = "pause") -> list[float]:
    rate_hz = timeline.sample_rate_hz
    return [s.length_frames / rate_hz for s in timeline.silences if s.kind == kind]


def asked(script: Script, seconds: float, **more: Any) -> Timeline:
    return outline(script, Request(duration_s=seconds, engine="tone", **more))


def test_a_marked_silence_is_what_is_written_where_no_length_is_asked_for(handout: Script) -> None:
    timeline = outline(handout, Request(engine="tone"))
    assert silences(timeline) == pytest.approx([10, 5, 10, 10], abs=0.001)


def test_a_plain_script_has_from_less_than_two_thirds_to_two_and_a_half_times_its_length(
    handout: Script,
) -> None:
    own = outline(handout, Request(engine="tone")).seconds
    for factor in (0.62, 0.8, 1.5, 2.5):
        assert asked(handout, own * factor).seconds == pytest.approx(own * factor, abs=0.001)


def test_dense_speech_has_gaps_wide_enough_to_give_way() -> None:
    prose = (
        "The boat lies still upon the lake, and nothing at all has to be done about it today. " * 30
    )
    dense = script_from_data(import_text(prose, "dense.txt").data, source="dense.txt")
    own = outline(dense, Request(engine="tone"))
    assert own.speech_frames > 0.59 * own.total_frames  # at 115 words a minute
    for factor in (0.6, 2.5):
        assert asked(dense, own.seconds * factor).seconds == pytest.approx(own.seconds * factor)
    kept = outline(dense, Request(engine="tone", keep_pauses=True))
    assert max(silences(kept, "gap")) == pytest.approx(0.8)


BOAT = "The boat lies still upon the lake, and nothing at all has to be done about it today. "
KINDS = {
    "one sentence": "Let your breath come and go by itself, and let the day be as long as it was.",
    "two long sentences": "Let "
    + "the water come, and let the water go, and " * 4
    + "rest. "
    + BOAT * 2,
    "a bell at the end": "Sit down.\n\n[pause 10 s]\n\nListen.\n\n[pause 15 s]\n\n[bell]",
    "short lines": "\n\n".join(["Seven.", "Let it go.", "Six.", "Let it go."] * 9),
    "speech and short measured pauses": "\n\n".join([BOAT, "[pause 7 s]"] * 12),
    "one long silence": "Lie down. Let the ground do it.\n\n[pause 3 min]\n\nCome back slowly.",
    "silences of minutes": "\n\n[pause 4 min]\n\n".join([BOAT * 2, BOAT, BOAT * 2]),
    "clock times": f"[0:00] {BOAT}\n[1:00] Feel the floor.\n[2:30] {BOAT}\n[5:30] Come back.",
    "a bed at the end": "Good night.\n\n[music 30 minutes]",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_script_lasts_from_0_6_to_2_5_times_its_length(kind: str) -> None:
    script = script_from_data(import_text(KINDS[kind], "any.txt").data, source="any.txt")
    for engine in ("flite", "hibari", "pyttsx3"):
        timing = engine_row(engine).timing

        def plan(length_s: float | None = None, engine: str = engine) -> Plan:
            request = Request(duration_s=length_s, engine=engine)
            return session_plan(script, request, engine, TARGETS["podcast"])

        own = plan()
        bells = bell_decay_frames(own)
        own_s = unstretched(own, estimated_lengths(own, timing), bells).seconds
        for factor in (0.6, 2.5):
            asked_for = plan(own_s * factor)
            fit(asked_for, estimated_lengths(asked_for, timing), bells)  # raises where it cannot


def test_measured_silences_go_below_their_bound_only_where_the_voice_can_hurry_no_further() -> None:
    script = script_from_data(import_text(KINDS["a bell at the end"], "a.txt").data, source="a.txt")
    own = outline(script, Request(engine="tone")).seconds
    calm = silences(asked(script, own * 0.8))
    assert min(calm[0] / 10, calm[1] / 15) >= 1 / SHORTEST
    least = silences(asked(script, 5, nearest=True))
    assert 10 / LAST_SHORTEST <= least[0] < 10 / SHORTEST
    kept = silences(asked(script, 5, nearest=True, stretch=2))
    assert kept[:2] == pytest.approx([5, 7.5], abs=0.2)


def test_a_refused_length_names_the_reason() -> None:
    dense = "\n\n".join([BOAT, "[pause 1 s]"] * 12)
    script = script_from_data(import_text(dense, "a.txt").data, source="a.txt")
    with pytest.raises(DurationError) as caught:
        asked(script, 70)
    assert "Its words alone take 1:2" in str(caught.value.hint)
    silent = f"{BOAT}\n\n[pause 9 min]\n\n{BOAT}"
    script = script_from_data(import_text(silent, "a.txt").data, source="a.txt")
    with pytest.raises(DurationError) as caught:
        asked(script, 2.5 * 580)
    assert "no silence may be stretched beyond 5:00" in str(caught.value.hint)


def test_measured_silences_stay_within_the_stated_bounds(handout: Script) -> None:
    own = outline(handout, Request(engine="tone")).seconds
    for factor in (0.65, 3.0):
        fitted = silences(asked(handout, own * factor))
        assert all(10 / SHORTEST <= s <= 40 for s in (fitted[0], fitted[2], fitted[3]))
    longest = asked(handout, own * 8, nearest=True, stretch=2)
    assert max(silences(longest)) <= 20


def test_a_question_is_given_more_than_a_statement(handout: Script) -> None:
    fitted = silences(asked(handout, 150))
    _welcome, _, question, statement = fitted
    assert question > 1.5 * statement > 15
    gaps = silences(asked(handout, 150), "gap")
    assert statement - 10 > max(gaps) - 2.2


def test_pauses_can_be_kept_as_they_are_written(handout: Script) -> None:
    kept = asked(handout, 110, keep_pauses=True)
    assert silences(kept)[::2] == pytest.approx([10, 10], abs=0.001)
    assert kept.seconds == 110


def test_a_definition_stretches_only_if_it_is_asked_to() -> None:
    data = {**import_text(HANDOUT, "handout.txt").data}
    del data["stretch"]
    fixed = script_from_data(data, source="fixed.yaml")
    with pytest.raises(DurationError, match="cannot last 3:00") as caught:
        asked(fixed, 180)
    assert "--stretch 4" in str(caught.value.hint)
    assert asked(fixed, 180, stretch=4).seconds == 180


def test_the_nearest_length_is_the_end_of_the_range_in_whole_seconds(handout: Script) -> None:
    with pytest.raises(DurationError) as caught:
        asked(handout, 3600)
    nearest = asked(handout, 3600, nearest=True)
    assert nearest.seconds == int(caught.value.longest_s) == caught.value.nearest_s
    with pytest.raises(DurationError) as caught:
        asked(handout, 10)
    assert asked(handout, 10, nearest=True).seconds == caught.value.nearest_s == 44
    assert asked(handout, 120, nearest=True).seconds == 120


def test_a_voice_speaks_faster_only_where_silence_cannot_give_way(handout: Script) -> None:
    calm = Request(duration_s=90)
    plan = session_plan(handout, calm, "tone", TARGETS["podcast"])
    assert {said.rate_wpm for said in plan.utterances()} == {115}
    short = session_plan(handout, Request(duration_s=44), "tone", TARGETS["podcast"])
    (rate_wpm,) = {said.rate_wpm for said in short.utterances()}
    assert 115 < rate_wpm <= round(115 * MOST_HASTE)
    given = session_plan(handout, Request(duration_s=44, rate_wpm=100), "tone", TARGETS["podcast"])
    assert {said.rate_wpm for said in given.utterances()} == {100}
    assert haste_for(plan) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("What do you see?", "answer"),
        ("你听到什么？", "answer"),
        ("Notice the breath.", "time"),
        ("And now, if you like, let your hands rest.", "time"),
        ("Take a slow breath.", "time"),
        ("Stell dir einen Garten vor.", "time"),
        ("It was raining.", ""),
        ("Seen from here, it is small.", ""),
        ("Take it or leave it.", ""),
    ],
)
def test_sentences_ask_for_an_answer_or_for_time(sentence: str, expected: str) -> None:
    assert asks_for(sentence) == expected


def test_bounds_hold_what_is_written() -> None:
    assert stretched(Span.fixed(10), 4) == Span(4, 10, 40)
    assert stretched(Span.fixed(10), 1) == Span.fixed(10)
    assert stretched(Span.fixed(10), None) == Span.fixed(10)
    assert stretched(Span(1, 2, 30), 4) == Span(0.8, 2, 30)
    assert LINE["answer"].max_s > LINE["time"].max_s > LINE[""].max_s
