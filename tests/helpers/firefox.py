"""A headless Firefox, driven by Marionette: JSON over a socket, so the standard library is enough."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PREFERENCES = {
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}
END, CONTROL, ENTER = "\ue010", "\ue009", "\ue007"
"""Keys, as WebDriver writes them."""


class Firefox:
    """A window of the browser.

    Args:
        port: The port its Marionette listens at.
        patience_s: The longest that a page may take for anything.
    """

    def __init__(self, port: int, patience_s: float) -> None:
        self._patience_s = patience_s
        self._socket = _connected(port, patience_s)
        self._read()
        self._number = 0
        self.do("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
        self.do("WebDriver:SetTimeouts", script=int(1000 * patience_s))

    def do(self, command: str, **values: Any) -> Any:
        """Send a command; return its result."""
        self._number += 1
        text = json.dumps([0, self._number, command, values])
        data = text.encode()
        self._socket.sendall(f"{len(data)}:".encode() + data)
        _, _, error, result = self._read()
        if error:
            message = f"{command}: {error['error']}: {error['message']}"
            raise RuntimeError(message)
        return result

    def _read(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._socket.recv(1)
        data = b""
        while len(data) < int(size[:-1]):
            data += self._socket.recv(int(size[:-1]) - len(data))
        return json.loads(data)

    def open(self, url: str) -> None:
        """Load a page."""
        self.do("WebDriver:Navigate", url=url)

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self.do("WebDriver:GetCurrentURL")["value"])

    def close(self) -> None:
        """Close the connection; the browser runs on."""
        self._socket.close()

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of a function on the page; return its value."""
        result = self.do("WebDriver:ExecuteScript", script=script, args=list(values))
        return result["value"]

    def until(self, expression: str) -> Any:
        """Wait until a page says so."""
        ends = time.monotonic() + self._patience_s
        while time.monotonic() < ends:
            with contextlib.suppress(RuntimeError):  # the page is loading anew
                if found := self.run(f"return {expression}"):
                    return found
            time.sleep(0.05)
        shown = self.run("return document.body.innerText")[:1500]
        message = f"never: {expression}\n{shown}"
        raise AssertionError(message)

    def click(self, selector: str) -> None:
        """Click on the first element that a selector finds."""
        self.do("WebDriver:ElementClick", id=self._element(selector))

    def type(self, selector: str, text: str) -> None:
        """Write into the first element that a selector finds, at the end of its words."""
        self.do("WebDriver:ElementSendKeys", id=self._element(selector), text=text)

    def _element(self, selector: str) -> str:
        found = self.do("WebDriver:FindElement", using="css selector", value=selector)["value"]
        return str(next(iter(found.values())))


def _connected(port: int, patience_s: float) -> socket.socket:
    ends = time.monotonic() + patience_s
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=patience_s)
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


@contextlib.contextmanager
def firefox(program: str, sound: Mapping[str, str], patience_s: float) -> Iterator[Firefox]:
    """Yield a window with a profile of its own, which is thrown away afterwards.

    Args:
        program: The path of the browser.
        sound: The environment of a sound server, from :func:`sound_server`.
        patience_s: The longest that a page may take for anything.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        wanted = {**_PREFERENCES, "marionette.port": port}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items())
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", profile, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | dict(sound),
        )  # fmt: skip
        try:
            with contextlib.closing(Firefox(port, patience_s)) as opened:
                yield opened
        finally:
            process.terminate()
            process.wait(30)


@contextlib.contextmanager
def sound_server(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a PulseAudio without a loudspeaker, whose sound can be recorded."""
    folder.mkdir(mode=0o700)
    environment = {"XDG_RUNTIME_DIR": str(folder)}
    modules = ("module-native-protocol-unix", "module-null-sink sink_name=null")
    loaded = [part for name in modules for part in ("-L", name)]
    process = subprocess.Popen(
        ["pulseaudio", "--exit-idle-time=-1", "-n", *loaded],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | environment,
    )  # fmt: skip
    try:
        yield environment
    finally:
        process.terminate()
        process.wait(30)


def recorded(sound: Mapping[str, str], seconds: float) -> bytes:
    """Returns what a sound server plays meanwhile: 16-bit mono at 8 kHz."""
    command = ["parec", "--device=null.monitor", "--format=s16le", "--rate=8000", "--channels=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | dict(sound)) as process:
        assert process.stdout
        data = process.stdout.read(round(seconds * 8000) * 2)
        process.terminate()
    return data
