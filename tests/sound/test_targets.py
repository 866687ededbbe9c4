"""Targets by name, each measured on the decoded file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3

from examples import BRIEF_S
from quietude import Output, Request, Script, Sound, render
from quietude.errors import UsageError
from quietude.script.bed import LibraryBed, RoomTone
from quietude.script.parse import parse_script
from quietude.session.receipt import level_notes
from quietude.sound.targets import TARGETS, AcxTarget, check_length, target_named
from quietude.sound.tones import Tones

RATE_HZ = 44_100
SHORT = Request(duration_s=34.0, engine="tone")
QUICK = Request(duration_s=BRIEF_S, engine="tone")


@pytest.mark.parametrize(("name", "suffix"), [("spotify", "mp3"), ("quiet", "wav")])
def test_a_file_measures_what_its_target_says(
    brief: Script, tmp_path: Path, name: str, suffix: str
) -> None:
    target = target_named(name)
    result = render(
        brief, tmp_path / f"a.{suffix}", QUICK, Sound(bed=LibraryBed("brown"), target=target)
    )
    assert result.audio[0].voice_lufs == pytest.approx(target.loudness_lufs, abs=0.5)
    assert result.loudness.true_peak_dbtp <= target.true_peak_dbtp
    assert result.sound.target.name == name


def levels_of(path: Path) -> tuple[float, float, float]:
    """RMS, sample peak and noise floor in dB, without any code of ours."""
    sound, rate_hz = soundfile.read(path, always_2d=True)
    assert rate_hz == RATE_HZ
    windows = sound[: len(sound) // 22_050 * 22_050].reshape(-1, 22_050, 2)
    floor = (windows**2).mean(axis=(1, 2)).min()
    return tuple(
        float(10 * np.log10(power))
        for power in ((sound**2).mean(), (np.abs(sound) ** 2).max(), floor)
    )  # type: ignore[return-value]


def test_an_audiobook_meets_acx(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    request = Request(duration_s=36.0, engine="pyttsx3")
    result = render(small, path, request, Sound(target=target_named("audiobook")))
    rms, peak, floor = levels_of(path)
    assert -23.0 <= rms <= -18.0
    assert peak <= -3.0
    assert -90.0 < floor <= -60.0  # nearly silent, but not dead
    levels = result.audio[0].levels
    assert levels
    assert levels.rms_db == pytest.approx(rms, abs=0.05)
    assert levels.floor_db == pytest.approx(floor, abs=0.5)
    assert result.bed == RoomTone()
    info = MP3(path).info
    assert info
    assert info.bitrate == pytest.approx(192_000, rel=0.02)
    # The room is there from the start: the first half second is to hold it.
    opening, _ = soundfile.read(path, start=4410, frames=4 * 4410)
    assert 10 * np.log10((opening**2).mean()) > -75.0
    silences = result.timeline.silences
    assert 0.5 * RATE_HZ <= silences[0].length_frames <= RATE_HZ
    assert silences[-1].length_frames >= RATE_HZ


def test_the_end_of_an_audiobook_is_room_tone_after_its_bell(tmp_path: Path) -> None:
    bell = "bowl"  # the longest
    lines = ["There is nothing to do but to listen to what is near, and then to what is far."] * 4
    script = parse_script(
        "id: closing\ntitle: Closing\nintensity: light\nsections:\n- title: All\n  role: practice\n"
        f"  steps: {[*lines, {'bell': bell}]}\n",
        source="closing.yaml",
    )
    path = tmp_path / "a.wav"
    request = Request(engine="tone", accept_care_risks=True)
    render(script, path, request, Sound(target=target_named("audiobook")))
    sound, _ = soundfile.read(path, always_2d=True)
    tenths = sound[: len(sound) // 4410 * 4410].reshape(-1, 4410, 2)
    loud = np.flatnonzero((tenths**2).mean(axis=(1, 2)) > 10.0 ** (-60.0 / 10.0))
    assert 1.0 <= (len(tenths) - 1 - loud[-1]) / 10.0 <= 5.0
    last = tenths[-25:-1].reshape(-1)
    assert 10.0 * np.log10((last**2).mean()) > -90.0  # not dead


def test_an_audiobook_takes_no_bed(small: Script, empty_folder: Path) -> None:
    audiobook = target_named("audiobook")
    with pytest.raises(UsageError, match="no bed"):
        Sound(bed=LibraryBed("rain"), target=audiobook)
    with pytest.raises(UsageError, match="constant bit rate"):
        render(small, Output(empty_folder / "a.mp3", vbr=0), SHORT, Sound(target=audiobook))
    with pytest.raises(UsageError, match="nothing but a voice"):
        Sound(tones=Tones("binaural"), target=audiobook)
    with pytest.raises(UsageError, match="2:00:00 at most"):
        check_length(audiobook, 7201.0)


def test_with_too_much_silence_for_an_audiobook_the_voice_wins(
    brief: Script, tmp_path: Path
) -> None:
    request = Request(duration_s=45.0, engine="tone")
    (file,) = render(brief, tmp_path / "a.wav", request, Sound(target=TARGETS["audiobook"])).audio
    assert file.voice_lufs == pytest.approx(-15.0, abs=0.3)  # as far as it may move, and no more
    assert file.levels
    assert file.levels.rms_db < -23.0
    (note,) = level_notes(TARGETS["audiobook"], file)
    assert "ACX asks for -23 to -18 and will refuse it" in note
    assert note.endswith("make the silences shorter")


def test_an_unknown_target_gets_a_suggestion() -> None:
    with pytest.raises(UsageError) as caught:
        target_named("podcats")
    assert 'Did you mean "podcast"?' in str(caught.value.hint)


def test_the_targets_are_those_of_the_platforms() -> None:
    """Apple's and Spotify's pages for podcasters; ACX: audio submission requirements."""
    asked = {name: (found.loudness_lufs, found.true_peak_dbtp) for name, found in TARGETS.items()}
    assert asked["podcast"] == (-16.0, -1.0)
    assert asked["spotify"] == (-14.0, -1.0)
    assert TARGETS["quiet"].loudness_lufs < TARGETS["podcast"].loudness_lufs - 3.0
    audiobook = TARGETS["audiobook"]
    assert audiobook.true_peak_dbtp == -3.0
    assert audiobook.mp3_kbps >= 192
    assert isinstance(audiobook, AcxTarget)
    assert (audiobook.rms_db, audiobook.floor_db) == ((-23.0, -18.0), -60.0)
    assert audiobook.longest_s == 120 * 60
    assert [audiobook.missing_db(rms) for rms in (-24.0, -23.0, -18.0, -17.0)] == pytest.approx(
        [1.2, 0.0, 0.0, -1.2]
    )
    assert [target.name for target in TARGETS.values() if target.voice_only] == ["audiobook"]
    check_length(audiobook, 7200.0)
    check_length(TARGETS["podcast"], 90_000.0)
