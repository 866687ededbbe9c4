"""Files, beds, bells and words as streams, and beds written to compare."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from examples import SMALL
from quietude import Request, outline, parse_script
from quietude.errors import SoundError, UsageError
from quietude.script.bed import LibraryBed
from quietude.session.listening.beds import audition_beds
from quietude.session.listening.levelled import LEVEL_LUFS
from quietude.session.listening.sessions import spoken_line, start_of
from quietude.session.listening.streams import bed_stream, bell_stream, file_stream, text_stream


def heard(stream: object) -> np.ndarray:
    return np.concatenate(list(stream.blocks))  # type: ignore[attr-defined]


def test_a_file_is_played_from_a_moment_on(tmp_path: Path) -> None:
    path = tmp_path / "ramp.wav"
    soundfile.write(path, np.linspace(0, 0.5, 8000, dtype=np.float32), 8000)
    stream = file_stream(path, 0.5)
    assert stream.sample_rate_hz == 8000
    samples = heard(stream)
    assert samples.shape == (4000, 2)
    assert samples[0, 0] == pytest.approx(0.25, abs=1e-3)
    with pytest.raises(UsageError, match="ends before"):
        file_stream(path, 2.0)
    (tmp_path / "no.wav").write_bytes(b"RIFF")
    with pytest.raises(SoundError):
        file_stream(tmp_path / "no.wav")


def test_the_beginning_of_a_bed_fades_out() -> None:
    samples = heard(bed_stream(LibraryBed("rain"), "Rain").first(2.0))
    assert len(samples) == 2 * 44_100
    assert np.abs(samples[-3:]).max() < 1e-4
    assert np.abs(samples[:20_000]).max() > 0.01


def test_bells_and_words_are_streams() -> None:
    bell = heard(bell_stream("bowl"))
    assert np.abs(bell).max() == pytest.approx(0.5, abs=0.01)
    words = text_stream("There is time.", "tone:tone")
    assert words.title == "tone:tone"
    assert len(heard(words)) > 20_000


def test_a_section_and_a_line_are_found() -> None:
    script = parse_script(SMALL)
    timeline = outline(script)
    second = timeline.chapters[-1]
    assert start_of(timeline, "1") == 0.0
    number = str(len(timeline.chapters))
    assert start_of(timeline, number) == second.start_frame / timeline.sample_rate_hz
    with pytest.raises(UsageError, match="no section") as caught:
        start_of(timeline, "nowhere")
    assert second.title in str(caught.value.hint)
    first = timeline.placements[0].utterance
    assert first.text in spoken_line(script, Request(), first.line_no)
    with pytest.raises(UsageError, match="nothing is said on line 9999"):
        spoken_line(script, None, 9999)


def test_beds_are_compared_at_one_loudness(tmp_path: Path) -> None:
    samples = audition_beds(["rain", "brown"], 3.0, tmp_path / "beds.flac", tmp_path)
    assert [one.name for one in samples] == ["rain", "brown"]
    levels = [one.loudness_lufs for one in samples]
    assert levels == pytest.approx([LEVEL_LUFS] * 2, abs=0.2)
    with pytest.raises(UsageError, match="2 to 120 seconds"):
        audition_beds(["rain"], 0.5, tmp_path / "short.wav", tmp_path)
