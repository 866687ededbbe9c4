"""Notations of real scripts, in ten languages: a row each, what is heard of it beside it."""

from __future__ import annotations

import pytest

from quietude.script.importing.directions.reading import read_directions
from quietude.script.importing.importer import import_text

SECONDS = {
    "(5)": 5, "[10]": 10, "5s": 5, "30″": 30, "30”": 30, "30 s.": 30, "½ min": 30, "(15-20)": 17.5,
    "pause 1/2 minute": 30, "pause ½ minute": 30, "pause 1 1/2 minutes": 90, "1½ min": 90,
    "pause a minute and a half": 90, "one and a half minutes of silence": 90,
    "half a minute of silence": 30, "pause for half a minute": 30, "1 min 30 s": 90,
    "Pause: 10 seconds": 10, "pause=10s": 10, "SILENCE 45": 45, "wait 20": 20, "wait 5": 5,
    "PAUSE 10": 10, ":pause: 20": 20, "⏸ 10s": 10, "hold 20 seconds": 20, "allow 30 seconds": 30,
    "take 30 seconds": 30, "Allow 30-45 sec.": 33.75, "hold 2-3 min": 135, "count to ten": 10,
    "count to 10": 10, "pause -- count 10 slowly": 10, "3 breaths": 15, "15s pause": 15,
    "silence 1 min": 60, "~ 30 Sekunden": 30, "10 sec": 10, "Silence, 2 min": 120,
    "wait about 25 seconds": 25, "pause for 2 minutes and 30 seconds": 150,
    "Pause 20 seconds, soft music": 20, "a pause of ten seconds": 10,
    "two minutes of quiet sitting": 120, "Rest here for 45 seconds": 45, "breathe for one minute": 60,
    "PAUSE – 1 MINUTE": 60, "silent pause (30 sec)": 30, "pause for five to ten seconds": 6.25,
    "P": 5, "long P": 15, "beat": 5, "inhale": 5, "give them time": 5, "x sec": 5,
    "Allow time for deep listening": 5, "Pause as the rain fills the room": 5, "wait": 5,
    "pause, let them look": 5, "Wait until a place is found": 5, "silence for a few minutes": 120,
    "Pause mit 10 Sekunden": 10, "eine Minute Stille": 60, "lange Pause": 15, "ein paar Atemzüge": 15,
    "30 Sekunden nachwirken lassen": 30, "halbe Minute Pause": 30, "kurze Pause": 2,
    "Sprechpause 8 Sek.": 8, "drei Atemzüge": 15,
    "pause de 10 secondes": 10, "silence d'une minute": 60, "longue pause": 15, "30 secondes": 30,
    "quelques respirations": 15, "laisser 20 secondes": 20, "temps de silence": 5,
    "pausa de 10 segundos": 10, "pausa larga": 15, "un minuto de silencio": 60, "pausa breve": 2,
    "tres respiraciones": 15, "esperar 15 segundos": 15,
    "pausa di 10 secondi": 10, "un minuto di silenzio": 60, "pausa lunga": 15, "tre respiri": 15,
    "Pausa de 10 segundos - música suave de fundo": 10, "silêncio de um minuto": 60,
    "pausa longa": 15, "aguarde 20 segundos": 20,
    "pauze van 10 seconden": 10, "een minuut stilte": 60, "lange pauze": 15, "wacht 15 seconden": 15,
    "drie ademhalingen": 15,
    "10秒ほどおく": 10, "ふた呼吸くらいおく": 10, "ひと呼吸おく": 5, "間": 5, "5秒間の沈黙": 5, "1分": 60, "30秒間をおく": 30,
    "停顿10秒": 10, "停顿": 5, "静默一分钟": 60, "三次呼吸": 15, "停頓 5 秒": 5, "暂停约30秒": 30,
    "5 सेकंड का मौन": 5, "विराम": 5, "मौन – 1 मिनट": 60, "तीन साँसें": 15, "10 सेकंड रुकें": 10, "लंबा विराम": 15,
    "20 seconds' silence": 20, "a minute's silence": 60, "one full minute": 60, "silence — one full minute": 60, "eine ganze Minute Stille": 60,
    "une bonne minute de silence": 60, "3 respirations lentes": 15, "drei tiefe Atemzüge": 15,
    "tres respiraciones profundas": 15, "３回呼吸": 15, "3回の深呼吸": 15,
    "пауза 15 секунд": 15, "pauza 10 sekund": 10,
}  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), SECONDS.items())
def test_a_silence_has_the_length_that_is_meant(text: str, seconds: float) -> None:
    found = read_directions(text.strip("()[]"))
    assert [(direction.kind, direction.span and direction.span.ideal_s) for direction in found] == [
        ("pause", seconds)
    ]


@pytest.mark.parametrize(
    ("text", "strokes"),
    [
        ("ring bell x 3", 3), ("bell x3", 3), ("BELL x2", 2), ("ring the bell three times", 3),
        ("🔔", 1), ("three bells", 3), ("bell twice", 2), ("gong", 1), ("3x Klangschale", 3),
        ("Glocke dreimal", 3), ("cloche", 1), ("trois coups de cloche", 3), ("campana", 1),
        ("sino", 1), ("klankschaal", 1), ("鈴", 1), ("钟声", 1), ("घंटी", 1), ("deux fois la cloche", 2),
    ],
)  # fmt: skip
def test_a_bell_rings_as_often_as_it_says(text: str, strokes: int) -> None:
    found = read_directions(text)
    assert [(direction.kind, direction.count) for direction in found] == [("bell", strokes)]


def test_a_direction_may_say_two_things() -> None:
    kinds = [
        (direction.kind, direction.span and direction.span.ideal_s)
        for direction in read_directions("Bell, then 10 seconds of silence")
    ]
    assert kinds == [("bell", None), ("pause", 10)]
    two = read_directions("Hold 5 / Rest 10")
    assert [one.span and one.span.ideal_s for one in two] == [5, 10]
    music = read_directions("MUSIC:30m")[0]
    assert (music.kind, music.span and music.span.ideal_s) == ("music", 1800)


@pytest.mark.parametrize(
    "text",
    [
        "therapist: watch for tears", "if tearful, slow down", "Read slowly, pausing after each line",
        "softly", "note to reader: slow", "leise und langsam", "voix douce", "soft music",
        "música suave", "fade out", "TODO: check this", "insert name", "speak very softly",
    ],
)  # fmt: skip
def test_a_line_for_the_reader_is_a_note(text: str) -> None:
    assert [direction.kind for direction in read_directions(text)] == ["note"]


@pytest.mark.parametrize(
    "text",
    [
        "No need to close your eyes", "im Mai", "Breath Awareness", "Body Awareness", "the group",
        "or at your sides", "sino descanso", "it takes a minute to settle into this",
        "as if you had all the time in the world", "like a second skin", "one hand, or two",
    ],
)  # fmt: skip
def test_an_aside_is_no_direction(text: str) -> None:
    assert not read_directions(text)


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


def test_times_of_day_are_counted_from_the_first() -> None:
    text = (
        "12:30–12:33 Arriving\nCome in as you are, and take the seat that is nearest to you.\n\n"
        "12:33–12:38 The street\nLet the sounds come in, and let them go again as they like.\n"
    )
    imported = import_text(text, "lunch.txt")
    assert [section["title"] for section in imported.data["sections"]] == ["Arriving", "The street"]
    assert "until 3:00 on the clock" in [row.why for row in imported.view.rows]


def test_a_speaker_of_another_language_is_no_heading_of_notes() -> None:
    said = "SPRECHERIN: Leg dich hin.\nSPRECHERIN: Atme aus.\n"
    text = f"{said}[Stille, 5 Sek.]\nSPRECHERIN: Ruh dich aus.\n"
    view = import_text(text, "funk.txt").view
    assert [row.text for row in view.rows if row.what == "spoken"] == [
        "Leg dich hin.", "Atme aus.", "Ruh dich aus.",
    ]  # fmt: skip


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


def test_the_numbers_of_steps_are_not_spoken() -> None:
    text = "Step 1: Sit down in a chair. (10 s)\n\n**Step 2:** Look around, and rest.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down in a chair.", "Look around, and rest.",
    ]  # fmt: skip


@pytest.mark.parametrize("times", ["(3 times)", "(x3)", "(3 veces)", "(3 Mal)"])
def test_a_line_is_repeated_as_often_as_stands_at_its_end(times: str) -> None:
    text = f"Sit down here.\nBreathe in and out. {times}\nRest now.\n"
    rows = import_text(text, "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down here.", *["Breathe in and out."] * 3, "Rest now.",
    ]  # fmt: skip


def test_a_sign_at_the_end_of_its_explanation_is_a_silence() -> None:
    text = (
        "*Read slowly. Pause where you see the moon: 🌙*\n\nSit down here. 🌙\n\nRest now. 🌙🌙\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == ["Sit down here.", "Rest now."]
    assert sum(row.seconds or 0 for row in rows if row.what == "silence") == 15


def test_a_breath_counted_with_dashes_has_silences_and_numbers_to_repeat_are_steps() -> None:
    rows = import_text(
        "Breathe in - 2 - 3 - 4.\n\n1. Rest here.\n2. Be here.\nRepeat 1-2.\n", "a.txt"
    ).view.rows
    said = [row.text for row in rows if row.what == "spoken"]
    assert said == ["Breathe in", "2", "3", "4.", *2 * ["Rest here.", "Be here."]]


def test_codes_of_languages_before_lines_are_not_spoken() -> None:
    text = "EN: Sit down here.\nDE: Setz dich hin.\n\nEN: Breathe in.\nDE: Atme ein.\n\nEN: Rest.\nDE: Ruhe dich aus.\n"
    rows = import_text(text, "a.txt").view.rows
    assert not [row for row in rows if ":" in row.text and row.what in {"spoken", "unsure"}]


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


def test_a_table_of_words_beside_other_words_is_heard_and_a_copy_of_them_is_not() -> None:
    table = "\n| Time | What to say |\n|---|---|\n| 0:00 | Come back now. |\n"
    for lines, said in (
        ("Sit down in a chair. Look around the whole of the room.\n", 1),
        ("Come back now.\n", 0),
    ):
        rows = import_text(lines + table, "a.txt").view.rows
        heard = [row for row in rows if row.what == "spoken" and row.line > 2]
        assert len(heard) == said, lines


def test_a_sound_between_angles_is_heard() -> None:
    text = "NARRATOR: Begin at the feet.\n<SFX: bell>\n(half a minute)\nNARRATOR: Now the knees.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.what for row in rows if row.line in {2, 3}] == ["sound", "silence"]


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


def test_raised_figures_and_their_notes_are_not_spoken_and_a_dollar_is_a_slot() -> None:
    text = "Let it be soft.¹ Let it be, $name.\nRest.\n\n¹ See the appendix.\n"
    rows = import_text(text, "a.txt").view.rows
    assert [row.text for row in rows if row.what in {"spoken", "unsure"}] == [
        'Let it be soft. Let it be{{ ", " + name if name }}.', "Rest.",
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


def test_an_answer_of_a_chat_follows_who_gives_it() -> None:
    text = (
        "User: a short meditation, please\n\nChatGPT said:\nOf course. Here's a gentle meditation:\n\n"
        "[0:00-0:30] Arrive\nFind a place to sit.\n\n[0:30-1:00] Return\nOpen your eyes.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [row.line for row in rows if row.what in {"spoken", "unsure"}] == [7, 10]
    assert [row.line for row in rows if row.what == "silence"] == [9, 9]


@pytest.mark.parametrize(
    ("words", "times"),
    [("(Repeat the last two lines.)", 2), ("(Die letzten zwei Sätze dreimal wiederholen)", 3),
     ("(Répéter 2 fois les deux dernières phrases)", 2), ("(Repite las dos últimas frases)", 2)],
)  # fmt: skip
def test_the_last_lines_are_repeated(words: str, times: int) -> None:
    text = f"Sit down.\nBreathe in. (4 s)\nBreathe out. (6 s)\n{words}\nRest.\n"
    rows = import_text(text, "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down.", *["Breathe in.", "Breathe out."] * times, "Rest.",
    ]  # fmt: skip
    assert sum(row.seconds or 0 for row in rows if row.what == "silence") == 10 * times


def test_a_repeat_may_stand_without_brackets() -> None:
    rows = import_text("Rest here.\nRepeat twice more.\nLook up.\n", "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == ["Rest here."] * 3 + ["Look up."]


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


def test_an_act_that_is_heard_is_kept() -> None:
    text = (
        "SAY: Welcome, everyone.\nDO: Wait until the room is quiet.\nSAY: Picture somebody.\n"
        "DO: Pause for 20 seconds.\nDO: Ring the bell twice. Hand out the journals.\nSAY: Look up.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert [(row.line, row.what) for row in rows if row.line in {2, 4, 5}] == [
        (2, "left out"), (4, "silence"), (5, "sound"),
    ]  # fmt: skip


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
