"""``render``: the files it writes, what it refuses, and signals that end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import mutagen
import pytest
import soundfile

from command_line import (
    BRIEFLY,
    HANG_GUARD_S,
    PROGRAM,
    TONE,
    assert_clear_failure,
    run,
    run_process,
)
from examples import BRIEF_S

if TYPE_CHECKING:
    pass


def test_render_writes_the_file_and_names_it(brief_script: str, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    result = run_process("render", brief_script, "-o", str(path), *BRIEFLY)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0] == str(path)
    assert result.stderr == "2 phrases to speak\n"
    assert soundfile.info(path).frames == BRIEF_S * 44_100
    assert (tmp_path / "a.receipt.json").is_file()


def test_several_files_from_one_render(brief_script: str, tmp_path: Path) -> None:
    outputs = ["-o", str(tmp_path / "a.mp3"), "-o", str(tmp_path / "a.flac"), "--vbr", "4"]
    beside = ["--captions", "vtt, SRT", "--chapters", "json", "--tag", "artist=Ada"]
    result = run("render", brief_script, *outputs, *beside, *BRIEFLY)
    assert result.returncode == 0, result.stderr
    ends = ["mp3", "flac", "vtt", "srt", "chapters.json"]
    assert result.stdout.splitlines()[:5] == [str(tmp_path / f"a.{end}") for end in ends]
    assert mutagen.File(tmp_path / "a.flac")["artist"] == ["Ada"]
    again = run("render", brief_script, "-o", str(tmp_path / "b.wav"), *BRIEFLY)
    assert "all 2 phrases are kept from earlier renders" in again.stderr


def test_an_unknown_kind_of_caption(script: str) -> None:
    assert_clear_failure(run("render", script, "--captions", "doc", *TONE), 2, "doc", "vtt, srt")
    assert_clear_failure(run("render", script, "--tag", "mood", *TONE), 2, "mood", "artist=Ada")


def test_json_is_one_object_on_stdout_and_no_file_beside(brief_script: str, tmp_path: Path) -> None:
    result = run("render", brief_script, "-o", str(tmp_path / "a.wav"), "--json", *BRIEFLY)
    receipt = json.loads(result.stdout)
    assert receipt["format"] == "quietude-receipt/1"
    assert not (tmp_path / "a.receipt.json").exists()


def test_the_name_of_the_file_has_a_default(brief_script: str, tmp_path: Path) -> None:
    result = run("render", brief_script, "--format", "wav", *BRIEFLY, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "brief.wav").is_file()


@pytest.mark.parametrize("duration", ["0s", "-5m", "1s", "30h", "ten", ""])
def test_durations_that_make_no_sense(script: str, empty_folder: Path, duration: str) -> None:
    result = run("render", script, f"--duration={duration}", "-o", str(empty_folder / "a.mp3"))
    assert_clear_failure(result, 2, "error:")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--set", "name"], 2, "--set name=Ada"),
        (["--set", "nmae=Ada"], 2, "does not use"),
        (["--set", "name=" + "a" * 10_000], 2, "10000 characters"),
        (["--set", "name=<speak>"], 2, "contains"),
        (["--set", "name=🌻"], 2, "spoken"),
        (["--rate", "9"], 2, "words a minute"),
        (["--rate", "fast"], 2, "integer"),
        (["--voice", "nonsense"], 1, "no voice"),
        (["--engine", "nonsense"], 2, "no speech engine"),
        (["--bed", "nonsense"], 1, "no bed"),
        (["--bed-level", "99"], 2, "--bed-level"),
        (["--format", "doc"], 2, "not a format"),
        (["--duration", "10s", "--engine", "tone"], 1, "it can be"),
        (["--pacing", "hasty"], 2, "gentle"),
        (["--no-such-option"], 2, "no option --no-such-option"),
        (["--rate", "1", "again"], 2, "more than this command takes: again"),
    ],
)
def test_an_impossible_request_is_refused_in_words(
    script: str, empty_folder: Path, arguments: list[str], code: int, words: str
) -> None:
    result = run("render", script, "-o", str(empty_folder / "a.mp3"), *arguments)
    assert_clear_failure(result, code, words)


def test_outputs_that_cannot_be_written(script: str, tmp_path: Path) -> None:
    there = tmp_path / "there.mp3"
    there.write_bytes(b"mine")
    assert_clear_failure(run("render", script, "-o", str(there), *TONE), 1, "--overwrite")
    assert there.read_bytes() == b"mine"
    assert_clear_failure(run("render", script, "-o", str(tmp_path) + "/x.doc", *TONE), 2, "format")
    folder = tmp_path / "folder.mp3"
    folder.mkdir()
    assert_clear_failure(run("render", script, "-o", str(folder), *TONE), 1, "folder")
    assert_clear_failure(run("render", script, "-o", f"{there}/a.mp3", *TONE), 1, "written")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_that_is_not_writable(script: str, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = run("render", script, "-o", str(locked / "a.mp3"), *TONE)
    assert_clear_failure(result, 1, "permission denied")


def test_a_folder_as_output_gets_the_default_name_in_it(brief_script: str, tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    result = run("render", brief_script, "-o", str(folder), "--format", "flac", *BRIEFLY)
    assert result.returncode == 0, result.stderr
    assert {entry.name for entry in folder.iterdir()} == {"brief.flac", "brief.receipt.json"}


def test_a_quality_no_file_can_have_is_refused(script: str, empty_folder: Path) -> None:
    wav, mp3 = str(empty_folder / "a.wav"), str(empty_folder / "a.mp3")
    assert_clear_failure(run("render", script, "-o", wav, "--vbr", "3", *TONE), 2, "--vbr", "MP3")
    assert_clear_failure(
        run("render", script, "-o", mp3, "--bits", "24", *TONE), 2, "--bits", "FLAC"
    )


def test_the_inputs_of_a_session_are_never_overwritten(script: str, tmp_path: Path) -> None:
    before = Path(script).read_bytes()
    result = run("render", script, "-o", script, "--format", "mp3", "--overwrite", *TONE)
    assert_clear_failure(result, 2, "made from")
    track = tmp_path / "track.wav"
    track.write_bytes(b"mine")
    wanted = ["--engine", "tone", "--bed", str(track), "-o", str(track), "--overwrite"]
    assert_clear_failure(run("render", script, *wanted), 2, "made from")
    assert (Path(script).read_bytes(), track.read_bytes()) == (before, b"mine")


@pytest.mark.parametrize(
    ("number", "after_s", "engine"),
    [
        (signal.SIGINT, 0.2, "pyttsx3"),  # whose worker begins in a fifth of the time
        pytest.param(signal.SIGINT, 0.2, "auto", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 0.0, "auto", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 1.5, "auto", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 0.5, "auto", marks=pytest.mark.slow),
        # Somebody closes the terminal.
        pytest.param(getattr(signal, "SIGHUP", None), 0.5, "auto", marks=pytest.mark.slow),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_signal_at_any_moment_leaves_nothing(
    empty_folder: Path, number: signal.Signals, after_s: float, engine: str
) -> None:
    process = subprocess.Popen(
        [
            *PROGRAM,
            "render",
            "safe-place",
            "--duration",
            "15m",
            "--engine",
            engine,
            "-o",
            str(empty_folder / "a.mp3"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    cache = Path(os.environ["QUIETUDE_CACHE_DIR"])
    while process.poll() is None and not list(cache.glob("phrases/??")):
        time.sleep(0.01)
    time.sleep(after_s)  # after the first word
    # To the whole group, as a terminal does, the worker included.
    os.killpg(process.pid, number)
    _, complaint = process.communicate(timeout=HANG_GUARD_S)
    assert process.returncode == 128 + number
    assert "Traceback" not in complaint
    assert not _group_alive(process.pid)


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
