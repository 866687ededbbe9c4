"""Words and their pronunciations, found in texts; lexicons of definitions, lines and listeners."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notations import PLS
from quietude.errors import ScriptError
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.lexicon import Lexicon, Pronunciation
from quietude.script.parse import parse_script
from quietude.script.reader import read_script

Write = Callable[[str, str], Path]


def words(**entries: str) -> Lexicon:
    return Lexicon(tuple(Pronunciation(word, says) for word, says in entries.items()))


NAMES = words(Siobhan="shi-VAWN", Niamh="Neev")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Welcome, Siobhan.", "Welcome, shi-vawn."),
        ("Siobhan, you can rest.", "shi-vawn, you can rest."),
        ("This is Niamh's place.", "This is Neev's place."),
        ("This is Niamh’s place.", "This is Neev’s place."),
        ("In the Niamhs' garden.", "In the Neevs' garden."),
        ("SIOBHAN and niamh", "shi-vawn and Neev"),
        ("'Siobhan', she said", "'shi-vawn', she said"),
        ("Anne-Siobhan", "Anne-shi-vawn"),
        ("Siobhane and Niamhs", "Siobhane and Niamhs"),
        ("O'Siobhan", "O'Siobhan"),
    ],
)
def test_whole_words_are_found_wherever_they_stand(text: str, said: str) -> None:
    assert NAMES.spoken(text) == said


def test_the_longest_entry_counts() -> None:
    lexicon = Lexicon((Pronunciation("Anne", "Ann"), Pronunciation("Anne Marie", "annma REE")))
    assert lexicon.spoken("Anne  Marie and Anne") == "annma ree and Ann"


def test_an_exact_entry_is_about_its_own_capitals() -> None:
    lexicon = Lexicon((Pronunciation("Nice", "neece", exact=True),))
    assert lexicon.spoken("A nice day in Nice.") == "A nice day in neece."


def test_decomposed_letters_are_the_same_word() -> None:
    lexicon = words(Zoë="ZOH-ee")
    assert lexicon.spoken("Hello Zoe\u0308.") == "Hello zoh-ee."


def test_capitals_of_a_respelling_are_not_spelled_out() -> None:
    # eSpeak reads "kway-LYN" with L, Y and N as letters, and "kway-lyn" as a name.
    assert Pronunciation("Caoilfhinn", "KEE-lin").respelt == "kee-lin"
    assert Pronunciation("Ai", "I").respelt == "I"


def test_the_first_of_two_lexicons_counts() -> None:
    both = words(Siobhan="mine").over(words(Siobhan="theirs", Ada="AY-da"))
    assert both.spoken("Siobhan and Ada") == "mine and ay-da"


def test_ipa_is_for_engines_that_take_it() -> None:
    lexicon = Lexicon((Pronunciation("Niamh", "Neev", "niːv"), Pronunciation("Aoife", ipa="ˈiːfə")))
    assert lexicon.spoken("Niamh, Aoife") == "Neev, Aoife"
    assert lexicon.spoken("Niamh, Aoife", "[[{}]]".format) == "[[niːv]], [[ˈiːfə]]"


def test_a_line_is_searched_for_the_entries_it_may_hold_only() -> None:
    many = Lexicon(tuple(Pronunciation(f"word{n}", f"says {n}") for n in range(5_000)))
    pattern = many._pattern("a line with word17 in it")
    assert pattern is not None
    assert pattern.pattern.count("word") == 1
    assert many._pattern("a line with none of them") is None


@pytest.mark.parametrize(
    "entry",
    [
        {"word": "x"},
        {"word": "", "says": "x"},
        {"word": "<b>", "says": "x"},
        {"word": "x", "says": "[pause]"},
        {"word": "x", "says": "{{ name }}"},
        {"word": "x", "says": "<break/>"},
        {"word": "x", "says": "a" * 121},
        {"word": "x", "says": "..."},
        {"word": "x", "ipa": "[[x]]"},
        {"word": "x" * 61, "says": "x"},
    ],
)
def test_unspeakable_entries_are_refused_without_being_quoted(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        Pronunciation(**entry)
    assert not any(sign in str(caught.value) for sign in ("<", "[", "{", "aaa"))


@settings(deadline=None)
@given(st.text(max_size=80), st.text(alphabet="abcXYZ' -", min_size=1, max_size=12))
def test_any_text_keeps_the_words_around_an_entry(text: str, word: str) -> None:
    try:
        lexicon = words(**{word: "zzz"})
    except ValueError:
        return
    said = lexicon.spoken(f"qq {text} qq")
    assert said.startswith("qq ")
    assert said.endswith(" qq")


DEFINITION = """\
id: named
title: Named
intensity: light
slots: {{name: {{ask: Your name?, default: ""}}}}
{head}
sections:
  - title: A
    steps:
      - Welcome{{{{ ", " + name if name }}}}. Rest, Niamh.
      - {{say: "Niamh once more.", says: {{Niamh: nyah}}}}
"""


def said(path: Path, **request: object) -> list[tuple[str, str]]:
    values = Request(slot_values={"name": "Siobhan"}, **request)  # type: ignore[arg-type]
    plan = compose(read_script(path), values)
    return [(phrase.text, phrase.said) for phrase in plan.utterances()]


def test_a_definition_has_a_lexicon_and_a_line_its_own(write: Write) -> None:
    head = "lexicon: {Siobhan: shi-VAWN, Niamh: Neev}"
    assert said(write("x.yaml", DEFINITION.format(head=head))) == [
        ("Welcome, Siobhan.", "Welcome, shi-vawn."),
        ("Rest, Niamh.", "Rest, Neev."),
        ("Niamh once more.", "nyah once more."),
    ]


def test_a_file_beside_a_definition_is_its_lexicon(write: Write) -> None:
    path = write("x.yaml", DEFINITION.format(head=""))
    write("lexicon.yaml", "Niamh: beside")
    assert said(path)[1][1] == "Rest, beside."
    write("names.pls", PLS)
    path = write("x.yaml", DEFINITION.format(head="lexicon: names.pls"))
    assert said(path)[1][1] == "Rest, Nee ve."


def test_a_listener_counts_more_than_the_script_and_less_than_the_line(write: Write) -> None:
    path = write("x.yaml", DEFINITION.format(head="lexicon: {Niamh: Neev}"))
    own = said(path, lexicon=words(Niamh="mine", Siobhan="own"))
    assert [pair[1] for pair in own] == ["Welcome, own.", "Rest, mine.", "nyah once more."]


@pytest.mark.parametrize("name", ["../x.yaml", "/etc/passwd", "a/../../x.yaml", "..\\\\x.yaml"])
def test_a_lexicon_does_not_lead_out_of_its_folder(name: str, write: Write) -> None:
    path = write("x.yaml", DEFINITION.format(head=f'lexicon: "{name}"'))
    with pytest.raises(ScriptError, match="leads out") as caught:
        read_script(path)
    assert caught.value.line == 5


def test_a_link_does_not_lead_out_either(write: Write, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("Niamh: out", encoding="utf-8")
    (tmp_path / "in.yaml").symlink_to(outside)
    with pytest.raises(ScriptError, match="leads out"):
        read_script(write("x.yaml", DEFINITION.format(head="lexicon: in.yaml")))


def test_only_a_definition_file_can_name_a_lexicon_file() -> None:
    with pytest.raises(ScriptError, match="can name a lexicon file"):
        parse_script(DEFINITION.format(head="lexicon: names.yaml"))
