"""What a finished file is to measure: targets by name, as the places that publish sound ask."""

from __future__ import annotations

from dataclasses import dataclass

from quietude._util.suggest import did_you_mean
from quietude.durations import clock_text
from quietude.errors import UsageError


@dataclass(frozen=True, slots=True)
class LevelBounds:
    """What an audiobook platform asks of a whole file, in plain level rather than loudness.

    Attributes:
        rms_db: Between which two levels the RMS of everything lies, silences included.
        floor_db: What the quietest half second may have at most.
        longest_s: The longest file.
        voice_lufs: How loud the voice may get for it; its peaks are tamed at 11 dB more,
            so that the limiter takes little.
    """

    rms_db: tuple[float, float]
    floor_db: float
    longest_s: float
    voice_lufs: float

    @property
    def aim_db(self) -> float:
        """The level in the middle, which is what a file is brought to."""
        return sum(self.rms_db) / 2


@dataclass(frozen=True, slots=True)
class Target:
    """What a finished file is to measure.

    Attributes:
        loudness_lufs: Integrated loudness; under ``bounds`` only where a first try begins.
        true_peak_dbtp: The highest true peak.
        name: What ``--target`` calls it, or "".
        bounds: What is asked in plain level instead of loudness. There is no bed then: what is
            quiet must be nearly silent.
        mp3_kbps: The constant bit rate of an MP3.
    """

    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -1.0
    name: str = ""
    bounds: LevelBounds | None = None
    mp3_kbps: int = 128


TARGETS = {
    it.name: it
    for it in (
        Target(-16.0, -1.0, "podcast"),
        Target(-14.0, -1.0, "spotify"),
        Target(-20.0, -1.0, "quiet"),
        # ACX: -23 to -18 dB RMS, peaks at most -3 dB, noise floor at most -60 dB RMS,
        # 44.1 kHz at 192 kb/s or more, at most 120 minutes, room tone at both ends.
        Target(-20.0, -3.0, "audiobook", LevelBounds((-23.0, -18.0), -60.0, 7200.0, -12.0), 192),
    )
}


def target_named(name: str) -> Target:
    """A target by its name.

    Raises:
        UsageError: if there is none; the message names a likely one.
    """
    if name not in TARGETS:
        hint = did_you_mean(name, TARGETS, f"Targets: {', '.join(TARGETS)}.")
        message = f'there is no target "{name[:40]}"'
        raise UsageError(message, hint=hint)
    return TARGETS[name]


def check_length(target: Target, seconds: float) -> None:
    """Refuse a session that is too long for its target.

    Raises:
        UsageError: if it is.
    """
    if target.bounds and seconds > target.bounds.longest_s:
        message = f"an audiobook file lasts {clock_text(target.bounds.longest_s)} at most"
        raise UsageError(message, hint="Ask for a shorter --duration, or part the session.")
