"""The request of one listener: details, length, voice, pacing."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from quietude.durations import clock_text, parse_length
from quietude.errors import UsageError
from quietude.plan.model import OWN_TUNE, Tune
from quietude.script.pacing import PROFILES
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude.script.bed import BellSound
    from quietude.script.lexicon import Lexicon
    from quietude.script.model import Script

OWN_SEEDS = 1_000_000
"""Seeds that scripts have of their own lie below this."""

SHORTEST_S = 5.0
LONGEST_S = 12 * 3600.0
RATES_WPM = (80, 220)
PITCHES_SEMITONES = (-6.0, 6.0)
RANGE_FACTORS = (0.0, 2.0)
STRETCHES = (1.0, 20.0)
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
        stretch: Silences may become up to so many times as long as the script has them, or half as
            long, where a length is asked for; None for what the script says.
        keep_pauses: True to keep every silence within what is written for it.
        nearest: True for the nearest length the script can have, where it cannot have
            ``duration_s``.
        bell: The bell that is struck in place of the script's; None for its own.
        ending: ``return``, as the script ends, or ``sleep``: nothing wakes, and the bed stays on.
        takes: A folder of recorded phrases, heard instead of the voice; None for the voice alone.
        only_takes: True to refuse a session with a phrase that nobody recorded.
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
    stretch: float | None = None
    keep_pauses: bool = False
    nearest: bool = False
    bell: BellSound | None = None
    takes: Path | None = None
    only_takes: bool = False
    accept_care_risks: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "duration_s", _seconds(self.duration_s))
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
        least, most = STRETCHES
        if self.stretch is not None and not least <= self.stretch <= most:
            message = f"silences cannot stretch to {self.stretch:g} times their length"
            raise UsageError(message, hint=f"Choose from {least:g} to {most:g}.")
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


def draw(key: str, seed: int, count: int, turn: int = 0) -> int:
    """Draws which of ``count`` wordings a session says, 0 … count − 1.

    Seeds that follow each other go round: of as many sessions as there are wordings, counted
    from a multiple of that number, each says another, and no session says what the one before
    it said. Every round begins elsewhere, by the key and the round, so that the choices of one
    script do not move together. A choice that comes up again in a session (``turn`` 1, 2, …)
    takes the next wording.
    """
    return (_first_of_round(key, seed // count, count) + seed % count + turn) % count


def _first_of_round(key: str, number: int, count: int) -> int:
    if count == 2:  # noqa: PLR2004  (two wordings can only take turns)
        return _hashed(key, 0) % 2
    if number % 2 == 0:
        return _hashed(key, number) % count
    # A round ends with the wording before its first: the next may not begin with that one.
    before, after = (_first_of_round(key, round_, count) for round_ in (number - 1, number + 1))
    barred = {(before - 1) % count, (after + 1) % count}
    free = [wording for wording in range(count) if wording not in barred]
    return free[_hashed(key, number) % len(free)]


def _hashed(key: str, number: int) -> int:
    # Not a CRC: those of two keys differ by the same bits in every round, and the choices of a
    # script would go round in step after all.
    return int.from_bytes(blake2b(f"{key}:{number}".encode(), digest_size=8).digest())


def _seconds(duration: object) -> float | None:
    """Returns a duration in seconds; a text such as ``10m`` is read.

    Raises:
        UsageError: if it is neither a number nor such a text.
    """
    if isinstance(duration, str):
        try:
            return parse_length(duration)
        except ValueError as error:
            raise UsageError(str(error)) from error
    if duration is None or (isinstance(duration, int | float) and not isinstance(duration, bool)):
        return duration
    message = f"a duration is a number of seconds, not {type(duration).__name__}"
    raise UsageError(message, hint='Write it like Request(duration_s=600), or duration_s="10m".')


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
