"""The preview over a real socket, with requests that no browser would send."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from other_user import only_root, socket_of_another_user
from quietude.errors import UsageError
from quietude.series.model import Site
from quietude.series.preview.server import SiteServer

AUDIO = "/episodes/001-short.mp3"


@pytest.fixture(scope="module")
def server(built: tuple[Path, Site]) -> Iterator[SiteServer]:
    with SiteServer(built[0], 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(
    server: SiteServer, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=300)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response, data


def raw(server: SiteServer, data: bytes) -> bytes:
    """Everything the server says to these bytes."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=300) as link:
        link.sendall(data)
        link.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: link.recv(65536), b""))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_server_ends_quietly_and_frees_its_port(
    folder: Path, sent: signal.Signals, status: int
) -> None:
    command = [sys.executable, "-m", "quietude", "series", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        url = urlsplit(run.stdout.readline().strip())
        assert url.port
        with socket.create_connection(("127.0.0.1", url.port), timeout=300) as listener:
            # Somebody is in the middle of a session.
            listener.sendall(
                b"GET " + AUDIO.encode() + b" HTTP/1.1\r\nHost: " + url.netloc.encode()
            )
            run.send_signal(sent)
            _, said = run.communicate(timeout=300)
        assert run.returncode == status
        assert "Traceback" not in said
        with SiteServer(folder, url.port):
            pass


def test_a_whole_file(server: SiteServer) -> None:
    response, data = ask(server, AUDIO)
    assert response.status == 200
    assert data == (server.folder / AUDIO[1:]).read_bytes()
    assert response.headers["Content-Type"] == "audio/mpeg"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_head_says_as_much_and_sends_nothing(server: SiteServer) -> None:
    response, data = ask(server, AUDIO, "HEAD")
    assert response.status == 200
    assert data == b""
    assert int(response.headers["Content-Length"]) == (server.folder / AUDIO[1:]).stat().st_size


def test_a_range_of_a_file(server: SiteServer) -> None:
    whole = (server.folder / AUDIO[1:]).read_bytes()
    response, data = ask(server, AUDIO, Range="bytes=100-199")
    assert response.status == 206
    assert response.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert data == whole[100:200]
    response, data = ask(server, AUDIO, Range=f"bytes={len(whole)}-")
    assert response.status == 416
    assert response.headers["Content-Range"] == f"bytes */{len(whole)}"


def test_not_modified(server: SiteServer) -> None:
    response, _ = ask(server, AUDIO)
    again, data = ask(server, AUDIO, If_None_Match=response.headers["ETag"])
    assert (again.status, data) == (304, b"")


def test_the_feed_gives_the_address_of_the_server(server: SiteServer) -> None:
    response, data = ask(server, "/feed.xml")
    channel = ET.fromstring(data).find("channel")
    assert channel is not None
    urls = [enclosure.get("url", "") for enclosure in channel.findall("item/enclosure")]
    assert urls == [f"{server.url}/episodes/00{number}-short.mp3" for number in (2, 1)]
    assert b"https://example.org/show" not in data
    again, _ = ask(server, "/feed.xml", If_None_Match=response.headers["ETag"])
    assert again.status == 304
    _, outline = ask(server, "/subscriptions.opml")
    assert f"{server.url}/feed.xml".encode() in outline


def test_another_name_is_refused(server: SiteServer) -> None:
    """DNS rebinding: a page elsewhere points its own name at this machine."""
    for host in (f"evil.example:{server.server_port}", "evil.example", "localhost"):
        response, data = ask(server, "/feed.xml", Host=host)
        assert response.status == 403, host
        assert b"rss" not in data


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /../../etc/passwd HTTP/1.1", b"404"),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", b"404"),
        (b"GET //etc/passwd HTTP/1.1", b"404"),
        (b"GET http://evil.example/../x HTTP/1.1", b"404"),
        (b"POST /feed.xml HTTP/1.1", b"405"),
        (b"DELETE /feed.xml HTTP/1.1", b"405"),
        (b"BREW /feed.xml HTTP/1.1", b"501"),
        (b"GET / HTTP/9.9", b"505"),
        (b"\x00\xff\xfe", b"400"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"414"),
    ],
)
def test_requests_of_bad_will(server: SiteServer, request_line: bytes, status: bytes) -> None:
    host = f"Host: 127.0.0.1:{server.server_port}\r\nConnection: close\r\n\r\n".encode()
    said = raw(server, request_line + b"\r\n" + host)
    assert status in said.splitlines()[0] or status in said[:400]
    assert b"root:" not in said
    assert b"Traceback" not in said
    assert b"X-Content-Type-Options: nosniff" in said  # as every other reply
    assert ask(server, "/series.json")[0].status == 200  # and it goes on


def test_two_hosts_or_none_are_refused(server: SiteServer) -> None:
    good = f"Host: 127.0.0.1:{server.server_port}\r\n".encode()
    for hosts in (b"", b"Host: evil.example\r\n" + good, good + good):
        said = raw(server, b"GET /feed.xml HTTP/1.1\r\n" + hosts + b"\r\n")
        assert b" 403 " in said.splitlines()[0]


def test_a_body_is_no_second_request(server: SiteServer) -> None:
    host = f"Host: 127.0.0.1:{server.server_port}\r\n".encode()
    inner = b"GET /series.json HTTP/1.1\r\n" + host + b"\r\n"
    length = f"Content-Length: {len(inner)}\r\n\r\n".encode()
    said = raw(server, b"GET /feed.xml HTTP/1.1\r\n" + host + length + inner)
    assert said.count(b"HTTP/1.1 ") == 1


def test_a_listener_who_leaves_is_no_error(
    server: SiteServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.server_port)) as link:
            link.sendall(
                f"GET {AUDIO} HTTP/1.1\r\nHost: localhost:{server.server_port}\r\n\r\n".encode()
            )
            link.recv(10)
    assert ask(server, "/series.json")[0].status == 200
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_and_no_folder(server: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="port"):
        SiteServer(tmp_path, server.server_port)
    with pytest.raises(UsageError, match="no such folder"):
        SiteServer(tmp_path / "none", 0)


def test_a_damaged_record_still_shows_the_feed_there_is(folder: Path) -> None:
    (folder / "series.json").write_text("{")
    with SiteServer(folder, 0) as unstarted:
        assert unstarted.readdressed(folder / "feed.xml") is None


def test_a_request_that_drips_is_cut(server: SiteServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quietude.series.preview.server.REQUEST_S", 0.2)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=300) as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: ")  # and no more
        with contextlib.suppress(ConnectionResetError):
            assert not [block for block in iter(lambda: link.recv(100), b"") if b" 200 " in block]


@only_root
def test_another_user_gets_nothing(server: SiteServer) -> None:
    with socket_of_another_user() as link, contextlib.suppress(ConnectionError):
        link.settimeout(300)
        link.connect(("127.0.0.1", server.server_port))
        link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert link.recv(100) == b""
