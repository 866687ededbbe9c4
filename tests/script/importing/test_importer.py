from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notations import EVERYTHING, GUIDE, PRONOUNCED, SSML
from quietude.errors import ScriptError
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.model import Plan
from quietude.plan.request import Request
from quietude.script.export import as_ssml, as_text, as_yaml
from quietude.script.importing.importer import import_text
from quietude.script.model import Bell, Say, Script
from quietude.script.reader import definition_data, import_script, read_script


def steps(text: str, name: str = "x.txt", **options: Any) -> list[Any]:
    data = import_text(text, name, **options).data
    return [step for section in data["sections"] for step in section["steps"]]


def spoken(found: list[Any]) -> str:
    return " | ".join(it for it in found if isinstance(it, str) and it != "bell")


def test_a_guide_is_understood() -> None:
    imported = import_text(GUIDE, "guide.txt")
    assert [it["title"] for it in imported.data["sections"]] == ["OPENING", "Breath", "CLOSING"]
    first, breath, last = (it["steps"] for it in imported.data["sections"])
    assert first == [
        "Welcome to this practice.", {"pause": "3-7s"},
        "Let yourself arrive", {"pause": "0.8-1.2s"},
        "and breathe. (No need to close your eyes, just listen.)", {"pause": "13s"},
        "What do you notice?", {"pause": "8-16s"},
        {"note": "Something only the author knows"}, {"pause": "20-30s"},
    ]  # fmt: skip
    one = ["In", {"pause": "0.8-1.2s"}, "and out."]
    assert breath == [*one, *one, *one, "bell", {"pause": "3-7s"}]
    assert last == ["Open your eyes", "bell", "as in", {"note": "Mark 6:31"}]
    assert imported.declared_s == 300
    said = {(it.line, it.text.split('"')[1]) for it in imported.assumptions if '"' in it.text}
    assert {(4, "pause"), (11, "Something only the author knows"), (16, "repeat 3x")} <= said
    assert imported.words == 35


def test_a_heading_with_nothing_to_hear_under_it_is_the_title(tmp_path: Path) -> None:
    text = "# The lantern\n*Soft voice.*\n\n## Arriving\nRest.\n\n[Something]\n\n## Going\nGo.\n"
    path = tmp_path / "draft-2.md"
    path.write_text(text, encoding="utf-8")
    script, imported = import_script(path)
    assert script.title == "The lantern"
    assert [(it["title"], it["steps"]) for it in imported.data["sections"]] == [
        ("Arriving", [{"note": "Soft voice."}, "Rest.", {"note": "Something"}]),
        ("Going", ["Go."]),
    ]
    assert [it.line for it in script.steps()] == [2, 5, 7, 10]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_head_of_a_mail_is_not_spoken(end: str) -> None:
    head = ["From: Ada <a@example.org>", "Sent: Monday", "Subject: The lantern", "", "Rest."]
    imported = import_text(end.join(head), "a.txt")
    assert imported.data["title"] == "The lantern"
    assert imported.data["sections"][0]["steps"] == ["Rest."]
    assert steps("To: the child you were.\n\nRest.") == ["To: the child you were.", "Rest."]


def test_a_repeat_alone_repeats_the_paragraph_before_it() -> None:
    text = "Begin.\n\nBreathe in.\nHold.\nBreathe out.\n\n[Repeat 3 times]\n\nGood.\n"
    cycle = ["Breathe in.", "Hold.", "Breathe out."]
    assert steps(text) == ["Begin.", *cycle, *cycle, *cycle, "Good."]


def test_steps_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("One.\n\n[pause 3 seconds]\n\nCLOSING\nTwo.\n", encoding="utf-8")
    script, _ = import_script(path)
    assert [it.line for it in script.steps()] == [1, 3, 6]
    assert [it.line for it in script.sections] == [1, 5]


def test_a_clock_pads_with_silence() -> None:
    found = steps("Hello there.\n[1:00]\nAnd on.\n")
    assert found[0] == "Hello there."
    low, high = re.fullmatch(r"([\d.]+)-([\d.]+)s", found[1]["pause"]).groups()  # type: ignore[union-attr]
    assert float(low) == 0
    assert float(high) == pytest.approx(2 * 55, abs=4)


@pytest.mark.parametrize(
    ("text", "policy", "lines"),
    [
        ("One short line.\nAnother one.\n\nThree.\n", "phrases", 3),
        ("This is a long line of prose that was wrapped by an editor at some\ncolumn and goes on to say a good deal more than one would like to\nhear in the end.\n", "wrapped", 1),
        ("and so we\ncome to rest\nhere now\n", "transcript", 1),
    ],
)  # fmt: skip
def test_line_breaks_are_guessed_and_said(text: str, policy: str, lines: int) -> None:
    imported = import_text(text, "x.txt")
    assert any(policy in it.text for it in imported.assumptions)
    assert len(imported.data["sections"][0]["steps"]) == lines
    assert len(steps(text, policy="phrases")) == text.count("\n") - text.count("\n\n")


def test_wrapping_noise_is_not_spoken() -> None:
    text = (
        "---\ntitle: Calm\nduration: 10 min\n---\n# Calm\n**Instructor:** Welcome.\n"
        "- a bullet is speech\n1. so is a number\n> And a quote.\n<!-- not this\nnor this -->\n"
        '"Quoted speech."\n_All in italics._\nTranscript\n***\n<break time="3s"/>\n'
    )
    imported = import_text(text, "x.md")
    assert imported.data["title"] == "Calm"
    assert imported.declared_s == 600
    assert imported.data["sections"][0]["steps"] == [
        "Welcome.", "a bullet is speech", "so is a number", "And a quote.", "Quoted speech.",
        "All in italics.", {"pause": "3s"},
    ]  # fmt: skip


def test_ssml() -> None:
    imported = import_text(SSML, "x.ssml")
    first, second = imported.data["sections"]
    assert first["steps"] == [
        {"say": "Welcome S.", "says": {"S.": {"says": "Saoirse", "exact": True}}}, "Rest", {"pause": "3s"}, "here.", {"pause": "13.1s"},
    ]  # fmt: skip
    assert second["title"] == "Second part"
    assert second["steps"][0] == "Slowly now."
    assert second["steps"][1] == {"note": "audio http://example.org/x.mp3"}
    assert any("<prosody rate" in it.text for it in imported.assumptions)


def test_ssml_pronunciations_are_kept_and_effects_reported() -> None:
    imported = import_text(PRONOUNCED, "x.ssml")
    found = imported.data["sections"][0]["steps"]
    assert found == [
        {
            "say": "To Niamh on the 3rd, from BBC by Ed, 1/2.",
            "says": {"Niamh": {"ipa": "niːv"}, "BBC": {"says": "B B C", "exact": True}},
        },
        "Slowly. D is here. So so. Hi", "Me.", "in", {"pause": "1s"}, "two",
    ]  # fmt: skip
    told = {(it.line, it.text) for it in imported.assumptions}
    assert {
        (1, '"Niamh" is pronounced "niːv"'),
        (2, '"3" is read as 3rd'),
        (2, '"BBC" is pronounced "B B C"'),
        (3, '"x-sampa" of "Ed" is left out; the words are kept'),
        (3, '"date" of "1/2" is left out; the words are kept'),
        (4, '<prosody rate="slow"> is left out; its words are kept (also on line 5)'),
        (5, '<emphasis level="strong"> is left out; its words are kept'),
        (6, '<voice name="z"> is left out; its words are kept'),
        (6, "<sub> is left out: its words are parted by another tag"),
    } <= told
    assert any(line == 4 and 'how "D" is said is left out' in text for line, text in told)


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        ('Hi (Niamh)[sub:"Neev"].', "Hi Niamh.", {"Niamh": {"says": "Neev"}}),
        ('Hi (Niamh)[ipa:"niːv"].', "Hi Niamh.", {"Niamh": {"ipa": "niːv"}}),
        ("The (Al){aluminum} pot.", "The Al pot.", {"Al": {"says": "aluminum"}}),
        ("A (pecan)/pɪˈkɑːn/ pie.", "A pecan pie.", {"pecan": {"ipa": "pɪˈkɑːn"}}),
        ("[Niamh](/niːv/) is here.", "Niamh is here.", {"Niamh": {"ipa": "niːv"}}),
        ("The (BBC)[characters].", "The BBC.", {"BBC": {"says": "B B C", "exact": True}}),
    ],
)
def test_pronunciations_inside_a_line_are_kept(line: str, text: str, says: Any) -> None:
    imported = import_text(f"Hello.\n\n{line}\n", "x.md")
    assert imported.data["sections"][0]["steps"][1] == {"say": text, "says": says}
    word = next(iter(says))
    assert any(it.line == 3 and f'"{word}" is pronounced' in it.text for it in imported.assumptions)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('(Rest)[emphasis:"strong"] here.', ["Rest here."]),
        ("(pause){ring the chime} Rest.", [{"pause": "3-7s"}, "bell", "Rest."]),
        ("Go (on){only the one who wrote this may ever read it}.",
         ["Go (on)", {"note": "only the one who wrote this may ever read it"}]),
        ('Go (on)[sub:"<x>"] now.', ["Go on now."]),
        ("Rest <prosody rate='slow'>here</prosody>.", ["Rest here."]),
    ],
)  # fmt: skip
def test_what_is_no_pronunciation_is_told_and_not_spoken(line: str, expected: list[Any]) -> None:
    imported = import_text(f"{line}\n", "x.md")
    assert imported.data["sections"][0]["steps"] == expected
    assert any(it.line == 1 and ("left out" in it.text or "note" in it.text or "taken" in it.text)
               for it in imported.assumptions)  # fmt: skip


def test_a_repeated_line_keeps_its_pronunciations(tmp_path: Path) -> None:
    source = tmp_path / "x.md"
    source.write_text('Hi (Niamh)[sub:"Neev"].\n(repeat 2x)\n', encoding="utf-8")
    script, imported = import_script(source)
    assert [it.says[0].says for it in script.steps() if isinstance(it, Say)] == ["Neev", "Neev"]
    again = tmp_path / "y.yaml"
    again.write_text(as_yaml(imported.data), encoding="utf-8")
    assert bare(compose(read_script(again), Request())) == bare(compose(script, Request()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<speak>Hello", "well-formed"),
        ("<speak>&nbsp;Hi</speak>", "well-formed"),
        ('<!DOCTYPE speak [<!ENTITY a "aaaa">]><speak>&a;</speak>', "DTD"),
        ("<speak>" + "<p>" * 100 + "x" + "</p>" * 100 + "</speak>", "deep"),
        ("<speak><break/></speak>", "nothing is spoken"),
    ],
)
def test_ssml_that_is_refused(text: str, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        import_text(text, "x.ssml")


def test_an_imported_script_is_written_without_aliases(tmp_path: Path) -> None:
    told = import_text("Breathe.\n[ding ding ding]\n[repeat 3 times]\n", "x.md")
    again = tmp_path / "bells.yaml"
    again.write_text(as_yaml(told.data), encoding="utf-8")
    assert [it.count for it in read_script(again).steps() if isinstance(it, Bell)] == [3, 3, 3]


@pytest.mark.parametrize(
    "inside", ["bell", '<sub alias="bell sound effect">bell</sub>', "<p>x</p>"]
)
def test_what_stands_in_audio_is_not_spoken(inside: str) -> None:
    audio = f'<audio src="bell.mp3">{inside}<break time="9s"/></audio>'
    found = steps(f"<speak>Rest. {audio}Go re&#xAD;laxed.</speak>", "x.ssml")
    assert found == ["Rest.", {"note": "audio bell.mp3"}, "Go relaxed."]


def test_a_bell_taken_out_of_parentheses_is_told() -> None:
    told = import_text("Rest (ring the bell) here. [bell]", "a.txt").assumptions
    assert [it.text for it in told if "bell" in it.text] == ['"ring the bell" is taken as a bell']


def bare(plan: Plan) -> str:
    """A plan without the lines it came from."""
    return re.sub(r"line_no=\d+", "", repr(plan.steps))


TEN = [
    "safe-place", "butterfly-hug", "letter-of-thanks", "this-week",
    *[it for it in exercise_ids() if it not in {"safe-place", "butterfly-hug"}][:30:5],
]  # fmt: skip


def exported(data: Any, form: str) -> str:
    forms = {
        "txt": as_text, "md": lambda it: as_text(it, markdown=True),
        "ssml": as_ssml, "yaml": as_yaml,
    }  # fmt: skip
    return forms[form](data)


def assert_the_same(after: Path, before: Script) -> None:
    values = {
        name: it.choices[0] if it.choices else "yes" if it.type == "yes-no" else "3"
        for name, it in before.slots.items()
    }
    request = Request(slot_values=values)
    first, second = compose(before, request), compose(read_script(after), request)
    assert bare(second) == bare(first)
    assert (second.title, second.sections, second.roles) == (
        first.title, first.sections, first.roles
    )  # fmt: skip
    assert (second.gaps, second.bed) == (first.gaps, first.bed)


@pytest.mark.parametrize("form", ["txt", "md", "ssml", "yaml"])
@pytest.mark.parametrize("exercise", TEN)
def test_what_is_exported_reads_back_the_same(exercise: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_text(exported(definition_data(exercise), form), encoding="utf-8")
    assert_the_same(path, read_script(exercise))


@pytest.mark.parametrize("form", ["txt", "md", "ssml", "yaml"])
def test_every_kind_of_step_reads_back_the_same(form: str, tmp_path: Path) -> None:
    first = tmp_path / "everything.yaml"
    first.write_text(EVERYTHING, encoding="utf-8")
    path = tmp_path / f"x.{form}"
    path.write_text(exported(definition_data(first), form), encoding="utf-8")
    before = read_script(first)
    assert {"oh-in", "neeve"} <= {
        it.says for step in before.steps() for it in getattr(step, "says", ())
    }
    assert_the_same(path, before)


def test_an_imported_guide_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_text(GUIDE, encoding="utf-8")
    script, imported = import_script(path)
    for name, text in (("a.txt", as_text(imported.data)), ("a.ssml", as_ssml(imported.data))):
        again = tmp_path / name
        again.write_text(text, encoding="utf-8")
        after = compose(read_script(again), Request())
        assert bare(after) == bare(compose(script, Request()))


def test_an_exported_script_that_was_broken_says_where(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    text = as_text(definition_data("safe-place")).replace("[step ", "[stop ", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match="not a step") as caught:
        read_script(path)
    assert caught.value.line


TOKENS = (
    "[ ] ( ) { } * ** _ # ... … ~ ~~ pause PAUSE silence 5 10 seconds min repeat 3x bell 6:00 - "
    "0:00–2:00 <break time='3s'/> <!-- --> {{ name }} {% if %} rest now. breathe in "
    "Close: Title Duration: 5 > \" ' secret"
)
WORDS = st.sampled_from([*TOKENS.split(), "\n", "\n\n"])


def check_one(text: str, name: str) -> None:
    """No traceback, and nothing between square or curly brackets spoken."""
    try:
        imported = import_text(text, name)
    except ScriptError as error:
        assert error.message
        return
    for section in imported.data["sections"]:
        for step in section["steps"]:
            if isinstance(step, str):
                assert not re.search(r"[\[\]{}<>#*]", step), step


@settings(deadline=None, max_examples=80)
@given(st.lists(WORDS, max_size=60))
def test_any_mixture_of_notations_is_read(words: list[str]) -> None:
    check_one(" ".join(words), "x.md")


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check_one(text, "x.txt")
    check_one(text, "x.ssml")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abc xyz,.!\n", max_size=40), st.sampled_from(["[]", "{}"]))
def test_nothing_in_brackets_is_spoken(before: str, pair: str) -> None:
    found = steps(f"Hello. {before} {pair[0]}zebra {before.replace(chr(10), ' ')}{pair[1]} End.\n")
    assert "zebra" not in spoken(found)


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        ("# A Window\nRest.\n## Back\nLook.\n", "A Window"),
        ("Rest.\n\n# A *Window*\nRest.\n### Back\nLook.\n", "A Window"),
        ("# A Window\nRest.\n# Back\nLook.\n## Out\nGo.\n", "My script"),
        ("# A Window\nRest.\n", "My script"),
        ("---\ntitle: Mine\n---\n# A Window\nRest.\n## Back\nLook.\n", "Mine"),
    ],
)
def test_the_one_heading_above_the_others_names_the_script(headings: str, title: str) -> None:
    assert import_text(headings, "my-script.md").data["title"] == title


@pytest.mark.parametrize(
    "piece",
    [
        "(", "[", "*a ", "<!--", "a", "pause ", "... ", "(repeat 20x)\n", "{{", "~ ", "_", "# ", "\n",
        "<a", "Hi.\n(repeat 20 more times)\n",
    ],
)  # fmt: skip
def test_eight_times_the_input_takes_about_eight_times_the_time(piece: str) -> None:
    count = 6_000 // len(piece)
    once, eight = (cpu_seconds(piece * it) for it in (count, 8 * count))
    # Where every start is tried with every end, it would be sixty-four times as long.
    assert eight < 24 * max(once, 0.01)


def cpu_seconds(text: str) -> float:
    """What reading a text costs this thread, whatever else the machine does."""
    start = time.thread_time()
    for name in ("x.md", "x.ssml"):
        check_one(text, name)
    return time.thread_time() - start


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("Rest. (lange Pause) Atme.", ["Rest.", {"pause": "8-22s"}, "Atme."]),
        ("Rest (10 Sekunden Stille) und atme.", ["Rest", {"pause": "10s"}, "und atme."]),
        ("Posez-vous. (pause de 10 secondes)", ["Posez-vous.", {"pause": "10s"}]),
        ("Respira (pausa larga) y descansa.", ["Respira", {"pause": "8-22s"}, "y descansa."]),
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
        ("(Client’s name), rest.", [{"note": "Client’s name"}, "rest."]),
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
        ("In. *pause* Out.", ["In.", {"pause": "3-7s"}, "Out."]),
        ("In. **PAUSE** Out.", ["In.", {"pause": "3-7s"}, "Out."]),
        ("In. ~~pause~~ Out, #pause out.",
         ["In.", {"pause": "3-7s"}, "Out,", {"pause": "3-7s"}, "out."]),
        ("In. @pause(5) Out.%pause%Rest.",
         ["In.", {"pause": "5s"}, "Out.", {"pause": "3-7s"}, "Rest."]),
        ("In. PAUSE Out.", ["In.", {"pause": "3-7s"}, "Out."]),
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
        ("0:00 Rest.\n0:20 Go.", ["Rest.", {"pause": "0-31s"}, "Go."]),
        ("Rest. (music\nGo on.", ["Rest.", {"note": "music"}, "Go on."]),
    ],
)  # fmt: skip
def test_directions_are_found_and_words_are_kept(line: str, steps: list[Any]) -> None:
    imported = import_text(line, "a.md", "phrases")
    assert imported.data["sections"][0]["steps"] == steps


def test_a_name_to_be_put_in_is_told() -> None:
    told = import_text("(client's name), rest.", "a.txt").assumptions
    assert any("client's name" in it.text for it in told)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.txt", "Setz dich so hin, wie es für dich gut ist. Du kannst die Augen öffnen.", "de"),
        ("a.txt", "Asseyez-vous comme il vous convient, et ouvrez les yeux sur la vie.", "fr"),
        ("a.txt", "Siéntate como te resulte cómodo. No se trata de hacer nada con la mente.", "es"),
        ("a.txt", "Сядьте удобно.", "ru"),
        ("a.txt", "Сядьте зручно і дихайте.", "uk"),
        ("a.txt", "どうぞ座ってください。", "ja"),
        ("a.txt", "请坐。", "zh"),
        ("a.txt", "Sit as you like, and rest in the quiet of your own breath: ॐ शान्ति.", None),
        ("a.txt", "Sit as you like, as Άνθη did, and rest in the quiet of your breath.", None),
        ("a.txt", "Sit as you like, and rest in the quiet of your own breath.", None),
        ("a.txt", "Om mani padme hum.", None),
        ("a.md", "---\nlanguage: pt_BR\n---\nOlá.", "pt-BR"),
        ("a.md", "---\nlang: Deutsch!\n---\nHallo.", None),
        ("a.ssml", '<speak xml:lang="nl-NL">Welkom.</speak>', "nl-NL"),
    ],
)  # fmt: skip
def test_the_language_is_told_from_the_words(name: str, text: str, language: str | None) -> None:
    imported = import_text(text, name)
    assert imported.data.get("language") == language
    told = [it for it in imported.assumptions if "language" in it.text]
    assert len(told) == (language is not None and name == "a.txt")
