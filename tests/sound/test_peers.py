"""The sound as other programs measure it: ffmpeg loudness and true peak, ESTOI."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from quietude import Output, Request, Script, Sound, render
from quietude.audio.clip import Samples
from quietude.script.bed import LibraryBed
from quietude.session.artefacts.stems import Stems
from quietude.sound.assets import beds
from quietude.sound.mix import STEMS
from sound_meters import noise_like

MEDIAN_ESTOI = 0.85

ENOUGH_SNR_DB = 15.0
"""Speech-to-noise ratio for classrooms of children who hear badly (ASHA 2005, ANSI S12.60)."""

VOICES = ["hibari", "pyttsx3", *(["flite"] if shutil.which("flite") else [])]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
@pytest.mark.parametrize("name", ["wav", "flac", "mp3", "ogg", "opus"])
def test_ffmpeg_measures_the_same(small: Script, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    result = render(
        small, path, Request(duration_s=60.0, engine="pyttsx3"), Sound(bed=LibraryBed("rain"))
    )
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true"]
    done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    found = {
        key: float(re.findall(rf"{key}:\s+(-?[\d.]+) (?:LUFS|dBFS)", summary)[0])
        for key in ("I", "Peak")
    }
    assert found["I"] == pytest.approx(result.loudness.integrated_lufs, abs=0.15)
    assert found["Peak"] == pytest.approx(result.loudness.true_peak_dbtp, abs=0.2)
    assert found["Peak"] <= -1.0


@pytest.mark.slow
@pytest.mark.parametrize("engine", VOICES)
@pytest.mark.parametrize("bed", sorted(beds()))
def test_every_phrase_is_intelligible_over_every_bed(
    small: Script, tmp_path: Path, bed: str, engine: str
) -> None:
    """Each phrase in the mix against the phrase alone, at the usual levels.

    A soft or short phrase scores lower than others in any noise, so each has its own mark: what it
    scores in steady noise of its voice's spectrum, 15 dB below it.
    """
    import soundfile

    output = Output(tmp_path / "a.flac", artefacts=[Stems(tmp_path)])
    request = Request(duration_s=60.0, engine=engine)
    result = render(small, output, request, Sound(bed=LibraryBed(bed)))
    assert set(Stems(tmp_path).paths(result.path)) <= set(result.artefact_paths)
    stems = {placed: soundfile.read(tmp_path / f"{placed}.wav")[0].mean(axis=1) for placed in STEMS}
    # Phrase by phrase: silences have no intelligibility. ESTOI needs some 30 frames of speech.
    parts = [slice(placed.start_frame, placed.end_frame) for placed in result.timeline.placements]
    parts = [part for part in parts if part.stop - part.start > 44_100]
    assert len(parts) >= 3
    said = [stems["voice"][part] for part in parts]
    scores = [estoi(one, one + stems["bed"][part]) for one, part in zip(said, parts, strict=True)]
    marks = [estoi(one, one + noise_like(said, one, ENOUGH_SNR_DB)) for one in said]
    print(f"{engine} {bed}: median {np.median(scores):.2f}, least {min(scores):.2f}")  # noqa: T201
    for score, mark in zip(scores, marks, strict=True):
        assert score >= mark
    assert np.median(scores) >= MEDIAN_ESTOI


def estoi(clean: Samples, heard: Samples) -> float:
    from pystoi import stoi

    return float(stoi(clean, heard, 44_100, extended=True))
