"""Directions inside lines, in every notation, and the words around them."""

from __future__ import annotations

from typing import Any

from each import each
from quietude.script.importing.importer import import_text


def test_a_bell_in_parentheses_is_reported() -> None:
    reported = import_text("Rest (ring the bell) here. [bell]", "a.txt").assumptions
    assert [assumption.text for assumption in reported if "bell" in assumption.text] == [
        '"ring the bell" is taken as a bell'
    ]


@each([
        ("Rest. (lange Pause) Atme.", ["Rest.", {"pause": "7.5-37.5s"}, "Atme."]),
        ("Rest (10 Sekunden Stille) und atme.", ["Rest", {"pause": "10s"}, "und atme."]),
        ("Posez-vous. (pause de 10 secondes)", ["Posez-vous.", {"pause": "10s"}]),
        ("Respira (pausa larga) y descansa.", ["Respira", {"pause": "7.5-37.5s"}, "y descansa."]),
        ("Дышите. (пауза 15 секунд)", ["Дышите.", {"pause": "15s"}]),
        ("座ってください。（5秒）【鈴】", ["座ってください。", {"pause": "5s"}, "bell"]),
        ("Glockenblumen blühen (im Mai) dort.", ["Glockenblumen blühen (im Mai) dort."]),
        ("*soft music*\nWelcome.", [{"note": "soft music"}, "Welcome."]),
        ("_Hear the music of the birds._", ["Hear the music of the birds."]),
        ("*Soft voice, slowly.*\nWelcome.", [{"note": "Soft voice, slowly."}, "Welcome."]),
        ("*slowly, with long breaths*\nRest.", [{"note": "slowly, with long breaths"}, "Rest."]),
        ("(softly, and with space between the lines)\nRest.",
         [{"note": "softly, and with space between the lines"}, "Rest."]),
        ("*slow, deep voice*\nRest.", [{"note": "slow, deep voice"}, "Rest."]),
        ("*Slowly, with each breath, you soften.*", ["Slowly, with each breath, you soften."]),
        ("*You are safe.*", ["You are safe."]),
        ("(Speak slowly) Breathe in.", [{"note": "Speak slowly"}, "Breathe in."]),
        ("Now (more softly) rest.", ["Now rest.", {"note": "more softly"}]),
        ("Rest. (softly) Your (pause 5s) hand (slowly) is warm. And light.",
         ["Rest.", {"note": "softly"}, "Your", {"pause": "5s"}, "hand is warm. And light.",
          {"note": "slowly"}]),
        ("Rest (slowly breathing) here.", ["Rest (slowly breathing) here."]),
        (
            "Let it go. (breathe in… 4) (breathe out for 6) Rest.",
            ["Let it go.", {"pause": "10s"}, "Rest."],
        ),
        ("Breathe in for 4.", ["Breathe in for 4."]),
        ("(Client’s name), rest.", ['{{ name + ", rest" if name else "Rest" }}.']),
        ("“You are welcome,” you may say.", ["“You are welcome,” you may say."]),
        ("“You are welcome.", ["You are welcome."]),
        ("– Notice your feet.", ["Notice your feet."]),
        ("Read [this page](https://example.org/a?b#c).", ["Read this page."]),
        ("Rest. [Bell sound](https://a.org/b.mp3)\n[Waves fade in](https://a.org) Go.",
         ["Rest.", "bell", {"note": "Waves fade in"}, "Go."]),
        ("No es esfuerzo (sino descanso). (sino) O (som do sino)", ["No es esfuerzo (sino descanso).", "bell", "O", "bell"]),
        ("![a lake](lake.png) Rest.", [{"note": "picture: a lake"}, "Rest."]),
        ("Rest.[^1]\n\n[^1]: From a book.", ["Rest.", {"note": "footnote: From a book."}]),
        ("Rest &amp; breathe&nbsp;out.", ["Rest & breathe out."]),
        ("Com&shy;fort. &#xFF3B;pause 5s&#xFF3D; Go.", ["Comfort.", {"pause": "5s"}, "Go."]),
        ("Com\u00adfort\u200b\x00 \x1b[1mnow\x1b[0m.", ["Comfort now."]),
        ("Rest. [watch\nas long\nas they\nlike,\nand then\non]\nGo.",
         ["Rest.", {"note": "watch as long as they like, and then on"}, "Go."]),
        ("Rest. [watch\nGo on.\n\nAnd on.", ["Rest.", {"note": "watch"}, "Go on.", "And on."]),
        ("In. *pause* Out.", ["In.", {"pause": "2.5-12.5s"}, "Out."]),
        ("In. **PAUSE** Out.", ["In.", {"pause": "2.5-12.5s"}, "Out."]),
        ("In. ~~pause~~ Out, #pause out.",
         ["In.", {"pause": "2.5-12.5s"}, "Out,", {"pause": "2.5-12.5s"}, "out."]),
        ("In. @pause(5) Out.%pause%Rest.",
         ["In.", {"pause": "5s"}, "Out.", {"pause": "2.5-12.5s"}, "Rest."]),
        ("In. PAUSE Out.", ["In.", {"pause": "2.5-12.5s"}, "Out."]),
        ("In. Pause 5 seconds. Out.", ["In.", {"pause": "5s"}, "Out."]),
        ("You may *pause* here. Pause for as long as you like.",
         ["You may pause here. Pause for as long as you like."]),
        ("Narrator (softly): Rest.", ["Rest."]),
        ("Rest (note to reader: slow) now.", ["Rest now.", {"note": "note to reader: slow"}]),
        ("Rest.\n(pause\nfor 5 seconds)\nGo.", ["Rest.", {"pause": "5s"}, "Go."]),
        ("SFX: waves\nRest.", ["Rest."]),
        (("WEBVTT\n\n1\n00:00:01,000 --> 00:00:04,000\nRest now.\n\n"
         "00:05.000 --> 00:09.000 align:left\nGo on."), ["Rest now.", "Go on."]),
        (("WEBVTT - A walk\nKind: captions\nLanguage: en\n\nNOTE made\nby x\n\nSTYLE\n"
         "::cue { color: red }\n\nintro\n00:01.000 --> 00:04.000\nRest now.\nNOTE the air.\n"),
         ["Rest now.", "NOTE the air."]),
        ("NOTE the air.\n\nRest.", ["NOTE the air.", "Rest."]),
        ("0:00 Rest.\n0:20 Go.", ["Rest.", {"at": "0:20"}, "Go."]),
        ("Rest. (music\nGo on.", ["Rest.", {"note": "music"}, "Go on."]),
    ])  # fmt: skip
def test_directions_are_found_and_words_are_kept(line: str, steps: list[Any]) -> None:
    imported = import_text(line, "a.md", "phrases")
    assert imported.data["sections"][0]["steps"] == steps


def test_the_place_of_a_name_is_reported() -> None:
    reported = import_text("(client's name), rest.", "a.txt").assumptions
    assert any("client's name" in assumption.text for assumption in reported)
