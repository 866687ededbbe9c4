"""The main job for real: the default engine, every format, read back."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
import soundfile

from examples import BRIEF, BRIEF_S, SMALL
from quietude import (
    LevelOffsets,
    Output,
    Request,
    Script,
    Session,
    Sound,
    Target,
    parse_script,
    render,
)
from quietude.audio.loudness import LoudnessMeter, gated_lufs
from quietude.errors import DeliveryError, DurationError, EngineError, SoundError, UsageError
from quietude.script.bed import LibraryBed, NoBed, TrackBed
from quietude.session.receipt import receipt as receipt_of
from quietude.sound.power_profile import phrase_hops
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.tone import ToneEngine

RATE_HZ = 44_100
NAMED = Request(duration_s=48.0, slot_values={"name": "Wilhelmina"}, engine="tone")
SHORT = dataclasses.replace(NAMED, duration_s=34.0)
QUICK = Request(duration_s=BRIEF_S, engine="tone")
NO_BED = Sound(bed=NoBed())


@dataclasses.dataclass
class Finished:
    """A session as it is made with what most people ask for, in three formats at once."""

    paths: list[Path]
    result: Session
    told: dict[str, float]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("finished")
    told: dict[str, float] = {}
    paths = [folder / f"session.{name}" for name in ("mp3", "wav", "flac")]
    request = dataclasses.replace(NAMED, engine="pyttsx3")
    sound = Sound(bed=LibraryBed("rain"), levels=LevelOffsets(bed_db=1.0, bell_db=2.0))
    script = parse_script(SMALL, source="small.yaml")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        result = render(script, paths, request, sound, lambda s, d, t: told.__setitem__(s, d / t))
    return Finished(paths, result, told)


def test_a_session_spoken_by_the_default_engine(finished: Finished) -> None:
    result = finished.result
    assert result.path == finished.paths[0]
    assert result.timeline.total_frames == 48 * RATE_HZ
    assert result.narrator.engine.engine == "pyttsx3"
    assert finished.told == {"speak": 1.0, "encode": 1.0, "check": 1.0}
    assert {path.name for path in result.path.parent.iterdir()} == {
        *(path.name for path in finished.paths),
        "session.receipt.json",
    }


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_format_has_its_length_and_loudness(finished: Finished, number: int) -> None:
    path = finished.paths[number]
    sound, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == RATE_HZ
    assert sound.shape == (48 * RATE_HZ, 2)
    meter = LoudnessMeter(RATE_HZ)
    meter.add(sound)
    found = meter.result()
    powers = meter.powers()
    spoken = phrase_hops(finished.result.timeline, len(powers))
    assert gated_lufs(powers[spoken]) == pytest.approx(-16.0, abs=0.5)
    assert found.true_peak_dbtp <= -1.0
    if not number:
        assert finished.result.loudness.integrated_lufs == pytest.approx(
            found.integrated_lufs, abs=0.01
        )


def test_the_receipt_says_what_the_file_is(small: Script, finished: Finished) -> None:
    path = finished.paths[0]
    receipt = json.loads((path.parent / "session.receipt.json").read_text(encoding="utf-8"))
    assert receipt == receipt_of(finished.result)
    assert receipt["file"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert receipt["file"]["bytes"] == path.stat().st_size
    assert receipt["script"]["sha256"] == small.sha256
    assert [chapter["title"] for chapter in receipt["chapters"]] == [
        "Arriving",
        "Resting",
        "Coming back",
    ]
    assert receipt["chapters"][0]["start_s"] == 0.0
    assert receipt["software"]["quietude"]
    assert receipt["request"]["bed_level_db"] == 1.0
    assert receipt["request"]["bell_level_db"] == 2.0


def test_nothing_personal_leaves_the_sound(finished: Finished) -> None:
    assert receipt_of(finished.result)["request"]["slots_filled"] == ["name"]
    everything = b"".join(path.read_bytes() for path in finished.result.path.parent.iterdir())
    for spelling in (b"Wilhelmina", "Wilhelmina".encode("utf-16-le")):
        assert spelling not in everything


@pytest.mark.parametrize("wished", [None, TrackBed(Path("nowhere.mp3"))])
def test_a_bed_there_is_not_is_refused_before_anything_is_spoken(
    small: Script, tmp_path: Path, wished: TrackBed | None
) -> None:
    stages: list[str] = []
    script = small if wished else dataclasses.replace(small, bed=LibraryBed("rian"))
    with pytest.raises(SoundError, match="no bed"):
        render(
            script,
            tmp_path / "a.mp3",
            NAMED,
            Sound(bed=wished),
            lambda stage, _done, _total: stages.append(stage),
        )
    assert stages == []


def test_tags_and_chapters(finished: Finished) -> None:
    tag = mutagen.File(finished.paths[0]).tags
    assert tag["TIT2"].text == ["A Small One"]
    starts = sorted(chapter.start_time for chapter in tag.getall("CHAP"))
    chapters = finished.result.timeline.chapters
    assert starts == [round(chapter.start_frame * 1000 / RATE_HZ) for chapter in chapters]


def test_a_second_render_speaks_nothing_and_an_edited_line_one_line(
    brief: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render(brief, tmp_path / "a.wav", QUICK, NO_BED)
    verified: list[str] = []
    load = PhraseCache._load

    def watched(cache: PhraseCache, key: str, *, verify: bool = True) -> Any:
        if verify:
            verified.append(key)
        return load(cache, key, verify=verify)

    monkeypatch.setattr(PhraseCache, "_load", watched)
    second = render(brief, tmp_path / "b.wav", QUICK, NO_BED)
    assert len(verified) == len(set(verified)) == 2  # each phrase is hashed once
    assert first.spoken == 2
    assert second.spoken == 0
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    edited = parse_script(BRIEF.replace("Thank you.", "Thank you for being here."))
    assert render(edited, tmp_path / "c.wav", QUICK, NO_BED).spoken == 1


def test_a_target_that_cannot_be_met_is_as_near_as_the_limiter_may_bring_it(
    brief: Script, tmp_path: Path
) -> None:
    wished = Sound(bed=NoBed(), target=Target(-3.0, -20.0))
    (file,) = render(brief, tmp_path / "a.wav", QUICK, wished).audio
    assert file.loudness.true_peak_dbtp <= -20.0
    assert file.limited_db == pytest.approx(6.0, abs=0.3)
    assert file.voice_lufs is not None
    assert file.voice_lufs + file.shortfall_lu == pytest.approx(-3.0, abs=0.5)


def test_the_voice_stands_out_from_the_bed(finished: Finished) -> None:
    sound, _ = soundfile.read(finished.paths[1])
    placement = max(finished.result.timeline.placements, key=lambda placed: placed.length_frames)
    voice = sound[placement.start_frame : placement.end_frame]
    before = sound[placement.start_frame - 4000 : placement.start_frame - 200]
    ratio_db = 10 * np.log10((voice**2).mean() / (before**2).mean())
    assert ratio_db > 15


@pytest.mark.parametrize(
    ("request_", "sound", "error"),
    [
        (Request(duration_s=10.0, engine="tone"), Sound(), DurationError),
        (Request(engine="tone"), Sound(bed=LibraryBed("nonsense")), SoundError),
        (Request(voice="gmw/nonsense"), Sound(), EngineError),
    ],
)
def test_a_failing_render_leaves_nothing(
    small: Script, empty_folder: Path, request_: Request, sound: Sound, error: type[Exception]
) -> None:
    with pytest.raises(error):
        render(small, empty_folder / "new" / "a.mp3", request_, sound)


@pytest.mark.parametrize("stage", ["speak", "encode", "check"])
def test_ctrl_c_at_any_stage_leaves_nothing(brief: Script, empty_folder: Path, stage: str) -> None:
    def interrupt(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(brief, empty_folder / "a.mp3", QUICK, NO_BED, interrupt)


def test_a_file_that_is_there_is_kept_unless_asked(brief: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"mine")
    with pytest.raises(DeliveryError, match="exists already"):
        render(brief, path, QUICK, NO_BED)
    assert path.read_bytes() == b"mine"
    render(brief, Output(path, overwrite=True), QUICK, NO_BED)
    assert path.read_bytes() != b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize(
    "name",
    [
        "a.mp3",
        "a.wav",
        "a.m4a",
        *(pytest.param(f"a.{kind}", marks=pytest.mark.slow) for kind in ("flac", "ogg", "opus")),
    ],
)
def test_a_disk_that_fills_up_leaves_nothing(brief: Script, empty_folder: Path, name: str) -> None:
    import resource

    if name == "a.m4a" and not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(DeliveryError, match="cannot be written") as caught:
            render(
                brief,
                empty_folder / name,
                dataclasses.replace(QUICK, duration_s=26.0),
                Sound(bed=LibraryBed("brown")),
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.path == empty_folder / name


def test_no_receipt_of_what_was_there_before_stays(brief: Script, tmp_path: Path) -> None:
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for path in paths:
        render(brief, path, QUICK, NO_BED)
    output = Output(paths, overwrite=True, receipt=False)
    result = render(brief, output, dataclasses.replace(QUICK, duration_s=BRIEF_S + 1), NO_BED)
    for name in ("a", "b"):
        found = json.loads((tmp_path / f"{name}.receipt.json").read_text(encoding="utf-8"))
        assert found == receipt_of(result)
    render(brief, Output(tmp_path / "c.wav", receipt=False), QUICK, NO_BED)
    assert not (tmp_path / "c.receipt.json").exists()


def test_another_sample_rate(brief: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    request = Request(duration_s=BRIEF_S, sample_rate_hz=48_000, engine="tone")
    render(brief, path, request, Sound(bed=LibraryBed("rain")))
    assert soundfile.info(path).frames == round(BRIEF_S * 48_000)


def test_an_engine_failure_has_the_line_and_leaves_nothing(
    small: Script, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: ToneEngine, _phrase: object) -> None:
        message = "the speech worker failed 3 times"
        raise EngineError(message)

    monkeypatch.setattr(ToneEngine, "speak", broken)
    with pytest.raises(EngineError) as caught:
        render(small, empty_folder / "a.mp3", NAMED)
    assert caught.value.line == 10


def test_every_format_from_one_mix(brief: Script, tmp_path: Path) -> None:
    names = ["mp3", "flac", "wav", "ogg", "opus", *(["m4a"] if shutil.which("ffmpeg") else [])]
    paths = [tmp_path / f"a.{name}" for name in names]
    mixed = []

    def watch(stage: str, done: int, total: int) -> None:
        if stage == "encode" and done == total:
            mixed.append(stage)

    result = render(brief, paths, QUICK, NO_BED, watch)
    assert len(mixed) == 1
    assert result.files == tuple(paths)
    assert {path.name for path in tmp_path.iterdir()} == {
        *(path.name for path in paths), "a.receipt.json",
    }  # fmt: skip
    for file in result.audio:
        assert file.voice_lufs == pytest.approx(-16.0, abs=0.5)
        assert file.loudness.true_peak_dbtp <= -1.0
    assert soundfile.info(tmp_path / "a.opus").frames == round(BRIEF_S * 48_000)
    assert soundfile.info(tmp_path / "a.ogg").frames == round(BRIEF_S * RATE_HZ)
    alone = render(brief, tmp_path / "b.flac", QUICK, NO_BED)
    assert alone.audio[0].sha256 == result.audio[1].sha256


def test_two_outputs_of_one_name_are_refused(brief: Script, empty_folder: Path) -> None:
    with pytest.raises(UsageError, match="twice"):
        render(brief, [empty_folder / "a.mp3", empty_folder / "a.mp3"], QUICK, NO_BED)
