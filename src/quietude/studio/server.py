"""Running a studio: one for each folder, on loopback, until it is stopped."""

from __future__ import annotations

import socket
import time
import webbrowser
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.studio.app import make_app
from quietude.studio.folder import StudioFolder
from quietude.studio.guard import Keys
from quietude.studio.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
USUAL_PORT = 8765
ONLY_HERE = "This page is for this machine alone. Press Ctrl-C to stop."
_WAIT_S = 5.0


def run_studio(
    path: Path, port: int | None, say: Callable[[str], None], *, browser: bool = True
) -> None:
    """Runs a studio until the process is told to end.

    A second studio of the same folder opens the pages of the first, and ends.

    Args:
        path: The folder.
        port: The port; None for the one it had last time, or any that is free.
        say: Prints a line.
        browser: True to open its page in the browser.

    Raises:
        UsageError: if the folder or the port cannot be used.
    """
    import uvicorn

    from quietude.studio.connections import Connection, Server

    folder = StudioFolder(path)
    if not folder.claim():
        address = _running(folder)
        say(f"The studio of this folder is open already: {address}")
        if browser:
            webbrowser.open(address)
        return
    taken = _bind(folder, port)
    here = taken.getsockname()[1]
    keys = Keys(folder.secret("key"), folder.secret("token"), here)
    address = f"http://{HOST}:{here}/?key={keys.key}"
    folder.write("server", {"port": here, "address": address})
    try:
        with Studio(folder) as studio:
            studio.warm_up()
            # No log: it would tell which sessions somebody listens to.
            config = uvicorn.Config(
                make_app(studio, keys),
                http=Connection,
                log_level="critical",
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=1,
            )

            def started() -> None:
                say(address)
                say(ONLY_HERE)
                if browser:
                    webbrowser.open(address)

            Server(config, started).run(sockets=[taken])
    finally:
        taken.close()
        folder.release()


def _running(folder: StudioFolder) -> str:
    """The address of the studio that has the folder; waits a moment if it is just starting."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        address = folder.read("server", {}).get("address")
        if address:
            return str(address)
        time.sleep(0.1)
    message = "another studio has this folder, and does not say where it is"
    raise UsageError(message, path=folder.path, hint="End it, or name another folder.")


def _bind(folder: StudioFolder, port: int | None) -> socket.socket:
    """A socket at the port asked for; else where open pages expect it, or where there is room."""
    last = folder.read("server", {}).get("port")
    usual = last if type(last) is int and last > 0 else USUAL_PORT
    wanted = [port] if port is not None else [usual, 0]
    for number in wanted:
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # A port that was used a moment ago may be used again, though not one in use.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HOST, number))
            taken.listen(128)
        except (OSError, OverflowError) as error:
            taken.close()
            if number == wanted[-1]:
                message = f"nothing can be served at port {number}"
                raise UsageError(message, hint="Choose another: --port 0 takes any.") from error
        else:
            return taken
    raise AssertionError
