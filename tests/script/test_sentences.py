"""Text divided into sentences, and tidied after its slots are filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.script.sentences import is_question, split_sentences, tidy


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("Ask Dr. Lee. She knows.", ["Ask Dr. Lee.", "She knows."]),
        ("Wait... and breathe. Then rest.", ["Wait... and breathe.", "Then rest."]),
        ("“You are here.” And so am I.", ["“You are here.”", "And so am I."]),
        ("It is 2.5 metres. 3 steps.", ["It is 2.5 metres.", "3 steps."]),
        ("¿Qué sientes? ¿Y ahora? ¡Bien!", ["¿Qué sientes?", "¿Y ahora?", "¡Bien!"]),
        ("«Да.» Вот. «Нет»", ["«Да.»", "Вот.", "«Нет»"]),
        ("ようこそ。楽に。「はい。」そう！", ["ようこそ。", "楽に。", "「はい。」", "そう！"]),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("en", "Turn to card No. 5 and rest.", ["Turn to card No. 5 and rest."]),
        ("en", "No. Rest now.", ["No.", "Rest now."]),
        ("en", "From Rev. Ann Lee. Stay approx. 5 breaths.",
         ["From Rev. Ann Lee.", "Stay approx. 5 breaths."]),
        ("en", "It is 9 a.m. Rest now.", ["It is 9 a.m.", "Rest now."]),
        ("en", "You had your vitamin D. Then rest.", ["You had your vitamin D.", "Then rest."]),
        ("en", "Well, so am I. Then rest.", ["Well, so am I.", "Then rest."]),
        ("en", "J. K. Rowling rests.", ["J. K. Rowling rests."]),
        ("en", "1. Sit. 2. Rest.", ["1.", "Sit.", "2.", "Rest."]),
        ("de", "Nun folgt der 3. Atemzug.", ["Nun folgt der 3. Atemzug."]),
        ("de", "Spüre z. B. die Füße. Nimm Karte Nr. 5.",
         ["Spüre z. B. die Füße.", "Nimm Karte Nr. 5."]),
        ("fr", "Bonjour M. Durand. Restez.", ["Bonjour M. Durand.", "Restez."]),
        ("es", "El Sr. López. Aprox. 5 veces.", ["El Sr. López.", "Aprox. 5 veces."]),
    ],
)  # fmt: skip
def test_abbreviations_end_no_sentence(language: str, text: str, sentences: list[str]) -> None:
    assert split_sentences(text, language) == sentences


def test_tidy_writes_ligatures_as_letters_and_joins_cut_words() -> None:
    assert tidy("ﬁnd an emo\u00ad tional o\ufb03ce, hol\ufffe ding, so\u00adft") == (
        "find an emotional office, holding, soft"
    )


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Yes?", True), ("“Yes?” ", True), ("何がありますか？", True), ("「はい？」", True), ("ماذا تشعر؟", True),
     ("Yes? No.", False), ("はい。", False), ("", False)],
)  # fmt: skip
def test_questions(text: str, asks: bool) -> None:  # noqa: FBT001
    assert is_question(text) == asks


def test_tidy_repairs_the_gap_of_an_empty_slot() -> None:
    assert tidy("Welcome , friend .\n  Sit   down.") == "Welcome, friend. Sit down."


def test_tidy_repairs_doubled_full_stops() -> None:
    assert tidy("You matter!. I mean it.. Yes?.") == "You matter! I mean it. Yes?"
    assert tidy("Wait... and see. 2.5, e.g. this") == "Wait... and see. 2.5, e.g. this"


@given(st.text(alphabet="ab Cd.!?…\"' 1\n", max_size=80))
def test_nothing_is_lost_but_space(text: str) -> None:
    joined = "".join(split_sentences(tidy(text)))
    assert joined.replace(" ", "") == tidy(text).replace(" ", "")
