"""Licences: which voices a series for the public may be spoken with."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from quietude.speech.engines.base import Terms, Voice
from quietude.speech.licensing import licence_refusal

VOICE = Voice("amy", "Amy", "en-GB", "female", "piper", licence="CC BY-NC 4.0")


@pytest.mark.parametrize("terms", get_args(Terms))
def test_terms_that_forbid_publishing(terms: Terms) -> None:
    reason = licence_refusal(dataclasses.replace(VOICE, terms=terms))
    assert bool(reason) == (terms in {"non-commercial", "research", "unknown"})


def test_a_refusal_names_the_voice_and_its_licence() -> None:
    voice = dataclasses.replace(VOICE, terms="non-commercial")
    assert licence_refusal(voice) == (
        "the voice piper:amy may not be used to earn money (licence: CC BY-NC 4.0)"
    )
    bare = dataclasses.replace(voice, licence="", terms="unknown")
    assert licence_refusal(bare) == (
        "the voice piper:amy comes without a word about its permitted use"
    )
