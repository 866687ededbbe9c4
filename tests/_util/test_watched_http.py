"""A server that drips: no request waits for ever, whatever part of a reply comes a byte at a time."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from quietude._util import watched_http
from quietude._util.watched_http import UnsafeAddressError, opened

HEADERS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextlib.contextmanager
def dripping(beginning: bytes, drop: bytes) -> Iterator[str]:
    """A server that sends a beginning, and then a drop every now and then, until it is left."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(beginning)
                while not ended.wait(0.02):
                    connection.sendall(drop)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
    finally:
        ended.set()
        server.close()
        thread.join()


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (HEADERS, b"0"),
        (HEADERS + b"1;", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
    ],
    ids=["headers", "size of a part", "extension of a part", "body"],
)
def test_a_reply_that_drips_ends(
    beginning: bytes, drop: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_http, "OPENING_S", 0.2)
    with dripping(beginning, drop) as url:
        request = urllib.request.Request(url)  # noqa: S310
        with pytest.raises(TimeoutError, match="too long"):
            read_all(request)


def read_all(request: urllib.request.Request) -> None:
    with opened(request, silence_s=60.0, reply_s=0.2) as response:
        while response.read1(1000):
            pass


def test_a_redirection_leads_to_nothing_less_safe() -> None:
    found = b"HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n"
    with dripping(found, b"") as url, pytest.raises(UnsafeAddressError, match="not https"):
        read_all(urllib.request.Request(url))  # noqa: S310


def test_no_redirection_leads_from_https_to_http() -> None:
    request, body = urllib.request.Request("https://127.0.0.1/x"), io.BytesIO()
    headers = http.client.HTTPMessage()
    redirected = watched_http._SameSafety().redirect_request
    with pytest.raises(UnsafeAddressError, match="not https"):
        redirected(request, body, 302, "", headers, "http://127.0.0.1/x")
    assert body.closed
    assert redirected(request, body, 302, "", headers, "https://127.0.0.1/y")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "file:///etc/hostname", "data:,x"])
def test_nothing_but_http_is_spoken(url: str) -> None:
    with pytest.raises(UnsafeAddressError):
        read_all(urllib.request.Request(url))  # noqa: S310
