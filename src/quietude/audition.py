"""One phrase into a sound file, to hear a voice as a session would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import soundfile

from quietude.audio import plain_reason
from quietude.deliver.output import PendingFile
from quietude.errors import DeliveryError, UsageError
from quietude.plan.request import Request
from quietude.speech.choice import open_voice
from quietude.speech.engine import Phrase
from quietude.speech.processing import process
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path


def audition(
    voice: str, text: str, rate_wpm: int, output: Path, *, overwrite: bool = False
) -> tuple[str, float]:
    """Speak one phrase into a sound file, as it sounds in a session without a bed.

    Args:
        voice: A voice id, or ``auto``.
        text: What it says.
        rate_wpm: Articulation in words a minute.
        output: A ``.wav`` or ``.flac`` file.
        overwrite: Whether a file that is there already may be replaced.

    Returns:
        The voice that spoke, and how long it took, in seconds.

    Raises:
        QuietudeError: if it cannot be spoken or written.
    """
    if output.suffix.lower() not in {".wav", ".flac"}:
        message = "an audition is written as WAV or FLAC"
        raise UsageError(message, path=output, hint="Give the file a name that ends in .wav")
    rate_wpm = Request(rate_wpm=rate_wpm).rate_wpm
    with open_voice(voice) as chosen, PendingFile(output, overwrite=overwrite) as pending:
        clip = chosen.engine.speak(Phrase(text, chosen.voice, rate_wpm))
        clip = process(clip, SAMPLE_RATE_HZ)
        try:
            soundfile.write(
                pending.temporary, clip.samples, clip.sample_rate_hz, format=output.suffix[1:]
            )
        except (OSError, soundfile.SoundFileError) as error:
            message = f"this file cannot be written ({plain_reason(error)})"
            raise DeliveryError(message, path=output) from error
        pending.commit()
        return chosen.full_id, clip.seconds
