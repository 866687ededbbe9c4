"""The request of one listener: details, length, voice, pacing."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from quietude.durations import clock_text
from quietude.errors import UsageError
from quietude.plan.model import OWN_TUNE, Tune
from quietude.script.pacing import PROFILES
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.lexicon import Lexicon
    from quietude.script.model import Script

OWN_SEEDS = 1_000_000
"""Seeds that scripts have of their own lie below this."""

SHORTEST_S = 5.0
LONGEST_S = 12 * 3600.0
RATES_WPM = (80, 220)
PITCHES_SEMITONES = (-6.0, 6.0)
RANGE_FACTORS = (0.0, 2.0)
SAMPLE_RATES_HZ = (16_000, 96_000)


AUTO = "auto"
"""The voice or engine to choose for the listener: the best one here."""

Ending = Literal["return", "sleep"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)


@dataclass(frozen=True, slots=True)
class Request:
    """The request of one listener.

    Attributes:
        duration_s: The exact length asked for, in seconds; None leaves every pause its ideal.
        slot_values: Personal details by slot name.
        voice: A voice id, or :data:`AUTO`.
        engine: The only speech engine to use, or :data:`AUTO`.
        rate_wpm: Articulation in words a minute, without the pauses; None for the calm rate of
            the engine that speaks.
        tune: A change of the voice's melody, where the engine can make one.
        pacing: A pacing profile, or None for the script's own.
        sample_rate_hz: Frames per second of the session.
        seed: Chooses among the wordings of a script: the same seed makes the same session. None is
            the script's own; see :meth:`seed_for`.
        lexicon: Pronunciations of this listener's words; they count more than the script's.
            None is the lexicon among this user's settings.
        ending: ``return``, as the script ends, or ``sleep``: nothing wakes, and the bed stays on.
        accept_care_risks: True to make a session that may be hard on its listener all the same.

    Raises:
        UsageError: if a number lies outside what any session can have.
    """

    duration_s: float | None = None
    slot_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    voice: str = AUTO
    engine: str = AUTO
    rate_wpm: int | None = None
    tune: Tune = OWN_TUNE
    pacing: str | None = None
    sample_rate_hz: int = SAMPLE_RATE_HZ
    seed: int | None = None
    ending: Ending = "return"
    lexicon: Lexicon | None = None
    accept_care_risks: bool = False

    def __post_init__(self) -> None:
        if self.duration_s is not None and not SHORTEST_S <= self.duration_s <= LONGEST_S:
            message = f"a session cannot last {_spoken_length(self.duration_s)}"
            hint = f"It may last from {SHORTEST_S:.0f} seconds to {LONGEST_S / 3600:.0f} hours."
            raise UsageError(message, hint=hint)
        low, high = RATES_WPM
        if self.rate_wpm is not None and not low <= self.rate_wpm <= high:
            message = f"a voice cannot speak {self.rate_wpm} words a minute here"
            raise UsageError(message, hint=f"Choose from {low} to {high}.")
        _check_tune(self.tune)
        if self.pacing is not None and self.pacing not in PROFILES:
            message = f'there is no pacing "{self.pacing}"'
            raise UsageError(message, hint=f"Choose one of: {', '.join(PROFILES)}.")
        if self.ending not in ENDINGS:
            message = f'there is no ending "{self.ending}"'
            raise UsageError(message, hint=f"Choose one of: {', '.join(ENDINGS)}.")
        low, high = SAMPLE_RATES_HZ
        if not low <= self.sample_rate_hz <= high:
            message = f"a session cannot have {self.sample_rate_hz} frames a second"
            raise UsageError(message, hint=f"Choose from {low} to {high} Hz; 44100 is usual.")

    def seed_for(self, script: Script) -> int:
        """The seed of a session: the one asked for, or the script's own.

        That is a number from the id of the script, always the same, so that two exercises with the
        same shared steps do not open and close with the same words.
        """
        if self.seed is not None:
            return self.seed
        return int.from_bytes(blake2b(script.id.encode(), digest_size=8).digest()) % OWN_SEEDS


def _spoken_length(seconds: float) -> str:
    return f"{seconds:g} seconds" if seconds < SHORTEST_S else clock_text(seconds)


def _check_tune(tune: Tune) -> None:
    lowest, highest = PITCHES_SEMITONES
    if not lowest <= tune.pitch_semitones <= highest:
        message = f"a voice cannot be moved by {tune.pitch_semitones:g} semitones here"
        raise UsageError(message, hint=f"Choose from {lowest:g} to {highest:g}.")
    flattest, widest = RANGE_FACTORS
    if not flattest <= tune.range_factor <= widest:
        message = f"a melody cannot be {tune.range_factor:g} times as wide here"
        raise UsageError(message, hint=f"Choose from {flattest:g} to {widest:g}; 1 is its own.")
