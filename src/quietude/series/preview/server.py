"""A server of a site on this machine alone, to try the site before it is uploaded.

The standard library's server is enough for a preview: ranges, validators and the check of the host
name take these two modules, and no further package has to be installed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import socket
import threading
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, cast

from quietude._util.files import is_folder
from quietude.errors import QuietudeError, UsageError
from quietude.series.preview.loopback import is_another_user
from quietude.series.preview.responses import (
    Response,
    allowed_host,
    path_of,
    refusal,
    respond,
    respond_with_text,
)
from quietude.series.site.feed import feed_documents
from quietude.series.site.feed_pages import OLDER_PAGE
from quietude.series.site.opml import outline_opml
from quietude.series.site.paths import FEED, MEDIA_TYPES, OUTLINE, url_of
from quietude.series.site.record import read_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOST = "127.0.0.1"
_BLOCK = 65_536
_IDLE_S = 30.0
REQUEST_S = 60.0
"""Longest time in seconds that a request may take to arrive."""

_ALWAYS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class SiteServer(ThreadingHTTPServer):
    """A server of one folder, on loopback.

    Feed and outline give its own address, so that a player can subscribe to it; every other file
    is sent as it is in the folder.

    Args:
        folder: The site.
        port: The port; 0 for any that is free.

    Raises:
        UsageError: if the port is taken, or the folder does not exist.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        if not is_folder(folder):
            message = "there is no such folder"
            raise UsageError(message, path=folder, hint="Build it: quietude series build")
        self.folder = folder.resolve()
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            message = f"nothing can be served at port {port} ({error})"
            raise UsageError(message, hint="Choose another: --port 0 takes any.") from error

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{HOST}:{self.server_port}"

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """True for a connection of this user: a site may be for one person's ears."""
        return not is_another_user(client_address, request.getsockname())

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing: a listener who leaves in the middle of a file is not an error."""

    def readdressed(self, path: Path) -> bytes | None:
        """A feed or outline with this server's address; None if its folder has no valid record."""
        try:
            site = read_record(path.parent)
        except QuietudeError:
            return None  # `series check` reports the fault; here the file itself is shown
        if site is None:
            return None
        place = path.parent.relative_to(self.folder).as_posix()
        base_url = self.url if place == "." else url_of(self.url, place)
        here = dataclasses.replace(site, base_url=base_url)
        if path.name == OUTLINE:
            return outline_opml([here], here.show.title)
        return feed_documents(here).get(path.name)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_S
    server_version = "Quietude"
    sys_version = ""

    def handle_one_request(self) -> None:
        # The timeout counts from one byte to the next, which may drip in for days.
        self._watch = threading.Timer(REQUEST_S, self._cut)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().handle_one_request()
        finally:
            self._watch.cancel()

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def do_GET(self) -> None:
        self._watch.cancel()
        self._reply()

    def do_HEAD(self) -> None:
        self.do_GET()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_GET  # noqa: N815

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request, or of no method, with the headers of every other reply."""
        del message, explain  # they repeat the request
        self.close_connection = True
        self.request_version = self.protocol_version  # headers, whatever the request was
        self._send(refusal(code, HTTPStatus(code).phrase))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (as it is inherited)
        """Write nothing: a log would show which sessions somebody listens to."""

    def _reply(self) -> None:
        if self.command not in {"GET", "HEAD"} or self.headers.get("Content-Length"):
            self.close_connection = True  # the body of a request is not read
        server = cast("SiteServer", self.server)
        headers = {name.lower(): value for name, value in self.headers.items()}
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or not allowed_host(hosts[0], server.server_port):
            self._send(
                refusal(403, f"This server is {server.url}, and takes requests by no other name.")
            )
            return
        try:
            self._send(self._found(server, headers))
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def _found(self, server: SiteServer, headers: Mapping[str, str]) -> Response:
        path = path_of(server.folder, self.path)
        if path and (path.name in {FEED, OUTLINE} or OLDER_PAGE.fullmatch(path.name)):
            data = server.readdressed(path)
            if data is not None:
                etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
                return respond_with_text(
                    data, MEDIA_TYPES[path.suffix], etag, self.command, headers
                )
        return respond(server.folder, self.command, self.path, headers)

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status, HTTPStatus(response.status).phrase)
        headers = {"Date": formatdate(usegmt=True), **_ALWAYS, **response.headers}
        if response.status != HTTPStatus.NOT_MODIFIED:
            headers["Content-Length"] = str(response.length)
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD" or response.status == HTTPStatus.NOT_MODIFIED:
            return
        if response.path is None:
            self.wfile.write(response.body)
        else:
            self._send_file(response)

    def _send_file(self, response: Response) -> None:
        assert response.path
        left = response.length
        with contextlib.suppress(OSError), response.path.open("rb") as file:
            file.seek(response.start)
            while left and (block := file.read(min(_BLOCK, left))):
                self.wfile.write(block)
                left -= len(block)
        if left:  # the file was cut short, and only the end of the connection can say so
            self.close_connection = True
