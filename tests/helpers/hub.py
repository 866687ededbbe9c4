"""A hub of voices on this machine, with every trouble a network has."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOICE = "en_US-tiny-medium"
BASE = "en/en_US/tiny/medium"


class Hub:
    """The server: its files, its faults, and the requests it got.

    Attributes:
        files: The content of each path.
        cut_after: Close the connection after so many bytes of a model.
        drip_s: Wait so long after every 2000 bytes of a model.
        resumes: False for a server that ignores ranges.
        status: Status of the reply to a request for a model, instead of 200.
        asked: The path and range of every request.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut_after: int | None = None
        self.drip_s = 0.0
        self.resumes = True
        self.status: int | None = None
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    def publish(self, folder: Path, *, size_bytes: int = 0, md5: str = "") -> None:
        """Put a voice in the hub and its index, with wrong figures where they are given."""
        about = {}
        for name in (f"{VOICE}.onnx", f"{VOICE}.onnx.json"):
            data = (folder / name).read_bytes()
            self.files[f"/{BASE}/{name}"] = data
            digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
            model = name.endswith(".onnx")
            about[f"{BASE}/{name}"] = {
                "size_bytes": (size_bytes if model else 0) or len(data),
                "md5_digest": (md5 if model else "") or digest,
            }
        about[f"{BASE}/MODEL_CARD"] = {"size_bytes": 1, "md5_digest": "0" * 32}
        self.files["/voices.json"] = json.dumps({VOICE: {"files": about}}).encode()

    def models_asked(self) -> list[str]:
        """The ranges of the requests for the model."""
        return [wanted for path, wanted in self.asked if path.endswith(".onnx")]


@contextmanager
def serving() -> Iterator[Hub]:
    """The hub on a port of this machine."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path[self.path.index("/", 8) :] if "://" in self.path else self.path
            wanted = self.headers.get("Range", "")
            hub.asked.append((path, wanted))
            data = hub.files.get(path)
            model = path.endswith(".onnx")
            status = hub.status if model and hub.status else 200 if data is not None else 404
            if data is None or status != 200:
                self.send_error(status)
                return
            start = 0
            if wanted and hub.resumes:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            end = start + hub.cut_after if model and hub.cut_after is not None else len(data)
            for at in range(start, min(end, len(data)), 2000):
                self.wfile.write(data[at : min(at + 2000, end)])
                if model and hub.drip_s:
                    self.wfile.flush()
                    time.sleep(hub.drip_s)

        def log_message(self, *_what: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # the other end left
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
