"""Words around a script, which are not spoken, and their neighbours, which are."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text


def test_a_speaker_of_another_language_is_no_heading_of_notes() -> None:
    said = "SPRECHERIN: Leg dich hin.\nSPRECHERIN: Atme aus.\n"
    text = f"{said}[Stille, 5 Sek.]\nSPRECHERIN: Ruh dich aus.\n"
    view = import_text(text, "funk.txt").view
    assert [row.text for row in view.rows if row.what == "spoken"] == [
        "Leg dich hin.", "Atme aus.", "Ruh dich aus.",
    ]  # fmt: skip


def test_codes_of_languages_before_lines_are_not_spoken() -> None:
    text = "EN: Sit down here.\nDE: Setz dich hin.\n\nEN: Breathe in.\nDE: Atme ein.\n\nEN: Rest.\nDE: Ruhe dich aus.\n"
    rows = import_text(text, "a.txt").view.rows
    assert not [row for row in rows if ":" in row.text and row.what in {"spoken", "unsure"}]


def test_a_table_of_words_beside_other_words_is_heard_and_a_copy_of_them_is_not() -> None:
    table = "\n| Time | What to say |\n|---|---|\n| 0:00 | Come back now. |\n"
    for lines, said in (
        ("Sit down in a chair. Look around the whole of the room.\n", 1),
        ("Come back now.\n", 0),
    ):
        rows = import_text(lines + table, "a.txt").view.rows
        heard = [row for row in rows if row.what == "spoken" and row.line > 2]
        assert len(heard) == said, lines


def test_a_mail_has_its_script_between_two_rules() -> None:
    head = "From: Dana\nSubject: the letter\n\nHi all,\n\nhere it is, from last week.\n\n"
    mail = f"{head}---\nSit down, and rest.\n---\nSee you on the 14th!\n"
    rows = import_text(mail, "a.txt").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == ["Sit down, and rest."]
    assert {row.line for row in rows if row.why == "words of a mail"} == {4, 6, 11}


@pytest.mark.parametrize(
    "label",
    ["For the facilitator", "Für die Leitung", "Pour l'animatrice", "Para el terapeuta",
     "Observação", "Per il conduttore", "Voor de begeleider"],
)  # fmt: skip
def test_words_for_whoever_leads_are_left_out(label: str) -> None:
    text = f"Sit down here.\nFeel your feet.\n\n{label}: nobody is left alone.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [1, 2]


def test_chinese_numbers_head_parts() -> None:
    text = "一、准备\n请坐下来。\n二、练习\n想象一扇门。\n本文版权归作者所有。\n"
    imported = import_text(text, "a.txt")
    assert [part["title"] for part in imported.data["sections"]] == ["准备", "练习"]
    heard = [row.line for row in imported.view.rows if row.what in {"spoken", "unsure"}]
    assert heard == [2, 4]


def test_speech_before_a_direction_is_no_information() -> None:
    text = (
        "THERAPIST: And as you drift, rest.\nTHERAPIST: [observe breathing]\n"
        "THERAPIST: Each step takes you down. [long pause]\nTHERAPIST: Come back now.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [1, 3, 4]


def test_raised_figures_and_their_notes_are_not_spoken_and_a_dollar_is_a_slot() -> None:
    text = "Let it be soft.¹ Let it be, $name.\nRest.\n\n¹ See the appendix.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == [
        'Let it be soft. Let it be{{ ", " + name if name }}.', "Rest.",
    ]  # fmt: skip


def test_an_answer_of_a_chat_follows_who_gives_it() -> None:
    text = (
        "User: a short meditation, please\n\nChatGPT said:\nOf course. Here's a gentle meditation:\n\n"
        "[0:00-0:30] Arrive\nFind a place to sit.\n\n[0:30-1:00] Return\nOpen your eyes.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [7, 10]
    assert [row.line for row in rows if row.what == "silence"] == [9, 9]


def test_a_letter_begins_with_its_greeting() -> None:
    text = (
        "Letter to My Younger Self\nWorksheet 9 / Group / Facilitator copy\n\nDear little one,\n\n"
        "I know you are under the table again.\nI have a door of my own.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [4, 6, 7]


@pytest.mark.parametrize(
    "line",
    ["If it lasts for more than four weeks, speak to your GP.",
     "Feel free to adjust the phrases to suit your listeners!",
     "Let me know how it goes with your class!", "L'animatrice fait sonner le carillon.",
     "Die Lehrerin läutet die Glocke.", "Remember to hand out the diary.",
     "もっと長い瞑想のバージョンも作れますので、お知らせください。", "Recorded 3 Oct, studio 2, take 4 is the keeper."],
)  # fmt: skip
def test_words_around_a_script_are_not_spoken(line: str) -> None:
    text = f"Sit down here, and rest.\nFeel your feet.\n\nWord count: 84\n{line}\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [1, 2]


def test_speakers_in_bold_type_are_no_information() -> None:
    text = (
        "**Cast:** Mara and Jude\n\n**Mara:** The shop has closed for the night.\n\n"
        "**Jude:** Someone has left a lamp on.\n\n*(8-second pause)*\n\n"
        "**Mara:** You may choose any chair.\n\n**Jude:** Rest.\n"
    )
    rows = import_text(text, "a.md").view.rows
    assert {row.line for row in rows if row.what in {"spoken", "unsure"}} >= {3, 5, 9, 11}
    numbered = import_text("1.1 Let a breath come in.\n1.2 Let it go.\n", "a.txt").view.rows
    assert [row.text for row in numbered if row.what == "spoken"] == [
        "Let a breath come in.", "Let it go.",
    ]  # fmt: skip
