"""Requests that end: bounded in the time to a reply, and in the time of the whole reply.

A timeout of a socket counts from one byte to the next, so that a server that sends a byte now and
then keeps a program waiting for days, within headers and between the parts of a body. Here a watch
closes the connection from outside when its time is over.

Nothing but http and https is spoken, whatever a server redirects to, and never http after https.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import urllib.request
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

OPENING_S = 60.0
"""Longest time in seconds until a server has sent all of its headers, redirections included."""


class UnsafeAddressError(ValueError):
    """An address, or one that a server redirects to, that is not to be asked."""


class _SameSafety(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but never from https to http, and never to anything else."""

    def redirect_request(  # noqa: PLR0913, PLR0917  (the library's)
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: http.client.HTTPMessage, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        safe = ("https:",) if req.full_url.startswith("https:") else ("https:", "http:")
        if not newurl.startswith(safe):
            fp.close()
            message = "the server redirects to an address that is not https"
            raise UnsafeAddressError(message)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Watch:
    """Closes the connections of a request when its time is over."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._timer: threading.Timer | None = None
        self.is_over = False

    def allow(self, seconds: float) -> None:
        """Give the request so many seconds from now on."""
        self.stop()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        if self._timer:
            self._timer.cancel()

    def connected(self, connection: socket.socket) -> None:
        """Watch a connection too."""
        self._sockets.append(connection)

    def _cut(self) -> None:
        self.is_over = True
        for connection in self._sockets:
            with contextlib.suppress(OSError):
                # The plain method: that of an encrypted socket forgets its state under the reader.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Http(http.client.HTTPConnection):
    def __init__(self, *arguments: Any, watch: _Watch, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.connected(self.sock)


class _Https(_Http, http.client.HTTPSConnection):
    """The same, encrypted."""


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(_Http, watch=self._watch), req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(_Https, watch=self._watch), req)


@contextlib.contextmanager
def opened(
    request: urllib.request.Request,
    *,
    silence_s: float,
    reply_s: float,
) -> Iterator[Any]:
    """Send a request over http or https; gives the response, which is closed on leaving.

    Args:
        request: The request.
        silence_s: Longest time in seconds from one byte to the next.
        reply_s: Longest time in seconds of the whole reply, from the end of its headers.

    Raises:
        UnsafeAddressError: if another protocol is asked for, or redirected to.
        OSError: as ``urlopen`` does, and TimeoutError when the time is over.
        http.client.HTTPException: for a reply that is not HTTP, or ends too early.
    """
    watch = _Watch()
    if request.type not in {"http", "https"}:
        message = "only http and https are spoken"
        raise UnsafeAddressError(message)
    opener = _opener(watch)
    watch.allow(OPENING_S)
    try:
        response = opener.open(request, timeout=silence_s)
        with contextlib.closing(response):
            watch.allow(reply_s)
            yield response
            if watch.is_over:  # a body that was cut looks like one that ended
                raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if watch.is_over:
            message = "the server took too long"
            raise TimeoutError(message) from error
        raise
    finally:
        watch.stop()


def _opener(watch: _Watch) -> urllib.request.OpenerDirector:
    """All that http needs. The usual opener also reads files, FTP and data addresses."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        _HttpHandler(watch),
        _HttpsHandler(watch),
        _SameSafety(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener
