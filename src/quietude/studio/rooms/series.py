"""Series: the episodes of a manifest as a table, built, checked, previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from quietude.durations import clock_text
from quietude.library.index import programmes
from quietude.studio.app import api, page
from quietude.studio.jobs import StudioJob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from quietude.studio.studio import Studio


def shelf(request: Request) -> Response:
    """The page of all series."""
    studio: Studio = request.app.state.studio
    found = studio.shows.titled()
    return page(request, "series_shelf.html", shows=found, programmes=programmes())


def show(request: Request) -> Response:
    """The page of one series."""
    studio: Studio = request.app.state.studio
    show_id = request.path_params["id"]
    table = studio.shows.table(show_id)
    for row in table["rows"]:
        row["length"] = clock_text(row["length_s"])
    return page(
        request,
        "series.html",
        id=show_id,
        file=str(studio.shows.path(show_id)),
        table=table,
        title=table.get("title") or studio.shows.title(show_id),
    )


def create(studio: Studio, _request: Request, data: Mapping[str, Any]) -> object:
    """Makes a series of a programme, or takes one by the path of its manifest."""
    if path := str(data.get("path") or ""):
        return {"id": studio.shows.add(path)}
    values = (str(data.get(key) or "")[:200] for key in ("title", "author", "programme"))
    return {"id": studio.shows.new(*values)}


def build(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Adds the job of building a series."""
    show_id = request.path_params["id"]
    title = studio.shows.path(show_id).parent.name
    chosen = {"series": show_id, "url": str(data.get("url") or "")[:500]}
    open_jobs = [
        job
        for job in studio.jobs.all()
        if job.kind == "series"
        and job.chosen.get("series") == show_id
        and job.state in {"waiting", "running"}
    ]
    job = open_jobs[0] if open_jobs else studio.jobs.add(StudioJob("series", title, chosen))
    return job.to_data()


def check(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Checks the built site as directories and players will."""
    return {"findings": studio.shows.checked(request.path_params["id"])}


def preview(studio: Studio, request: Request, _data: Mapping[str, Any]) -> object:
    """Begins to show the built site as a host would."""
    return {"url": studio.shows.preview(request.path_params["id"])}


def listeners(studio: Studio, request: Request, data: Mapping[str, Any]) -> object:
    """Takes a table of listeners."""
    studio.shows.take_listeners(request.path_params["id"], str(data.get("table") or ""))
    return {}


def addresses(request: Request) -> Response:
    """The listeners' private addresses, to download."""
    studio: Studio = request.app.state.studio
    path = studio.shows.addresses(request.path_params["id"])
    return FileResponse(path, filename=path.name, media_type="text/csv")


ROUTES = [
    Route("/series", shelf),
    Route("/series/{id}", show),
    Route("/series/{id}/addresses.csv", addresses),
    Route("/api/series", api(create), methods=["POST"]),
    Route("/api/series/{id}/build", api(build), methods=["POST"]),
    Route("/api/series/{id}/check", api(check), methods=["POST"]),
    Route("/api/series/{id}/preview", api(preview), methods=["POST"]),
    Route("/api/series/{id}/listeners", api(listeners), methods=["POST"]),
]
