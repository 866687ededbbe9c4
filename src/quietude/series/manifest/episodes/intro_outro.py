"""Intro and outro of every session: read from the manifest, and joined to a script."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quietude import library
from quietude.errors import QuietudeError, SeriesError
from quietude.script.bed import TrackBed
from quietude.script.parse import script_from_data
from quietude.script.reader import read_script
from quietude.sound.ends.end_sound import ALONE_S, EndSound

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms.episode import EpisodeForm, IntroOutroForm
    from quietude.series.manifest.problems import Problems
    from quietude.session.sound import Sound
    from quietude.sound.ends.end_sound import EndPlace

OPENING, CLOSING = "Opening", "Closing"


def intro_outro_script(
    form: IntroOutroForm, folder: Path, script: Script, *, is_intro: bool
) -> Script | None:
    """Read an intro or outro as a script of its own; None if its text is empty.

    Args:
        form: The intro or outro in the manifest.
        folder: The folder that relative paths begin in.
        script: The script it goes with, whose slots its words may use.
        is_intro: True for an intro, False for an outro.

    Raises:
        QuietudeError: if it cannot be read, or there is no such fragment.
    """
    if form.file:
        return read_script(folder / form.file)
    if form.exercise:
        return read_script(form.exercise)
    if form.fragment and form.fragment not in library.fragment_ids():
        message = f'there is no fragment "{form.fragment[:60]}"'
        raise SeriesError(message, hint=f"There are: {', '.join(library.fragment_ids())}.")
    if not form.fragment and not form.text:
        return None
    title = form.title or (OPENING if is_intro else CLOSING)
    step: Any = {"include": form.fragment} if form.fragment else {"say": form.text}
    data = {
        "id": title.lower() if title in {OPENING, CLOSING} else "part",
        "title": title,
        "language": script.language,
        "slots": {name: {"ask": slot.ask} for name, slot in script.slots.items()},
        "sections": [
            {"title": title, "role": "arrive" if is_intro else "return", "steps": [step]},
        ],
    }
    part = script_from_data(data, source=title.lower())
    return dataclasses.replace(part, slots=script.slots)


def with_end_sounds(
    sound: Sound, form: EpisodeForm, folder: Path, problems: Problems, at: DataPath
) -> Sound:
    """A sound with those of the intro and the outro of an episode; complaints are recorded."""

    def found(name: str, part: IntroOutroForm | None) -> EndSound | None:
        place = problems.setting_place(name, at)
        try:
            return problems.attempt(
                place, lambda: _end_sound(part, folder, is_intro=name == "intro")
            )
        except QuietudeError as error:
            problems.add_named(place, error)
            return None

    opening, closing = found("intro", form.intro), found("outro", form.outro)
    if not opening and not closing:
        return sound
    place = problems.setting_place("intro" if opening else "outro", at)
    changed = problems.attempt(
        place, lambda: dataclasses.replace(sound, opening=opening, closing=closing)
    )
    return changed or sound


def _end_sound(form: IntroOutroForm | None, folder: Path, *, is_intro: bool) -> EndSound | None:
    """The sound of an intro or outro; None if it has none.

    Raises:
        ValueError: for a place that an intro, or an outro, does not have.
        SoundError: if its file cannot be used.
    """
    if form is None or form.sound is None:
        return None
    given = form.sound
    alone: EndPlace = "before" if is_intro else "after"
    place = given.place or alone
    if place not in {alone, "over", "under"}:
        message = f"the sound of an {'intro' if is_intro else 'outro'} is {alone}, over or under"
        raise ValueError(message)
    # The side that meets the voice fades slowly.
    rise_s, fall_s = (0.05, 3.0) if is_intro else (3.0, 3.0)
    sound = EndSound(
        TrackBed(folder / given.file),
        opens=is_intro,
        place=place,
        level_db=given.level or 0.0,
        fade_in_s=rise_s if given.fade_in is None else given.fade_in,
        fade_out_s=fall_s if given.fade_out is None else given.fade_out,
        alone_s=ALONE_S if given.alone is None else given.alone,
    )
    _check(sound)
    return sound


@lru_cache(maxsize=64)
def _check(sound: EndSound) -> None:
    """Refuse a file that cannot be used; a thousand episodes share theirs."""
    from quietude.sound.ends.framed_mix import check_end_sound

    check_end_sound(sound)


def joined(script: Script, part: Script | None, *, is_intro: bool) -> Script:
    """Returns a script with an intro before it or an outro after it; the script itself for None."""
    if part is None:
        return script
    sections = (part.sections, script.sections)
    return dataclasses.replace(
        script,
        sections=sum(sections if is_intro else reversed(sections), ()),
        slots={**part.slots, **script.slots},
        lexicon=script.lexicon.over(part.lexicon),
    )
