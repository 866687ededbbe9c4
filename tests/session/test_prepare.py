"""Sessions that cannot be made are refused before anything is spoken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quietude import Output, Request, Script, Sound, render
from quietude.errors import UsageError
from quietude.script.bed import NoBed, TrackBed
from quietude.session.artefacts.picture import Picture
from quietude.session.prepare import _keep_inputs, prepare

TONE = Request(duration_s=34.0, engine="tone")


def test_an_input_is_kept_by_whatever_name_it_goes(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.wav", tmp_path / "other.wav"
    mine.write_bytes(b"")
    (tmp_path / "sub").mkdir()
    _keep_inputs([other, mine], [None, str(other)])
    for name in (mine, tmp_path / "sub" / os.pardir / "mine.wav"):
        with pytest.raises(UsageError, match="made from"):
            _keep_inputs([other, name], [str(mine)])


def test_a_track_under_the_session_is_not_written_over(small: Script, tmp_path: Path) -> None:
    track = tmp_path / "mine.wav"
    render(small, Output(track, receipt=False), TONE, Sound(bed=NoBed()))
    before = track.read_bytes()
    with pytest.raises(UsageError, match="made from"):
        render(small, Output(track, overwrite=True), TONE, Sound(bed=TrackBed(track)))
    assert track.read_bytes() == before


def test_a_job_knows_its_files_and_leaves_nothing(small: Script, empty_folder: Path) -> None:
    picture = empty_folder / "a.svg"
    output = Output([empty_folder / "a.mp3", empty_folder / "a.flac"], artefacts=[Picture(picture)])
    with prepare(small, output, TONE, None, None) as prepared:
        assert [path.name for path in prepared.formats] == ["a.mp3", "a.flac"]
        assert prepared.artefact_paths == (picture,)  # the receipt is not among them
        assert not prepared.needs_words
        assert prepared.files[empty_folder / "a.receipt.json"].temporary.exists()
