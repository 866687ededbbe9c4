"""For those who write: a script as rows and as text, heard line by line."""

from __future__ import annotations

import dataclasses
import time
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from quietude import library
from quietude.audio.loudness import gated_lufs
from quietude.errors import QuietudeError, UsageError
from quietude.script.export import as_text
from quietude.script.importing.files import import_script
from quietude.script.schema.yaml_source import parse_yaml
from quietude.session.planning import script_for, voiced_plan, with_own_lexicon
from quietude.sound.targets import Target
from quietude.studio.app import api, error_data, page
from quietude.studio.beds import bed_choices
from quietude.studio.catalogue import length_words, offered_lengths
from quietude.studio.listening import PageChoices
from quietude.studio.narrators import LEVEL_LUFS, voice_choices
from quietude.studio.saving import FORMATS, formats_here
from quietude.studio.scripts.dropped import ACCEPTED, LONGEST_FILE, script_of_file
from quietude.studio.scripts.rows import (
    care_by_line,
    parts_by_line,
    plan_data,
    says_by_line,
    times_by_line,
)
from quietude.studio.wav_stream import wav_bytes
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ, SILENCE_LUFS, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from quietude.audio.clip import Samples
    from quietude.plan.model import Utterance
    from quietude.speech.on_demand import OnDemand
    from quietude.studio.studio import Studio

_GAP_S = 0.45
_NOT_A_PAGE = "this request is not one of a page of the studio"
_PEAK = 0.89


def shelf(request: Request) -> Response:
    """The page of all scripts, and of beginning a new one."""
    studio: Studio = request.app.state.studio
    now = time.time()
    found = [{**one, "ago": _ago(now - float(one["when"]))} for one in studio.documents.all()]
    return page(request, "shelf.html", documents=found, accepted=ACCEPTED)


def _ago(seconds: float) -> str:
    if seconds < 3600:  # noqa: PLR2004
        return text("ago.minutes", count=max(1, round(seconds / 60)))
    if seconds < 48 * 3600:
        return text("ago.hours", count=round(seconds / 3600))
    return text("ago.days", count=round(seconds / 86400))


def editor(request: Request) -> Response:
    """The page of one script."""
    studio: Studio = request.app.state.studio
    document_id = request.path_params["id"]
    written, revision = studio.documents.read(document_id)
    return page(
        request,
        "editor.html",
        id=document_id,
        name=PurePath(document_id).stem,
        text=written,
        revision=revision,
        voices=voice_choices(),
        voice="auto",
        beds=bed_choices(),
        formats=formats_here(),
        every_format=FORMATS,
        folder=str(studio.folder.path),
        recorded=bool(studio.kept_takes.recorded(f"document:{document_id}")),
        at_s=0.0,
    )


def create(studio: Studio, _request: Request, data: Mapping[str, Any]) -> object:
    """Makes a script: of words that were pasted, of an exercise, or of a few first lines."""
    if exercise := str(data.get("exercise") or ""):
        definition = parse_yaml(library.exercise_text(exercise)).data
        made = as_text(definition)
        return {"id": studio.documents.create(str(definition["title"]), made)}
    written = str(data.get("text") or "")
    name = str(data.get("name") or "") or _first_words(written)
    return {"id": studio.documents.create(name, written or text("write.template"))}


async def upload(request: Request) -> Response:
    """Makes a script of a file that was dropped, of any kind that scripts come in."""
    studio: Studio = request.app.state.studio
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LONGEST_FILE:
            raise UsageError(text("write.drop.large"))
        parts.append(part)
    name = request.query_params.get("name", "")[:120]
    made = await run_in_threadpool(_dropped, studio, name, b"".join(parts))
    return JSONResponse({"id": made})


def _dropped(studio: Studio, name: str, data: bytes) -> str:
    made = script_of_file(PurePath(name).name, data)
    return studio.documents.create(made.name, made.text, made.suffix)


def _first_words(written: str) -> str:
    line = next((line for line in written.splitlines() if line.strip(" #*-\t")), "")
    return " ".join(line.strip(" #*-\t").split()[:8])


def save(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Saves a script; 409 with the other words if it was changed elsewhere meanwhile."""
    document_id = request.path_params["id"]
    saved = studio.documents.save(document_id, _text_of(data), str(data.get("base") or ""))
    if saved.conflict:
        return JSONResponse({"text": saved.text, "revision": saved.revision}, 409)
    told = {"id": document_id, "revision": saved.revision, "tab": str(data.get("tab") or "")}
    studio.jobs.tell({"document": told})
    return {"revision": saved.revision}


def current(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """The words of a script as they are now."""
    written, revision = studio.documents.read(request.path_params["id"])
    return {"text": written, "revision": revision}


def analysis(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Everything about the rows of a script, and its plan at the length asked for."""
    document_id = request.path_params["id"]
    path = studio.documents.path(document_id)
    _, revision = studio.documents.read(document_id)
    found: dict[str, Any] = {"revision": revision, "plan": None}
    rows: dict[int, dict[str, Any]] = {}
    try:
        script, imported = import_script(path)
    except QuietudeError as error:
        return {**found, "rows": {}, **error_data(error)}
    for line, parts in parts_by_line(script, imported).items():
        rows.setdefault(line, {})["parts"] = parts
    for line, care in care_by_line(script, imported).items():
        rows.setdefault(line, {})["care"] = care
    found["title"] = script.title
    own = str(script.bed)
    found["bed"] = own if any(one.id == own for one in bed_choices()) else ""
    found["details"] = [
        {"name": one.name, "ask": one.ask, "default": one.default} for one in script.slots.values()
    ]
    chosen = dataclasses.replace(PageChoices.of(data), accept=True)
    found |= _planned(studio, script, chosen, rows)
    found["rows"] = rows
    return found


def _planned(
    studio: Studio, script: Any, chosen: PageChoices, rows: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    """The plan at the length asked for, or at its own with the reason why it cannot be that."""
    refused: dict[str, Any] = {}
    try:
        live = studio.listenings.planned(script, chosen)
    except QuietudeError as error:
        refused = error_data(error)
        if chosen.duration_s is None:
            return refused
        live = studio.listenings.planned(script, dataclasses.replace(chosen, duration_s=None))
    for line, (first, last) in times_by_line(live.timeline).items():
        rows.setdefault(line, {}).update(at_s=round(first, 2), end_s=round(last, 2))
    for line in live.timeline.dropped_lines:
        rows.setdefault(line, {})["dropped"] = True
    for line, says in says_by_line(live.plan, live.script).items():
        rows.setdefault(line, {})["says"] = says
    return {"plan": plan_data(live.timeline), **refused}


def lengths(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """The lengths a script can be, in seconds and in words; its own first, as 0."""
    script, _ = import_script(studio.documents.path(request.path_params["id"]))
    found = offered_lengths(script)
    return {
        "lengths": [0, *found],
        "words": [text("write.length.own"), *(length_words(one) for one in found)],
    }


def say(studio: Studio, request: Request, data: Mapping[str, Any]) -> Response:
    """One line as the session says it, as a WAV file; saves what was written first."""
    document_id = request.path_params["id"]
    if "text" in data:
        saved = studio.documents.save(document_id, _text_of(data), str(data.get("base") or ""))
        if saved.conflict:
            return JSONResponse({"text": saved.text, "revision": saved.revision}, 409)
    _, revision = studio.documents.read(document_id)
    chosen = PageChoices.of(data)
    speaking = studio.narrators.speaking(chosen.voice)
    said = _utterances(
        studio,
        document_id,
        revision,
        speaking,
        tuple(sorted(chosen.details.items())),
    ).get(_line_of(data), ())
    if not said:
        message = "nothing is spoken on this line"
        raise UsageError(message)
    speaking.wait_for(said)
    return Response(
        wav_bytes(_joined(speaking, said), SAMPLE_RATE_HZ),
        media_type="audio/wav",
        headers={"x-revision": revision},
    )


def _text_of(data: Mapping[str, Any]) -> str:
    if not isinstance(data.get("text"), str):
        raise UsageError(_NOT_A_PAGE, hint="Load the page again.")
    return str(data["text"])


def _line_of(data: Mapping[str, Any]) -> int:
    if type(data.get("line")) is not int:
        raise UsageError(_NOT_A_PAGE, hint="Load the page again.")
    return int(data["line"])


@lru_cache(maxsize=8)
def _utterances(
    studio: Studio,
    document_id: str,
    _revision: str,
    speaking: OnDemand,
    details: tuple[tuple[str, str], ...],
) -> dict[int, tuple[Utterance, ...]]:
    """The utterances of each line of a script; its revision is part of the key."""
    script, _ = import_script(studio.documents.path(document_id))
    chosen = PageChoices("", details={k: v for k, v in dict(details).items() if k in script.slots})
    request = with_own_lexicon(chosen.request())
    script = script_for(script, request, accept_care_risks=True)
    plan = voiced_plan(script, request, speaking.voice, Target()).plan
    said: dict[int, tuple[Utterance, ...]] = {}
    for one in plan.utterances():
        said[one.line_no] = (*said.get(one.line_no, ()), one)
    return said


def _joined(speaking: OnDemand, said: tuple[Utterance, ...]) -> Samples:
    """Phrases one after the other at the level of an audition, ``(frames, 2)``."""
    gap = np.zeros(round(_GAP_S * SAMPLE_RATE_HZ), np.float32)
    parts = [part for one in said for part in (speaking.clip(one).samples, gap)]
    samples = np.concatenate(parts[:-1])
    lufs = gated_lufs(np.concatenate(list(speaking.powers(said).values())))
    gain = db_to_gain(LEVEL_LUFS - lufs) if lufs > SILENCE_LUFS else 1.0
    gain = min(gain, _PEAK / float(np.abs(samples).max(initial=1e-9)))
    return np.repeat((samples * np.float32(gain))[:, None], 2, axis=1)


def versions(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """The versions of a script."""
    now = time.time()
    found = studio.documents.versions(request.path_params["id"])
    return {"versions": [{**one, "ago": _ago(now - float(one["when"]))} for one in found]}


def version(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """The words of one version."""
    number = int(request.path_params["number"])
    return {"text": studio.documents.version(request.path_params["id"], number)}


def keep(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Keeps a version of a script as it is now."""
    studio.documents.keep(request.path_params["id"], str(data.get("label") or "")[:80])
    return {}


def remove(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Removes a script; its versions stay."""
    studio.documents.remove(request.path_params["id"])
    return {}


ROUTES = [
    Route("/write", shelf),
    Route("/write/{id}", editor),
    Route("/api/documents", api(create), methods=["POST"]),
    Route("/api/documents/file", upload, methods=["POST"]),
    Route("/api/documents/{id}", api(current)),
    Route("/api/documents/{id}/save", api(save), methods=["POST"]),
    Route("/api/documents/{id}/analysis", api(analysis), methods=["POST"]),
    Route("/api/documents/{id}/lengths", api(lengths)),
    Route("/api/documents/{id}/say", api(say), methods=["POST"]),
    Route("/api/documents/{id}/versions", api(versions)),
    Route("/api/documents/{id}/versions/{number:int}", api(version)),
    Route("/api/documents/{id}/keep", api(keep), methods=["POST"]),
    Route("/api/documents/{id}/remove", api(remove), methods=["POST"]),
]
