"""The episodes of a manifest, resolved to the sessions they stand for: scripts read and checked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude.errors import CareError, DurationError, QuietudeError, ScriptError
from quietude.plan.request import LONGEST_S
from quietude.script.browse.programme import read_programme
from quietude.script.details.slots import clean_value
from quietude.script.reader import read_script
from quietude.series.manifest.dates import parse_date
from quietude.series.manifest.episodes import lengths
from quietude.series.manifest.episodes.care import CheckedScript, warn_of_added_words
from quietude.series.manifest.episodes.covers import checked_cover
from quietude.series.manifest.episodes.intro_outro import (
    intro_outro_script,
    joined,
    with_end_sounds,
)
from quietude.series.manifest.episodes.notes import listener_notes, note_words, with_disclosure
from quietude.series.manifest.episodes.settings import SettingsReader
from quietude.series.manifest.forms.episode import SOURCES, EpisodeForm, IntroOutroForm, OptionsForm
from quietude.series.manifest.model import EpisodeSpec
from quietude.series.manifest.show import persons_of
from quietude.session.planning import outline

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.problems import Problems

_INHERITED = tuple(name for name in OptionsForm.model_fields if name != "set")

_JoinedKey = tuple[str, str | None, IntroOutroForm | None, IntroOutroForm | None, str | bool | None]


class EpisodeResolver:
    """Resolves the episodes of one manifest. A definition that several of them name is read once.

    Args:
        folder: The folder that relative paths begin in.
        defaults: Settings of episodes that have none of their own.
        region: The region of the show, for its notes.
        problems: Takes everything that is wrong.
        lengths_vary: True if listeners have lengths of their own.

    Attributes:
        used_defaults: Names of the slots that ``defaults`` sets and some script has.
    """

    def __init__(
        self,
        folder: Path,
        defaults: OptionsForm,
        region: str,
        problems: Problems,
        *,
        lengths_vary: bool = False,
    ) -> None:
        self._lengths_vary = lengths_vary
        self._folder = folder
        self._defaults = defaults
        self._region = region
        self._problems = problems
        self._settings = SettingsReader(folder, problems)
        self._definitions: dict[tuple[str, str | None], CheckedScript | QuietudeError] = {}
        self._joined: dict[_JoinedKey, tuple[CheckedScript, CheckedScript]] = {}
        self._places: dict[str, DataPath] = {}
        self._numbers: dict[tuple[int | None, int], str] = {}
        self._lengths = lengths.KnownLengths()
        self.used_defaults: set[str] = set()

    def resolve(self, form: EpisodeForm, at: DataPath) -> list[EpisodeSpec]:
        """The sessions an episode stands for; none of those that are wrong.

        Args:
            form: The episode.
            at: Its place in the manifest.
        """
        if not form.programme:
            source = next(name for name in SOURCES if getattr(form, name))
            spec = self._session(form, at, (*at, source), None)
            return [spec] if spec else []
        reference = form.programme
        local = self._folder / reference
        try:
            programme = read_programme(local if is_file(local) else reference)
        except QuietudeError as error:
            self._problems.add_named((*at, "programme"), error)
            return []
        specs = []
        for entry in programme.entries:
            update: dict[str, Any] = {"programme": None, "exercise": entry.exercise}
            update |= {"title": entry.title, "notes": entry.notes or None}
            update["id"] = f"{form.id}-{entry.id}" if form.id else entry.id
            update["duration"] = form.duration or f"{entry.minutes}m"
            update["seed"] = entry.seed if form.seed is None else form.seed
            own = form.model_copy(update=update)
            place = (*at, "programme")
            if spec := self._session(own, place, place, entry.day):
                specs.append(spec)
        return specs

    def _session(
        self, form: EpisodeForm, at: DataPath, source_at: DataPath, programme_day: int | None
    ) -> EpisodeSpec | None:
        inherited = {
            name: getattr(self._defaults, name)
            for name in _INHERITED
            if getattr(form, name) is None
        }
        filled = form.model_copy(update=inherited)
        reference = str(self._folder / form.file) if form.file else str(form.exercise)
        definition = self._definition(reference, source_at, form.language)
        settings = self._settings.read(filled, at)
        if definition is None or settings is None:
            return None
        request, sound = settings
        sound = with_end_sounds(sound, filled, self._folder, self._problems, at)
        whole = self._with_intro_outro(reference, definition, filled, at)
        if whole is None:
            return None
        script = whole.script
        values = self._values(script, form, at)
        request = dataclasses.replace(request, slot_values=values)
        said = filled.synthetic_voice
        synthetic = None if said == "unset" else said is not False
        notes = listener_notes(script, self._region) if form.notes is None else form.notes
        extra_s = 0.0
        if filled.duration_is != "episode":
            timed = request
            if self._lengths_vary and request.duration_s is None:
                timed = dataclasses.replace(request, duration_s=LONGEST_S)
            extra_s = self._lengths.extra_s(definition.script, script, timed)
        if extra_s and request.duration_s:
            request = dataclasses.replace(request, duration_s=request.duration_s + extra_s)
        spec = EpisodeSpec(
            id=form.id or definition.script.id,
            line=self._problems.line(at),
            script=script,
            request=request,
            sound=sound,
            title=form.title or script.title,
            notes=with_disclosure(notes, script.language, synthetic=synthetic),
            published=self._date(form, at),
            number=form.number,
            place=len(self._places) + 1,
            day=programme_day,
            season=filled.season,
            type=filled.type or "full",
            explicit=bool(filled.explicit),
            language=script.language,
            persons=persons_of(filled.persons),
            synthetic=synthetic,
            cover=self._cover(form, at),
            cover_alt=(form.cover.alt or "") if form.cover else "",
            extra_s=extra_s,
        )
        possible = self._possible(spec, whole, at, framed=script is not definition.script)
        if possible:
            self._claim_id(spec.id, at)
            self._claim_number(possible, at)
        return possible

    def _definition(
        self, reference: str, at: DataPath, language: str | None
    ) -> CheckedScript | None:
        key = (reference, language)
        if key not in self._definitions:
            try:
                script = read_script(reference)
                if language:
                    script = dataclasses.replace(script, language=language)
                self._definitions[key] = CheckedScript(script)
            except QuietudeError as error:
                self._definitions[key] = error
        definition = self._definitions[key]
        if isinstance(definition, QuietudeError):
            self._problems.add_named(at, definition)
            return None
        return definition

    def _with_intro_outro(
        self, reference: str, definition: CheckedScript, form: EpisodeForm, at: DataPath
    ) -> CheckedScript | None:
        """Join a script with its intro and outro; None, with the complaint, if one is wrong."""
        said = form.spoken_disclosure
        key = (reference, form.language, form.intro, form.outro, said)
        if key not in self._joined:
            before = self._problems.count
            intro = self._intro_outro(form.intro, definition.script, "intro", at)
            outro = self._intro_outro(form.outro, definition.script, "outro", at)
            if self._problems.count > before:
                return None
            with_intro = whole = definition
            if said:
                words = note_words(definition.script.language).spoken if said is True else said
                form_ = IntroOutroForm(text=words)
                disclosed = intro_outro_script(
                    form_, self._folder, definition.script, is_intro=True
                )
                with_intro = CheckedScript(joined(definition.script, disclosed, is_intro=True))
                whole = with_intro
            if intro:
                with_intro = whole = CheckedScript(joined(whole.script, intro, is_intro=True))
            if outro:
                whole = CheckedScript(joined(with_intro.script, outro, is_intro=False))
            self._joined[key] = with_intro, whole
        with_intro, whole = self._joined[key]
        # Words of other files have their own check, where they stand.
        parts = {"intro": form.intro, "outro": form.outro}
        places = {name: self._place(name, at) for name, part in parts.items() if part and part.text}
        warn_of_added_words(self._problems, places, definition, with_intro, whole)
        return whole

    def _intro_outro(
        self, form: IntroOutroForm | None, script: Script, name: str, at: DataPath
    ) -> Script | None:
        if form is None:
            return None
        place = self._place(name, at)
        try:
            return intro_outro_script(form, self._folder, script, is_intro=name == "intro")
        except ScriptError as error:
            # Words that stand in the manifest have no file of their own.
            plain = ScriptError(error.message, hint=error.hint) if form.text else error
            self._problems.add_named(place, plain)
        except QuietudeError as error:
            self._problems.add_named(place, error)
        return None

    def _values(self, script: Script, form: EpisodeForm, at: DataPath) -> dict[str, str]:
        """Details that are the same for everybody; of the defaults, those the script has slots for.

        Slots that an episode itself sets must exist.
        """
        shared = {name: value for name, value in self._defaults.set.items() if name in script.slots}
        self.used_defaults |= set(shared)
        values: dict[str, str] = {}
        for given, place in ((shared, ("defaults",)), (form.set, at)):
            for name, value in given.items():
                here = (*place, "set", name)
                if name not in script.slots:
                    have = ", ".join(sorted(script.slots)) or "it has none"
                    message = f'"{script.id}" has no slot "{name}"'
                    self._problems.add(here, message, f"Slots of this script: {have}.")
                    continue
                plain = ("yes" if value else "no") if isinstance(value, bool) else value
                try:
                    clean_value(script.slots[name], plain)
                except QuietudeError as error:
                    self._problems.add_named(here, error)
                else:
                    values[name] = plain
        return values

    def _cover(self, form: EpisodeForm, at: DataPath) -> Path | None:
        if form.cover is None:
            return None
        return checked_cover(form.cover, self._folder, self._problems, (*at, "cover"))

    def _date(self, form: EpisodeForm, at: DataPath) -> datetime | None:
        written = form.published
        if not written:
            return None
        return self._problems.attempt((*at, "published"), lambda: parse_date(written))

    def _possible(
        self, spec: EpisodeSpec, whole: CheckedScript, at: DataPath, *, framed: bool
    ) -> EpisodeSpec | None:
        """A session if nothing in it is hard on anyone and its length may be possible, or None."""
        if error := whole.refusal(spec.request):
            # The hint of a care error tells of an option that a series does not have.
            advice = error.advice if isinstance(error, CareError) else error.hint
            plain = ScriptError(error.message, path=error.path, line=error.line, hint=advice)
            self._problems.add_named(at, plain)
            return None
        try:
            outline(spec.script, spec.request)
        except DurationError as error:
            return self._tight(spec, error, at, framed=framed)
        except QuietudeError as error:
            self._problems.add_named(at, error)
            return None
        seconds = spec.request.duration_s
        tight = (
            seconds is not None
            and self._lengths.bounds(spec.script, spec.request).verdict(seconds) != "possible"
        )
        return dataclasses.replace(spec, tight=tight)

    def _tight(
        self, spec: EpisodeSpec, error: DurationError, at: DataPath, *, framed: bool
    ) -> EpisodeSpec | None:
        """A session that the estimate alone calls too short or too long; None if it surely is."""
        seconds = spec.request.duration_s or 0.0
        estimate = lengths.Bounds(error.shortest_s, error.longest_s)
        if estimate.verdict(seconds) == "tight":
            return dataclasses.replace(spec, tight=True)
        message, hint = lengths.refusal(error, seconds, spec.extra_s, framed=framed)
        self._problems.add(self._place("duration", at), f"{spec.id}: {message}", hint)
        return None

    def _claim_number(self, spec: EpisodeSpec, at: DataPath) -> None:
        """Complain of a number that another episode of the season states, or that is no use."""
        if spec.number is None:
            return
        if spec.type != "full":
            message = f"a {spec.type} has no number"
            self._problems.add((*at, "number"), message, "Leave the number out.")
        elif other := self._numbers.get((spec.season, spec.number)):
            message = f"the number {spec.number} is taken by {other}"
            self._problems.add((*at, "number"), message, "Give one of them another number.")
        self._numbers.setdefault((spec.season, spec.number), spec.id)

    def _claim_id(self, episode_id: str, at: DataPath) -> None:
        """Complain of an id that another episode has already."""
        if episode_id in self._places:
            line = self._problems.line(self._places[episode_id])
            message = f'the id "{episode_id}" is taken by the episode on line {line}'
            self._problems.add(at, message, "Give one of them an id of its own: id: …")
        self._places.setdefault(episode_id, at)

    def _place(self, name: str, at: DataPath) -> DataPath:
        return self._problems.setting_place(name, at)
