"""Scripts as people hand them over: what is heard of each, line by line, and what is not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from quietude.plan.compose import compose
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import unstretched
from quietude.plan.request import Request
from quietude.plan.timeline import Timeline
from quietude.script.importing.files import import_script
from quietude.script.importing.importer import Imported, import_text
from quietude.script.model import Script

CASES = Path(__file__).parent / "cases"

SPOKEN: dict[str, list[str]] = {
    "a01-recording-notes.md": ["Rest your hands in your lap. There is nothing to do now.",
                               "Thank you for this time."],
    "a02-purpose-and-production-notes.md": ["Feel what carries you.", "Let the breath come by itself."],
    "a04-metadata.md": ["Siéntate como quieras.", "No hay nada que hacer."],
    "a07-clock-silence.txt": ["Welcome. Take the seat that suits you today.",
                              "Let attention widen again.", "And slowly come back."],
    "a10-layer-headings.md": ["Settle in. Let the ears be open.",
                              "Let the rain come to you. You need not go to meet it.",
                              "Behind it, something low and slow."],
    "a13-inline-asterisk-direction.txt": [
        "Now turn to your breathing. There is no need to change it.",
        "With the next breath, count one as the air comes in.", "This time belongs to you."],
    "a14-one-wrapped-line.txt": [
        "You are sitting by a stream that flows slowly.",
        "There may be a light wind, and spots of sun moving over the water, and soft moss beneath you.",
        "Leaves are floating by on the water.",
        "Put each thought on a leaf, and let it go its way."],
    "a16-pdf-furniture.txt": [
        "Let your hands rest where they like to rest, and let the weight of the legs be carried by the floor.",
        "There is nothing to solve tonight, and nothing to prove.",
        "When you like, open your eyes again."],
    "a17-directions-between-quotes.md": [
        "Welcome. Let the chair carry you for a while.",
        "Notice the breath as it comes, and as it goes.", "Thank you for being here."],
    "a19-pauses-ja-hi.txt": ["体を楽にして、力を抜いてください。", "両手の力が抜けていきます", "両足の力も抜けていきます",
                             "目をゆっくり開けましょう。"],
    "a19b-pauses-hi.txt": ["धीरे से बैठें और आराम करें।", "साँस को वैसे ही रहने दें।", "कुछ बदलना नहीं है।",
                           "आँखें धीरे से खोलें।"],
    "a23-title-above-headings.md": ["Welcome. Let the body find its place.",
                                    "Open your eyes, when you like."],
    "a26-clinic-form.txt": [
        "Think of a place where you feel at ease. Take a moment to let it come",
        "Now look around there. What is the light like?"],
    "a29-youtube-transcript.txt": [
        "welcome to this short rest find a place that is easy on the body and let the hands be soft",
        "now notice what you can hear around you", "and come back in your own time"],
    "a31-times-before-lines.txt": ["Welcome. Find a place that suits you.", "Let the hands be soft.",
                                   "Notice what you can hear.", "Look around the room again.",
                                   "Thank you."],
    "a32-speaker-times.txt": ["Welcome. Find a place that suits you.", "Let the hands be soft.",
                              "Look around the room again."],
    "a34-html.md": ["Welcome.", "Rest your hands.", "Notice the floor.", "Notice the chair."],
}  # fmt: skip

CHAPTERS = {
    "a01-recording-notes.md": ["Evening Kindness"],
    "a04-metadata.md": ["Inicio"],
    "a10-layer-headings.md": ["Listening Deeply", "Layer 1: Soft Rain", "Layer 2: Far Thunder"],
    "a11-bracket-heading-breath.md": ["Here and Now", "Breath Awareness", "Body Awareness"],
    "a20-clock-before-title.md": ["CHEGADA", "O CORPO", "DESCANSO"],
    "a23-title-above-headings.md": ["Beginning", "End"],
    "a25-declared-in-title.md": ["From Focus to Space"],
    "a34-html.md": ["Arriving"],
}

SILENCES: dict[str, list[float]] = {
    "a13-inline-asterisk-direction.txt": [15, 20],
    "a19-pauses-ja-hi.txt": [10, 10, 5],
    "a19b-pauses-hi.txt": [5, 5, 60],
    "a28-unmeasured-pauses.txt": [2, 5, 8, 15, 120, 15, 1, 3],
    "a34-html.md": [5],
}

DECLARED = {
    "a02-purpose-and-production-notes.md": 300, "a17-directions-between-quotes.md": 900,
    "a20-clock-before-title.md": 180, "a25-declared-in-title.md": 1500,
    "meeting-little-you.txt": 900,
}  # fmt: skip


def read(name: str) -> tuple[Script, Imported]:
    return import_script(CASES / name)


def spoken(imported: Imported) -> list[str]:
    return [row.text for row in imported.view.rows if row.what in {"spoken", "unsure"}]


def planned(name: str) -> Timeline:
    plan = compose(read(name)[0], Request())
    return unstretched(plan, estimated_lengths(plan), dict.fromkeys(plan.bells(), 44_100))


def at_seconds(found: Timeline) -> dict[str, float]:
    return {
        placed.utterance.text: placed.start_frame / found.sample_rate_hz
        for placed in found.placements
    }


@pytest.mark.parametrize(("name", "lines"), SPOKEN.items())
def test_lines_for_the_listener_are_spoken_and_nothing_else(name: str, lines: list[str]) -> None:
    assert spoken(read(name)[1]) == lines


@pytest.mark.parametrize(("name", "titles"), CHAPTERS.items())
def test_headings_are_chapters_without_their_times(name: str, titles: list[str]) -> None:
    assert [section.title for section in read(name)[0].sections] == titles


@pytest.mark.parametrize(("name", "lengths"), SILENCES.items())
def test_the_plan_lays_the_silences_that_are_meant(name: str, lengths: list[float]) -> None:
    found = planned(name)
    laid = [
        silence.length_frames / found.sample_rate_hz
        for silence in found.silences
        if silence.kind == "pause"
    ]
    assert laid == pytest.approx(lengths, abs=0.01)


@pytest.mark.parametrize(("name", "seconds"), DECLARED.items())
def test_the_length_a_script_says_it_has_is_noticed(name: str, seconds: float) -> None:
    assert read(name)[1].declared_s == seconds


def test_a_length_in_a_sentence_is_no_silence_and_is_unsure() -> None:
    imported = read("a05-length-in-parentheses.txt")[1]
    assert imported.silence_s == 0
    assert [row.line for row in imported.view.unsure] == [1, 3]


def test_lines_after_clock_times_are_heard_then() -> None:
    at = at_seconds(planned("a07-clock-silence.txt"))
    assert (at["Let attention widen again."], at["And slowly come back."]) == (180, 300)
    at = at_seconds(planned("a31-times-before-lines.txt"))
    assert list(at.values())[2:] == [30, 90, 150, 180]
    chapters = planned("a20-clock-before-title.md").chapters
    starts = [chapter.start_frame / 44_100 for chapter in chapters]
    assert starts == pytest.approx([0, 20, 60], abs=1)  # just before the voice


def test_bells_ring_at_the_times_they_stand_at() -> None:
    found = planned("b14-bells-at-times.txt")
    assert [cue.start_frame / found.sample_rate_hz for cue in found.cues][1:] == [120, 240, 360]


def test_each_clock_of_a_script_counts_for_itself() -> None:
    found = planned("a08-clock-restarts.txt")
    silences = [
        silence.length_frames / found.sample_rate_hz
        for silence in found.silences
        if silence.kind == "clock" and silence.ideal_frames
    ]
    assert silences == pytest.approx([110, 110], abs=8)


def test_a_transcript_has_the_silences_its_times_show() -> None:
    imported = read("a29-youtube-transcript.txt")[1]
    silences = [row.seconds for row in imported.view.rows if row.what == "silence"]
    assert silences == pytest.approx([17, 21], abs=1)


def test_a_count_takes_about_a_second_a_number() -> None:
    found = planned("a22-counted-breath.txt")
    rate_hz = found.sample_rate_hz
    counted = found.placements[-8:]
    steps = [(two.start_frame - one.start_frame) / rate_hz for one, two in pairwise(counted)]
    assert all(0.8 < step < 1.3 for step in steps)
    first = found.placements[:4]
    assert (first[-1].end_frame - first[0].start_frame) / rate_hz == pytest.approx(4, abs=0.7)


def test_a_form_keeps_its_taps_and_its_wait() -> None:
    steps = read("a26-clinic-form.txt")[1].data["sections"][0]["steps"]
    assert [next(iter(step)) for step in steps if isinstance(step, dict)] == ["pause", "tap"]
    assert steps[-1] == {"tap": {"sets": 6}}


def test_notations_of_other_authors_are_silences_and_never_spoken() -> None:
    imported = read("a35-more-notations.txt")[1]
    said = " ".join(spoken(imported)).lower()
    for word in ("pause", "beat", "/p", "guide", "read slowly"):
        assert word not in said
    assert imported.data["sections"][-1]["steps"][-1] == {"music": "1800s"}


def test_a_handout_is_read_without_its_furniture() -> None:
    imported = read("meeting-little-you.txt")[1]
    said = spoken(imported)
    assert imported.data["title"] == "MEETING LITTLE YOU"
    assert said[0] == "Hello, and welcome. Take a moment to get settled"
    assert said[-1] == "When you're ready, open your eyes. Welcome back."
    for word in ("Lindqvist", "15 min", "wait", "pause", "(", "distribute"):
        assert word not in " ".join(said)
    assert not imported.view.unsure
    assert imported.data["sections"][-1]["steps"][-1] == {"bell": {"which": "bell", "count": 3}}


@pytest.mark.parametrize(
    ("text", "unspoken"),
    [
        ("Guided Imagery: The Lighthouse\nby Sam Rivers\nApproximately 12 minutes\n\nRest now.\n",
         ["Guided", "Sam", "12"]),
        ("Rest now.\n\n**End of script**\n", ["End"]),
        ("Rest now. (End of session)\n", ["End"]),
        ("Relaxation Script\n\nDuration: 10 minutes\n\nRest now.\n", ["Script", "10"]),
        ("Speaker 1 (0:00)\nRest now.\n", ["Speaker"]),
    ],
)  # fmt: skip
def test_titles_ends_and_labels_are_not_spoken(text: str, unspoken: list[str]) -> None:
    said = " ".join(spoken(import_text(text, "a.md")))
    assert "Rest now." in said
    assert not [word for word in unspoken if word in said]


def test_a_sentence_with_blanks_is_spoken_and_unsure() -> None:
    imported = import_text("In this place there is ____ and it smells of ____. Rest.\n", "a.txt")
    assert len(imported.view.unsure) == 1


def test_dots_beside_a_marked_pause_add_nothing_to_it() -> None:
    imported = import_text("In... *[Pause 3 seconds]* ...and out.\n", "a.md")
    assert imported.silence_s == 3


def test_a_round_is_repeated_from_where_it_breathes_in() -> None:
    text = "Sit.\n\nBreathe in.\n\nHold.\n\nBreathe out.\n\n(Repeat for two more rounds)\n\nRest.\n"
    assert spoken(import_text(text, "a.txt")) == [
        "Sit.", *["Breathe in.", "Hold.", "Breathe out."] * 3, "Rest."
    ]  # fmt: skip


def test_the_first_line_of_a_plain_script_is_its_title() -> None:
    script, imported = read("my-evening.txt")
    assert script.title == "Evening Harbour"
    assert "Evening Harbour" not in spoken(imported)
    assert len(spoken(imported)) == 5


def test_a_script_with_a_number_for_a_name_has_an_id_that_yaml_leaves_alone() -> None:
    for name in ("08.txt", "1e3.txt", "018.txt", "no.txt"):
        assert import_text("Rest.", name).data["id"].startswith("script-")
