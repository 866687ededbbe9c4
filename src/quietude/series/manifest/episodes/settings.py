"""Settings of the sessions of an episode: its request and its sound, read and checked."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from quietude.durations import parse_length
from quietude.errors import QuietudeError, SeriesError, UsageError
from quietude.plan.request import AUTO, Request
from quietude.script.lexicon import Lexicon
from quietude.script.lexicon_files import listener_lexicon
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.sound import Sound
from quietude.sound.assets import find_bed
from quietude.sound.beds import open_bed
from quietude.sound.levels import LevelOffsets, bed_level
from quietude.sound.mix import VOICE_LUFS
from quietude.sound.targets import target_named
from quietude.sound.tones import parse_tones
from quietude.speech.voice_selection import check_engine, split_voice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.bed import Bed
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms.episode import EpisodeForm
    from quietude.series.manifest.problems import Problems


class SettingsReader:
    """Reads request and sound of the episodes of one manifest.

    Args:
        folder: The folder that relative paths begin in.
        problems: Takes everything that is wrong.
    """

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._beds: dict[Bed, QuietudeError | None] = {}
        self._lexicon = self._listener_lexicon()

    def read(self, form: EpisodeForm, at: DataPath) -> tuple[Request, Sound] | None:
        """Read every setting of an episode, so that all complaints are collected.

        Args:
            form: The episode, with the defaults filled in.
            at: Its place in the manifest.

        Returns:
            None if a setting is wrong.
        """
        before = self._problems.count
        request = self._request(form, at)
        sound = self._sound(form, at)
        if sound is None or self._problems.count > before:
            return None
        return request, sound

    def _request(self, form: EpisodeForm, at: DataPath) -> Request:
        attempt, place = self._problems.attempt, self._problems.setting_place
        length = form.duration
        seconds = attempt(place("duration", at), lambda: parse_length(length)) if length else None
        engine = form.engine or AUTO
        try:
            check_engine(engine)
        except UsageError as error:
            # Named once, where it is written; the estimates of the episodes do without it.
            self._problems.add_named(place("engine", at), error)
            engine = AUTO
        attempt(place("voice", at), lambda: split_voice(form.voice or AUTO, engine))
        request = Request(lexicon=self._lexicon, engine=engine)
        if form.takes:
            folder = (self._folder / form.takes).absolute()
            request = dataclasses.replace(request, takes=folder, only_takes=bool(form.only_takes))
            attempt(place("takes", at), lambda: takes_of(request))
        elif form.only_takes:
            request = dataclasses.replace(request, only_takes=True)
            attempt(place("only_takes", at), lambda: takes_of(request))
        for name, field, value in (
            ("duration", "duration_s", seconds),
            ("rate", "rate_wpm", form.rate),
            ("pacing", "pacing", form.pacing),
            ("ending", "ending", form.ending),
            ("seed", "seed", form.seed),
            ("voice", "voice", form.voice),
        ):
            if value is not None:
                # Set one after the other: a request checks its values, and each is to be named.
                change = functools.partial(dataclasses.replace, request, **{field: value})
                request = attempt(place(name, at), change) or request
        for name, field, melody in (
            ("pitch", "pitch_semitones", form.pitch),
            ("range", "range_factor", form.range),
        ):
            if melody is not None:
                tune = dataclasses.replace(request.tune, **{field: melody})
                change = functools.partial(dataclasses.replace, request, tune=tune)
                request = attempt(place(name, at), change) or request
        return request

    def _sound(self, form: EpisodeForm, at: DataPath) -> Sound | None:
        attempt, place = self._problems.attempt, self._problems.setting_place
        target = attempt(place("target", at), lambda: target_named(form.target or "podcast"))
        written = form.tones
        tones = attempt(place("tones", at), lambda: parse_tones(written)) if written else None
        bed = find_bed(form.bed, self._folder) if form.bed else None
        if bed:
            self._check_bed(bed, place("bed", at))
        if target is None:
            return None
        bed_db, presence = bed_level(str(form.bed_level or 0.0))
        levels = LevelOffsets(bed_db, form.bell_level or 0.0, form.voice_level or 0.0, presence)
        culprit = place("bed" if bed else "tones", at)
        return attempt(culprit, lambda: Sound(bed, levels, target, tones))

    def _check_bed(self, bed: Bed, at: DataPath) -> None:
        # Opening a track reads all of it: once is enough for a thousand episodes.
        if bed not in self._beds:
            try:
                open_bed(bed, Request().sample_rate_hz, VOICE_LUFS)
                self._beds[bed] = None
            except QuietudeError as error:
                self._beds[bed] = error
            except OSError as error:
                message = f"the track for its bed cannot be read ({error.strerror})"
                self._beds[bed] = SeriesError(message)
        if refusal := self._beds[bed]:
            self._problems.add_named(at, refusal)

    def _listener_lexicon(self) -> Lexicon:
        try:
            return listener_lexicon()
        except QuietudeError as error:
            self._problems.add_error(error)
            return Lexicon()
