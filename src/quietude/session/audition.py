"""One phrase into a sound file, to hear a voice as a session would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import soundfile

from quietude._util.files import PendingFile
from quietude.audio.clip import plain_reason
from quietude.errors import DeliveryError, UsageError
from quietude.plan.request import Request
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.registry import engine_row
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.processing import process
from quietude.speech.voice_selection import open_voice
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Audition:
    """One phrase that was spoken into a file.

    Attributes:
        voice: The voice that spoke.
        said: The text as the voice got it, respelt by the lexicon.
        seconds: The length of the sound.
    """

    voice: str
    said: str
    seconds: float


def audition(  # noqa: PLR0913  (each says something else of the phrase)
    voice: str,
    text: str,
    rate_wpm: int | None,
    output: Path,
    *,
    overwrite: bool = False,
    lexicon: Lexicon | None = None,
) -> Audition:
    """Speak one phrase into a sound file, as it sounds in a session without a bed.

    Args:
        voice: A voice id, or ``auto``.
        text: The phrase.
        rate_wpm: Articulation in words a minute; None for the engine's calm rate.
        output: A ``.wav`` or ``.flac`` file.
        overwrite: True to replace a file that is there already.
        lexicon: The pronunciations of words.

    Returns:
        The voice that spoke, the text it got, and the length of the sound.

    Raises:
        QuietudeError: if it cannot be spoken or written.
    """
    if output.suffix.lower() not in {".wav", ".flac"}:
        message = "an audition is written as WAV or FLAC"
        raise UsageError(message, path=output, hint="Give the file a name that ends in .wav")
    rate_wpm = Request(rate_wpm=rate_wpm).rate_wpm
    with open_voice(voice) as chosen, PendingFile(output, overwrite=overwrite) as pending:
        ipa = engine_row(chosen.engine.identity().engine).ipa_notation()
        said = SpokenForm("en", ipa)(text, lexicon)
        clip = chosen.engine.speak(Phrase(said, chosen.voice, rate_wpm or chosen.calm_wpm))
        clip = process(clip, SAMPLE_RATE_HZ)
        try:
            soundfile.write(
                pending.temporary, clip.samples, clip.sample_rate_hz, format=output.suffix[1:]
            )
        except (OSError, soundfile.SoundFileError) as error:
            message = f"this file cannot be written ({plain_reason(error)})"
            raise DeliveryError(message, path=output) from error
        pending.commit()
        return Audition(chosen.full_id, said, clip.seconds)
