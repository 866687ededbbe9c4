"""Read a manifest file: a Manifest in which everything has been checked, or all that is wrong."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from quietude._util.suggest import did_you_mean
from quietude.deliver.formats.registry import FORMATS
from quietude.errors import DeliveryError, ManifestError, SeriesError
from quietude.script.details.slots import is_personal
from quietude.script.schema.yaml_source import Document, SourceError, parse_yaml
from quietude.series.categories import CATEGORIES
from quietude.series.manifest.dates import PublishingDates, parse_date, parse_interval
from quietude.series.manifest.episodes.care import warn_of_order
from quietude.series.manifest.episodes.covers import checked_cover
from quietude.series.manifest.episodes.notes import with_both_voices
from quietude.series.manifest.episodes.resolver import EpisodeResolver
from quietude.series.manifest.forms.episode import EpisodeForm, OptionsForm
from quietude.series.manifest.forms.series import MAX_EPISODES, ListenersForm, SeriesForm
from quietude.series.manifest.forms.show import ShowForm
from quietude.series.manifest.listeners.settings import ListenerSettings
from quietude.series.manifest.listeners.table import (
    SHOWN,
    Listener,
    by_slots,
    misfits,
    read_listeners,
)
from quietude.series.manifest.model import Edition, EpisodeSpec, Manifest
from quietude.series.manifest.problems import Problems, unknown_key
from quietude.series.manifest.show import show_of
from quietude.session.own_voice.session_takes import voices_of
from quietude.speech.engines.registry import COMMAND
from quietude.speech.voice_selection import split_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MAX_BYTES = 4 * 1024 * 1024
"""The largest manifest that is read."""

Form = TypeVar("Form", ShowForm, OptionsForm)
Value = TypeVar("Value")


def read_manifest(path: Path) -> Manifest:
    """Read and check a whole manifest; nothing is spoken or written for it.

    Raises:
        ManifestError: with everything that is wrong, each with its file and line.
    """
    document = _document(path)
    problems = Problems(path, document)
    data = document.data
    if not isinstance(data, dict):
        message = 'a manifest consists of "key: value" lines'
        problems.add((), message, "See docs/series.md.")
        problems.refuse()
    manifest = _Reader(path, data, problems).manifest()
    problems.refuse()
    assert manifest
    return manifest


def _document(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            message = f"a manifest may have {MAX_BYTES // 1024**2} MB"
            raise _alone(SeriesError(message, path=path))
        return parse_yaml(data.decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise _alone(SeriesError("there is no such file", path=path)) from error
    except OSError as error:
        message = f"this file cannot be read ({error.strerror})"
        raise _alone(SeriesError(message, path=path)) from error
    except UnicodeDecodeError as error:
        raise _alone(SeriesError("this is not UTF-8 text", path=path)) from error
    except SourceError as error:
        wrong = SeriesError(str(error), path=path, line=error.line, hint=error.hint)
        raise _alone(wrong) from error


def _alone(error: SeriesError) -> ManifestError:
    return ManifestError([error])


class _Reader:
    """Reads every part of one manifest, whatever is wrong with the others."""

    def __init__(self, path: Path, data: dict[str, Any], problems: Problems) -> None:
        self._path, self._data, self._problems = path, data, problems
        self._settings: ListenerSettings | None = None

    def manifest(self) -> Manifest | None:
        self._check_keys()
        show = self._form(ShowForm, "show")
        dates = self._dates()
        specs = self._specs(show)
        warn_of_order(self._problems, show, specs)
        cover = self._cover(show)
        if show and show.alternates:
            specs = self._with_alternates(show, specs)
        self._check_categories(show)
        listeners = self._listeners(specs)
        if show is None or self._problems.count:
            return None
        public = not show.private and not listeners
        if show.private is None and public:
            self._warn_of_personal(specs)
        editions = self._editions(specs, listeners, public=public)
        if self._problems.count:
            return None
        personal = any(spec.personal for edition in editions for spec in edition.episodes)
        rhythm = self._data.get("every") if dates.start else None
        feed_show = show_of(show, private=personal or bool(show.private), every=str(rhythm or ""))
        return Manifest(
            self._path,
            feed_show,
            cover,
            tuple(editions),
            dates,
            self._problems.warnings,
            self._commands(specs),
        )

    def _with_alternates(self, show: ShowForm, specs: list[EpisodeSpec]) -> list[EpisodeSpec]:
        """Sessions with their other formats; finished audio stays the file that it is."""
        for index, name in enumerate(show.alternates):
            try:
                FORMATS[name].check_installed()
            except DeliveryError as error:
                self._problems.add_named(("show", "alternates", index), error)
        names = tuple(dict.fromkeys(show.alternates))
        return [
            spec if spec.recording else dataclasses.replace(spec, alternates=names)
            for spec in specs
        ]

    def _editions(
        self, specs: Sequence[EpisodeSpec], listeners: Sequence[Listener], *, public: bool
    ) -> list[Edition]:
        if not listeners or self._settings is None:
            return [_edition(specs, one, public=public) for one in (listeners or (None,))]
        editions = []
        columns = set(self._settings.columns.values())
        for listener in listeners:
            row = self._settings.of(listener)
            edition = _edition(row.episodes, _without(listener, columns), public=public)
            editions.append(dataclasses.replace(edition, until=row.until, key=row.key))
        for complaint in self._settings.wrong[:SHOWN]:
            self._problems.add_error(complaint)
        return editions

    def _warn_of_personal(self, specs: Sequence[EpisodeSpec]) -> None:
        """Say it loudly if everybody is to hear a personal detail: nothing turns private by it."""
        for spec in specs:
            values = spec.request.slot_values
            if is_personal(spec.script, values):
                names = ", ".join(sorted(set(values) & set(spec.script.slots)))
                message = f"{spec.id}: everybody will hear a personal detail ({names})"
                hint = (
                    "If it is meant for one person, say show: {private: true}; if it is meant for "
                    "everybody, show: {private: false}."
                )
                self._problems.warn(spec.line, message, hint)

    def _commands(self, specs: Sequence[EpisodeSpec]) -> tuple[SeriesError, ...]:
        """Every program of this machine that the manifest would have speak, once."""
        found: dict[str, SeriesError] = {}
        for spec in specs:
            engine, command = split_voice(spec.request.voice, spec.request.engine)
            if engine == COMMAND and command not in found:
                message = f'this manifest runs a program: "{command[:200]}"'
                hint = "If you trust whoever wrote it: --allow-commands"
                found[command] = SeriesError(message, path=self._path, line=spec.line, hint=hint)
        return tuple(found.values())

    def _check_keys(self) -> None:
        for name in self._data:
            if name not in SeriesForm.model_fields:
                self._problems.add((name,), *unknown_key(name, list(SeriesForm.model_fields)))
        for name in ("show", "episodes"):
            if self._data.get(name) is None:
                self._problems.add((), f'"{name}" is missing', "See docs/series.md.")

    def _form(self, form: type[Form], name: str) -> Form | None:
        if self._data.get(name) is None:
            return None
        return self._problems.validate(form, self._data[name], (name,))

    def _value(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        text = self._data.get(name)
        if text is None:
            return None
        return self._problems.attempt((name,), lambda: parse(str(text)))

    def _dates(self) -> PublishingDates:
        start = self._value("start", parse_date)
        interval = self._value("every", parse_interval) or timedelta()
        if interval and not start and not self._data.get("start"):
            hint = "Write it like start: 2026-03-01"
            self._problems.add(("every",), '"every" needs a "start"', hint)
        return PublishingDates(start, interval)

    def _specs(self, show: ShowForm | None) -> list[EpisodeSpec]:
        """Every session of the series, for everybody."""
        defaults = self._form(OptionsForm, "defaults") or OptionsForm()
        resolver = EpisodeResolver(
            self._path.parent,
            defaults,
            (show.region, show.language) if show else ("", "en"),
            self._problems,
            lengths_vary=self._lengths_vary(),
        )
        specs: list[EpisodeSpec] = []
        for index, data in enumerate(self._listed()):
            at = ("episodes", index)
            whole = {"exercise": data} if isinstance(data, str) else data
            if form := self._problems.validate(EpisodeForm, whole, at):
                specs += resolver.resolve(form, at)
        for name in defaults.set:
            if specs and name not in resolver.used_defaults:
                message = f'no episode has a slot "{name}"'
                self._problems.add(("defaults", "set", name), message)
        return specs

    def _lengths_vary(self) -> bool:
        """True if a column of the table gives each listener a length of their own."""
        given = self._data.get("listeners")
        settings = given.get("settings") if isinstance(given, dict) else None
        return isinstance(settings, dict) and "duration" in settings

    def _listed(self) -> list[Any]:
        listed = self._data.get("episodes")
        if listed is None:
            return []
        if not isinstance(listed, list) or not 0 < len(listed) <= MAX_EPISODES:
            message = f"episodes are a list of 1 to {MAX_EPISODES} (lines that start with -)"
            self._problems.add(("episodes",), message)
            return []
        return listed

    def _check_categories(self, show: ShowForm | None) -> None:
        for index, written in enumerate(show.categories if show else ()):
            first, _, second = written.partition("/")
            if first in CATEGORIES and (not second or second in CATEGORIES[first]):
                continue
            pairs = ((name, inner) for name, subs in CATEGORIES.items() for inner in subs)
            known = [*CATEGORIES, *(f"{name}/{inner}" for name, inner in pairs)]
            hint = did_you_mean(written, known, f"There are: {', '.join(CATEGORIES)}.")
            message = f'there is no category "{written[:60]}"'
            self._problems.add(("show", "categories", index), message, hint)

    def _cover(self, show: ShowForm | None) -> Path | None:
        if show is None or show.cover is None:
            return None
        return checked_cover(show.cover, self._path.parent, self._problems, ("show", "cover"))

    def _listeners(self, specs: Sequence[EpisodeSpec]) -> list[Listener]:
        data = self._data.get("listeners")
        if data is None:
            return []
        at = ("listeners",)
        whole = {"file": data} if isinstance(data, str) else data
        form = self._problems.validate(ListenersForm, whole, at)
        if form is None:
            return []
        show = self._data.get("show")
        if isinstance(show, dict) and show.get("private") is False:
            message = "a series with listeners is private"
            self._problems.add(("show", "private"), message, 'Remove "private".')
        path = self._path.parent / form.file
        try:
            table = read_listeners(path, form.encoding or "")
        except SeriesError as error:
            self._problems.add_named(at, error)
            return []
        listeners = table.listeners
        for complaint in table.wrong[:SHOWN]:
            self._problems.add_error(complaint)
        if table.guess:
            self._problems.warn(self._problems.line(at), *table.guess)
        if form.settings:
            self._settings = ListenerSettings(
                path, {str(name): column for name, column in form.settings.items()}, specs
            )
        slots = {name: slot for spec in specs for name, slot in spec.script.slots.items()}
        if specs:
            others = frozenset({*form.ignore, *form.settings.values()})
            listeners = by_slots(listeners, slots, others)
            unfit = misfits(path, listeners, slots, others)
            for misfit in islice(unfit, SHOWN):
                self._problems.add_error(misfit)
        ignored = set(form.ignore)
        return [_without(listener, ignored) for listener in listeners]


def _without(listener: Listener, ignored: set[str]) -> Listener:
    values = {name: text for name, text in listener.values.items() if name not in ignored}
    return dataclasses.replace(listener, values=values)


def _edition(specs: Sequence[EpisodeSpec], listener: Listener | None, *, public: bool) -> Edition:
    episodes = tuple(_spec_for(spec, listener, public=public) for spec in specs)
    return Edition(listener.id if listener else "", episodes)


def _spec_for(spec: EpisodeSpec, listener: Listener | None, *, public: bool) -> EpisodeSpec:
    """A session with the details of a listener; of everybody for None."""
    values = dict(spec.request.slot_values)
    if listener:
        slots = spec.script.slots
        values |= {name: text for name, text in listener.values.items() if name in slots}
    request = dataclasses.replace(spec.request, slot_values=values)
    recorded = listener and spec.human and not spec.synthetic
    if recorded and voices_of(spec.script, request)["synthetic"]:
        notes = with_both_voices(spec.notes, spec.script.language)
        spec = dataclasses.replace(spec, synthetic=True, notes=notes)
    return dataclasses.replace(
        spec,
        request=request,
        personal=bool(listener) or (is_personal(spec.script, values) and not public),
    )
