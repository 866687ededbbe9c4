"""The episodes of a manifest, resolved to the sessions they stand for: scripts read and checked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude.errors import CareError, DurationError, QuietudeError, ScriptError
from quietude.plan.request import LONGEST_S, Request
from quietude.script.browse.programme import read_programme
from quietude.script.details.slots import clean_value
from quietude.series.manifest.dates import parse_date
from quietude.series.manifest.episodes import lengths
from quietude.series.manifest.episodes.covers import checked_cover
from quietude.series.manifest.episodes.finished_audio import read_recording, recording_script
from quietude.series.manifest.episodes.intro_outro import (
    with_end_sounds,
)
from quietude.series.manifest.episodes.notes import listener_notes, with_disclosure
from quietude.series.manifest.episodes.scripts import EpisodeScripts
from quietude.series.manifest.episodes.settings import SettingsReader
from quietude.series.manifest.forms.episode import SOURCES, EpisodeForm, OptionsForm
from quietude.series.manifest.model import EpisodeSpec
from quietude.series.manifest.show import persons_of
from quietude.session.own_voice.session_takes import voices_of
from quietude.session.planning import outline
from quietude.session.sound import Sound

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.episodes.care import CheckedScript
    from quietude.series.manifest.problems import Problems

_INHERITED = tuple(name for name in OptionsForm.model_fields if name != "set")


class EpisodeResolver:
    """Resolves the episodes of one manifest. A definition that several of them name is read once.

    Args:
        folder: The folder that relative paths begin in.
        defaults: Settings of episodes that have none of their own.
        show: The region of the show, for its notes, and its language.
        problems: Takes everything that is wrong.
        lengths_vary: True if listeners have lengths of their own.

    Attributes:
        used_defaults: Names of the slots that ``defaults`` sets and some script has.
    """

    def __init__(
        self,
        folder: Path,
        defaults: OptionsForm,
        show: tuple[str, str],
        problems: Problems,
        *,
        lengths_vary: bool = False,
    ) -> None:
        self._lengths_vary = lengths_vary
        self._folder = folder
        self._defaults = defaults
        self._region, self._language = show
        self._problems = problems
        self._settings = SettingsReader(folder, problems)
        self._scripts = EpisodeScripts(folder, problems)
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
        if form.audio:
            spec = self._recorded(form, at)
            return [spec] if spec else []
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

    def _recorded(self, form: EpisodeForm, at: DataPath) -> EpisodeSpec | None:
        """An episode of finished audio; None, with the complaint, if it cannot be one."""
        filled = self._filled(form)
        try:
            recording = read_recording(form, self._folder)
        except ValueError as error:
            self._problems.add((*at, "chapters"), str(error))
            return None
        except QuietudeError as error:
            self._problems.add_named((*at, "audio"), error)
            return None
        script = recording_script(form, recording, self._language)
        said = filled.synthetic_voice
        # Nobody told who speaks in it: nothing is said of that unless the manifest does.
        synthetic = said if isinstance(said, bool) else None
        notes = listener_notes(script, self._region) if form.notes is None else form.notes
        spec = EpisodeSpec(
            script=script,
            request=Request(),
            sound=Sound(),
            notes=with_disclosure(notes, script.language, synthetic=synthetic),
            synthetic=synthetic,
            recording=recording,
            **self._presented(form, filled, script, at),
        )
        self._claim_id(spec.id, at)
        self._claim_number(spec, at)
        return spec

    def _filled(self, form: EpisodeForm) -> EpisodeForm:
        """An episode with the defaults of all where it has no settings of its own."""
        inherited = {
            name: getattr(self._defaults, name)
            for name in _INHERITED
            if getattr(form, name) is None
        }
        return form.model_copy(update=inherited)

    def _presented(
        self,
        form: EpisodeForm,
        filled: EpisodeForm,
        script: Script,
        at: DataPath,
        day: int | None = None,
    ) -> dict[str, Any]:
        """Everything of an episode that only its feed and page show."""
        return {
            "id": form.id or script.id,
            "line": self._problems.line(at),
            "title": form.title or script.title,
            "published": self._date(form, at),
            "number": form.number,
            "place": len(self._places) + 1,
            "day": day,
            "season": filled.season,
            "type": filled.type or "full",
            "explicit": bool(filled.explicit),
            "language": script.language,
            "persons": persons_of(filled.persons),
            "cover": self._cover(form, at),
            "cover_alt": (form.cover.alt or "") if form.cover else "",
        }

    def _session(
        self, form: EpisodeForm, at: DataPath, source_at: DataPath, programme_day: int | None
    ) -> EpisodeSpec | None:
        filled = self._filled(form)
        reference = str(self._folder / form.file) if form.file else str(form.exercise)
        definition = self._scripts.definition(reference, source_at, form.language)
        settings = self._settings.read(filled, at)
        if definition is None or settings is None:
            return None
        request, sound = settings
        sound = with_end_sounds(sound, filled, self._folder, self._problems, at)
        whole = self._scripts.with_intro_outro(reference, definition, filled, at)
        if whole is None:
            return None
        script = whole.script
        values = self._values(script, form, at)
        request = dataclasses.replace(request, slot_values=values)
        said = filled.synthetic_voice
        synthetic = None if said == "unset" else said is not False
        human = False
        if request.takes and said is None:
            facts = voices_of(script, request)
            synthetic, human = facts["synthetic"], facts["human"]
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
            script=script,
            request=request,
            sound=sound,
            notes=with_disclosure(notes, script.language, synthetic=synthetic, human=human),
            synthetic=synthetic,
            human=human,
            extra_s=extra_s,
            **self._presented(form, filled, script, at, programme_day),
        )
        possible = self._possible(spec, whole, at, framed=script is not definition.script)
        if possible:
            self._claim_id(spec.id, at)
            self._claim_number(possible, at)
        return possible

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
                    have = ", ".join(sorted(script.slots)) or "no personal details"
                    message = f'"{script.id}" does not use "{name}"'
                    self._problems.add(here, message, f"It can use: {have}.")
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
