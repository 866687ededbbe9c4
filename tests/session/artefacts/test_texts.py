"""Transcripts and chapters beside the audio file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from examples import SMALL
from hand_made import hand_made
from quietude import Output, Request, Script, Sound, parse_script, render
from quietude.errors import DeliveryError, UsageError
from quietude.script.bed import NoBed
from quietude.session.artefacts.base import Artefact
from quietude.session.artefacts.captions import Captions
from quietude.session.artefacts.chapter_list import ChapterList
from quietude.session.artefacts.transcript import Transcript
from quietude.session.tags import session_tags, tag_texts

NO_BED = Sound(bed=NoBed())
SHORT = Request(duration_s=34.0, engine="tone")
EVERYTHING: list[Artefact] = [
    *(Captions(kind) for kind in ("vtt", "srt", "lrc")),
    *(Transcript(kind) for kind in ("txt", "md")),
    *(ChapterList(kind) for kind in ("json", "txt")),
]


def test_texts_stand_beside_the_audio_file(small: Script, tmp_path: Path) -> None:
    output = Output(tmp_path / "a.mp3", artefacts=EVERYTHING, receipt=False)
    session = render(small, output, SHORT, NO_BED)
    assert {path.name for path in tmp_path.iterdir()} == {
        "a.mp3", "a.vtt", "a.srt", "a.lrc", "a.transcript.txt", "a.transcript.md",
        "a.chapters.json", "a.chapters.txt",
    }  # fmt: skip
    assert set(session.files) == set(tmp_path.iterdir())
    transcript = (tmp_path / "a.transcript.txt").read_text(encoding="utf-8")
    for placement in session.timeline.placements:
        assert placement.utterance.text in transcript


def test_one_that_is_in_the_way_stops_all(small: Script, tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("mine")
    output = Output([tmp_path / "a.mp3", tmp_path / "a.flac"], artefacts=EVERYTHING)
    with pytest.raises(DeliveryError, match="exists already"):
        render(small, output, SHORT, NO_BED)
    assert [path.name for path in tmp_path.iterdir()] == ["a.vtt"]


def test_a_transcript_has_each_chapter_by_line() -> None:
    timeline = hand_made()
    tags = session_tags(tag_texts(parse_script(SMALL), {}), timeline, lyrics=False)
    assert Transcript("txt").text(tags, timeline).split("\n\n")[1:6] == [
        "00:00:00  A", "One. Two.", "Three.", "00:00:10  B", "Four.",
    ]  # fmt: skip
    assert "## B (00:00:10)" in Transcript("md").text(tags, timeline)


def test_chapters_are_listed_from_the_start() -> None:
    timeline = hand_made()
    tags = session_tags(tag_texts(parse_script(SMALL), {}), timeline, lyrics=False)
    assert ChapterList("txt").text(tags, timeline) == "00:00:00 A\n00:00:10 B\n"
    listed = json.loads(ChapterList("json").text(tags, timeline))
    assert [chapter["startTime"] for chapter in listed["chapters"]] == [0.0, 10.0]


@pytest.mark.parametrize(
    ("artefact", "kinds"), [(Transcript, "txt, md"), (ChapterList, "json, txt")]
)
def test_other_kinds_are_refused(artefact: type[Transcript | ChapterList], kinds: str) -> None:
    with pytest.raises(UsageError, match="docx") as caught:
        artefact("docx")
    assert kinds in str(caught.value.hint)
