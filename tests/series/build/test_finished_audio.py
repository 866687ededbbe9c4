"""Finished audio as an episode: taken as it is, with its chapters and captions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.id3 import CHAP, CTOC, ID3, TIT2

from manifests import InlinePool, built, manifest_problems, write_series
from quietude._util.files import file_sha256
from quietude.deliver.formats.id3 import id3_size
from quietude.series.checks.run import check_folder
from quietude.series.manifest.episodes.finished_audio import written_chapters
from quietude.series.model import Published
from quietude.series.site.record import read_record

MANIFEST = """\
show: {id: calm, title: Calm, description: Calm., author: Ada, cover: art.png}
defaults: {engine: tone, bed: none, intro: Hello.}
episodes:
  - audio: talk.mp3
    title: A Talk
    notes: Recorded in June.
    captions: talk.srt
    chapters: ["0:00 Before", "0:02 After"]
"""
SRT = """\
1
00:00:00,500 --> 00:00:02,000
<i>Sit</i> down.

2
00:00:01,900 --> 00:00:03,500
And rest.
"""


def _sound(path: Path, seconds: float = 4.0, rate_hz: int = 44_100) -> Path:
    dice = np.random.default_rng(0)
    samples = 0.1 * dice.standard_normal((round(seconds * rate_hz), 1))
    soundfile.write(path, samples, rate_hz)
    return path


def _series(folder: Path, manifest: str = MANIFEST) -> Path:
    path = write_series(folder, manifest)
    (folder / "talk.srt").write_text(SRT, encoding="utf-8")
    return path


def _only(site: Path) -> Published:
    record = read_record(site)
    assert record
    return record.episodes[0]


def test_an_mp3_is_taken_as_it_is(tmp_path: Path) -> None:
    path = _series(tmp_path)
    sound = _sound(tmp_path / "talk.mp3").read_bytes()
    (tmp_path / "talk.mp3").write_bytes(sound + b"TAG".ljust(128, b"\0"))
    pool = InlinePool()
    report = built(path, tmp_path / "site", pool)
    assert (report.rendered, report.failed, pool.tasks) == (1, [], [])
    published = _only(tmp_path / "site")
    data = (tmp_path / "site" / published.audio.path).read_bytes()
    assert data[id3_size(data[:10]) :] == sound  # neither encoded nor levelled again
    assert [(chapter.title, chapter.start_ms) for chapter in published.chapters] == [
        ("Before", 0),
        ("After", 2000),
    ]
    assert published.duration_ms == pytest.approx(4000, abs=60)
    assert published.episode.synthetic is None  # nobody told who speaks
    captions = (tmp_path / "site" / published.transcripts[0].path).read_text()
    assert "00:00:00.500 --> 00:00:01.860" in captions
    assert "Sit down." in captions
    found = [finding for finding in check_folder(tmp_path / "site") if finding.level == "error"]
    assert {finding.message for finding in found} == {"this cover has 300 pixels, not 1400 to 3000"}
    again = built(path, tmp_path / "site", InlinePool())
    assert (again.rendered, again.retagged, again.kept) == (0, 0, 1)


def test_a_new_title_keeps_the_sound_and_a_new_sound_the_episode(tmp_path: Path) -> None:
    path = _series(tmp_path)
    _sound(tmp_path / "talk.mp3")
    built(path, tmp_path / "site", InlinePool())
    before = _only(tmp_path / "site")
    path.write_text(MANIFEST.replace("A Talk", "Another"))
    report = built(path, tmp_path / "site", InlinePool())
    assert (report.rendered, report.retagged) == (0, 1)
    assert _only(tmp_path / "site").audio.version == ""
    _sound(tmp_path / "talk.mp3", 5.0)
    report = built(path, tmp_path / "site", InlinePool())
    after = _only(tmp_path / "site")
    assert report.rendered == 1
    assert after.episode.guid == before.episode.guid
    assert after.audio.version  # another address: players have kept the old sound


def test_any_sound_becomes_an_mp3_and_goes_without_captions(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("talk.mp3", "talk.wav").replace("    captions: talk.srt\n", "")
    path = _series(tmp_path, manifest)
    _sound(tmp_path / "talk.wav", 4.0, 22_050)
    report = built(path, tmp_path / "site", InlinePool())
    assert (report.rendered, report.failed) == (1, [])
    published = _only(tmp_path / "site")
    assert published.transcripts == ()
    assert published.duration_ms == 4000
    assert soundfile.info(tmp_path / "site" / published.audio.path).samplerate == 44_100
    found = [finding.message for finding in check_folder(tmp_path / "site")]
    assert "it has no transcript" in found


def test_chapters_inside_a_file_are_kept(tmp_path: Path) -> None:
    manifest = MANIFEST.replace('    chapters: ["0:00 Before", "0:02 After"]\n', "")
    path = _series(tmp_path, manifest)
    _sound(tmp_path / "talk.mp3")
    tags = ID3()
    for number, start in enumerate((0, 1500)):
        title = TIT2(text=[f"Part {number}"])
        tags.add(CHAP(element_id=f"c{number}", start_time=start, end_time=4000, sub_frames=[title]))
    tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c0", "c1"]))
    tags.save(tmp_path / "talk.mp3")
    built(path, tmp_path / "site", InlinePool())
    titles = [chapter.title for chapter in _only(tmp_path / "site").chapters]
    assert titles == ["Part 0", "Part 1"]


@pytest.mark.slow
def test_every_listener_gets_the_same_sound(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("episodes:", "listeners: people.csv\nepisodes:\n  - file: one.yaml")
    path = _series(tmp_path, manifest)
    _sound(tmp_path / "talk.mp3")
    (tmp_path / "people.csv").write_text("id,name\n1,Ada\n2,Tom\n")
    report = built(path, tmp_path / "site", InlinePool())
    assert (report.rendered, report.failed) == (4, [])
    sounds = (tmp_path / "site").glob("*/episodes/talk.mp3")
    assert len({file_sha256(sound) for sound in sounds}) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("talk.mp3", "gone.mp3"), "there is no such file"),
        (("talk.mp3", "one.yaml"), "this is not a sound file"),
        (('"0:00 Before"', '"0:01 Before"'), "chapters ascend from 0:00"),
        (('"0:02 After"', '"9:00 After"'), "the last chapter begins after the end"),
        (("talk.srt", "one.yaml"), "there are no captions in this file"),
        (("captions", "duration: 5m\n    captions"), "it cannot have duration"),
    ],
)
def test_mistakes_are_refused_with_their_lines(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    _sound(tmp_path / "talk.mp3")
    (tmp_path / "talk.srt").write_text(SRT, encoding="utf-8")
    problems = manifest_problems(tmp_path, MANIFEST.replace(*change))
    assert any(line and message in said for line, said in problems), problems


def test_chapters_are_times_and_titles() -> None:
    assert written_chapters(["0:00 A: b", "1:02:03 C"], 4000) == (("A: b", 0), ("C", 3_723_000))
    with pytest.raises(ValueError, match="write a time and a title"):
        written_chapters(["Beginning"], 10)
