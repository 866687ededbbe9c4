"""Sessions with recorded phrases, and the sheet to record them from."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import mutagen.flac
import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from quietude import Output, Request, Sound, render
from quietude.cli.app import app
from quietude.errors import UsageError
from quietude.plan.compose import compose
from quietude.script.bed import NoBed
from quietude.script.parse import parse_script
from quietude.session.forecast import forecast
from quietude.session.listening.sessions import recorded_line, session_stream
from quietude.session.own_voice.reading_sheet import sheet_html, sheet_lines, sheet_text
from quietude.session.own_voice.session_takes import takes_of
from quietude.speech.takes.room_noise import MOST_DB

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
id: small
title: A <Small> Session
content_note: You can stop whenever you like.
slots: {name: {ask: A name, default: ""}}
sections:
  - title: Arriving
    steps:
      - Welcome{{ ", " + name if name }}. Sit as you like.
      - pause: 6s
      - Sit as you like.
  - title: Back
    steps:
      - Look around.
"""


def recorded(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    t = np.arange(88_200) / 44_100
    for name in names:
        tone = np.where((t > 0.5) & (t < 1.5), 0.2 * np.sin(2 * np.pi * 200 * t), 0.0)
        soundfile.write(folder / f"{name}.wav", tone, 44_100)


def test_a_sheet_has_each_line_once_with_its_silences_and_file_names() -> None:
    script = parse_script(SCRIPT)
    lines = sheet_lines(script, Request(slot_values={"name": "Ada"}))
    assert [(line.number, line.text, line.silence_s) for line in lines] == [
        (1, "Welcome, Ada.", 0.0),
        (2, "Sit as you like.", 0.0),
        (0, "", 6.0),
        (3, "Look around.", 0.0),
    ]
    assert [line.is_personal for line in lines] == [True, False, False, False]
    page, text = sheet_html(script, lines), sheet_text(script, lines)
    for line in lines:
        assert line.file_name in page
        assert line.file_name in text
    assert "A &lt;Small&gt; Session" in page
    assert "http" not in page


def test_a_sheet_has_the_words_of_breaths() -> None:
    breaths = "      - breathe: {in: 4, out: 6, cycles: 3}\n      - Look around.\n"
    script = parse_script(SCRIPT.replace("      - Look around.\n", breaths))
    words = [line.text for line in sheet_lines(script, Request()) if line.number]
    plan = compose(script, Request())
    assert words == list(dict.fromkeys(one.text for one in plan.utterances()))
    assert words[2:4] == ["Breathing in.", "Breathing out."]


def test_takes_are_heard_and_the_voice_speaks_the_rest(tmp_path: Path) -> None:
    script = parse_script(SCRIPT)
    names = [line.file_name for line in sheet_lines(script, Request()) if line.number]
    takes = tmp_path / "takes"
    recorded(takes, *names[:2])
    request = Request(engine="tone", takes=takes)
    session = render(script, Output(tmp_path / "a.wav"), request, Sound(NoBed()))
    voice = json.loads((tmp_path / "a.receipt.json").read_text(encoding="utf-8"))["voice"]
    assert (voice["kind"], voice["synthetic"], voice["recorded_phrases"]) == ("both", True, 3)
    assert (session.tags.voice_kind, session.tags.ai_content) == ("both", "true")
    first = session.timeline.placements[0]
    assert (first.end_frame - first.start_frame) / 44_100 == pytest.approx(1.18, abs=0.1)
    assert forecast(script, request, Sound(NoBed())).timeline == session.timeline

    with pytest.raises(UsageError, match="Look around"):
        render(script, tmp_path / "b.wav", Request(engine="tone", takes=takes, only_takes=True))
    recorded(takes, names[2])
    only = Request(engine="tone", takes=takes, only_takes=True)
    mine = render(script, tmp_path / "b.flac", only, Sound(NoBed()))
    assert (mine.narrator.kind, mine.tags.voice_kind) == ("human", "human")
    assert mutagen.flac.FLAC(tmp_path / "b.flac")["voice"] == ["human"]
    with pytest.raises(UsageError, match="no folder of takes"):
        takes_of(Request(only_takes=True))


def test_takes_are_heard_at_once_without_a_file(tmp_path: Path) -> None:
    script, takes = parse_script(SCRIPT), tmp_path / "takes"
    names = [line.file_name for line in sheet_lines(script, Request()) if line.number]
    recorded(takes, *names[:2])
    request = Request(engine="tone", takes=takes)
    with session_stream(script, request, Sound(NoBed())) as session:
        blocks = list(session.from_second().blocks)
        placed = session.timeline.placements[0]
    sound = np.concatenate(blocks)[placed.start_frame : placed.end_frame, 0]
    loudest = np.fft.rfftfreq(len(sound), 1 / 44_100)[np.argmax(np.abs(np.fft.rfft(sound)))]
    assert loudest == pytest.approx(200.0, abs=2.0)
    line = recorded_line(script, request, placed.utterance.line_no)
    assert line is not None
    # Both of its sentences.
    assert sum(map(len, line.blocks)) / line.sample_rate_hz == pytest.approx(2.36, abs=0.2)
    missing = max(one.utterance.line_no for one in session.timeline.placements)
    assert recorded_line(script, request, missing) is None
    alone = dataclasses.replace(request, only_takes=True)
    with pytest.raises(UsageError, match="Look around"), session_stream(script, alone):
        pass


def test_the_commands_write_a_sheet_and_check_a_folder(tmp_path: Path) -> None:
    path, takes = tmp_path / "small.yaml", tmp_path / "takes"
    path.write_text(SCRIPT, encoding="utf-8")
    runner = CliRunner()
    sheet = tmp_path / "sheet.html"
    written = runner.invoke(app, ["takes", "sheet", str(path), "-o", str(sheet)])
    assert "3 lines to record" in written.output
    assert "Look around." in sheet.read_text(encoding="utf-8")
    lines = [line for line in sheet_lines(parse_script(SCRIPT), Request()) if line.number]
    recorded(takes, lines[0].file_name, "stray")
    checked = runner.invoke(app, ["takes", "check", str(path), str(takes)])
    assert checked.exit_code == 1
    assert "1 of 3 lines are recorded." in checked.output
    assert "dB below the voice, levels +0 to +0 dB from the usual one." in checked.output
    assert 'line 3, "Look around.": not recorded' in checked.output  # as on the sheet
    assert "stray.wav: no line of this script" in checked.output
    data = json.loads(
        runner.invoke(app, ["takes", "check", str(path), str(takes), "--json"]).stdout
    )
    assert [line["file"] is None for line in data["lines"]] == [False, True, True]


def test_the_room_of_the_recordings_goes_on_in_the_silences(tmp_path: Path) -> None:
    script = parse_script(SCRIPT)
    takes = tmp_path / "takes"
    takes.mkdir()
    rng = np.random.default_rng(4)
    t = np.arange(132_300) / 44_100
    for line in sheet_lines(script, Request()):
        if line.number:
            spoken = np.where((t > 1.0) & (t < 2.0), 0.2 * np.sin(2 * np.pi * 300 * t), 0.0)
            room = 0.004 * rng.standard_normal(len(t))
            soundfile.write(takes / f"{line.file_name}.wav", spoken + room, 44_100)
    request = Request(engine="tone", takes=takes)
    session = render(script, Output(tmp_path / "a.wav", receipt=False), request, Sound(NoBed()))
    samples = soundfile.read(tmp_path / "a.wav")[0][:, 0]

    def level_db(start: int, end: int) -> float:
        return float(10 * np.log10(np.mean(samples[start:end] ** 2)))

    first, second = session.timeline.placements[1:3]
    words = level_db(first.start_frame + 4410, first.start_frame + 30_000)
    silence = level_db(first.end_frame + 4410, second.start_frame - 4410)
    own = level_db(first.end_frame - 6000, first.end_frame - 2000)
    assert silence == pytest.approx(own, abs=1.5)
    recorded_db = 20 * np.log10(0.2 / np.sqrt(2) / 0.004)
    assert words - silence == pytest.approx(recorded_db + MOST_DB, abs=1.5)
    # At every join the room keeps its level: neither a hole nor a bump in any tenth of a second.
    parts = samples[first.end_frame - 4000 : second.start_frame].reshape(-1)
    windows = parts[: len(parts) // 2205 * 2205].reshape(-1, 2205)
    levels = 10 * np.log10(np.mean(windows**2, axis=1))
    assert np.ptp(levels) < 3.0
