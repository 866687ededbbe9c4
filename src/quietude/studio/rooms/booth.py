"""For your own voice: the lines of a script recorded at the page, heard in the mix, and deleted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numpy as np
import soundfile
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from quietude._util.strict_reading import ReadingError, parse_json
from quietude.audio.clip import Clip, plain_reason
from quietude.audio.loudness import gated_lufs
from quietude.errors import UsageError
from quietude.library import index
from quietude.sound.narration import phrase_power
from quietude.speech.takes.line_id import line_id
from quietude.studio.app import api, page
from quietude.studio.booth.kept_takes import LARGEST_BYTES
from quietude.studio.listening import PageChoices
from quietude.studio.narrators import LEVEL_LUFS, voice_choices
from quietude.studio.saving import FORMATS, formats_here
from quietude.studio.wav_stream import wav_bytes
from quietude.studio.words import text
from quietude.units import SILENCE_LUFS, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from quietude.studio.studio import Studio

MICROPHONE = {"Permissions-Policy": "camera=(), geolocation=(), microphone=(self)"}
"""On the page of the booth alone: no other page may ask for the microphone."""

DETAILS_HEADER = "x-quietude-details"
_PEAK = 0.89
_LEAD_S = 4.0


def shelf(request: Request) -> Response:
    """The page of every script that can be recorded, those with takes first."""
    studio: Studio = request.app.state.studio
    documents = [(f"document:{one['id']}", str(one["title"])) for one in studio.documents.all()]
    exercises = [(f"exercise:{one.id}", one.title) for one in index.exercises()]
    rows = [
        {
            "href": _address(source),
            "title": title,
            "takes": bool(studio.kept_takes.recorded(source)),
        }
        for source, title in (*documents, *exercises)
    ]
    rows.sort(key=lambda row: not row["takes"])
    return page(request, "booth_shelf.html", rows=rows, folder=str(studio.kept_takes.folder))


def _address(source: str) -> str:
    kind, _, name = source.partition(":")
    return f"/booth/{kind}/{name}"


def booth(request: Request) -> Response:
    """The page on which one script is recorded."""
    studio: Studio = request.app.state.studio
    source = _source(request)
    script = studio.script_of(PageChoices(source))
    shown = page(
        request,
        "booth.html",
        source=source,
        title=script.title,
        slots=[
            {"name": one.name, "ask": one.ask, "default": one.default, "longest": one.max_chars}
            for one in script.slots.values()
            if one.type == "text"
        ],
        takes_folder=str(studio.kept_takes.folder_of(source)),
        folder=str(studio.folder.path),
        voices=voice_choices(),
        formats=formats_here(),
        every_format=FORMATS,
        at_s=0.0,
    )
    shown.headers.update(MICROPHONE)
    return shown


def _source(request: Request) -> str:
    return f"{request.path_params['kind']}:{request.path_params['id']}"


def lines(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """The lines to read, with their takes."""
    chosen = PageChoices.of({**data, "source": _source(request)})
    return {"lines": studio.prompter.lines(studio.script_of(chosen), chosen.source, chosen.details)}


async def record(request: Request) -> Response:
    """Keeps a recording of a line; replies with all its takes."""
    studio: Studio = request.app.state.studio
    wav = await _sound(request)
    return JSONResponse(await run_in_threadpool(_kept, studio, request, wav))


def _kept(studio: Studio, request: Request, wav: bytes) -> object:
    chosen = _with_details(request)
    line = request.path_params["line"]
    script = studio.script_of(chosen)
    read = studio.prompter.line(script, chosen.details, line)
    take = studio.kept_takes.keep(chosen.source, read, wav)
    takes = studio.prompter.takes_of(script, chosen.source, chosen.details, line)
    return {"take": take.number, "takes": takes}


def _with_details(request: Request) -> PageChoices:
    """The script of an address; the details are in a header, since the body is sound."""
    try:
        given = parse_json(unquote(request.headers.get(DETAILS_HEADER, "{}")).encode())
    except ReadingError:
        given = {}
    return PageChoices.of({"source": _source(request), "details": given})


async def _sound(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BYTES:
            raise UsageError(text("booth.long"))
        parts.append(part)
    return b"".join(parts)


async def room(request: Request) -> Response:
    """Measures a room: a recording whose first ``quiet_s`` seconds nobody speaks in."""
    wav = await _sound(request)
    quiet_s = request.query_params.get("quiet_s", "")
    return JSONResponse(await run_in_threadpool(_room, wav, quiet_s))


def _room(wav: bytes, quiet_s: str) -> object:
    from quietude.speech.takes.room_test import room_test

    try:
        samples, rate_hz = soundfile.read(io.BytesIO(wav), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError) as error:
        message = f"this recording cannot be read ({plain_reason(error)})"
        raise UsageError(message, hint="Test the room again.") from error
    mono = np.ascontiguousarray(samples.mean(axis=1))
    until = round(float(quiet_s) * rate_hz) if quiet_s.isdecimal() else 0
    if not rate_hz < until < len(mono) - rate_hz:
        message = "this recording is too short for a test of the room"
        raise UsageError(message, hint="Test the room again.")
    found = room_test(Clip(mono[:until], rate_hz), Clip(mono[until:], rate_hz))
    return {
        "noise_db": round(found.noise_db),
        "speech_db": round(found.speech_db),
        "distance_db": round(found.distance_db),
        "advice": list(found.advice),
    }


def take(request: Request) -> Response:
    """One take as it is heard in a session, at the level of an audition."""
    studio: Studio = request.app.state.studio
    number, line = request.path_params["take"], request.path_params["line"]
    clip = studio.kept_takes.take(_source(request), line, number).heard()[0]
    lufs = gated_lufs(phrase_power(clip))
    gain = db_to_gain(LEVEL_LUFS - lufs) if lufs > SILENCE_LUFS else 1.0
    gain = min(gain, _PEAK / float(np.abs(clip.samples).max(initial=1e-9)))
    both = np.repeat((clip.samples * np.float32(gain))[:, None], 2, axis=1)
    return Response(wav_bytes(both, clip.sample_rate_hz), media_type="audio/wav")


def choose(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Makes a take the one that is heard."""
    line = request.path_params["line"]
    chosen = PageChoices.of({**data, "source": _source(request)})
    studio.kept_takes.choose(chosen.source, line, request.path_params["take"])
    script = studio.script_of(chosen)
    return {"takes": studio.prompter.takes_of(script, chosen.source, chosen.details, line)}


def delete(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Deletes a take for good."""
    line = request.path_params["line"]
    chosen = PageChoices.of({**data, "source": _source(request)})
    studio.kept_takes.delete(chosen.source, line, request.path_params["take"])
    script = studio.script_of(chosen)
    return {"takes": studio.prompter.takes_of(script, chosen.source, chosen.details, line)}


def delete_all(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Deletes every take of a script for good."""
    return {"deleted": studio.kept_takes.delete(_source(request))}


def moment(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """The time at which a session comes to a line, a few seconds before it."""
    chosen = PageChoices.of({**data, "source": _source(request)})
    live = studio.listenings.planned(studio.script_of(chosen), chosen)
    timeline, line = live.timeline, request.path_params["line"]
    for placed in timeline.placements:
        if line_id(placed.utterance.text) == line:
            return {"at_s": max(0.0, placed.start_frame / timeline.sample_rate_hz - _LEAD_S)}
    raise UsageError(text("booth.not-heard"))


_TAKES = "/api/booth/{kind}/{id}/lines/{line}/takes"
ROUTES = [
    Route("/booth", shelf),
    Route("/booth/{kind}/{id}", booth),
    Route("/booth/{kind}/{id}/{line}/{take:int}.wav", take),
    Route("/api/booth/{kind}/{id}", api(lines), methods=["POST"]),
    Route("/api/booth/{kind}/{id}/delete", api(delete_all), methods=["POST"]),
    Route("/api/booth/{kind}/{id}/room", room, methods=["POST"]),
    Route("/api/booth/{kind}/{id}/lines/{line}/moment", api(moment), methods=["POST"]),
    Route(_TAKES, record, methods=["POST"]),
    Route(f"{_TAKES}/{{take:int}}/choose", api(choose), methods=["POST"]),
    Route(f"{_TAKES}/{{take:int}}/delete", api(delete), methods=["POST"]),
]
