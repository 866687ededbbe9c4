"""What other programs measure: ffmpeg's loudness and true peak, and ESTOI for intelligibility."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from quietude import Options, Request, Script, render
from quietude.sound.assets import beds
from quietude.sound.mix import STEMS
from quietude.stemfiles import stem_paths

LEAST_ESTOI = 0.85


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
@pytest.mark.parametrize("name", ["wav", "flac", "mp3", "ogg", "opus"])
def test_ffmpeg_measures_the_same(small: Script, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    result = render(small, path, Request(duration_s=60.0), Options(engine="pyttsx3", bed="rain"))
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
@pytest.mark.parametrize("bed", sorted(beds()))
def test_the_voice_is_intelligible_over_every_bed(small: Script, tmp_path: Path, bed: str) -> None:
    """The narration in the mix against the narration alone, at the usual levels, eSpeak."""
    import soundfile
    from pystoi import stoi

    options = Options(engine="pyttsx3", bed=bed, stems=tmp_path)
    result = render(small, tmp_path / "a.flac", Request(duration_s=60.0), options)
    assert set(stem_paths(tmp_path)) <= set(result.others)
    stems = {it: soundfile.read(tmp_path / f"{it}.wav")[0].mean(axis=1) for it in STEMS}
    # Phrase by phrase: silences have no intelligibility.
    scores = []
    for it in result.timeline.placements:
        part = slice(it.start_frame, it.end_frame)
        clean = stems["voice"][part]
        heard = clean + stems["bed"][part]
        if len(clean) > 44_100:  # it needs some 30 frames of speech
            scores.append(float(stoi(clean, heard, 44_100, extended=True)))
    assert len(scores) >= 3
    print(f"{bed}: median {np.median(scores):.3f}, least {min(scores):.3f}")  # noqa: T201
    assert np.median(scores) >= LEAST_ESTOI
