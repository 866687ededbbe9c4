from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from manifests import write_series
from quietude.plan.request import Request
from quietude.script.bed import TrackBed
from quietude.script.reader import read_script
from quietude.series.rendering.parcels import tracks_of, with_tracks
from quietude.series.rendering.task import Task
from quietude.session.sound import Sound
from quietude.speech.engines.base import Identity


def test_a_task_takes_its_beds_along(tmp_path: Path) -> None:
    write_series(tmp_path)
    here = tmp_path / "here" / "rain.flac"
    script = replace(read_script(tmp_path / "one.yaml"), bed=TrackBed(here))
    sound = Sound(TrackBed(tmp_path / "sea.wav"))
    task = Task("k", script, Request(), sound, Identity("tone", "1"), None, 1.0)
    assert tracks_of(task) == {here, tmp_path / "sea.wav"}
    moved = with_tracks(task, {str(here): b"rain", str(tmp_path / "sea.wav"): b"sea"})
    places = tracks_of(moved)
    assert {place.read_bytes() for place in places} == {b"rain", b"sea"}
    assert {place.suffix for place in places} == {".flac", ".wav"}
    assert (
        tracks_of(with_tracks(task, {str(here): b"rain", str(tmp_path / "sea.wav"): b"sea"}))
        == places
    )
    assert (
        with_tracks(
            replace(task, script=read_script(tmp_path / "one.yaml"), sound=Sound()), {}
        ).sound
        == Sound()
    )
