"""Speech programs of the machine: where they are, and running one without ever hanging.

A program is on the PATH, or it was unpacked into the user's data folder by ``quietude voices
install``; then it is run from there with its own libraries.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude._util.files import is_file
from quietude.errors import EngineError, SpeechError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TRIES = 3
"""How often one phrase is given to a program before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that can be run.

    Attributes:
        path: The executable.
        root: The folder it was unpacked into, or None if the system has it.
        environment: Variables it needs besides our own.
    """

    path: Path
    root: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def find_program(name: str, bundle: str) -> Program | None:
    """The program of that name, from the user's folder or the PATH; None if there is none.

    What was installed on purpose goes first: the system's may lack the voice that came with it.
    """
    root = data_dir() / "programs" / bundle
    unpacked = root / "usr" / "bin" / name
    if is_file(unpacked):
        folders = [it for it in library_folders(root) if it.is_dir()]
        paths = [*map(str, folders), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
        return Program(unpacked, root, {"LD_LIBRARY_PATH": os.pathsep.join(paths)})
    found = shutil.which(name)
    return Program(Path(found)) if found else None


def library_folders(root: Path) -> list[Path]:
    """Where an unpacked Debian package keeps its libraries, one level of private ones included."""
    folders: list[Path] = []
    for base in (root / "usr" / "lib", root / "lib"):
        for folder in (base, *sorted(base.glob("*-linux-*"))):
            folders += [folder, *sorted(it for it in folder.glob("*") if it.is_dir())]
    return folders


def ask_program(
    program: Program,
    arguments: Sequence[str],
    *,
    timeout_s: float,
    statuses: tuple[int, ...] = (0,),
) -> str:
    """What a program answers about itself; one that does not answer in time is not asked again.

    Args:
        program: What to ask.
        arguments: Its arguments.
        timeout_s: How long it may take, in seconds.
        statuses: The exit statuses that mean success; some end with another than 0.

    Raises:
        EngineError: if it does not answer.
    """
    try:
        return run_program(program, arguments, timeout_s=timeout_s, hangs=1, statuses=statuses)
    except EngineError:
        raise
    except SpeechError as error:  # it was no phrase that failed
        raise EngineError(error.message, hint=error.hint) from error


def run_program(  # noqa: PLR0913  (all named)
    program: Program,
    arguments: Sequence[str],
    *,
    timeout_s: float,
    text: str | None = None,
    tries: int = TRIES,
    hangs: int = TRIES,
    statuses: tuple[int, ...] = (0,),
    folder: Path | None = None,
) -> str:
    """Run a program to its end; answers what it printed.

    Args:
        program: What to run.
        arguments: Its arguments; nothing personal, since anybody can list them.
        timeout_s: How long one try may take, in seconds; then it is killed with its children.
        text: What it reads on stdin.
        tries: How often it may fail.
        hangs: How often it may give no answer in time.
        statuses: The exit statuses that mean success.
        folder: Where it is started; None for where we were.

    Raises:
        EngineError: if it cannot be started.
        SpeechError: if it failed every time.
    """
    reason = ""
    for failed in range(1, tries + 1):  # noqa: B007  (told below)
        try:
            status, output = _run_once(program, arguments, timeout_s, text, folder)
        except subprocess.TimeoutExpired:
            reason = f"no answer in {timeout_s:.0f} s"
            hangs -= 1
            if not hangs:
                break
        else:
            if status in statuses:
                return output
            lines = [it.strip() for it in output.splitlines() if it.strip()]
            last = f": {lines[-1][:200]}" if lines else ""
            reason = f"it ended with status {status}{last}"
    times = f" {failed} times" if failed > 1 else ""
    message = f"{program.path.name} failed{times} ({reason})"
    raise SpeechError(message, hint="See what works here with: quietude doctor")


def _run_once(
    program: Program,
    arguments: Sequence[str],
    timeout_s: float,
    text: str | None,
    folder: Path | None,
) -> tuple[int, str]:
    try:
        process = subprocess.Popen(  # noqa: S603  (found by us, never through a shell)
            [str(program.path), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **program.environment},
            encoding="utf-8",
            errors="replace",
            # A group of its own, so that what it starts can be ended with it.
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        message = f"{program.path.name} cannot be started ({error.strerror})"
        raise EngineError(message, path=program.path) from error
    with process:  # which closes its pipes even if it ended just after its time
        try:
            output, _ = process.communicate(text or "", timeout=timeout_s)
        finally:
            if process.poll() is None:
                _kill(process)
    return process.returncode, output


def _kill(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
