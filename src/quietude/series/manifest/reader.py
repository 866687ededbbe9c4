"""A manifest file → a Manifest in which everything has been checked, or all that is wrong."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from quietude._util.suggest import did_you_mean
from quietude.errors import ManifestError, QuietudeError, SeriesError
from quietude.script.schema.yaml_source import Document, SourceError, parse_yaml
from quietude.script.show_notes import show_notes
from quietude.script.slots import is_personal
from quietude.series.categories import CATEGORIES
from quietude.series.manifest.care import warn_of_order
from quietude.series.manifest.dates import parse_date, parse_step
from quietude.series.manifest.forms import (
    MAX_EPISODES,
    EpisodeForm,
    ListenersForm,
    OptionsForm,
    SeriesForm,
    ShowForm,
)
from quietude.series.manifest.listeners import SHOWN, Listener, misfits, read_listeners
from quietude.series.manifest.model import Edition, Manifest, Wanted
from quietude.series.manifest.problems import Problems, unknown_key
from quietude.series.manifest.sessions import Session, Sources
from quietude.series.model import Person, Show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
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
        problems.add((), 'a series has a mapping ("key: value" lines)', "See docs/series.md.")
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
        found = SeriesError(str(error), path=path, line=error.line, hint=error.hint)
        raise _alone(found) from error


def _alone(error: SeriesError) -> ManifestError:
    return ManifestError([error])


class _Reader:
    """Looks at every part of one manifest, whatever is wrong with the others."""

    def __init__(self, path: Path, data: dict[str, Any], problems: Problems) -> None:
        self._path, self._data, self._problems = path, data, problems

    def manifest(self) -> Manifest | None:
        problems, data = self._problems, self._data
        for name in data:
            if name not in SeriesForm.model_fields:
                problems.add((name,), *unknown_key(name, list(SeriesForm.model_fields)))
        for name in ("show", "episodes"):
            if data.get(name) is None:
                problems.add((), f'"{name}" is missing', "See docs/series.md.")
        show = self._piece(ShowForm, "show")
        defaults = self._piece(OptionsForm, "defaults") or OptionsForm()
        start = self._value("start", parse_date)
        step = self._value("every", parse_step) or timedelta()
        if step and not start and not data.get("start"):
            problems.add(("every",), '"every" needs a "start"', "Write it like start: 2026-03-01")
        sources = Sources(self._path.parent, defaults, problems)
        sessions = self._sessions(sources)
        for name in defaults.set:
            if sessions and name not in sources.set_used:
                message = f'no episode has a slot "{name}"'
                problems.add(("defaults", "set", name), message)
        warn_of_order(problems, show, sessions)
        cover = self._cover(show)
        self._check_categories(show)
        listeners = self._listeners(sessions)
        if show is None or problems.count:
            return None
        public = show.private is False
        dates = [self._date(it, start, step, place) for place, it in enumerate(sessions)]
        if problems.count:
            return None
        editions = [
            _edition(sessions, dates, it, public=public, region=show.region)
            for it in (listeners or (None,))
        ]
        personal = any(it.personal for edition in editions for it in edition.episodes)
        shown = _show(show, private=personal or bool(show.private))
        return Manifest(self._path, shown, cover, tuple(editions), problems.warnings)

    def _piece(self, form: type[Form], name: str) -> Form | None:
        if self._data.get(name) is None:
            return None
        return self._problems.read(form, self._data[name], (name,))

    def _value(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        text = self._data.get(name)
        if text is None:
            return None
        try:
            return parse(str(text))
        except ValueError as error:
            self._problems.add((name,), str(error))
            return None

    def _sessions(self, sources: Sources) -> list[Session]:
        listed = self._data.get("episodes")
        if listed is None:
            return []
        if not isinstance(listed, list) or not 0 < len(listed) <= MAX_EPISODES:
            message = f"episodes are a list of 1 to {MAX_EPISODES} (lines that start with -)"
            self._problems.add(("episodes",), message)
            return []
        found: list[Session] = []
        for index, data in enumerate(listed):
            at = ("episodes", index)
            whole = {"exercise": data} if isinstance(data, str) else data
            if form := self._problems.read(EpisodeForm, whole, at):
                found += sources.sessions(form, at)
        first: dict[str, Session] = {}
        for it in found:
            if it.id in first:
                line = self._problems.line(first[it.id].at)
                message = f'the id "{it.id}" is taken by the episode on line {line}'
                self._problems.add(it.at, message, "Give one of them an id of its own: id: …")
            first.setdefault(it.id, it)
        return found

    def _date(
        self, it: Session, start: datetime | None, step: timedelta, place: int
    ) -> datetime | None:
        if it.form.published:
            try:
                return parse_date(it.form.published)
            except ValueError as error:
                self._problems.add((*it.at, "published"), str(error))
                return None
        if start and not step and it.day is not None:
            return start + timedelta(days=it.day - 1)
        return start + place * (step or timedelta(minutes=1)) if start else None

    def _check_categories(self, show: ShowForm | None) -> None:
        for index, written in enumerate(show.categories if show else ()):
            first, _, second = written.partition("/")
            if first in CATEGORIES and (not second or second in CATEGORIES[first]):
                continue
            known = [*CATEGORIES, *(f"{it}/{sub}" for it in CATEGORIES for sub in CATEGORIES[it])]
            hint = did_you_mean(written, known, f"There are: {', '.join(CATEGORIES)}.")
            message = f'there is no category "{written[:60]}"'
            self._problems.add(("show", "categories", index), message, hint)

    def _cover(self, show: ShowForm | None) -> Path | None:
        if show is None or show.cover is None:
            return None
        from quietude.deliver.cover import INSIDE_BYTES, INSIDE_PX, picture_cover

        path = self._path.parent / show.cover
        try:
            picture_cover(path, INSIDE_PX, INSIDE_BYTES)
        except QuietudeError as error:
            self._problems.take(("show", "cover"), error)
        return path

    def _listeners(self, sessions: Sequence[Session]) -> list[Listener]:
        data = self._data.get("listeners")
        if data is None:
            return []
        at = ("listeners",)
        whole = {"file": data} if isinstance(data, str) else data
        form = self._problems.read(ListenersForm, whole, at)
        if form is None:
            return []
        show = self._data.get("show")
        if isinstance(show, dict) and show.get("private") is False:
            message = "a series with listeners is private"
            self._problems.add(("show", "private"), message, 'Remove "private".')
        path = self._path.parent / form.file
        try:
            found, wrong = read_listeners(path)
        except SeriesError as error:
            self._problems.take(at, error)
            return []
        for it in wrong[:SHOWN]:
            self._problems.add_error(it)
        slots = {name: slot for it in sessions for name, slot in it.script.slots.items()}
        if sessions:
            unfit = misfits(path, found, slots, frozenset(form.ignore))
            for misfit in islice(unfit, SHOWN):
                self._problems.add_error(misfit)
        ignored = set(form.ignore)
        return [
            dataclasses.replace(
                it, values={key: text for key, text in it.values.items() if key not in ignored}
            )
            for it in found
        ]


def _edition(
    sessions: Sequence[Session],
    dates: Sequence[datetime | None],
    listener: Listener | None,
    *,
    public: bool,
    region: str,
) -> Edition:
    wanted = []
    for number, (it, published) in enumerate(zip(sessions, dates, strict=True), start=1):
        values = dict(it.request.slot_values)
        if listener:
            values |= {
                name: text for name, text in listener.values.items() if name in it.script.slots
            }
        form, script = it.form, it.script
        notes = show_notes(script, region)
        told = is_personal(script, values)
        wanted.append(
            Wanted(
                id=it.id,
                line=it.line,
                script=script,
                request=dataclasses.replace(it.request, slot_values=values),
                sound=it.sound,
                title=form.title or script.title,
                notes=notes if form.notes is None else form.notes,
                published=published,
                number=number,
                season=form.season,
                type=form.type or "full",
                explicit=bool(form.explicit),
                personal=bool(listener) or (told and not public),
            )
        )
    return Edition(listener.id if listener else "", tuple(wanted))


def _show(form: ShowForm, *, private: bool) -> Show:
    return Show(
        id=form.id,
        title=form.title,
        description=form.description,
        author=form.author,
        language=form.language,
        link=form.link or "",
        email=form.email or "",
        copyright=form.copyright or "",
        categories=tuple(form.categories),
        type=form.type,
        medium=form.medium,
        explicit=form.explicit,
        locked=form.locked,
        private=private,
        persons=tuple(Person(it.name, it.role, it.link) for it in form.persons),
    )
