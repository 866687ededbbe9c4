"""Silences and lengths beside words: a length may be a silence, or one of a part, a page or a script."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text


def test_times_of_day_are_counted_from_the_first() -> None:
    text = (
        "12:30–12:33 Arriving\nCome in as you are, and take the seat that is nearest to you.\n\n"
        "12:33–12:38 The street\nLet the sounds come in, and let them go again as they like.\n"
    )
    imported = import_text(text, "lunch.txt")
    assert [section["title"] for section in imported.data["sections"]] == ["Arriving", "The street"]
    assert "until 3:00 on the clock" in [row.why for row in imported.view.rows]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("PAUSE 10", 10), ("Pause: 10 seconds", 10), ("(P30)", 30), ("(P - 30)", 30), ("[break 5s]", 5),
     ("[breath x 3]", 15)],
)  # fmt: skip
def test_short_forms_between_sentences_are_silences(written: str, seconds: float) -> None:
    rows = import_text(f"Sit down. {written} Let it be.\n", "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == ["Sit down.", "Let it be."]
    assert [row.seconds for row in rows if row.what == "silence"] == [seconds]


def test_a_length_that_ends_a_row_is_a_silence() -> None:
    rows = import_text("Sit down here. 10 s\n\nIt took 20 s.\n", "a.txt").view.rows
    assert [row.seconds for row in rows if row.what == "silence"] == [10]


@pytest.mark.parametrize(
    ("line", "said", "seconds"),
    [
        ("Be here. ⏸ 10s", ["Be here."], [10]),
        ("Close your eyes (10 seconds)", ["Close your eyes"], [10]),
        ("Spürt den Boden. – Pause: 1/2 Minute –", ["Spürt den Boden."], [30]),
        ("Let it come – Pause: 10-20 sec – and go.", ["Let it come", "and go."], [12.5]),
        ("In (4 sec) and out (6 sec) again.", ["In", "and out", "again."], [4, 6]),
        ("Feel them (8) and let them go (8).", ["Feel them", "and let them go"], [8, 8]),
        ("[pause 5 s] Rest. <silence: 20 s>", ["Rest."], [5, 20]),
        ("Who was there? . . . . . 20", ["Who was there?"], [20]),
        ("Write. [5 minutes — don't rush them]", ["Write."], [300]),
        ("目を閉じます。（10秒）", ["目を閉じます。"], [10]),
        ("闭上眼睛。（停顿10秒）", ["闭上眼睛。"], [10]),
    ],
)
def test_words_beside_a_length_are_heard(line: str, said: list[str], seconds: list[float]) -> None:
    rows = import_text(f"{line}\n", "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == said
    assert [row.seconds for row in rows if row.what == "silence"] == seconds


def test_a_length_after_a_title_is_one_of_its_part_and_after_a_clause_is_speech() -> None:
    rows = import_text(
        "Close Your Eyes (2 min)\n\nThis rest (15 min) is for you, all of it.\n", "a.txt", "phrases"
    ).view.rows
    assert [row.text for row in rows if row.what == "unsure"] == [
        "This rest (15 min) is for you, all of it."
    ]
    assert not [row for row in rows if row.what == "silence"]


def test_rest_at_the_end_of_a_sentence_is_a_silence_if_it_is_short() -> None:
    rows = import_text(
        "Rest here (1 Minute).\nThis is a scan (15 min).\n", "a.txt", "phrases"
    ).view.rows
    assert [row.seconds for row in rows if row.what == "silence"] == [60]


def test_a_rule_for_silences_may_stand_between_lines() -> None:
    text = "Take a breath.\n\nPause after each line for ten seconds.\n\nYou are safe.\nYou are loved.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Take a breath.", "You are safe.", "You are loved.",
    ]  # fmt: skip
    assert {row.seconds for row in rows if row.what == "silence"} == {10}


def test_a_wait_in_figures_by_itself_is_a_silence_and_a_rest_is_said() -> None:
    for line, seconds in (("Wait 20 seconds.", [20]), ("Remain silent for 1 minute", [60])):
        rows = import_text(f"Sit down.\n{line}\nCome back.\n", "a.txt").view.rows
        assert [row.seconds for row in rows if row.what == "silence"] == seconds
    rows = import_text("Sit down.\nRest for 30 seconds.\nCome back.\n", "a.txt").view.rows
    assert [row for row in rows if row.what == "silence"] == []


def test_a_number_between_dashes_is_a_page_unless_the_script_says_otherwise() -> None:
    words = "Sit down, and let the chair hold you for a while."
    text = f"{words}\n— 10 —\n{words}\n— 20 —\nCome back.\n"
    assert import_text(text, "a.txt").silence_s == 0
    legend = "A number between dashes is a silence of so many seconds.\n\n"
    assert import_text(legend + text, "a.txt").silence_s == 30


@pytest.mark.parametrize(
    "line",
    ["Âge : à partir de 8 ans – Durée : 6 min", "*Dauer: ca. 10 Minuten. Sprich langsam.*",
     "**Deep Breathing (2 min)**", "**🌿🌿 (2 min)**"],
)  # fmt: skip
def test_the_length_of_a_script_or_a_part_is_no_silence(line: str) -> None:
    text = f"# The clearing\n\n{line}\n\nSit down here, and rest.\nFeel your feet.\n"
    rows = import_text(text, "a.md").view.rows
    assert not [row for row in rows if row.what == "silence"]
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [5, 6]
