from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from quietude import Request, Sound, parse_script
from quietude.plan.model import Plan
from quietude.script.bed import LibraryBed, NoBed, RoomTone, TrackBed
from quietude.series.build.keys import VERSIONS, audio_key
from quietude.session.planning import session_plan
from quietude.sound.targets import target_named
from quietude.speech.engines.base import Identity
from quietude.speech.takes.folder import Takes
from quietude.speech.takes.line_id import line_id
from quietude.speech.takes.tone_curve import FLAT, ToneCurve

SCRIPT = """\
id: short
title: A Short One
about: For the notes.
bed: rain
sections:
  - title: Arriving
    steps: [Welcome., pause: 3s]
"""
ENGINE = Identity("tone", "1")


def plan(text: str = SCRIPT, request: Request | None = None) -> Plan:
    script = parse_script(text, source="short.yaml")
    return session_plan(script, request or Request(), "tone", Sound().target)


def key(of: Plan, sound: Sound | None = None, engine: Identity = ENGINE) -> str:
    return audio_key(of, sound or Sound(), engine)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A Short One", "title: Another Name"),
        ("about: For the notes.", "about: Other notes."),
        ("id: short", "# a comment moves every line\nid: short"),
    ],
)
def test_texts_that_are_not_heard_keep_the_key(old: str, new: str) -> None:
    assert key(plan(SCRIPT.replace(old, new))) == key(plan())


@pytest.mark.parametrize(
    ("old", "new"),
    [("Welcome", "Be welcome"), ("3s", "4s"), ("bed: rain", "bed: ocean")],
)
def test_everything_that_is_heard_changes_the_key(old: str, new: str) -> None:
    assert key(plan(SCRIPT.replace(old, new))) != key(plan())


def test_sound_request_engine_and_version_change_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [
        key(plan()),
        key(plan(request=Request(duration_s=60.0))),
        key(plan(request=Request(rate_wpm=100))),
        key(plan(), Sound(target=target_named("quiet"))),
        key(plan(), Sound(bed=NoBed())),
        key(plan(), Sound(bed=LibraryBed("ocean"))),
        # The script's own first bed, but in place of its later ones too.
        key(plan(), Sound(bed=LibraryBed("rain"))),
        key(plan(), Sound(bed=RoomTone())),
        key(plan(), engine=Identity("tone", "2")),
    ]
    for area in VERSIONS:
        with monkeypatch.context() as patch:
            patch.setitem(VERSIONS, area, 99)
            keys.append(key(plan()))
    assert len(set(keys)) == len(keys)


def test_a_track_counts_by_its_contents_alone(tmp_path: Path) -> None:
    for name, data in (("one", b"sea"), ("same", b"sea"), ("other", b"wood")):
        (tmp_path / name).write_bytes(data)
    one, same, other = (
        key(plan(), Sound(bed=TrackBed(tmp_path / name))) for name in ("one", "same", "other")
    )
    assert one == same
    assert one != other


def test_a_new_field_counts_only_where_it_is_used() -> None:
    fields = [("width", float, dataclasses.field(default=1.0))]
    later = dataclasses.make_dataclass("Sound", fields, bases=(Sound,), frozen=True)
    assert key(plan(), later()) == key(plan())
    assert key(plan(), later(width=2.0)) != key(plan())


def test_takes_and_the_tone_a_voice_is_brought_near_change_the_key(tmp_path: Path) -> None:
    def of(tone_db: tuple[int, ...], curve: ToneCurve = FLAT, *, recorded: bool) -> str:
        folder = tmp_path / f"{recorded}"
        folder.mkdir(exist_ok=True)
        if recorded:
            (folder / f"{line_id('Welcome.')}.wav").write_bytes(b"a recording")
        takes = Takes(folder)
        takes.tone_db, takes.curve = tone_db, curve
        return audio_key(plan(), Sound(), ENGINE, takes)

    assert of((0, 1), recorded=False) != of((0, 2), recorded=False) != of((), recorded=False)
    assert of((0, 1), recorded=True) == of((0, 2), recorded=True) != of((0, 1), recorded=False)
    louder = ToneCurve((0, 0, 0, 0, 0, 1, 0))
    assert of((0, 1), louder, recorded=True) != of((0, 1), recorded=True)
