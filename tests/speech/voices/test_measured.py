"""Figures of voices, and the words for their sound that follow from them."""

from __future__ import annotations

from quietude.speech.engines.flite import _KNOWN
from quietude.speech.voices.measured import (
    VoiceFigures,
    measured_voices,
    written_measured,
)

_NATURAL, _GOOD = 4.0, 3.2
_MOST_MISHEARD = 0.4
"""A voice of which more words than that are misheard is not good, however smooth it is."""


def sounds_like(voice: VoiceFigures) -> str:
    """The tier of a voice by what was measured: ``natural``, ``good``, or "" for a lower one.

    Below, a model of quality does not tell voices made of recordings from eSpeak's, which are
    called fair and robotic by how they are made.
    """
    if voice.distillmos >= _NATURAL:
        return "natural"
    return "good" if voice.distillmos >= _GOOD and voice.misheard <= _MOST_MISHEARD else ""


def test_a_voice_is_called_what_was_measured() -> None:
    tiers = {f"flite:{name}": voice.tier for name, voice in _KNOWN.items()}
    tiers |= {"hibari:heart": "natural", "kokoro:af_heart": "natural"}
    for voice, tier in tiers.items():
        if found := measured_voices().get(voice):
            assert (sounds_like(found) or tier) == tier, voice
            assert (tier in {"natural", "good"}) == bool(sounds_like(found)), voice


def test_the_default_voice_is_as_good_as_promised() -> None:
    heart = measured_voices()["hibari:heart"]
    assert heart.distillmos >= 4.3
    assert heart.misheard_in_mix <= 0.15


def test_figures_are_written_sorted() -> None:
    text = written_measured({"b": VoiceFigures(3.0, 0.3, 0.4), "a": VoiceFigures(4.5, 0.1, 0.15)})
    assert text.index('"a"') < text.index('"b"')
