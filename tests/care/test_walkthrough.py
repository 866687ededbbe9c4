"""The times that care goes by are those of the fit."""

from __future__ import annotations

import pytest

from quietude.care.walkthrough import Walkthrough, walkthrough
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.script.speaking_time import CALM_RATE_WPM
from quietude.session.planning import outline

TEXT = """\
id: x
title: X
slots: {n: {ask: A name}}
sections:
  - title: A
    steps:
      - bell
      - One thing. Another thing.
      - note: for whoever reads it
      - "{{ n }}"
      - ask: What is here?
        reflect: 10-30s
      - {say: Stay a little., optional: 1}
      - echo: I am here.
      - breathe: {in: 4, out: 6, cycles: 3}
  - title: B
    steps:
      - Goodbye.
"""


def walked(text: str = TEXT) -> Walkthrough:
    walk = walkthrough(parse_script(text), silence_cap_s=180)
    assert walk is not None
    return walk


def test_words_and_silences_are_where_the_timeline_has_them() -> None:
    # Care looks at a script before anyone knows which voice will speak it.
    walk, timeline = (
        walked(),
        outline(parse_script(TEXT), Request(rate_wpm=CALM_RATE_WPM, engine="tone")),
    )
    rate_hz = timeline.sample_rate_hz
    said = [moment for moment in walk.moments if moment.sentences]
    starts_s = {p.utterance.text: p.start_frame / rate_hz for p in timeline.placements}
    ends_s = {p.utterance.text: p.end_frame / rate_hz for p in timeline.placements}
    assert [moment.start_s for moment in said] == [starts_s[moment.sentences[0]] for moment in said]
    assert [moment.speech_end_s for moment in said] == [
        ends_s[moment.sentences[-1]] for moment in said
    ]
    silences_s = {moment.sentences[0]: round(moment.silence_s, 3) for moment in said}
    reflecting, echoing = (
        next(s.ideal_frames for s in timeline.silences if s.kind == kind) / rate_hz
        for kind in ("reflect", "echo")
    )
    assert silences_s == {
        "One thing.": 0.0,
        "What is here?": pytest.approx(reflecting),
        "Stay a little.": 0.0,
        "I am here.": pytest.approx(echoing, abs=1e-3),
        "Goodbye.": 0.0,
    }
    assert walk.total_s == timeline.seconds  # the bell has rung out long before


def test_a_silent_step_takes_no_time() -> None:
    silent = [
        moment for moment in walked().moments if not moment.sentences and moment.line in {9, 10}
    ]
    assert [(moment.end_s - moment.start_s, moment.is_voiced) for moment in silent] == [
        (0.0, False), (0.0, False),
    ]  # fmt: skip


def test_a_guided_breath_is_voiced_and_its_words_are_no_sentences() -> None:
    (breath,) = [moment for moment in walked().moments if moment.line == 15]
    assert (breath.is_voiced, breath.sentences) == (True, ())
    assert round(breath.silence_s, 3) == 30.0


def test_the_bounds_are_lengths_a_session_can_have() -> None:
    shortest_s, longest_s = walked().bounds_s()
    for possible in (shortest_s, longest_s):
        request = Request(duration_s=possible, rate_wpm=CALM_RATE_WPM, engine="tone")
        assert outline(parse_script(TEXT), request).seconds == possible


def test_a_line_that_cannot_be_filled_is_left_to_the_composer() -> None:
    broken = parse_script(TEXT.replace('"{{ n }}"', '"{{ n + 1 }}"'))
    assert walkthrough(broken, silence_cap_s=180) is None
