from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest

from quietude.errors import UsageError
from quietude.series.checks.run import check_folder
from quietude.series.preview.server import SiteServer
from site_checks import AUDIO, messages


def test_a_good_host_passes(folder: Path) -> None:
    with SiteServer(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = list(check_folder(folder, url=server.url))
        (folder / AUDIO).with_name("other").mkdir()
        gone = list(check_folder(folder, url=f"{server.url}/elsewhere"))
        server.shutdown()
        thread.join()
    assert [finding for finding in found if finding.level != "note"] == []
    assert any("responds to HEAD with 404" in finding.message for finding in gone)
    assert any(
        "does not respond" in finding.message for finding in check_folder(folder, url=server.url)
    )


def test_a_host_without_ranges(folder: Path) -> None:
    """Python's own simple server, which many people try first."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = messages(folder, url=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    assert "the host responds to a byte range with 200, not 206" in found


def test_text_that_is_not_an_address(folder: Path) -> None:
    with pytest.raises(UsageError, match="not the address"):
        list(check_folder(folder, url="example.org"))
