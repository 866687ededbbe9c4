"""Connections to a studio, over a real socket."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from other_user import only_root, socket_of_another_user
from quietude.studio import connections

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = uvicorn.Config(
        PlainTextResponse("hello"),
        http=connections.Connection,
        log_level="critical",
        lifespan="off",
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        yield taken.getsockname()[1]
        server.should_exit = True
        thread.join()


def told(link: socket.socket) -> bytes:
    with contextlib.suppress(ConnectionError):
        return b"".join(iter(lambda: link.recv(1000), b""))
    return b""


@pytest.mark.parametrize("beginning", [b"", b"GET / HT", POST + b"x"])
def test_a_request_that_drips_is_cut(
    port: int, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(connections, "REQUEST_S", 0.1)
    with socket.create_connection(("127.0.0.1", port), timeout=300) as link:
        link.sendall(beginning)
        assert told(link) == b"" or beginning.startswith(b"POST")  # which replies at once


def test_a_whole_request_has_no_bound(port: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    for _ in range(2):
        link.request("GET", "/")
        assert link.getresponse().read() == b"hello"
    link.close()


@only_root
def test_another_user_gets_nothing(port: int) -> None:
    with socket_of_another_user() as link:
        link.settimeout(300)
        link.connect(("127.0.0.1", port))
        with contextlib.suppress(ConnectionError):
            link.sendall(GET)
        assert told(link) == b""
