"""Words that a shell completes: exercises, programmes, beds, voices and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Completions = list[tuple[str, str]]
"""Words, each with a line about it."""


def exercises(incomplete: str) -> Completions:
    """Returns the exercises that begin like this."""
    from quietude.library import index

    return _starting(incomplete, ((one.id, one.summary) for one in index.exercises()))


def sessions(incomplete: str) -> Completions:
    """Returns the exercises and programmes that begin like this."""
    return exercises(incomplete) + programmes(incomplete)


def sounds(incomplete: str) -> Completions:
    """Returns the exercises, beds and bells that begin like this."""
    from quietude.sound.manifest import sound_titles

    found = [(bell.id, bell.title) for bell in sound_titles("bells")]
    return exercises(incomplete) + beds(incomplete) + _starting(incomplete, found)


def programmes(incomplete: str) -> Completions:
    """Returns the programmes that begin like this."""
    from quietude.library import index

    return _starting(incomplete, ((one.id, one.title) for one in index.programmes()))


def needs(incomplete: str) -> Completions:
    """Returns the needs that begin like this."""
    from quietude.library import index

    return _starting(incomplete, index.needs().items())


def step_kinds(incomplete: str) -> Completions:
    """Returns the kinds of step that begin like this."""
    from quietude.library import index

    return _starting(incomplete, ((kind, "") for kind in index.step_kinds()))


def intensities(incomplete: str) -> Completions:
    """Returns the intensities that begin like this."""
    from quietude.script.browse.search import INTENSITIES

    return _starting(incomplete, ((one, "") for one in INTENSITIES))


def beds(incomplete: str) -> Completions:
    """Returns the beds that begin like this."""
    from quietude.script.bed import NO_BED_NAME, SILENCE_NAME
    from quietude.sound.manifest import sound_titles

    found = [(bed.id, bed.title) for bed in sound_titles("beds")]
    found += [(SILENCE_NAME, "the air of a quiet room"), (NO_BED_NAME, "no bed at all")]
    return _starting(incomplete, found)


def voices(incomplete: str) -> Completions:
    """Returns the English voices of this machine that begin like this."""
    from quietude.speech.voice_selection import present_voices

    english = (voice for voice in present_voices() if voice.language.startswith("en"))
    return _starting(incomplete, ((voice.full_id, voice.name) for voice in english))


def targets(incomplete: str) -> Completions:
    """Returns the targets that begin like this."""
    from quietude.sound.targets import TARGETS

    return _starting(incomplete, ((name, "") for name in TARGETS))


def kept_options(incomplete: str) -> Completions:
    """Returns the options that settings can keep and that begin like this."""
    from quietude.cli.making.saved_options import PARAMETERS

    return _starting(incomplete, ((f"{name}=", "") for name in PARAMETERS))


def presets(incomplete: str) -> Completions:
    """Returns this user's presets that begin like this."""
    from quietude.cli.making.saved_options import preset_names

    return _starting(incomplete, ((name, "") for name in preset_names()))


def _starting(incomplete: str, known: Iterable[tuple[str, str]]) -> Completions:
    return [(word, about) for word, about in known if word.startswith(incomplete)]
