"""Sound: the bed that was asked for, the script's own, or the room tone of an audiobook."""

from __future__ import annotations

from quietude import Sound, outline, parse_script
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.sound.targets import target_named

BOOK = target_named("audiobook")


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
