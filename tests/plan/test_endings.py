"""Sessions with other ends than their own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp3 import MP3

from quietude import Output, Request, Script, Sound, outline
from quietude.errors import CareError, UsageError
from quietude.plan.endings import for_listing
from quietude.script.bed import NoBed
from quietude.script.model import Bell, Say
from quietude.session.artefacts.description import Description
from quietude.session.receipt import listing_notes
from quietude.session.render import render
from quietude.sound.ducking import FADE_OUT_S, fade_curve
from quietude.sound.targets import target_named
from quietude.units import gain_to_db

RATE_HZ = 44_100
SLEEP = Request(ending="sleep", engine="tone")


def gain_db(script: Script, request: Request, share_of_tail: float) -> float:
    timeline = outline(script, request)
    tail = timeline.silences[-1]
    at = tail.start_frame + int(share_of_tail * (tail.length_frames - 1))
    return gain_to_db(float(np.max(fade_curve(timeline).read(at, 1))))


def test_the_bed_stays_and_then_fades_slowly(small: Script) -> None:
    assert gain_db(small, SLEEP, 0.15) == pytest.approx(0.0, abs=0.01)
    # Along the square of what is left: heard for most of the way.
    assert -12 < gain_db(small, SLEEP, 0.6) < -6
    assert -40 < gain_db(small, SLEEP, 0.9) < -20
    assert gain_db(small, SLEEP, 1.0) < -80
    timeline = outline(small)
    fade = timeline.total_frames - round(FADE_OUT_S * RATE_HZ)
    assert fade_curve(timeline).read(fade - 10, 5) == pytest.approx(1.0)


def test_the_length_asked_for_is_kept(small: Script) -> None:
    asked = Request(duration_s=400.0, ending="sleep")
    assert outline(small, asked).total_frames == 400 * RATE_HZ


@pytest.mark.parametrize("deep", ["four-questions", "small-spark"])
def test_a_session_that_has_to_lead_back_does(tmp_path: Path, deep: str) -> None:
    with pytest.raises(CareError) as caught:
        render(deep, tmp_path / "a.wav", SLEEP)
    assert "--ending sleep" in str(caught.value.hint)
    assert not list(tmp_path.iterdir())


def test_an_ending_there_is_not() -> None:
    with pytest.raises(UsageError, match="no ending"):
        Request(ending="bang")  # type: ignore[arg-type]


def test_a_listed_session_says_its_note_and_closes_with_a_bell(small: Script) -> None:
    noted = dataclasses.replace(
        small, content_note="This may touch\n  old things. Stop at any time."
    )
    listed = for_listing(noted, closing_bell=True)
    said = [step.text for step in listed.steps() if isinstance(step, Say)]
    assert said[0] == "This may touch old things. Stop at any time."
    assert isinstance(listed.sections[-1].steps[-1], Bell)
    assert (
        for_listing(listed, closing_bell=True).sections[-1] == listed.sections[-1]
    )  # one is enough
    plain = dataclasses.replace(small, content_note="")
    assert for_listing(plain, closing_bell=False) == plain


def test_a_session_for_a_listing_has_what_it_asks_for(small: Script, tmp_path: Path) -> None:
    sound = Sound(bed=NoBed(), target=target_named("insight-timer"))
    output = Output(tmp_path / "a.mp3", artefacts=[Description()])
    session = render(small, output, Request(duration_s=50.0, engine="tone"), sound)
    info = MP3(tmp_path / "a.mp3").info
    assert info
    assert session.timeline.sample_rate_hz == info.sample_rate == 48_000
    assert session.timeline.cues[-1].start_frame > session.timeline.placements[-1].start_frame
    text = (tmp_path / "a.description.txt").read_text(encoding="utf-8")
    assert text.rstrip() == session.tags.comment.rstrip()
    short = dataclasses.replace(
        session, tags=dataclasses.replace(session.tags, comment="Too short.")
    )
    assert listing_notes(short) == [
        "the description has 10 letters, and insight-timer asks for 500: say more in the script's about"
    ]
    assert (listing_notes(session) == []) == (len(session.tags.comment) >= 500)
