"""Targets for the finished file, by name, as the places that publish sound ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from quietude._util.suggest import did_you_mean
from quietude.durations import clock_text
from quietude.errors import UsageError


@dataclass(frozen=True, slots=True)
class Target:
    """Loudness and peak of a finished file, measured once it is decoded.

    The voice is the anchor: gated on its phrases it has the loudness asked for, whatever bed lies
    under it and however long its silences are, so that sessions of one target sound alike. The
    integrated loudness of the whole is brought there too where the voice stays within its leeway.

    Attributes:
        loudness_lufs: Loudness of the voice, and of the whole where that can be.
        true_peak_dbtp: The highest true peak.
        name: The name ``--target`` takes, or "".
        mp3_kbps: The constant bit rate of an MP3.
        voice_leeway_lu: The most the voice may move for the figure of the whole.
        sample_rate_hz: The sample rate asked for; None for any.
    """

    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -1.0
    name: str = ""
    mp3_kbps: int = 128
    voice_leeway_lu: float = 0.4
    sample_rate_hz: int | None = None

    @property
    def voice_only(self) -> bool:
        """True if nothing may sound but the voice and bells: room tone instead of a bed."""
        return False


@dataclass(frozen=True, slots=True)
class ListingTarget(Target):
    """A track for Insight Timer, as its guide for teachers asks (help.insighttimer.com).

    MP3 at 128 kb/s and 48 kHz, a bell that closes it, a description of 500 characters or more, and
    a warning that is spoken where the session may be hard on its listener.

    Attributes:
        description_letters: The shortest description.
    """

    name: str = "insight-timer"
    sample_rate_hz: int | None = 48_000
    description_letters: int = 500


@dataclass(frozen=True, slots=True)
class AcxTarget(Target):
    """An audiobook as ACX takes it, judged by RMS level and noise floor instead of loudness.

    The defaults are the ACX Audio Submission Requirements: -23 to -18 dB RMS, peaks at most -3 dB,
    noise floor at most -60 dB RMS, MP3 of a constant 192 kb/s or more, at most 120 minutes a file,
    room tone at both ends. So there is no bed: the quiet moments must be nearly silent.

    Attributes:
        loudness_lufs: Loudness of the voice: with it, sessions of which a fifth to four fifths
            are speech have the RMS asked for.
        rms_db: The lowest and highest RMS of the whole file, silences included.
        floor_db: The highest RMS of its quietest half second.
        longest_s: The longest file.
        voice_leeway_lu: The most the voice may move for the RMS.
    """

    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -3.0
    name: str = "audiobook"
    mp3_kbps: int = 192
    rms_db: tuple[float, float] = (-23.0, -18.0)
    floor_db: float = -60.0
    longest_s: float = 7200.0
    voice_leeway_lu: float = 1.0

    @property
    def voice_only(self) -> bool:
        """True: the noise floor leaves no room for a bed."""
        return True

    def missing_db(self, rms_db: float) -> float:
        """Returns the dB that bring a file outside the range of levels just into it; 0 within."""
        low, high = self.rms_db
        if low <= rms_db <= high:
            return 0.0
        return low + _INSIDE_DB - rms_db if rms_db < low else high - _INSIDE_DB - rms_db


_INSIDE_DB = 0.2
"""Distance inside its range to which a file is brought that was outside."""

TARGETS = {
    target.name: target
    for target in (
        Target(-16.0, -1.0, "podcast"),
        Target(-14.0, -1.0, "spotify"),
        Target(-20.0, -1.0, "quiet"),
        ListingTarget(),
        AcxTarget(),
    )
}


def target_named(name: str) -> Target:
    """Returns the target of a name.

    Raises:
        UsageError: if no target has the name; the hint suggests a likely one.
    """
    if name not in TARGETS:
        hint = did_you_mean(name, TARGETS, f"Targets: {', '.join(TARGETS)}.")
        message = f'there is no target "{name[:40]}"'
        raise UsageError(message, hint=hint)
    return TARGETS[name]


def check_length(target: Target, seconds: float) -> None:
    """Refuses a session that is too long for its target.

    Raises:
        UsageError: if it is too long.
    """
    if isinstance(target, AcxTarget) and seconds > target.longest_s:
        message = f"an audiobook file lasts {clock_text(target.longest_s)} at most"
        raise UsageError(message, hint="Ask for a shorter --duration, or split the session.")
