"""The text an engine gets for what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from each import each
from quietude.script.lexicon import Lexicon, Pronunciation
from quietude.speech.normalising.spoken_form import SpokenForm
from spoken_form_items import items, plain

ENGLISH = SpokenForm("en")


def ipa(sounds: str) -> str:
    return f"[[ {sounds} ]]"


@each([
        # Numbers and what stands beside them.
        ("10, 9, 8, 7", "ten, nine, eight, seven"),
        ("12, 11, 10.", "twelve, eleven, ten."),
        ("Breathe in for ½ a minute, then ¾.", "Breathe in for half a minute, then three quarters."),
        ("2½ hours, ¾ hour, 1/2 mile", "two and a half hours, three quarters of an hour, half a mile"),
        ("It cost £5, or €10, or ¥500.", "It cost five pounds, or ten euros, or five hundred yen."),
        ("$2.50 and £0.50", "two dollars fifty and fifty pence"),
        ("Out there, 24/7.", "Out there, twenty-four seven."),
        ("Remember the 1990s and the '80s.", "Remember the nineteen nineties and the eighties."),
        ("In your 30s, hold 30s.", "In your thirties, hold thirty seconds."),
        ("Breathe 4-7-8 for 10-15 rounds.", "Breathe four, seven, eight for ten to fifteen rounds."),
        ("Now 4-6 breathing.", "Now four, six breathing."),
        ("At 9:30, or 9:05 p.m., or 9 am", "At nine thirty, or nine oh five P.M, or nine A.M"),
        ("It is 9 a.m.", "It is nine A.M."),
        ("On 3 May, and on May 3rd, 2026", "On the third of May, and on May third, twenty twenty-six"),
        ("In 2026 we took 2000 steps.", "In twenty twenty-six we took two thousand steps."),
        ("You may 3 times.", "You may three times."),
        ("1,000 breaths, 3.5 km, 1 km", "one thousand breaths, three point five kilometers, one kilometer"),
        ("20 °C, 45°, 20%", "twenty degrees Celsius, forty-five degrees, twenty percent"),
        ("4th, 22nd, 105th", "fourth, twenty-second, one hundred and fifth"),
        ("1. Sit down.", "one. Sit down."),
        ("Chapter IV, Chapter 01, Part Ⅳ.", "Chapter four, Chapter one, Part four."),
        ("Part I loved", "Part I loved"),
        ("King Charles III and Henry VIII", "King Charles the third and Henry the eighth"),
        ("You are number #1 to me.", "You are number one to me."),
        ("Call 988 now, or text 741741.", "Call nine eight eight now, or text seven four one seven four one."),
        ("Call 988.", "Call nine eight eight."),
        ("B12 and 3D", "B twelve and three D"),
        # Abbreviations.
        ("card No. 5, p. 12, pp. 3-4", "card number five, page twelve, pages three to four"),
        ("from Rev. Ann Lee, approx. 5", "from Reverend Ann Lee, approximately five"),
        ("Dr. Lee, St. James Street, etc.", "Doctor Lee, Saint James Street, et cetera."),
        ("e.g. tea, i.e. rest", "for example tea, that is rest"),
        # Signs.
        ("Calm & safe, in here and/or out there.", "Calm and safe, in here and or out there."),
        ("w/ care, w/o rush", "with care, without rush"),
        ("love + time = rest", "love plus time equals rest"),
        ("See www.example.org/calm.", "See example dot org slash calm."),
        ("Thank you 🙏🏽💜 for being here", "Thank you for being here"),
        ("Rest (for now) here. (Softly.)", "Rest, for now, here. Softly."),
        ("Let it be—just as it is.", "Let it be, just as it is."),
        ("Let it be — just as it is.", "Let it be, just as it is."),
        ("One more thing : rest.", "One more thing: rest."),
        ("Let it be... and rest. . .", "Let it be… and rest…"),
        ("a well-known twenty-four", "a well-known twenty-four"),
        ("It’s “soft”", "It's \"soft\""),
        ("ﬁnd the oﬃce, so\u00adft", "find the office, soft"),
        # Capitals.
        ("I AM safe.", "I am safe."),
        ("I AM enough, and I LOVE ME.", "I am enough, and I love me."),
        ("HI, little one.", "Hi, little one."),
        ("LET IT BE.", "Let it be."),
        ("YOU ARE WITH US.", "You are with us."),
        ("DON'T RUSH, I'M HERE.", "Don't rush, I'm here."),
        ("In IFS and in EMDR", "In I.F.S and in E.M.D.R"),
        ("a FAQ of the WHO: WHO are you?", "a F.A.Q of the W.H.O: who are you?"),
        ("It's OK in the US.", "It's okay in the U.S."),
        ("the UNHCR", "the U.N.H.C.R"),
        # Sounds of breath, and words of the field.
        ("Mmm.", "umm."), ("Hmm.", "hum."), ("Shhh.", "shush."), ("Ahhh.", "aah."),
        ("Namaste.", "nah-mah-stay."),
    ])  # fmt: skip
def test_plain_words_are_spoken_as_written(written: str, said: str) -> None:
    assert ENGLISH(written) == said


@pytest.mark.parametrize(
    "text",
    ["Close friends stay.", "Take a minute.", "Let it be.", "You matter; so does rest.", "A bell."],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert ENGLISH(text).casefold() == text.casefold()


def test_a_pronunciation_always_wins() -> None:
    lexicon = Lexicon(
        (
            Pronunciation("close", "klohss"),
            Pronunciation("5", "fiver"),
            Pronunciation("IFS", "ifs"),
            Pronunciation("live", "live"),
            Pronunciation("Shhh", "sh"),
        )
    )
    said = ENGLISH("Close your eyes, live 5 times. IFS. Shhh 6.", lexicon)
    assert said == "klohss your eyes, live fiver times. ifs. sh six."


def test_engines_with_ipa_get_ipa() -> None:
    said = SpokenForm("en", ipa)(
        "Close your eyes. Shhh. 5.", Lexicon((Pronunciation("eyes", ipa="aɪz"),))
    )
    assert said == "[[ klˈoʊz ]] your [[ aɪz ]]. [[ ʃʃʃʃ ]]. five."


def test_other_languages_keep_their_numbers_and_words() -> None:
    said = SpokenForm("de")("Nun folgt der 3. Atemzug — ganz ruhig 💜, 4-7-8 & LIVE.")
    assert said == "Nun folgt der 3. Atemzug, ganz ruhig, 4-7-8 & LIVE."
    assert SpokenForm("ja")("楽に——して") == "楽に——して"
    assert SpokenForm("fr")("« Respirez » : doucement ?") == "« Respirez » : doucement ?"


def test_signs_alone_are_left_for_the_engine_to_refuse() -> None:
    assert ENGLISH("…") == "…"
    assert ENGLISH("💜") == "💜"


@given(st.text(max_size=60))
def test_any_text_has_a_spoken_form_on_one_line(text: str) -> None:
    line = " ".join(text.split())
    said = ENGLISH(line)
    assert "\U000f0000" not in said
    assert any(map(str.isalnum, said)) or said == line


@given(st.text(alphabet="0123456789 .,-/:%°½Aap.m&+x", max_size=24))
def test_no_digit_is_left(text: str) -> None:
    said = ENGLISH(f"say {text}")
    assert not any(sign.isdecimal() for sign in said)


def test_a_list_of_texts_as_people_write_them() -> None:
    said = {item.written: plain(ENGLISH(item.written)) for item in items()}
    wrong = [
        f"{item.written}: {said[item.written]}"
        for item in items()
        if said[item.written] not in item.accepted
    ]
    assert len(said) > 300
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 116 123.", "Call one one six, one two three."),
        ("We counted 12 000 000 stars.", "We counted twelve million stars."),
        ("It was 2020-21.", "It was twenty twenty to twenty-one."),
        ("From 30-06 to 3-2.", "From thirty, zero six to three, two."),
        ("On 13/05/2024 or 5/13/2024.", "On May thirteenth, twenty twenty-four or May thirteenth, twenty twenty-four."),
        ("Between 4/5 and 5/5.", "Between four fifths and five out of five."),
        ("Max. 5 breaths with Max. Rest.", "maximum five breaths with Max. Rest."),
        ("See you Fri.", "See you Friday."),
        ("Ann Lee Jr.", "Ann Lee Junior."),
        ("A 3-sec hold, 3-in-1.", "A three-second hold, three-in-one."),
        ("Rest x1, then 2 x 3.", "Rest once, then two times three."),
    ],
)  # fmt: skip
def test_signs_that_mean_more_than_one_thing(written: str, said: str) -> None:
    assert ENGLISH(written) == said
