"""Targets for the finished file, by name, as the places that publish sound ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from quietude._util.suggest import did_you_mean
from quietude.durations import clock_text
from quietude.errors import UsageError


@dataclass(frozen=True, slots=True)
class Target:
    """Loudness and peak of a finished file, measured once it is decoded.

    Attributes:
        loudness_lufs: Integrated loudness.
        true_peak_dbtp: The highest true peak.
        name: The name ``--target`` takes, or "".
        mp3_kbps: The constant bit rate of an MP3.
    """

    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -1.0
    name: str = ""
    mp3_kbps: int = 128

    @property
    def voice_only(self) -> bool:
        """True if nothing may sound but the voice and bells: room tone instead of a bed."""
        return False


@dataclass(frozen=True, slots=True)
class AcxTarget(Target):
    """An audiobook as ACX takes it, judged by RMS level and noise floor instead of loudness.

    The defaults are the ACX Audio Submission Requirements: -23 to -18 dB RMS, peaks at most -3 dB,
    noise floor at most -60 dB RMS, MP3 of a constant 192 kb/s or more, at most 120 minutes a file,
    room tone at both ends. So there is no bed: the quiet moments must be nearly silent.

    Attributes:
        loudness_lufs: Only the level of the first try; the RMS of the decoded file decides.
        rms_db: The lowest and highest RMS of the whole file, silences included.
        floor_db: The highest RMS of its quietest half second.
        longest_s: The longest file.
        voice_lufs: The highest loudness of the voice. Its peaks are limited at 11 dB more, so the
            limiter of the whole takes little.
    """

    loudness_lufs: float = -20.0
    true_peak_dbtp: float = -3.0
    name: str = "audiobook"
    mp3_kbps: int = 192
    rms_db: tuple[float, float] = (-23.0, -18.0)
    floor_db: float = -60.0
    longest_s: float = 7200.0
    voice_lufs: float = -12.0

    @property
    def voice_only(self) -> bool:
        """True: the noise floor leaves no room for a bed."""
        return True

    @property
    def aim_db(self) -> float:
        """The RMS level a file outside the range is brought to: the middle."""
        return sum(self.rms_db) / 2


TARGETS = {
    target.name: target
    for target in (
        Target(-16.0, -1.0, "podcast"),
        Target(-14.0, -1.0, "spotify"),
        Target(-20.0, -1.0, "quiet"),
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
