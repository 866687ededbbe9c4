"""The application: its routes, its pages, and how it reports errors."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from quietude._util.strict_reading import ReadingError, parse_json
from quietude.durations import clock_text
from quietude.errors import DurationError, QuietudeError, UsageError
from quietude.studio.guard import Guard
from quietude.studio.hints import in_page
from quietude.studio.words import LANGUAGE, text, texts_module

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from starlette.requests import Request

    from quietude.studio.guard import Keys
    from quietude.studio.studio import Studio

LONGEST_BODY = 4_000_000

Handler = "Callable[[Studio, Request, Mapping[str, Any]], object]"


def make_app(studio: Studio, keys: Keys) -> Starlette:
    """The application of a studio.

    Args:
        studio: Everything it shows.
        keys: The secrets of its door.
    """
    from quietude.studio.rooms import booth, series, tonight, writing

    static = StaticFiles(directory=str(files("quietude.studio") / "static"))
    app = Starlette(
        routes=[
            *tonight.ROUTES,
            *writing.ROUTES,
            *series.ROUTES,
            *booth.ROUTES,
            Route("/api/events", _events),
            Route("/texts.js", _texts),
            Mount("/static", static),
        ],
        middleware=[Middleware(Guard, keys=keys)],
        exception_handlers={QuietudeError: _told, 404: _missing, 500: _broken},
    )
    app.state.studio = studio
    app.state.keys = keys
    app.state.pages = _pages()
    return app


def page(request: Request, template: str, /, **values: Any) -> HTMLResponse:
    """A page from its template."""
    shown = request.app.state.pages.get_template(template)
    body = shown.render(token=request.app.state.keys.token, path=request.url.path, **values)
    return HTMLResponse(body)


def api(
    handler: Callable[[Studio, Request, Mapping[str, Any]], object],
) -> Callable[[Request], Any]:
    """An endpoint that takes JSON, works in a thread, and replies in JSON."""

    async def endpoint(request: Request) -> Response:
        data = await _body(request)
        result = await run_in_threadpool(handler, request.app.state.studio, request, data)
        return result if isinstance(result, Response) else JSONResponse(result)

    return endpoint


async def _body(request: Request) -> Mapping[str, Any]:
    if request.method in {"GET", "HEAD"}:
        return {}
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LONGEST_BODY:
            message = "this is more than the studio takes at once"
            raise UsageError(message)
        parts.append(part)
    try:
        data = parse_json(b"".join(parts) or b"{}")
    except ReadingError:
        data = None
    if not isinstance(data, dict):
        message = "this request is not one of a page of the studio"
        raise UsageError(message, hint="Load the page again.")
    return data


def error_data(error: QuietudeError) -> dict[str, Any]:
    """An error as a page shows it."""
    data: dict[str, Any] = {
        "error": _sentence(in_page(error.message) or error.message),
        "hint": in_page(error.hint or ""),
    }
    if error.line:
        data["line"] = error.line
    if isinstance(error, DurationError):
        data |= {"shortest_s": error.shortest_s, "longest_s": error.longest_s}
    return data


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, QuietudeError)
    data = error_data(error)
    if _wants_page(request):
        return page_of_error(request, data["error"], data["hint"], 404)
    return JSONResponse(data, 400)


async def _missing(request: Request, _error: Exception) -> Response:
    if _wants_page(request):
        return page_of_error(request, text("missing.title"), text("missing.hint"), 404)
    return JSONResponse({"error": text("missing.title"), "hint": ""}, 404)


async def _broken(request: Request, error: Exception) -> Response:
    # The kind of the error alone: its words may hold what a listener typed.
    hint = text("broken.hint", kind=type(error).__name__)
    if _wants_page(request):
        return page_of_error(request, text("broken.title"), hint, 500)
    return JSONResponse({"error": text("broken.title"), "hint": hint}, 500)


def page_of_error(request: Request, title: str, hint: str, status: int) -> Response:
    """The page that says what went wrong."""
    shown = page(request, "error.html", title=title, hint=hint)
    shown.status_code = status
    return shown


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and request.method == "GET"


async def _texts(_request: Request) -> Response:
    return Response(texts_module(), media_type="text/javascript")


async def _events(request: Request) -> Response:
    async def stream() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for data in request.app.state.studio.jobs.events():
            yield f"data: {json.dumps(data, ensure_ascii=False)}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream")


ROOMS = (
    ("/", "nav.tonight", "/exercise"),
    ("/write", "nav.write", "/write"),
    ("/booth", "nav.booth", "/booth"),
    ("/series", "nav.series", "/series"),
)


def rooms(path: str) -> list[tuple[str, str, bool]]:
    """The rooms of the studio: address, key of the name, and whether a page is in it."""
    return [(home, key, path == home or path.startswith(under)) for home, key, under in ROOMS]


def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("quietude.studio", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["t"] = text
    pages.globals["rooms"] = rooms
    pages.filters["clock"] = clock_text
    pages.globals["language"] = LANGUAGE
    return pages
