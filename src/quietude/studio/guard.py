"""The door of the server: those who may ask, under which name, and what a page may load.

The server is on loopback, where other programs and other users of the machine are too, and any page
in the browser can send requests to it. So a request names this machine by a name of its own (no
rebinding of DNS), comes from a page of the studio if it comes from a page, holds the key that the
opened address brought (a cookie that scripts cannot read), and, if it changes something, the token
that only a page of the studio knows.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse

from quietude.series.preview.responses import allowed_host

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "x-quietude-token"  # noqa: S105  (its name, not its value)
_SAFE = {"GET", "HEAD"}
_OPEN = ("/static/", "/texts.js")
"""Addresses that hold nothing of anybody, and need no key."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one studio.

    Attributes:
        key: In the address that is opened, then in a cookie: whoever has it may look.
        token: In every page: whoever sends it back may change something.
        port: The port of the server.
    """

    key: str
    token: str
    port: int

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies are shared by all ports of a machine."""
        return f"quietude-{self.port}"


class Guard:
    """Refuses what does not come from a page of the studio; see the module.

    Args:
        app: The application behind the door.
        keys: Its secrets.
    """

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, send_with_policy)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts, port = headers.getlist("host"), self._keys.port
        if len(hosts) != 1 or not allowed_host(hosts[0], port):
            return PlainTextResponse("This server takes requests by no other name.", 403)
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{hosts[0]}":
            return PlainTextResponse("This request comes from another page.", 403)
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return PlainTextResponse("This request comes from another page.", 403)
        path = scope["path"]
        if path.startswith(_OPEN):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if scope["method"] == "GET" and path == "/" and self._same(given, self._keys.key):
            opened = RedirectResponse("/", 303)
            opened.set_cookie(
                self._keys.cookie,
                self._keys.key,
                max_age=400 * 24 * 3600,
                httponly=True,
                samesite="strict",
            )
            return opened
        cookie = cookie_parser(headers.get("cookie", "")).get(self._keys.cookie, "")
        if not self._same(cookie, self._keys.key):
            message = "Open the studio with the address that quietude studio prints."
            return PlainTextResponse(message, 403)
        changes = scope["method"] not in _SAFE
        if changes and not self._same(headers.get(TOKEN_HEADER, ""), self._keys.token):
            return PlainTextResponse("This change does not come from a page of the studio.", 403)
        return None

    @staticmethod
    def _same(given: str, secret: str) -> bool:
        return hmac.compare_digest(given.encode(), secret.encode())
