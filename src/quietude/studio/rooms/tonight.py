"""For tonight: choose an exercise, make it yours, listen, save."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from quietude._util.strict_reading import ReadingError, number
from quietude.errors import UsageError
from quietude.script.details.pronouns import PRONOUNS
from quietude.studio.app import api, error_data, page
from quietude.studio.beds import bed_choices
from quietude.studio.catalogue import (
    every_need,
    exercise,
    exercises_for,
    help_text,
    length_words,
    lengths_of_exercise,
    usual_length,
)
from quietude.studio.listening import PageChoices
from quietude.studio.narrators import voice_choices
from quietude.studio.saving import FORMATS, formats_here
from quietude.studio.wav_stream import wav_bytes, wav_response
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from quietude.library.index import ExerciseEntry
    from quietude.studio.studio import Studio

_MINUTES = (3, 5, 10, 20)


def home(request: Request) -> Response:
    """The first page: needs, exercises, recent sessions."""
    studio: Studio = request.app.state.studio
    need = request.query_params.get("need", "")
    words = request.query_params.get("words", "")[:80]
    written = request.query_params.get("minutes", "")
    minutes = int(written) if written.isascii() and written.isdigit() else None
    if need not in {one.word for one in every_need()}:
        need = ""
    chosen = bool(need or words or minutes)
    found = exercises_for(need, minutes, words)
    return page(
        request,
        "tonight.html",
        needs=every_need(),
        need=need,
        words=words,
        minutes=minutes,
        minutes_choices=_MINUTES,
        chosen=chosen,
        exercises=[_card(one) for one in found],
        recent=[_recent(place, one) for place, one in enumerate(studio.recent())],
    )


def _card(script: ExerciseEntry) -> dict[str, Any]:
    return {
        "id": script.id,
        "title": script.title,
        "about": " ".join(script.about.split()),
        "intensity": script.intensity,
        "lengths": [*script.lengths_min],
    }


def _recent(place: int, one: Mapping[str, Any]) -> dict[str, Any]:
    source = str(one["chosen"].get("source", ""))
    kind, _, name = source.partition(":")
    return {
        "place": place,
        "title": one["title"],
        "length": length_words(round(one["total_s"])),
        "at_s": one.get("at_s", 0.0),
        "left": length_words(max(60, round((one["total_s"] - one.get("at_s", 0.0)) / 60) * 60)),
        "href": f"/exercise/{name}?recent={place}" if kind == "exercise" else f"/write/{name}",
    }


def show_exercise(request: Request) -> Response:
    """The page of one exercise."""
    studio: Studio = request.app.state.studio
    script = exercise(request.path_params["id"])
    lengths = lengths_of_exercise(script.id)
    chosen, at_s = _earlier(studio, request.query_params.get("recent", ""), script.id)
    length = min(
        lengths, key=lambda one: abs(one - (chosen.duration_s or usual_length(script, lengths)))
    )
    studio.prepare(dataclasses.replace(chosen, duration_s=float(length)))
    return page(
        request,
        "exercise.html",
        script=script,
        about=" ".join(script.about.split()),
        content_note=" ".join(script.content_note.split()),
        help=help_text(script),
        lengths=lengths,
        length=length,
        length_words=length_words,
        slots=[_slot(one, chosen.details) for one in script.slots.values()],
        voices=voice_choices(),
        voice=chosen.voice,
        beds=bed_choices(),
        own_bed=str(script.bed),
        bed=chosen.bed or str(script.bed),
        presence=chosen.presence,
        ending=chosen.ending,
        can_sleep="sleep" in script.for_when or script.intensity != "high",
        formats=formats_here(),
        every_format=FORMATS,
        at_s=at_s,
        folder=str(studio.folder.path),
        recorded=bool(studio.kept_takes.recorded(chosen.source)),
        own_voice=chosen.own_voice or not chosen.duration_s,
    )


def _earlier(studio: Studio, place: str, exercise_id: str) -> tuple[PageChoices, float]:
    """Choices of a recent session, and how far it was heard; nothing in particular without one."""
    recent = studio.recent()
    source = f"exercise:{exercise_id}"
    if place.isascii() and place.isdigit() and int(place) < len(recent):
        one = recent[int(place)]
        chosen = PageChoices.of(one["chosen"])
        if chosen.source == source:
            return chosen, float(one.get("at_s", 0.0))
    # The last details that were given for this exercise.
    for one in recent:
        chosen = PageChoices.of(one["chosen"])
        if chosen.source == source:
            return chosen, 0.0
    return PageChoices(source), 0.0


def _slot(slot: Any, given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": slot.name,
        "ask": slot.ask,
        "type": slot.type,
        "value": given.get(slot.name, ""),
        "default": slot.default,
        "choices": PRONOUNS if slot.type == "pronoun" else slot.choices,
        "max_chars": slot.max_chars,
        "low": f"{slot.min_value:g}",
        "high": f"{slot.max_value:g}",
    }


def listen(studio: Studio, _request: Request, data: Mapping[str, Any]) -> object:
    """Begins a session; with ``from``, at the moment that is heard in an earlier one."""
    earlier = data.get("from") or {}
    listening = studio.listen(PageChoices.of(data), str(earlier.get("id") or ""))
    at_s = _seconds(data.get("at_s"))
    if earlier:
        at_s = studio.listenings.moment(
            listening, str(earlier.get("id")), _seconds(earlier.get("at_s"))
        )
    return listening.to_data(at_s)


def state_of(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """The share of a session that is spoken; and the error that ended its stream, if one did."""
    listening = studio.listenings.get(request.path_params["id"])
    if listening is None:
        message = "this session is not open any more"
        raise UsageError(message, hint="Listen to it again.")
    error = error_data(listening.error) if listening.error else {}
    return {**listening.to_data(), **error}


def sound_of(request: Request) -> Response:
    """The sound of a session, from any byte on."""
    studio: Studio = request.app.state.studio
    listening = studio.listenings.get(request.path_params["id"])
    if listening is None:
        return Response(status_code=404)
    timeline = listening.live.timeline
    return wav_response(request, timeline.total_frames, timeline.sample_rate_hz, listening.blocks)


def keep_place(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Remembers how far somebody listened."""
    studio.keep_place(request.path_params["id"], _seconds(data.get("at_s")))
    return {}


def voice_sample(request: Request) -> Response:
    """A line in one voice."""
    studio: Studio = request.app.state.studio
    samples = studio.narrators.line(text("sample.line"), request.query_params.get("voice", "auto"))
    return Response(wav_bytes(samples, SAMPLE_RATE_HZ), media_type="audio/wav")


def sample_of_bed(request: Request) -> Response:
    """A few seconds of a bed."""
    studio: Studio = request.app.state.studio
    sample = studio.bed_samples.sample(request.path_params["name"])
    return Response(sample, media_type="audio/wav")


def save(studio: Studio, _request: Request, data: Mapping[str, Any]) -> object:
    """Saves a session as a file."""
    return studio.save(PageChoices.of(data), str(data.get("format") or "mp3")).to_data()


def _seconds(value: object) -> float:
    """A place in a session, as a page sends it."""
    try:
        return number(value or 0.0)
    except ReadingError as error:
        message = "this request is not one of a page of the studio"
        raise UsageError(message, hint="Load the page again.") from error


def stop_job(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Stops a job, or takes one that is over from the list."""
    job = studio.jobs.get(request.path_params["id"])
    if job and job.state in {"waiting", "running"}:
        studio.jobs.stop(job.id)
    else:
        studio.jobs.forget(request.path_params["id"])
    return {}


def save_anyway(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Saves a session that was refused as it may be hard on a listener: somebody wants it so."""
    job = studio.jobs.get(request.path_params["id"])
    if job is None or job.refusal != "care" or not job.chosen:
        message = "this session was not refused, or too long ago"
        raise UsageError(message, hint="Save it again.")
    chosen = dataclasses.replace(PageChoices.of(job.chosen), accept=True)
    studio.jobs.forget(job.id)
    return studio.save(chosen, str(job.chosen["format"])).to_data()


def saved_file(request: Request) -> Response:
    """A file that was saved, to download or to play."""
    studio: Studio = request.app.state.studio
    job = studio.jobs.get(request.path_params["id"])
    path = studio.folder.path / job.path if job and job.path else None
    if path is None or not path.is_file() or path.parent != studio.folder.path:
        return Response(status_code=404)
    return FileResponse(path, filename=path.name)


def forget(studio: Studio, _request: Request, data: Mapping[str, Any]) -> object:
    """Forgets a recent session, or all of them."""
    place = data.get("place")
    studio.forget_recent(place if type(place) is int else None if place is None else -1)
    return {}


ROUTES = [
    Route("/", home),
    Route("/exercise/{id}", show_exercise),
    Route("/sample/voice.wav", voice_sample),
    Route("/sample/bed/{name}.wav", sample_of_bed),
    Route("/listen/{id}.wav", sound_of, methods=["GET", "HEAD"]),
    Route("/saved/{id}", saved_file),
    Route("/api/listen", api(listen), methods=["POST"]),
    Route("/api/listen/{id}", api(state_of)),
    Route("/api/listen/{id}/place", api(keep_place), methods=["POST"]),
    Route("/api/save", api(save), methods=["POST"]),
    Route("/api/jobs/{id}/anyway", api(save_anyway), methods=["POST"]),
    Route("/api/jobs/{id}/stop", api(stop_job), methods=["POST"]),
    Route("/api/forget", api(forget), methods=["POST"]),
]
