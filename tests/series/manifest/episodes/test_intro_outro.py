from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from manifests import MANIFEST, built, manifest_problems, previewed, write_series
from quietude.script.model import Say
from quietude.series.manifest.reader import read_manifest
from quietude.series.site.record import read_record


def test_intro_and_outro_are_part_of_the_session(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "bed: none}",
        'bed: none, intro: "Good evening{{ \\", \\" + name if name }}.", '
        "outro: {fragment: way-out, title: Afterwards}}",
    )
    text = text.replace("- file: two.yaml", '- {file: two.yaml, intro: ""}')
    one, two = read_manifest(write_series(tmp_path, text)).editions[0].episodes
    assert [section.title for section in one.script.sections][0::3] == ["Opening", "Afterwards"]
    assert next(step.text for step in one.script.steps() if isinstance(step, Say)).startswith(
        "Good"
    )
    assert [section.title for section in two.script.sections] == [
        "Arriving",
        "Coming back",
        "Afterwards",
    ]


def _jingle(path: Path, seconds: float) -> None:
    path.parent.mkdir(exist_ok=True)
    at = np.arange(round(seconds * 44_100)) / 44_100
    soundfile.write(path, 0.2 * np.sin(2 * np.pi * 330 * at), 44_100)


def test_a_sound_before_the_words_comes_on_top_and_moves_chapters_and_captions(
    tmp_path: Path,
) -> None:
    one = MANIFEST.replace("  - file: two.yaml\n", "")
    path = write_series(tmp_path, one)
    assert built(path, tmp_path / "site").rendered == 1
    site = read_record(tmp_path / "site")
    assert site
    captions = tmp_path / "site" / "transcripts" / "one.vtt"
    before, said = site.episodes[0], captions.read_text(encoding="utf-8")
    _jingle(tmp_path / "jingle.wav", 2)
    sound = "intro: {sound: jingle.wav}, outro: {sound: {file: jingle.wav, place: under, alone: 1}}"
    path.write_text(one.replace("bed: none", f"bed: none, {sound}"), encoding="utf-8")
    assert built(path, tmp_path / "site").rendered == 1
    site = read_record(tmp_path / "site")
    assert site
    after = site.episodes[0]
    assert after.duration_ms == before.duration_ms + 3000
    starts = [chapter.start_ms for chapter in before.chapters]
    assert [chapter.start_ms for chapter in after.chapters] == [0, starts[1] + 2000]
    assert captions.read_text(encoding="utf-8") != said
    assert previewed(path, tmp_path / "site") == ["keep /one"]
    _jingle(tmp_path / "jingle.wav", 2.5)
    assert previewed(path, tmp_path / "site") == ["render /one"]


@pytest.mark.parametrize(
    ("intro", "said"),
    [
        ("{sound: none.wav}", "cannot be read"),
        ("{sound: {file: jingle.wav, place: after}}", "of an intro is before, over or under"),
        ("{title: A}", "or a sound"),
        ("{sound: {file: jingle.wav, levels: 3}}", 'no key "levels"'),
        ("{sound: jingle.wav}, target: audiobook", "nothing but a voice"),
    ],
)
def test_a_sound_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, intro: str, said: str
) -> None:
    _jingle(tmp_path / "jingle.wav", 1)
    text = MANIFEST.replace("bed: none", f"intro: {intro}")
    ((line, message), *_) = manifest_problems(tmp_path, text)
    assert line == 7
    assert said in message
