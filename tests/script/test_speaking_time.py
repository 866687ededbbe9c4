"""The estimated time of speech, in any writing system."""

from __future__ import annotations

import pytest

from quietude.script.speaking_time import Timing, speaking_seconds, word_count


def test_words_are_counted_by_spaces_or_by_their_time() -> None:
    assert word_count("“One two—three,” he said.") == 4
    assert word_count("안녕하세요 여러분") == 2
    assert word_count("") == 0
    # Three syllables of 1.7 letters each and one letter of 4.4, five letters to a word.
    assert word_count("すわって息 Hi") == pytest.approx((4 * 1.7 + 4.4) / 5 + 1)


def test_a_word_of_five_letters_takes_its_share_of_a_minute() -> None:
    assert speaking_seconds("hands " * 115, 115) == pytest.approx(60.0)
    assert speaking_seconds("hands " * 115, 57.5) == pytest.approx(120.0)
    assert speaking_seconds("hands, hands", 60) == pytest.approx(2.1 + 0.25 * 115 / 60, abs=0.01)


def test_a_voice_that_speaks_faster_makes_shorter_pauses_too() -> None:
    """Measured: flite 29.6 s at 115 words a minute, 22.9 s at 150; eSpeak 28.7 and 22.2 s."""
    text, slow = "Feel your feet, your hands, and your jaw.", Timing(0.7, 0.9, 0.4)
    factor = speaking_seconds(text, 115, slow) / speaking_seconds(text, 150, slow)
    assert factor == pytest.approx(150 / 115)


def test_even_nothing_takes_half_a_word() -> None:
    assert speaking_seconds("I", 60) == pytest.approx(0.6)
    assert speaking_seconds("", 60) == pytest.approx(0.5)


def test_commas_of_every_script_are_heard() -> None:
    for comma in ",;:—،；、，":
        assert speaking_seconds(f"a{comma}a", 60) - speaking_seconds("aa", 60) > 0.2


def test_spaces_between_sentences_without_spaces_change_nothing() -> None:
    assert speaking_seconds("你好。 你好。", 115) == pytest.approx(
        speaking_seconds("你好。你好。", 115)
    )
