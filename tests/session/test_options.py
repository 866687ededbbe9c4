"""Sound and output: options reach the files, and impossible ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude import Output, Sound, Target, outline, parse_script
from quietude.errors import UsageError
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.sound.targets import target_named

RATE_HZ = 44_100
BOOK = target_named("audiobook")


def test_every_quality_reaches_the_files_that_can_have_it() -> None:
    wished = Output(["a.mp3", "b.wav", Path("c.flac")], bits=24, vbr=3)
    formats = wished.formats(Target(), RATE_HZ)
    assert [(kind.name, kind.quality.bits, kind.quality.vbr) for kind in formats.values()] == [
        ("mp3", 16, 3), ("wav", 24, None), ("flac", 24, None),
    ]  # fmt: skip
    (book,) = Output("a.mp3").formats(BOOK, RATE_HZ).values()
    assert (book.quality.kbps, book.quality.vbr) == (192, None)
    (named,) = Output("a.bin", format="ogg").formats(Target(), RATE_HZ).values()
    assert named.name == "ogg"


@pytest.mark.parametrize(
    ("output", "target", "told"),
    [
        (Output([]), Target(), "no file is named"),
        (Output("a.mp3", vbr=2), BOOK, "constant bit rate"),
        (Output("a.wav", vbr=2), Target(), "--vbr is for MP3"),
        (Output("a.mp3", bits=24), Target(), "--bits is for WAV and FLAC"),
        (Output(["a.mp3", "a.mp3"]), Target(), "named twice"),
    ],
)
def test_what_cannot_be_had_is_refused(output: Output, target: Target, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        output.formats(target, RATE_HZ)


def test_the_bed_asked_for_and_none_in_an_audiobook() -> None:
    timeline = outline(
        parse_script("id: x\ntitle: X\nbed: rain\nsections: [{title: A, steps: [Hello.]}]\n")
    )
    assert [placement.bed for placement in Sound().beds(timeline.beds)] == [LibraryBed("rain")]
    assert [placement.bed for placement in Sound(bed=LibraryBed("ocean")).beds(timeline.beds)] == [
        LibraryBed("ocean")
    ]
    assert Sound(target=BOOK).beds(timeline.beds) == ()


def test_the_listeners_bed_counts_more_than_the_scripts() -> None:
    script = parse_script("id: x\ntitle: X\nbed: rain\nsections: [{title: A, steps: [Hello.]}]\n")
    assert Sound().bed_of(script) == LibraryBed("rain")
    assert Sound(bed=LibraryBed("ocean")).bed_of(script) == LibraryBed("ocean")
    assert Sound(bed=NoBed()).bed_of(script) == NoBed()
    for wished in (None, NoBed()):
        assert Sound(bed=wished, target=BOOK).bed_of(script) == RoomTone()
