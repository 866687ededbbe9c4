"""A headless Chromium, driven by WebDriver: JSON over HTTP, so the standard library is enough."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--mute-audio", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
PHONE_PX = 600
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": "\ue00d"}


class Browser:
    """A window of the browser.

    Args:
        url: The address of its session at the driver.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def do(self, command: str, **body: Any) -> Any:
        """Send a command to the driver; return its value."""
        return _post(f"{self._url}/{command}", body)

    def devtools(self, command: str, **params: Any) -> Any:
        """Send a command of the DevTools protocol; return its value."""
        return self.do("goog/cdp/execute", cmd=command, params=params)

    def open(self, url: str) -> None:
        """Load a page."""
        self.do("url", url=url)

    def run(self, script: str) -> Any:
        """Run a script on the page; return its value, once its promises are resolved."""
        wrapped = (
            "const done = arguments[0];"
            f"(async () => {{{script}}})().then(done, (error) => done(String(error)));"
        )
        return self.do("execute/async", script=wrapped, args=[])

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        text = _KEYS[key]
        keys = [{"type": "keyDown", "value": text}, {"type": "keyUp", "value": text}]
        self.do("actions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def look(self, width: int, *, dark: bool = False, still: bool = False) -> None:
        """Show the page at a width, in light or dark, with or without motion."""
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=800, deviceScaleFactor=1, mobile=width < PHONE_PX,
        )  # fmt: skip
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.devtools("Emulation.setEmulatedMedia", features=features)

    def screenshot(self) -> bytes:
        """Picture of the whole page, as a PNG."""
        picture = self.devtools("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(picture["data"])

    def complaints(self) -> list[str]:
        """Messages of the console since the last call: errors, and refusals by a policy."""
        rows = self.do("se/log", type="browser")
        return [row["message"] for row in rows if row["level"] in {"SEVERE", "WARNING"}]


def missing() -> str:
    """The reason that no browser can be run; empty if one can."""
    absent = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(absent)} not installed" if absent else ""


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Yield a window with a profile of its own, which is thrown away afterwards."""
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = subprocess.Popen(  # noqa: S603  (our own arguments)
            [str(shutil.which("chromedriver")), f"--port={port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            options = {
                "binary": shutil.which("chromium"),
                "args": [*FLAGS, f"--user-data-dir={Path(profile) / 'profile'}"],
            }
            wanted = {
                "browserName": "chrome",
                "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL"},
                "timeouts": {"script": 60_000},
            }
            made = _post(f"{url}/session", {"capabilities": {"alwaysMatch": wanted}})
            window = Browser(f"{url}/session/{made['sessionId']}")
            try:
                yield window
            finally:
                request = urllib.request.Request(window._url, method="DELETE")  # noqa: SLF001, S310
                urllib.request.urlopen(request, timeout=30).close()  # noqa: S310  (loopback)
        finally:
            driver.terminate()
            driver.wait(timeout=30)


def _post(url: str, body: dict[str, Any]) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310  (loopback)
            return json.loads(response.read())["value"]
    except urllib.error.HTTPError as error:
        why = json.loads(error.read())["value"]["message"].splitlines()[0]
        message = f"the browser: {why}"
        raise RuntimeError(message) from error


def _wait(url: str) -> None:
    for _ in range(150):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/status", timeout=5):  # noqa: S310
            return
        time.sleep(0.1)
    message = "the driver of the browser does not respond"
    raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
