"""English read as phonemes, with the written words in their places."""

from __future__ import annotations

import pytest

from quietude.errors import SpeechError
from quietude.speech.engines.neural.front_end import FrontEnd
from tiny_phoneme_model import needs_front_end

pytestmark = needs_front_end


@pytest.fixture(scope="module")
def reader() -> FrontEnd:
    return FrontEnd(british=False)


def words(reader: FrontEnd, text: str) -> list[str]:
    """The phonemes from each written word to the next; "-" for one without a place."""
    found = []
    for sentence in reader.sentences(text):
        starts = [start for start in sentence.word_starts if start >= 0]
        ends = [*starts[1:], len(sentence.phonemes)]
        spans = dict(zip(starts, ends, strict=True))
        found += [
            sentence.phonemes[start : spans[start]].strip() if start >= 0 else "-"
            for start in sentence.word_starts
        ]
    return found


def test_each_word_has_its_phonemes(reader: FrontEnd) -> None:
    assert words(reader, "Rest here, now.") == ["ɹˈɛst", "hˈɪɹ,", "nˈW."]
    assert len(words(reader, "Mind-body work; it's the grown-up's.")) == 5


def test_sentences_are_read_one_by_one(reader: FrontEnd) -> None:
    assert len(reader.sentences("Dr. Lee rests. So do you.")) == 2


def test_a_number_of_several_words_has_one_place(reader: FrontEnd) -> None:
    found = words(reader, "At 3:30 pm, rest.")
    assert len(found) == 4
    assert found[0] == "ˌæt"
    assert found[1].startswith("θɹˈi")
    assert found[3] == "ɹˈɛst."


def test_ipa_is_said_as_it_is_written(reader: FrontEnd) -> None:
    assert words(reader, "Hello, [x](/ʃɪˈvɔːn/).") == ["həlˈO,", "ʃɪvˈɔn."]


def test_a_pronunciation_of_two_words_keeps_the_places_of_the_others(reader: FrontEnd) -> None:
    assert words(reader, "Hello [x](/ˈɪnə tʃaɪld/) now.")[-1] == "nˈW."


@pytest.mark.parametrize("text", ["Привет, мир.", "Hello 你好 friend.", "Shalom שלום."])
def test_letters_a_front_end_cannot_read_are_refused(reader: FrontEnd, text: str) -> None:
    with pytest.raises(SpeechError, match="cannot read"):
        reader.sentences(text)


def test_a_sign_without_sound_changes_nothing(reader: FrontEnd) -> None:
    (plain,) = reader.sentences("Rest here, now.")
    (strange,) = reader.sentences("Re\u200bst\x00 *here*, now\ufe0f.")
    assert strange.phonemes == plain.phonemes


def test_accents_are_read(reader: FrontEnd) -> None:
    assert words(reader, "Café.") == ["kæfˈA."]
