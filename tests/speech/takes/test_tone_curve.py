"""The tone curve of recorded voices: gentle, bounded, and smooth."""

from __future__ import annotations

import numpy as np
import pytest

from murmurs import RATE_HZ, murmur
from quietude.audio.clip import Clip
from quietude.speech.takes.octave_levels import (
    CENTRES_HZ,
    SPEECH_DB,
    VoiceSpectrum,
    octave_powers,
    spectrum_of,
)
from quietude.speech.takes.tone_curve import FLAT, ToneCurve, matching_curve, own_curve

QUIET_ROOM = (-80.0,) * len(CENTRES_HZ)


def voice(colour_db: dict[int, float], room_db: tuple[float, ...] = QUIET_ROOM) -> VoiceSpectrum:
    """A voice that has something more than speech in general, by the centres of octaves."""
    levels = [db + colour_db.get(hz, 0.0) for hz, db in zip(CENTRES_HZ, SPEECH_DB, strict=True)]
    whole = 10.0 * np.log10(np.sum(10.0 ** (np.array(levels) / 10.0)))
    return VoiceSpectrum(tuple(float(level - whole) for level in levels), room_db, 60.0)


def test_a_voice_like_speech_in_general_stays_as_it_is() -> None:
    assert own_curve(voice({})) == FLAT
    assert own_curve(None).is_flat
    assert FLAT.identity == ""


def test_a_boomy_dull_voice_gets_half_of_the_way_and_four_decibels_at_most() -> None:
    boomy = own_curve(voice({125: 6.0, 250: 8.0, 500: 4.0, 4000: -8.0, 8000: -8.0}))
    assert boomy.gains_db[1] < 0 < boomy.gains_db[5]
    assert boomy.gains_db[0] <= 0
    odd = own_curve(voice({250: 30.0, 500: 30.0, 4000: -12.0, 8000: -12.0}))
    assert max(map(abs, odd.gains_db)) == 4
    steps = np.diff(own_curve(voice({1000: 10.0})).gains_db)
    assert np.abs(steps).max() <= 2  # neighbours share what one octave asks for


def test_nothing_is_raised_where_there_is_only_room_or_no_sound() -> None:
    dull = {2000: -6.0, 4000: -10.0, 8000: -10.0}
    quiet = own_curve(voice(dull))
    near = tuple(level - 10.0 for level in voice(dull).voice_db)
    assert quiet.gains_db[5] > 1
    assert max(own_curve(voice(dull, room_db=near)).gains_db) == 0
    assert own_curve(voice({8000: -60.0})).gains_db[6] == 0
    assert matching_curve(SPEECH_DB, voice({8000: -60.0}).voice_db).gains_db[6] == 0


def test_a_voice_is_matched_by_six_decibels_at_most() -> None:
    wanted = voice({250: -3.0, 4000: 4.0})
    curve = matching_curve(wanted.voice_db, voice({}).voice_db)
    assert curve.gains_db[5] - curve.gains_db[1] == 7
    assert matching_curve(wanted.voice_db, wanted.voice_db) == FLAT
    far = matching_curve(voice({4000: 14.0}).voice_db, voice({}).voice_db)
    assert max(far.gains_db) == 6


def test_the_curve_is_what_is_heard_without_a_shift() -> None:
    curve = ToneCurve((-2, -3, 0, 1, 2, 4, 4))
    assert str(ToneCurve((-2, 0, 0, 0, 0, 1, 0))) == "-2 dB at 125 Hz, +1 dB at 4 kHz"
    sound = murmur(2.0)
    heard = curve.applied(sound, RATE_HZ)
    assert heard.shape == sound.shape
    gains = 10 * np.log10(octave_powers(Clip(heard, RATE_HZ)) / octave_powers(Clip(sound, RATE_HZ)))
    np.testing.assert_allclose(gains, curve.gains_db, atol=0.8)
    spike = np.zeros(RATE_HZ, np.float32)
    spike[20_000] = 1.0
    assert int(np.argmax(np.abs(curve.applied(spike, RATE_HZ)))) == 20_000
    assert FLAT.applied(sound, RATE_HZ) is sound
    assert curve.applied(sound[:3], RATE_HZ).shape == (3,)


def test_a_spectrum_is_of_the_voice_and_no_loud_phrase_decides() -> None:
    soft, loud = octave_powers(Clip(murmur(2.0), RATE_HZ)), np.zeros(len(CENTRES_HZ))
    loud[2] = 100.0
    nothing = np.zeros(len(CENTRES_HZ))
    both = spectrum_of([(soft, nothing, 2.0), (loud, nothing, 2.0)])
    assert both is not None
    alone = spectrum_of([(soft, nothing, 2.0)])
    assert alone is not None
    assert both.voice_db[4] == pytest.approx(alone.voice_db[4] - 3.0, abs=0.1)
    noisy = spectrum_of([(soft, 0.5 * soft, 2.0)])
    assert noisy is not None
    np.testing.assert_allclose(np.subtract(noisy.voice_db, noisy.room_db), 0.0, atol=1e-6)
    assert spectrum_of([]) is None
    assert octave_powers(Clip(murmur(0.0001)[:1], RATE_HZ)).sum() == 0.0
