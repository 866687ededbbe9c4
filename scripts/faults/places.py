"""Folders in which the program is harmed, and the harm counted."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import signal
import sys
import tempfile
import time
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

if TYPE_CHECKING:
    from collections.abc import Sequence

HANG_S = 900.0
KILLED, NOT_ENDED = -signal.SIGKILL, -1

SCRIPT = """id: {id}
title: {id}
intensity: light
sections:
  - title: A
    steps: [Welcome {id}., pause: 2s, Rest here a while., pause: 3s]
  - title: B
    role: return
    steps: [Thank you.]
"""
SLOW_READ = """id: night
title: A Night
intensity: light
sections:
  - title: A
    steps: [Good night., HOURS]
  - title: B
    role: return
    steps: [Good morning.]
""".replace("HOURS", ", ".join(["pause: 54m, Still here."] * 9))
MANIFEST = """show: {id: calm, title: Calm, description: D., author: A}
defaults: {engine: tone, bed: none}
start: 2026-03-01
every: 1w
episodes: [{file: one.yaml}, {file: two.yaml}, {file: three.yaml}]
"""
TONE = ["--engine", "tone", "--bed", "none", "--accept-care-risks", "--overwrite"]
FILES = ["-o", "out/a.mp3", "-o", "out/a.wav", "--captions", "vtt"]
RENDER = ["render", "one.yaml", *FILES, *TONE]
TAKES = [*RENDER, "--takes", "takes"]
SERIES = ["series", "build", "series.yaml", "-o", "site", "--base-url", "https://example.org/show"]
INNOCENT = ["cache", "info"]
"""A command that has nothing to do with what was killed before."""


@dataclass(slots=True)
class Row:
    """Counts of one kind of fault."""

    kind: str
    tried: int = 0
    tracebacks: int = 0
    hangs: int = 0
    partial: int = 0
    left: int = 0
    differing: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """All that went wrong."""
        return self.tracebacks + self.hangs + self.partial + self.left + self.differing

    def plus(self, other: Row) -> Row:
        """The counts of two rows of one kind together."""
        pairs = zip(astuple(self)[1:], astuple(other)[1:], strict=True)
        return Row(self.kind, *(mine + theirs for mine, theirs in pairs))

    def told(self, text: str) -> None:
        """Count a traceback in what a command printed, or that it never ended."""
        self.hangs += text == "hang"
        if "Traceback" in text or "Exception ignored" in text:
            self.tracebacks += 1
            self.notes.append(text[-1500:])

    def looked(self, place: Place) -> None:
        """Count a place with files under temporary names."""
        if found := place.leftovers():
            self.left += 1
            self.notes.append(f"left: {found}")

    def ended(self, good: bool, text: str) -> None:  # noqa: FBT001
        """Count a run that did not end as it should have."""
        if not good:
            self.differing += 1
            self.notes.append(text[-1500:])


class Place:
    """A folder with scripts, and a user's folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        for name in ("one", "two", "three"):
            (folder / f"{name}.yaml").write_text(SCRIPT.format(id=name))
        (folder / "series.yaml").write_text(MANIFEST)

    def record_takes(self) -> None:
        """Recordings of the first script's phrases."""
        from quietude.speech.takes.line_id import take_name

        (self.folder / "takes").mkdir()
        seconds = np.arange(66_150) / 44_100
        for number, text in enumerate(("Welcome one.", "Rest here a while.", "Thank you."), 1):
            tone = 0.2 * np.sin(2 * np.pi * (180 + 10 * number) * seconds)
            tone[(seconds < 0.3) | (seconds > 1.2)] = 0.0  # noqa: PLR2004
            path = self.folder / "takes" / f"{take_name(number, text)}.wav"
            soundfile.write(path, tone, 44_100)

    def environment(self) -> dict[str, str]:
        """Variables that keep everything in the folder."""
        own = {
            f"QUIETUDE_{name}_DIR": str(self.folder / name.lower())
            for name in ("CACHE", "DATA", "CONFIG")
        }
        return {**os.environ, **own, "TMPDIR": str(self.temporary)}

    def hashes(self, name: str) -> dict[str, str]:
        """The files of a folder inside, hidden ones left out."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self.folder / name).rglob("*"))
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(self.folder).parts)
        }

    def leftovers(self) -> list[str]:
        """Files under temporary names, wherever they may lie."""
        marks = (".part", ".kept", ".new")
        found = [
            path
            for path in self.folder.rglob("*")
            if path.suffix in marks or path.name.startswith((".new-", ".work-"))
        ]
        records = self.folder / "data/unfinished"
        found += [*(records.iterdir() if records.is_dir() else ()), *self.temporary.iterdir()]
        return sorted({str(path.relative_to(self.folder)) for path in found})


def start(place: Place, arguments: Sequence[str], *, uid: int | None = None) -> int:
    """Start a command in a fork, which has everything imported; returns its process id.

    A new process would spend most of its time on imports, and most kills would hit those.
    """
    (place.folder / "stderr").unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        _be_the_program(place, arguments, uid)
    with contextlib.suppress(OSError):  # so that its group is there before it is killed
        os.setpgid(pid, pid)
    return pid


def wait(place: Place, pid: int) -> tuple[int, str]:
    """Wait for a command, and all that it started; returns its status and what it complained."""
    deadline = time.monotonic() + HANG_S
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            errors = place.folder / "stderr"
            text = errors.read_text(errors="replace") if errors.exists() else ""
            return os.waitstatus_to_exitcode(status), text if _gone(pid) else "hang"
        time.sleep(0.005)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return NOT_ENDED, "hang"


def forked(  # noqa: PLR0913
    place: Place,
    arguments: Sequence[str],
    kill_after_s: float | None = None,
    *,
    how: signal.Signals = signal.SIGKILL,
    group: bool = False,
    uid: int | None = None,
) -> tuple[int, str]:
    """Run a command, perhaps killed after some time; returns its status and its complaints."""
    pid = start(place, arguments, uid=uid)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(pid, how)
    return wait(place, pid)


def lasts(place: Place, arguments: Sequence[str]) -> float:
    """Time in seconds that a command takes here and now."""
    started = time.monotonic()
    forked(place, arguments)
    return time.monotonic() - started


def _gone(group: int) -> bool:
    """True once no process of a group is left; helpers of one that was killed end by themselves."""
    deadline = time.monotonic() + HANG_S
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    return False


def _be_the_program(place: Place, arguments: Sequence[str], uid: int | None) -> None:
    os.setpgid(0, 0)
    os.environ.update(place.environment())
    tempfile.tempdir = None
    os.chdir(place.folder)
    for number, name in ((1, "stdout"), (2, "stderr")):
        path = place.folder / name
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):  # whatever this campaign was started with
        signal.signal(number, signal.SIG_DFL)
    atexit._clear()  # noqa: SLF001  (those of the campaign)
    if uid is not None:
        _be_another_user(uid, arguments)
    sys.argv = ["quietude", *arguments]
    code = 1
    try:
        from quietude.cli import main

        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  (told to the parent)
        import traceback

        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001  (as an interpreter does)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _be_another_user(uid: int, arguments: Sequence[str]) -> None:
    """Become a program of another user, who may read everything: Python may lie in root's home."""
    os.environ["HOME"] = str(Path.cwd())
    may_read = "+dac_read_search"
    options = [f"--reuid={uid}", f"--regid={uid}", "--clear-groups", f"--inh-caps={may_read}"]
    os.execvp(  # noqa: S606
        "setpriv",  # noqa: S607
        ["setpriv", *options, f"--ambient-caps={may_read}", sys.executable, "-m", "quietude",
         *arguments],
    )  # fmt: skip
