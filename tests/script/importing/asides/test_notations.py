"""Marks of other notations: signs that a script explains, emoji, angles, tables, numbers of steps."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("(LP) = long pause, 20 seconds\n\nLet go. (LP) And rest.\n", 20),
        ("/ = breathe (2 seconds)\n\nLet your jaw hang, / and listen.\n", 2),
        ("Numbers in brackets are seconds of silence.\n\nLet go. (7)\nAnd rest.\n", 7),
        ("Let go.\n...10 secs...\nAnd rest.\n", 10),
        ("Lass los.\n– 20 Sekunden Stille –\nUnd ruh dich aus.\n", 20),
        ("Let go.\n[1']\nAnd rest.\n", 60),
        ("Let go.\n↓ 10 s\nAnd rest.\n", 10),
        ("say: Let go.\nwait: 20\nsay: And rest.\n", 20),
        ("Let go.\n*15 seconds of rain*\nAnd rest.\n", 15),
        ("Laat los.\n(even wachten, 5 tellen)\nEn rust.\n", 5),
    ],
)
def test_signs_that_a_script_explains_and_lengths_alone_are_silences(
    text: str, seconds: float
) -> None:
    rows = import_text(text, "x.txt").view.rows
    assert sum(row.seconds or 0 for row in rows if row.what == "silence") == seconds
    assert "econds" not in " ".join(row.text for row in rows if row.what in {"spoken", "unsure"})


def test_a_sign_at_the_end_of_its_explanation_is_a_silence() -> None:
    text = (
        "*Read slowly. Pause where you see the moon: 🌙*\n\nSit down here. 🌙\n\nRest now. 🌙🌙\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == ["Sit down here.", "Rest now."]
    assert sum(row.seconds or 0 for row in rows if row.what == "silence") == 15


def test_the_numbers_of_steps_are_not_spoken() -> None:
    text = "Step 1: Sit down in a chair. (10 s)\n\n**Step 2:** Look around, and rest.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down in a chair.", "Look around, and rest.",
    ]  # fmt: skip


def test_a_sound_between_angles_is_heard() -> None:
    text = "NARRATOR: Begin at the feet.\n<SFX: bell>\n(half a minute)\nNARRATOR: Now the knees.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.what for row in rows if row.line in {2, 3}] == ["sound", "silence"]


def test_an_emoji_heads_a_part_where_several_have_it_and_a_direction_where_it_is_one() -> None:
    text = (
        "🌿 Settle in\nTake a slow breath, and rest here.\n\n🌿 The door\nThere is a door here.\n"
        "⏳ 30 seconds\n🔁 Repeat 2x\n\n#innerchild #healing\n"
    )
    imported = import_text(text, "a.txt")
    assert [part["title"] for part in imported.data["sections"]] == ["Settle in", "The door"]
    rows = imported.view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == [
        "Take a slow breath, and rest here.", "There is a door here.", "There is a door here.",
    ]  # fmt: skip
    assert [row.why for row in rows if row.line == 9] == ["tags"]


def test_a_table_may_have_bars_between_its_cells_alone() -> None:
    text = (
        "SESSION PLAN\n\nTiming | Activity | Script\n0-5 | Arrival | Find a mat and lie down.\n"
        "5-10 | Breath | Follow your breath. (2 min silence)\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == [
        "Find a mat and lie down.", "Follow your breath.",
    ]  # fmt: skip
    assert [row.seconds for row in rows if row.what == "silence"] == [120]


def test_lines_may_be_lettered_or_have_circled_numbers() -> None:
    text = (
        'I. GROUNDING\n  a. Invite the client to settle.\n  b. "Notice the chair."  <pause>\n'
        '  c. "Who is here?"  <pause 10>\n'
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [3, 4]
    rows = import_text("① Look at the door — 5 sec\n② Rest here.\n", "a.txt").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == [
        "Look at the door", "Rest here.",
    ]  # fmt: skip
    assert [row.seconds for row in rows if row.what == "silence"] == [5]


def test_an_act_that_is_heard_is_kept() -> None:
    text = (
        "SAY: Welcome, everyone.\nDO: Wait until the room is quiet.\nSAY: Picture somebody.\n"
        "DO: Pause for 20 seconds.\nDO: Ring the bell twice. Hand out the journals.\nSAY: Look up.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [(row.line, row.what) for row in rows if row.line in {2, 4, 5}] == [
        (2, "left out"), (4, "silence"), (5, "sound"),
    ]  # fmt: skip


def test_capitals_are_directions_only_where_one_of_them_surely_is() -> None:
    speech = "Look at your hands.\nLet them lie still.\nThey may rest now.\nAnd so may you.\n"
    told = f"ASK THE CHILDREN TO SIT.\n{speech}STAY QUIET FOR 20 SECONDS.\nLook up at me again.\n"
    rows = import_text(told, "a.txt").view.rows
    assert not any(row.text.isupper() for row in rows if row.what in {"spoken", "unsure"})
    assert [row.seconds for row in rows if row.what == "silence"] == [20]
    loud = f"THIS IS ENOUGH NOW.\n{speech}ALL OF IT IS GOOD.\nLook up at me again.\n"
    said = [row.text for row in import_text(loud, "a.txt").view.rows if row.what != "left out"]
    assert "ALL OF IT IS GOOD." in said
