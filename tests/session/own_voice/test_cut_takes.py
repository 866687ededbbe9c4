"""A recording that was cut: the files that are written, and the words that are said of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.cli.making.cut_report import cut_json, cut_report
from quietude.errors import UsageError
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.own_voice import cut_takes as cutting
from quietude.speech.takes.cutting.readings import CutRecording, Reading
from quietude.speech.takes.line_id import line_id

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.speech.takes.cutting.judging import Verdict

RATE_HZ = 8000
SCRIPT = """
id: three
title: Three
sections:
  - title: One
    steps: [First of all., Then the second., And the last one.]
"""


def reading(line: int, start_s: float, verdict: Verdict = "good") -> Reading:
    word = "" if verdict == "good" else "second"
    return Reading(line, start_s, start_s + 1.0, verdict, word, start_s, True)  # noqa: FBT003


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten seconds in which each second has a level of its own."""
    path = tmp_path / "reading.wav"
    soundfile.write(path, np.repeat(np.arange(10) / 20, RATE_HZ), RATE_HZ, "PCM_24")
    found = CutRecording(
        10.0,
        (reading(0, 1.0), reading(0, 3.0), reading(1, 5.0, "doubtful"), reading(2, 7.0)),
        ((8.5, 9.5),),
        30.0,
        ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0), (8.5, 9.5)),
    )
    monkeypatch.setattr(cutting, "_spoken", lambda *_: [])
    monkeypatch.setattr(cutting, "cut_recording", lambda *_: found)
    return path


def test_the_last_good_reading_is_written_with_its_room(recording: Path, tmp_path: Path) -> None:
    script = parse_script(SCRIPT)
    cut = cutting.cut_takes(recording, script, Request(), tmp_path / "takes")
    assert sorted(cut.files) == [0, 2]
    assert line_id("First of all.") in cut.files[0].name
    samples, rate_hz = soundfile.read(cut.files[0])
    assert rate_hz == RATE_HZ
    assert len(samples) / rate_hz == pytest.approx(1.8, abs=0.01)  # 0.3 s before, 0.5 s after
    assert np.median(samples) == pytest.approx(3 / 20, abs=1e-3)  # the second reading
    last, _ = soundfile.read(cut.files[2])
    assert len(last) / rate_hz == pytest.approx(1.55, abs=0.01)  # half-way to the next sound
    again = cutting.cut_takes(recording, script, Request(), tmp_path / "takes", doubtful=True)
    assert sorted(again.files) == [0, 1, 2]
    assert again.files[0].stem == f"{cut.files[0].stem} 2"  # a later take, and both stay


def test_the_report_says_what_to_do_with_times(recording: Path, tmp_path: Path) -> None:
    cut = cutting.cut_takes(recording, parse_script(SCRIPT), Request(), tmp_path / "takes")
    rows = list(cut_report(cut))
    assert rows[0].startswith('0:01  line 1, "First of all.": read again later')
    assert any("0:05" in row and 'doubtful at 0:05, at "second"' in row for row in rows)
    assert any("1.0 s that are no line" in row for row in rows)
    assert rows[-2].startswith('line 2, "Then the second.": not cut, since it is doubtful')
    data = cut_json(cut)
    assert [row["file"] is None for row in data["lines"]] == [False, True, False]


def test_another_language_is_refused(recording: Path, tmp_path: Path) -> None:
    script = parse_script("language: de\n" + SCRIPT.replace("\nid", "id", 1))
    with pytest.raises(UsageError, match="the sounds of English"):
        cutting.cut_takes(recording, script, Request(), tmp_path / "takes")


def test_a_second_opinion_is_offered_where_there_is_none(recording: Path, tmp_path: Path) -> None:
    cut = cutting.cut_takes(recording, parse_script(SCRIPT), Request(), tmp_path / "takes")
    assert any("quietude[align]" in row for row in cut_report(cut))
    assert cut_json(cut)["second_opinion"] is False
    heard = dataclasses.replace(cut, recording=dataclasses.replace(cut.recording, heard_twice=True))
    assert not any("align" in row for row in cut_report(heard))
