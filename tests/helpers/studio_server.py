"""A studio in a process of its own, for the tests in real browsers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

PATIENCE_S = 120
SCRIPT = """# Evening Harbour

Jane Doe, Psy.D. Page 1 of 2

## Arriving

Sit in any way that's comfortable. You can stop at any time.

[pause 4 seconds]

(if tearful, slow down)

What do you notice? Take 3 breaths.

## Return

Notice the room around you, and the ground. Let your eyes open when you're ready.
"""


class Server:
    """A studio in a process of its own, which can be killed and started again."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None
        self.address = ""

    def start(self) -> None:
        command = [sys.executable, "-m", "quietude", "studio", str(self.folder)]
        environment = os.environ | {
            "QUIETUDE_CACHE_DIR": str(self.home / "cache"),
            "QUIETUDE_DATA_DIR": str(self.home / "data"),
            "QUIETUDE_CONFIG_DIR": str(self.home / "config"),
        }
        self.process = subprocess.Popen(
            [*command, "--no-browser", "--port", str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address

    @property
    def url(self) -> str:
        return self.address.partition("/?")[0]

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self._ended()

    def _ended(self) -> None:
        assert self.process
        self.process.wait(300)
        if self.process.stdout:
            self.process.stdout.close()

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(300)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self._ended()
