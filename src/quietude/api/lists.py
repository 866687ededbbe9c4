"""Lists: the exercises, programmes, beds, bells, voices and targets there are, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.api.errors import speaks_python
from quietude.library import index
from quietude.script.browse.search import ExerciseQuery, find
from quietude.sound import assets
from quietude.sound.targets import TARGETS
from quietude.speech.voice_selection import present_voices
from quietude.speech.voice_traits import voices_with

if TYPE_CHECKING:
    from quietude.library.index import ExerciseEntry, ProgrammeSummary
    from quietude.sound.assets import BedAsset, ClipAsset
    from quietude.sound.targets import Target
    from quietude.speech.engines.base import Voice


@speaks_python
def exercises(
    words: str = "",
    *,
    need: str = "",
    intensity: str = "",
    minutes: float | None = None,
    step: str = "",
) -> list[ExerciseEntry]:
    """Returns the exercises of the library that match, the best first.

    Args:
        words: Words to look for: ``"hug"``.
        need: A need: ``"sleep"``.
        intensity: ``light``, ``medium`` or ``high``.
        minutes: A length it can have.
        step: A kind of step it has: ``"tap"``.

    Raises:
        UsageError: for a need, an intensity or a kind of step that does not exist.
    """
    return find(ExerciseQuery(need, intensity, minutes, step, tuple(words.split())))


def programmes() -> list[ProgrammeSummary]:
    """Returns the programmes of the library."""
    return list(index.programmes())


def beds() -> dict[str, BedAsset]:
    """Returns the beds by id."""
    return dict(assets.beds())


def bells() -> dict[str, ClipAsset]:
    """Returns the bells by id."""
    return assets.bells()


def voices(traits: str = "", *, language: str = "en") -> list[Voice]:
    """Returns the voices of this machine, the best engine first.

    Args:
        traits: Traits in words: ``"female british"``.
        language: Their language, or ``"all"``.
    """
    found = list(present_voices())
    if traits:
        return voices_with(traits, found, language)
    if language == "all":
        return found
    return [one for one in found if one.language.lower().startswith(language.lower())]


def targets() -> dict[str, Target]:
    """Returns the targets by name."""
    return dict(TARGETS)
