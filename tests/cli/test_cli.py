"""The command line as people use it: results, complaints and exit codes.

What only a process can show (signals, streams, encodings, imports) has one of its own.
"""

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

from command_line import run
from examples import SMALL
from quietude.library import exercise_ids

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = [sys.executable, "-m", "quietude"]
TONE = ["--engine", "tone", "--bed", "none"]


def run_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, timeout=120, check=False,
        encoding="utf-8",
    )  # fmt: skip


@pytest.fixture
def script(write: Callable[[str, str], Path]) -> str:
    return str(write("small.yaml", SMALL))


def assert_clear_failure(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def test_render_writes_the_file_and_says_so(script: str, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    wanted = ["--duration", "45s", "--set", "name=Ada", "-o", str(path)]
    result = run_process("render", script, *wanted, *TONE)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0] == str(path)
    assert result.stderr == ""
    assert soundfile.info(path).frames == 45 * 44_100
    assert (tmp_path / "a.receipt.json").is_file()


def test_several_files_from_one_render(script: str, tmp_path: Path) -> None:
    outputs = ["-o", str(tmp_path / "a.mp3"), "-o", str(tmp_path / "a.flac"), "--vbr", "4"]
    beside = ["--captions", "vtt, SRT", "--chapters", "json", "--tag", "artist=Ada"]
    result = run("render", script, *outputs, *beside, *TONE)
    assert result.returncode == 0, result.stderr
    ends = ["mp3", "flac", "vtt", "srt", "chapters.json"]
    assert result.stdout.splitlines()[:5] == [str(tmp_path / f"a.{it}") for it in ends]
    assert mutagen.File(tmp_path / "a.flac")["artist"] == ["Ada"]


def test_an_unknown_kind_of_caption(script: str) -> None:
    assert_clear_failure(run("render", script, "--captions", "doc", *TONE), 2, "doc", "vtt, srt")
    assert_clear_failure(run("render", script, "--tag", "mood", *TONE), 2, "mood", "artist=Ada")


def test_json_is_one_object_on_stdout_and_no_file_beside(script: str, tmp_path: Path) -> None:
    result = run("render", script, "-o", str(tmp_path / "a.wav"), "--json", *TONE)
    receipt = json.loads(result.stdout)
    assert receipt["format"] == "quietude-receipt/1"
    assert not (tmp_path / "a.receipt.json").exists()


def test_the_name_of_the_file_has_a_default(script: str, tmp_path: Path) -> None:
    result = run("render", script, "--format", "wav", *TONE, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "small.wav").is_file()


def test_plan_speaks_nothing_and_shows_everything(script: str) -> None:
    result = run("plan", script, "--duration", "60s", "--set", "name=Ada")
    assert result.returncode == 0
    assert "Welcome, Ada." in result.stdout
    assert "== Coming back" in result.stdout
    timeline = json.loads(run("plan", script, "--duration", "60s", "--json").stdout)
    assert timeline["total_frames"] == 60 * 44_100
    assert timeline["speech"][0]["text"] == "Welcome."


def test_the_library_can_be_listed_shown_and_checked(tmp_path: Path) -> None:
    listed = run("exercises")
    assert {line.split()[0] for line in listed.stdout.splitlines()} == set(exercise_ids())
    shown = run("show", "safe-place", "--as", "yaml")
    mine = tmp_path / "mine.yaml"
    mine.write_text(shown.stdout, encoding="utf-8")
    checked = run("check", str(mine), "four-questions")
    assert checked.returncode == 0
    assert checked.stdout.count("valid") == 2


def test_check_reports_every_file_and_fails(script: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.replace("pause: 2-30s", "pause: soon"), encoding="utf-8")
    lost = tmp_path / "lost.yaml"
    lost.write_text(SMALL.replace("title:", "bed: rian\ntitle:", 1), encoding="utf-8")
    result = run("check", str(bad), str(lost), script)
    assert result.returncode == 1
    told = result.stderr.replace("\n", "")
    assert f"{bad}:11: " in told
    assert f"{lost}:2: " in told
    assert "valid" in result.stdout


def test_doctor_voices_beds_and_cache() -> None:
    doctor = run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "speech    works: " in doctor.stdout
    voices = run("voices", "list")
    assert " pyttsx3:gmw/en-us" in voices.stdout
    assert voices.stdout.count("* ") == 1
    beds = run("beds", "list")
    assert {"rain", "ocean", "none"} <= {line.split()[0] for line in beds.stdout.splitlines()}
    assert run("cache", "clear").stdout.startswith("removed")
    assert "0 phrases" in run("cache", "info").stdout


@pytest.mark.parametrize("duration", ["0s", "-5m", "1s", "30h", "ten", "", "5"])
def test_durations_that_make_no_sense(script: str, empty_folder: Path, duration: str) -> None:
    result = run("render", script, f"--duration={duration}", "-o", str(empty_folder / "a.mp3"))
    assert_clear_failure(result, 2, "error:")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--set", "name"], 2, "--set name=Ada"),
        (["--set", "nmae=Ada"], 2, "no slot"),
        (["--set", "name=" + "a" * 10_000], 2, "10000 characters"),
        (["--set", "name=<speak>"], 2, "holds"),
        (["--set", "name=🌻"], 2, "spoken"),
        (["--rate", "9"], 2, "words a minute"),
        (["--rate", "fast"], 2, "integer"),
        (["--voice", "nonsense"], 1, "no voice"),
        (["--engine", "nonsense"], 2, "no speech engine"),
        (["--bed", "nonsense"], 1, "no bed"),
        (["--bed-level", "99"], 2, "--bed-level"),
        (["--format", "doc"], 2, "not a format"),
        (["--duration", "10s"], 1, "it can be"),
        (["--pacing", "hasty"], 2, "gentle"),
        (["--no-such-option"], 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_said(
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


@pytest.mark.parametrize(
    ("number", "after_s"),
    [
        (signal.SIGINT, 0.0),
        (signal.SIGINT, 0.5),
        (signal.SIGINT, 1.5),
        (signal.SIGTERM, 0.5),
        (getattr(signal, "SIGHUP", None), 0.5),  # somebody closes the terminal
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_signal_at_any_moment_leaves_nothing(
    empty_folder: Path, number: signal.Signals, after_s: float
) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "render", "safe-place", "--duration", "15m", "-o", str(empty_folder / "a.mp3")],
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
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in complaint
    assert not _group_alive(process.pid)


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reader_that_goes_away_is_no_error() -> None:
    shell = f"{sys.executable} -m quietude plan safe-place | head -1"
    result = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert result.stderr == ""
    assert result.stdout.startswith("A Place to Come Home To")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, contextlib, io\n"
        "sys.argv = ['quietude', '--help']\n"
        "from quietude.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()\n"
        "heavy = {'numpy', 'scipy', 'soundfile', 'pydantic', 'yaml', 'jinja2', 'mutagen', 'pyttsx3'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_check_annotates_and_is_strict(write: Callable[[str, str], Path], tmp_path: Path) -> None:
    risky = str(write("risky.yaml", SMALL.replace("It is good", "Do not move. It is good")))
    assert run("check", "safe-place", "four-questions", "butterfly-hug", "--strict").returncode == 0
    text = run("check", risky)
    assert text.returncode == 1
    assert f"{risky}:10: error T07" in text.stdout
    assert "::error file=" in run("check", risky, "--format", "github").stdout
    found = json.loads(run("check", risky, "--json").stdout)["findings"]
    assert found[0]["rule"] == "T07"
    sarif = json.loads(run("check", risky, "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "T07"
    out = str(tmp_path / "a.wav")
    assert_clear_failure(run("render", risky, "-o", out, *TONE), 1, "--accept-care-risks")
    assert run("render", risky, "-o", out, "--accept-care-risks", *TONE).returncode == 0


def test_a_text_script_is_imported_shown_and_rendered(tmp_path: Path) -> None:
    script = tmp_path / "mine.txt"
    text = (
        "Welcome. Sit as you like.\n[PAUSE: 8s]\n[odd]\n\nOpen your eyes, look around the room.\n"
    )
    script.write_text(text, encoding="utf-8")
    definition = tmp_path / "mine.yaml"
    result = run("import", str(script), "-o", str(definition))
    assert result.returncode == 0, result.stderr
    assert f'{script}:3: "odd" is kept as a note' in result.stderr
    assert "12 words, 0:08 of marked silence" in result.stderr
    assert run("check", str(definition)).returncode == 0
    assert run("import", str(script), "-o", str(definition)).returncode == 1
    assert "notation: quietude" in run("show", str(definition), "--as", "markdown").stdout
    assert run("show", "safe-place", "--as", "ssml").stdout.startswith("<?xml")
    assert json.loads(run("import", str(script), "--json").stdout)["words"] == 12
    rendered = run("render", str(script), "-o", str(tmp_path / "a.wav"), *TONE)
    assert rendered.returncode == 0, rendered.stderr


def test_details_come_from_a_profile_and_options_win(script: str, tmp_path: Path) -> None:
    profile = tmp_path / "ada.yaml"
    profile.write_text("name: Ada\nplace: a garden\n", encoding="utf-8")
    assert "Welcome, Ada." in run("plan", script, "--for", str(profile)).stdout
    both = run("plan", script, "--for", str(profile), "--set", "name=Bo")
    assert "Welcome, Bo." in both.stdout
    asked = subprocess.run(
        [*PROGRAM, "plan", script, "--ask"], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert_clear_failure(asked, 2, "--ask needs a terminal")


def test_the_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout)["title"] == "A Quietude definition"


def test_a_voice_can_be_auditioned(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    result = run(
        "voices", "audition", "pyttsx3:gmw/en-us", "--say", "Hello there.", "-o", str(path)
    )
    assert result.returncode == 0, result.stderr
    assert "pyttsx3:gmw/en-us" in result.stdout
    assert 0.5 < soundfile.info(path).duration < 4
    again = run("voices", "audition", "tone:tone", "-o", str(path))
    assert_clear_failure(again, 1, "exists already")
    assert_clear_failure(run("voices", "audition", "tone:tone", "-o", "a.mp3"), 2, "WAV or FLAC")
    other = run("voices", "audition", "flite:nonsense", "-o", str(tmp_path / "b.wav"))
    assert_clear_failure(other, 1, "voices")
    assert sorted(it.name for it in tmp_path.iterdir()) == ["voice.wav"]


def test_installing_what_is_not_there_is_an_error() -> None:
    assert_clear_failure(run_process("voices", "install", "nonsense"), 2, "ljspeech")


def test_an_output_that_is_a_folder_gets_the_usual_name_in_it(script: str, tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    result = run("render", script, "-o", str(folder), "--format", "flac", *TONE)
    assert result.returncode == 0, result.stderr
    assert {it.name for it in folder.iterdir()} == {"small.flac", "small.receipt.json"}


def test_a_quality_no_file_can_have_is_refused(script: str, empty_folder: Path) -> None:
    wav, mp3 = str(empty_folder / "a.wav"), str(empty_folder / "a.mp3")
    assert_clear_failure(run("render", script, "-o", wav, "--vbr", "3", *TONE), 2, "--vbr", "MP3")
    assert_clear_failure(run("render", script, "-o", mp3, "--bits", "24", *TONE), 2, "24", "FLAC")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_every_character_sees_the_rest(encoding: str) -> None:
    old = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    result = subprocess.run(
        [*PROGRAM, "render", "--help"], capture_output=True, env=old, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr
    assert b"--region" in result.stdout


def test_what_goes_to_a_file_is_utf8_whatever_the_locale() -> None:
    # As on Windows, where a file would otherwise get the code page of the country.
    old = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    old.pop("PYTHONIOENCODING", None)
    result = subprocess.run(
        [*PROGRAM, "show", "safe-place"], capture_output=True, env=old, check=False, timeout=60
    )
    assert "‹name›" in result.stdout.decode("utf-8")


def test_the_help_says_what_is_done_without_an_option() -> None:
    assert "DEFINITION.mp3" in run("render", "--help").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_results_that_cannot_be_written_are_an_error() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [*PROGRAM, "show", "safe-place"], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60,
        )  # fmt: skip
    assert result.returncode == 1
    assert "no space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_new_definition_makes_its_folder_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "scripts" / "mine.yaml"
    assert run("new", "mine", "-o", str(path)).returncode == 0
    before = path.read_text(encoding="utf-8")
    assert_clear_failure(run("new", "mine", "-o", str(path)), 1, "--overwrite")
    assert path.read_text(encoding="utf-8") == before
    assert [it.name for it in path.parent.iterdir()] == ["mine.yaml"]


def test_what_a_session_is_made_from_is_never_replaced(script: str, tmp_path: Path) -> None:
    before = Path(script).read_bytes()
    result = run("render", script, "-o", script, "--format", "mp3", "--overwrite", *TONE)
    assert_clear_failure(result, 2, "made from")
    track = tmp_path / "track.wav"
    track.write_bytes(b"mine")
    wanted = ["--engine", "tone", "--bed", str(track), "-o", str(track), "--overwrite"]
    assert_clear_failure(run("render", script, *wanted), 2, "made from")
    assert (Path(script).read_bytes(), track.read_bytes()) == (before, b"mine")
