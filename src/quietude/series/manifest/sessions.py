"""An episode of a manifest → the sessions it stands for: scripts read, options checked."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude.durations import parse_duration
from quietude.errors import (
    CareError,
    DurationError,
    QuietudeError,
    ScriptError,
    SeriesError,
    UsageError,
)
from quietude.plan.request import AUTO, Request
from quietude.script.lexicon import Lexicon
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.programme import read_programme
from quietude.script.reader import read_script
from quietude.script.slots import clean_value
from quietude.series.manifest.care import Care
from quietude.series.manifest.forms import SOURCES, EpisodeForm, OptionsForm
from quietude.series.manifest.intro_outro import joined, part_script
from quietude.session.options import Sound
from quietude.session.prepare import outline
from quietude.sound.assets import find_bed
from quietude.sound.beds import open_bed
from quietude.sound.mix import VOICE_LUFS, LevelOffsets
from quietude.sound.targets import target_named
from quietude.sound.tones import parse_tones
from quietude.speech.voice_selection import check_engine, split_voice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.bed import Bed
    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms import PartForm
    from quietude.series.manifest.intro_outro import Whole
    from quietude.series.manifest.problems import Problems

ESTIMATE = 0.15
"""How far a length may lie outside what estimated phrases allow and still be tried: speech is
measured when it is spoken, and the estimate of a phrase is no better than that."""

_INHERITED = tuple(it for it in OptionsForm.model_fields if it != "set")


@dataclass(frozen=True, slots=True)
class Session:
    """One session an episode of a manifest stands for, for nobody in particular yet."""

    at: DataPath
    line: int
    form: EpisodeForm
    id: str
    day: int | None
    script: Script
    request: Request
    sound: Sound


class Sources:
    """Reads the episodes of one manifest; definitions that several of them name are read once.

    Args:
        folder: Where relative paths begin.
        defaults: What holds where an episode says nothing else.
        problems: What is wrong is added to them.
    """

    def __init__(self, folder: Path, defaults: OptionsForm, problems: Problems) -> None:
        self._folder = folder
        self._defaults = defaults
        self._problems = problems
        self._scripts: dict[str, Script | QuietudeError] = {}
        self._wholes: dict[tuple[int, str, str], Whole] = {}
        self._care = Care()
        self._beds: dict[Bed, QuietudeError | None] = {}
        self._lexicon = self._listener_lexicon()
        self.set_used: set[str] = set()

    def sessions(self, form: EpisodeForm, at: DataPath) -> list[Session]:
        """The sessions an episode stands for; of one that is wrong, none."""
        if not form.programme:
            session = self._session(form, at, None, None)
            return [session] if session else []
        reference = form.programme
        local = self._folder / reference
        try:
            programme = read_programme(local if is_file(local) else reference)
        except QuietudeError as error:
            self._problems.take((*at, "programme"), error)
            return []
        found = []
        for entry in programme.entries:
            update: dict[str, Any] = {"programme": None, "exercise": entry.exercise}
            update |= {"id": entry.id, "title": entry.title, "notes": entry.notes or None}
            update["duration"] = form.duration or f"{entry.minutes}m"
            update["seed"] = entry.seed if form.seed is None else form.seed
            own = form.model_copy(update=update)
            own_id = f"{form.id}-{entry.id}" if form.id else entry.id
            if session := self._session(own, (*at, "programme"), own_id, entry.day):
                found.append(session)
        return found

    def _session(
        self, form: EpisodeForm, at: DataPath, own_id: str | None, day: int | None
    ) -> Session | None:
        source = next(it for it in SOURCES if getattr(form, it))
        script = self._script(form, (*at, source) if own_id is None else at)
        filled = form.model_copy(
            update={
                it: getattr(self._defaults, it) for it in _INHERITED if getattr(form, it) is None
            }
        )
        made = self._made(filled, at)
        if script is None or made is None:
            return None
        request, sound = made
        whole = self._with_parts(script, filled, at)
        if whole is None:
            return None
        script = whole.closed
        written = [it for it in ("intro", "outro") if _is_text(getattr(filled, it))]
        places = {it: self._place(it, at) for it in written}
        self._care.warn_of_parts(self._problems, places, whole)
        values = self._values(script, form, at)
        request = dataclasses.replace(request, slot_values=values)
        line = self._problems.line(at)
        own = own_id or form.id or script.id
        session = Session(at, line, filled, own, day, script, request, sound)
        return session if self._can_be(session) else None

    def _script(self, form: EpisodeForm, at: DataPath) -> Script | None:
        reference = str(self._folder / form.file) if form.file else str(form.exercise)
        if reference not in self._scripts:
            try:
                self._scripts[reference] = read_script(reference)
            except QuietudeError as error:
                self._scripts[reference] = error
        found = self._scripts[reference]
        if isinstance(found, QuietudeError):
            self._problems.take(at, found)
            return None
        return found

    def _with_parts(self, script: Script, form: EpisodeForm, at: DataPath) -> Whole | None:
        key = (id(script), repr(form.intro), repr(form.outro))
        if key in self._wholes:
            return self._wholes[key]
        parts: dict[str, Script | None] = {"intro": None, "outro": None}
        for name in parts:
            part = getattr(form, name)
            place = self._place(name, at)
            try:
                if part:
                    opening = name == "intro"
                    parts[name] = part_script(part, self._folder, script, opening=opening)
            except ScriptError as error:
                # Words that stand in the manifest have no file of their own.
                plain = ScriptError(error.message, hint=error.hint) if part.text else error
                self._problems.take(place, plain)
                return None
            except QuietudeError as error:
                self._problems.take(place, error)
                return None
        return self._wholes.setdefault(key, joined(script, parts["intro"], parts["outro"]))

    def _made(self, form: EpisodeForm, at: DataPath) -> tuple[Request, Sound] | None:
        """Request and sound; every one of them is looked at, so that all complaints are had."""
        before = self._problems.count
        length = form.duration
        seconds = self._tried("duration", at, lambda: parse_duration(length)) if length else None
        request = Request(lexicon=self._lexicon)
        for name, field, value in (
            ("duration", "duration_s", seconds),
            ("rate", "rate_wpm", form.rate),
            ("pacing", "pacing", form.pacing),
            ("ending", "ending", form.ending),
            ("seed", "seed", form.seed),
            ("voice", "voice", form.voice),
        ):
            if value is not None:
                change = functools.partial(dataclasses.replace, request, **{field: value})
                request = self._tried(name, at, change) or request
        target = self._tried("target", at, lambda: target_named(form.target or "podcast"))
        written = form.tones
        tones = self._tried("tones", at, lambda: parse_tones(written)) if written else None
        bed = find_bed(form.bed, self._folder) if form.bed else None
        self._check_bed(bed, at)
        engine = form.engine or AUTO
        self._tried("engine", at, lambda: check_engine(engine))
        self._tried("voice", at, lambda: split_voice(form.voice or AUTO, engine))
        levels = LevelOffsets(
            form.bed_level or 0.0, form.bell_level or 0.0, form.voice_level or 0.0
        )
        sound: Sound | None = None
        if target:
            culprit = "bed" if bed else "tones"
            sound = self._tried(culprit, at, lambda: Sound(bed, levels, target, tones))
        if self._problems.count > before or sound is None:
            return None
        return dataclasses.replace(request, engine=engine), sound

    def _check_bed(self, bed: Bed | None, at: DataPath) -> None:
        if bed is None:
            return
        if bed not in self._beds:
            try:
                open_bed(bed, Request().sample_rate_hz, VOICE_LUFS)
                self._beds[bed] = None
            except QuietudeError as error:
                self._beds[bed] = error
            except OSError as error:
                message = f"the track for its bed cannot be read ({error.strerror})"
                self._beds[bed] = SeriesError(message)
        if wrong := self._beds[bed]:
            self._problems.take(self._place("bed", at), wrong)

    def _values(self, script: Script, form: EpisodeForm, at: DataPath) -> dict[str, str]:
        """Details that are the same for everybody; those of the defaults where there is a slot."""
        values: dict[str, str] = {}
        shared = {name: it for name, it in self._defaults.set.items() if name in script.slots}
        self.set_used |= set(shared)
        places = [(shared, ("defaults",)), (form.set, at)]
        for given, place in places:
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
                    self._problems.take(here, error)
                else:
                    values[name] = plain
        return values

    def _can_be(self, session: Session) -> bool:
        """Whether there can be such a session: nothing hard on anyone, and no impossible length."""
        at = session.at
        if error := self._care.refusal(session.script, session.request):
            hint = error.advice if isinstance(error, CareError) else error.hint
            self._problems.take(at, ScriptError(error.message, hint=hint, **_where(error)))
            return False
        try:
            outline(session.script, session.request)
        except DurationError as error:
            asked = session.request.duration_s or 0.0
            low, high = error.shortest_s * (1 - ESTIMATE), error.longest_s * (1 + ESTIMATE)
            if not low <= asked <= high:
                place = self._place("duration", at)
                self._problems.add(place, f"{session.id}: {error.message}", error.hint)
                return False
        except QuietudeError as error:
            self._problems.take(at, error)
            return False
        return True

    def _tried(self, name: str, at: DataPath, make: Any) -> Any:
        try:
            return make()
        except ValueError as error:
            self._problems.add(self._place(name, at), str(error))
        except UsageError as error:
            self._problems.take(self._place(name, at), error)
        return None

    def _place(self, name: str, at: DataPath) -> DataPath:
        """Where an option stands: with its episode, or with the defaults."""
        own = (*at[:2], name)
        return own if self._problems.has(own) else ("defaults", name)

    def _listener_lexicon(self) -> Lexicon:
        try:
            return listener_lexicon()
        except QuietudeError as error:
            self._problems.add_error(error)
            return Lexicon()


def _where(error: QuietudeError) -> dict[str, Any]:
    return {"path": error.path, "line": error.line}


def _is_text(part: PartForm | None) -> bool:
    """Whether the words of a part stand in the manifest."""
    return part is not None and bool(part.text)
