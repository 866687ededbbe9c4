"""The main job for real: the default engine, every format, read back."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from examples import SMALL
from quietude import Levels, Options, Request, Script, Target, parse_script, render
from quietude.errors import DeliveryError, DurationError, EngineError, SoundError
from quietude.speech.tone import ToneEngine

RATE_HZ = 44_100
TONE = Options(engine="tone", bed="brown")
ESPEAK = Options(engine="pyttsx3")
NAMED = Request(duration_s=48.0, slot_values={"name": "Wilhelmina"})


@pytest.mark.parametrize("name", ["mp3", "wav", "flac"])
def test_a_session_spoken_by_the_default_engine(small: Script, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"session.{name}"
    result = render(small, path, NAMED, ESPEAK)
    assert result.path == path
    assert result.timeline.total_frames == 48 * RATE_HZ
    assert soundfile.info(path).frames == 48 * RATE_HZ
    assert soundfile.info(path).channels == 2
    assert result.loudness.integrated_lufs == pytest.approx(-16.0, abs=0.3)
    assert result.loudness.true_peak_dbtp <= -1.0
    assert result.receipt["voice"]["engine"] == "pyttsx3"
    assert sorted(it.name for it in tmp_path.iterdir()) == sorted(
        [path.name, "session.receipt.json"]
    )


def test_the_receipt_says_what_the_file_is(small: Script, tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "session.mp3"
    result = render(small, path, NAMED, TONE)
    receipt = json.loads((tmp_path / "session.receipt.json").read_text(encoding="utf-8"))
    assert receipt == result.receipt
    assert receipt["file"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert receipt["file"]["bytes"] == path.stat().st_size
    assert receipt["script"]["sha256"] == small.sha256
    assert [it["title"] for it in receipt["chapters"]] == ["Arriving", "Resting", "Coming back"]
    assert receipt["chapters"][0]["start_s"] == 0.0
    assert receipt["software"]["quietude"]


def test_nothing_personal_leaves_the_sound(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "session.mp3"
    result = render(small, path, NAMED, TONE)
    assert result.receipt["request"]["slots_filled"] == ["name"]
    everything = (tmp_path / "session.receipt.json").read_bytes() + path.read_bytes()
    for spelling in (b"Wilhelmina", "Wilhelmina".encode("utf-16-le")):
        assert spelling not in everything


@pytest.mark.parametrize("wished", [None, "nowhere.mp3"])
def test_a_bed_there_is_not_is_refused_before_anything_is_spoken(
    small: Script, tmp_path: Path, wished: str | None
) -> None:
    stages: list[str] = []
    script = small if wished else dataclasses.replace(small, bed="rian")
    with pytest.raises(SoundError, match="no bed"):
        render(
            script,
            tmp_path / "a.mp3",
            NAMED,
            Options(engine="tone", bed=wished),
            lambda stage, _done, _total: stages.append(stage),
        )
    assert stages == []


def test_tags_and_chapters(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "session.mp3"
    result = render(small, path, NAMED, TONE)
    tag = mutagen.File(path).tags
    assert tag["TIT2"].text == ["A Small One"]
    starts = sorted(it.start_time for it in tag.getall("CHAP"))
    assert starts == [round(it.start_frame * 1000 / RATE_HZ) for it in result.timeline.chapters]


def test_a_second_render_speaks_nothing_and_is_the_same(small: Script, tmp_path: Path) -> None:
    first = render(small, tmp_path / "a.mp3", NAMED)
    second = render(small, tmp_path / "b.mp3", NAMED)
    assert first.spoken == 6
    assert second.spoken == 0
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_an_edited_line_speaks_one_line(small: Script, tmp_path: Path) -> None:
    render(small, tmp_path / "a.mp3", NAMED, TONE)
    edited = parse_script(SMALL.replace("Thank you for your time.", "Thank you for being here."))
    assert render(edited, tmp_path / "b.mp3", NAMED, TONE).spoken == 1


@pytest.mark.parametrize("target_lufs", [-14.0, -20.0])
def test_another_target(small: Script, tmp_path: Path, target_lufs: float) -> None:
    options = Options(engine="tone", bed="none", target=Target(target_lufs, -2.0))
    result = render(small, tmp_path / "a.flac", NAMED, options)
    assert result.loudness.integrated_lufs == pytest.approx(target_lufs, abs=0.3)
    assert result.loudness.true_peak_dbtp <= -2.0


def test_a_target_that_cannot_be_met_is_an_error(small: Script, empty_folder: Path) -> None:
    options = Options(engine="tone", target=Target(-3.0, -20.0))
    with pytest.raises(DeliveryError, match="asked for"):
        render(small, empty_folder / "a.wav", NAMED, options)


def test_the_voice_stands_out_from_the_bed(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    result = render(small, path, NAMED, Options(bed="rain"))
    sound, _ = soundfile.read(path)
    placement = max(result.timeline.placements, key=lambda it: it.length_frames)
    voice = sound[placement.start_frame : placement.end_frame]
    before = sound[placement.start_frame - 4000 : placement.start_frame - 200]
    ratio_db = 10 * np.log10((voice**2).mean() / (before**2).mean())
    assert ratio_db > 15


@pytest.mark.parametrize(
    ("request_", "options", "error"),
    [
        (Request(duration_s=10.0), TONE, DurationError),
        (Request(), Options(engine="tone", bed="nonsense"), SoundError),
        (Request(voice="gmw/nonsense"), Options(), EngineError),
    ],
)
def test_a_failing_render_leaves_nothing(
    small: Script, empty_folder: Path, request_: Request, options: Options, error: type[Exception]
) -> None:
    with pytest.raises(error):
        render(small, empty_folder / "new" / "a.mp3", request_, options)


@pytest.mark.parametrize("stage", ["speak", "encode", "check"])
def test_ctrl_c_at_any_stage_leaves_nothing(small: Script, empty_folder: Path, stage: str) -> None:
    def interrupt(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(small, empty_folder / "a.mp3", NAMED, TONE, interrupt)


def test_a_file_that_is_there_is_kept_unless_asked(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"mine")
    with pytest.raises(DeliveryError, match="exists already"):
        render(small, path, NAMED, TONE)
    assert path.read_bytes() == b"mine"
    render(small, path, NAMED, Options(engine="tone", bed="none", overwrite=True))
    assert path.read_bytes() != b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.flac", "a.ogg", "a.opus", "a.m4a"])
def test_a_disk_that_fills_up_leaves_nothing(small: Script, empty_folder: Path, name: str) -> None:
    import resource

    if name == "a.m4a" and not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    try:
        with pytest.raises(DeliveryError, match="cannot be written") as caught:
            render(small, empty_folder / name, NAMED, TONE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.path == empty_folder / name


def test_no_receipt_of_what_was_there_before_stays(small: Script, tmp_path: Path) -> None:
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    options = Options(engine="tone", bed="none", overwrite=True)
    for it in paths:
        render(small, it, NAMED, options)
    silent = dataclasses.replace(options, write_receipt=False)
    result = render(small, paths, Request(duration_s=90.0), silent)
    for name in ("a", "b"):
        found = json.loads((tmp_path / f"{name}.receipt.json").read_text(encoding="utf-8"))
        assert found == result.receipt
    render(small, tmp_path / "c.wav", NAMED, silent)
    assert not (tmp_path / "c.receipt.json").exists()


def test_levels_reach_the_receipt(small: Script, tmp_path: Path) -> None:
    options = Options(engine="tone", levels=Levels(bed_db=-3.0, bell_db=2.0))
    receipt = render(small, tmp_path / "a.mp3", NAMED, options).receipt
    assert (receipt["request"]["bed_level_db"], receipt["request"]["bell_level_db"]) == (-3.0, 2.0)


def test_progress_runs_through_every_stage(small: Script, tmp_path: Path) -> None:
    seen: dict[str, float] = {}
    render(small, tmp_path / "a.mp3", NAMED, TONE, lambda s, d, t: seen.__setitem__(s, d / t))
    assert seen == {"speak": 1.0, "encode": 1.0, "check": 1.0}


def test_another_sample_rate(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    request = Request(duration_s=48.0, sample_rate_hz=48_000)
    render(small, path, request, Options(engine="tone", bed="rain"))
    assert soundfile.info(path).frames == 48 * 48_000


def test_an_engine_failure_has_the_line_and_leaves_nothing(
    small: Script, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: ToneEngine, _phrase: object) -> None:
        message = "the speech worker failed 3 times"
        raise EngineError(message)

    monkeypatch.setattr(ToneEngine, "speak", broken)
    with pytest.raises(EngineError) as caught:
        render(small, empty_folder / "a.mp3", NAMED, TONE)
    assert caught.value.line == 10
