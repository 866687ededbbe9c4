"""Stage directions in ten languages: a row each, with what they ask for."""

from __future__ import annotations

import pytest

from each import each
from quietude.script.importing.directions.reading import read_directions

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


@each(SECONDS.items())
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
