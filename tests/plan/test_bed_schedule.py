from __future__ import annotations

from pathlib import Path

import pytest

from quietude.errors import ScriptError, SoundError
from quietude.plan.bed_schedule import BedStretch, replaced_beds, stretches
from quietude.plan.request import Request
from quietude.plan.timeline import BedPlacement, Timeline
from quietude.script.bed import LibraryBed, NoBed, RoomTone, TrackBed, bed_of_id
from quietude.script.parse import parse_script
from quietude.session.planning import outline
from quietude.sound.assets import check_beds

RATE_HZ = 44_100
SCRIPT = """\
id: x
title: X
bed: rain
sections:
  - title: A
    role: arrive
    steps:
      - Hello there.
      - Rest a while.
  - title: B
    role: return
    steps:
{steps}
"""


def planned(steps: str, duration_s: float | None = None) -> Timeline:
    lines = "".join(f"      - {line}\n" for line in steps.splitlines())
    return outline(parse_script(SCRIPT.format(steps=lines)), Request(duration_s=duration_s))


def test_a_change_takes_no_time_and_parts_nothing() -> None:
    plain = planned("And on.\nGoodbye.")
    changed = planned("bed: ocean\nAnd on.\nbed: {to: silence, over: 3}\nGoodbye.\nbed: stream")
    assert [
        (placement.utterance.text, placement.start_frame) for placement in changed.placements
    ] == [(placement.utterance.text, placement.start_frame) for placement in plain.placements]
    assert changed.total_frames == plain.total_frames
    assert [chapter.start_frame for chapter in changed.chapters] == [
        chapter.start_frame for chapter in plain.chapters
    ]
    ends = [placement.end_frame for placement in changed.placements]
    assert [
        (str(placed.bed), placed.start_frame, placed.fade_frames) for placed in changed.beds
    ] == [
        ("rain", 0, 0),
        ("ocean", ends[1], 6 * RATE_HZ),
        ("silence", ends[2], 3 * RATE_HZ),
        ("stream", ends[3], 6 * RATE_HZ),
    ]


def test_an_optional_change_can_be_left_out() -> None:
    steps = "{bed: ocean, optional: 2}\n{say: Stay as long as you like to stay here., optional: 2}\nBye."
    assert [str(placed.bed) for placed in planned(steps).beds] == ["rain", "ocean"]
    shortest = planned("Bye.").seconds
    assert [str(placed.bed) for placed in planned(steps, shortest).beds] == ["rain"]


def test_a_bed_there_is_not_is_refused_with_its_line() -> None:
    with pytest.raises(SoundError, match='no bed "ocaen"') as caught:
        planned("bed: ocaen\nBye.")
    assert caught.value.line == 13
    assert caught.value.hint == 'Did you mean "ocean"?'


def test_a_first_bed_there_is_not_is_refused_with_its_line() -> None:
    script = parse_script(
        SCRIPT.replace("rain", "rian").format(steps="      - Bye."), source="a.yaml"
    )
    with pytest.raises(SoundError, match='no bed "rian"') as caught:
        outline(script)
    assert (caught.value.path, caught.value.line) == ("a.yaml", 3)
    check_beds(script.beds(LibraryBed("ocean")), script.source)
    check_beds(script.beds(RoomTone()), script.source)
    check_beds(script.beds(TrackBed(Path(__file__))), script.source)
    with pytest.raises(SoundError, match="nor a file of that name") as caught:
        check_beds(script.beds(TrackBed(Path("mine.mp3"))), script.source)
    assert caught.value.path is None


def test_silence_is_the_air_of_a_room_and_none_is_nothing() -> None:
    script = parse_script(
        SCRIPT.replace("rain", "silence").format(steps="      - bed: none\n      - Bye.")
    )
    assert [placed.bed for placed in outline(script).beds] == [RoomTone(), NoBed()]


@pytest.mark.parametrize(
    "step", ["bed: {to: rain, over: 0}", "bed: ../x", "bed: {over: 3}", "bed: 3"]
)
def test_a_bed_that_does_not_change_is_refused(step: str) -> None:
    with pytest.raises(ScriptError):
        planned(f"{step}\nBye.")


def test_music_at_the_end_is_as_long_as_it_likes_and_between_is_not() -> None:
    assert planned("Bye.\nmusic: 1-40m", 1800).total_frames == 1800 * RATE_HZ
    between = planned("music: 1-40m\nBye.", None)
    longest = next(silence for silence in between.silences if silence.kind == "music")
    assert longest.length_frames > 180 * RATE_HZ  # its ideal is what was written
    with pytest.raises(Exception, match="it can be"):
        planned("music: 20s-40m\nBye.", 1800)


def placed(*beds: tuple[str, int, int]) -> list[BedPlacement]:
    return [BedPlacement(bed_of_id(bed), *rest) for bed, *rest in beds]


def test_stretches_overlap_where_they_fade() -> None:
    assert stretches(placed(("rain", 0, 0), ("ocean", 100, 30)), LibraryBed("rain"), 500) == [
        BedStretch(LibraryBed("rain"), 0, 0, 30, 130),
        BedStretch(LibraryBed("ocean"), 100, 30, 0, None),
    ]


def test_a_fade_is_over_where_the_next_begins_and_by_the_end() -> None:
    found = stretches(placed(("a", 0, 0), ("b", 100, 300), ("c", 150, 400)), LibraryBed("a"), 500)
    assert [(stretch.fade_in_frames, stretch.fade_out_frames, stretch.end_frame) for stretch in found] == [
        (0, 50, 150), (50, 350, 500), (350, 0, None),
    ]  # fmt: skip


def test_no_change_is_none_and_the_later_of_two_counts() -> None:
    beds = placed(("a", 0, 0), ("a", 50, 10), ("b", 100, 10), ("c", 100, 20), ("c", 200, 10))
    assert [
        (str(stretch.bed), stretch.start_frame) for stretch in stretches(beds, LibraryBed("a"), 500)
    ] == [
        ("a", 0),
        ("c", 100),
    ]


def test_the_listener_replaces_every_bed_and_keeps_silence() -> None:
    beds = placed(("rain", 0, 0), ("none", 10, 5), ("ocean", 20, 5))
    assert [str(placed.bed) for placed in replaced_beds(beds, TrackBed(Path("mine.flac")))] == [
        "mine.flac",
        "none",
        "mine.flac",
    ]
    assert {str(placed.bed) for placed in replaced_beds(beds, NoBed())} == {"none"}
    assert len(stretches(replaced_beds(beds, NoBed()), NoBed(), 500)) == 1
