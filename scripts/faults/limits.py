"""Want of everything: streams, memory, descriptors, disk, a steady clock, a machine alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from faults.places import (
    HANG_S,
    INNOCENT,
    RENDER,
    SERIES,
    SLOW_READ,
    TAKES,
    TONE,
    Place,
    Row,
    forked,
    lasts,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

PROGRAM = f"{sys.executable} -m quietude"
_USERS = (65_533, 65_534)
_YEARS = (-30, -1, 1, 20)
_YEAR_S = 366 * 86_400
_CLOCK = Path(__file__).with_name("jumping_clock.c")


def streams(_count: int, _choice: random.Random) -> Row:
    """Closed and full standard streams."""
    endings = [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"]
    lines = [f"{{program}} {ending}" for ending in endings]
    return _shell("closed or full standard streams", lines, lambda code, _: code == 0)


def memory(_count: int, _choice: random.Random) -> Row:
    """Less and less memory: the work is done, or the message says what is missing."""
    lines = [f"ulimit -v {size * 1024}; {{program}}" for size in (800, 600, 500, 400)]
    kind = "memory limited to 800, 600, 500 and 400 MB"
    return _shell(kind, lines, lambda code, told: code == 0 or "not enough memory" in told)


def descriptors(_count: int, _choice: random.Random) -> Row:
    """Fewer and fewer open files."""
    lines = [f"ulimit -n {count}; {{program}}" for count in (64, 32, 16)]
    kind = "descriptors limited to 64, 32 and 16"
    return _shell(kind, lines, lambda code, told: code == 0 or "error:" in told)


def disks(_count: int, _choice: random.Random) -> Row:
    """A full disk in each place, then room again."""
    row = Row("a full disk: output, cache, data, temporary files, site, its state; then room again")
    wanted: dict[str, dict[str, str]] = {}
    for arguments, output, place_of, room_kb in (
        (RENDER, "out", "out", 100),
        (RENDER, "out", "out", 0),
        (RENDER, "out", "cache", 8),
        (RENDER, "out", "data", 0),
        (RENDER, "out", "tmp", 0),
        (TAKES, "out", "tmp", 0),
        (TAKES, "out", "cache", 0),
        ([*SERIES, "-j", "1"], "site", "site", 100),
        ([*SERIES, "-j", "1"], "site", "site", 0),
        ([*SERIES, "-j", "1"], "site", ".site.quietude", 40),
        ([*SERIES, "-j", "1"], "site", ".site.quietude", 0),
        ([*SERIES, "-j", "1"], "site", "tmp", 0),
    ):
        with tempfile.TemporaryDirectory() as base:
            if output not in wanted or arguments is TAKES:
                good = Place(Path(base) / "good")
                good.record_takes()
                forked(good, arguments)
                wanted[output] = good.hashes(output)
            place = Place(Path(base) / "place")
            place.record_takes()
            done = _on_a_full_disk(place, arguments, place_of, room_kb)
            if done.returncode == _NO_MOUNT:
                row.notes.append("no file system can be mounted here: not tried")
                return row
            first, second = (place.folder / name for name in ("first", "second"))
            row.tried += 1
            row.told(first.read_text(errors="replace"))
            row.told(second.read_text(errors="replace"))
            words = first.read_text(errors="replace").lower()
            code = int((place.folder / "code").read_text())
            row.ended(
                code == 0 or "space" in words or "full" in words,
                f"{place_of} {room_kb}: {code}: {words}",
            )
            row.ended(done.returncode == 0, f"{place_of}: then {second.read_text()}")
            row.ended(place.hashes("copy") == _below("copy", wanted[output]), place_of)
            row.looked(place)
    return row


_NO_MOUNT = 77


def _below(folder: str, hashes: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": value for name, value in hashes.items()}


def _on_a_full_disk(
    place: Place, arguments: Sequence[str], full: str, room_kb: int
) -> subprocess.CompletedProcess[str]:
    """Run a command with a small file system at one place; again, with room; keep the results."""
    command = " ".join([PROGRAM, *arguments])
    output = "site" if "site" in arguments else "out"
    script = f"""
        mkdir -p {full} && mount -t tmpfs -o size=40m,mode=700 none {full} || exit {_NO_MOUNT}
        head -c $((40 * 1024 * 1024 - {room_kb} * 1024)) /dev/zero > {full}/filler
        {command} > stdout 2> first; echo $? > code
        {PROGRAM} {" ".join(INNOCENT)} > stdout 2>> first
        find . -name '*.part' -o -name '*.kept' -o -name '.work-*' > left; test ! -s left || exit 5
        rm {full}/filler
        {command} > stdout 2> second || exit 4
        mkdir copy; cp -r {output} copy/; rm -f copy/{output}/filler
    """
    return subprocess.run(  # noqa: S603
        ["unshare", "-rm", "sh", "-c", script],  # noqa: S607
        cwd=place.folder,
        env=place.environment(),
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=False,
    )


def clocks(count: int, choice: random.Random) -> Row:
    """A build that is killed again and again, while the clock jumps by years between and within."""
    row = Row("a clock that jumps by years, in renders and builds that are killed")
    compiler = shutil.which("cc")
    if not compiler:
        row.notes.append("no C compiler: the clock jumped between commands, not within one")
    for number in range(count):
        with tempfile.TemporaryDirectory() as base:
            arguments, output = ((RENDER, "out"), (SERIES, "site"))[number % 2]
            good = Place(Path(base) / "good")
            forked(good, arguments)
            lasts_s = lasts(good, arguments)
            place = Place(Path(base) / "place")
            for _ in range(3):
                row.told(forked(place, arguments, choice.uniform(0.1, 1) * lasts_s, group=True)[1])
                _date_back(place, choice.choice(_YEARS))
            if compiler:
                years = choice.choice([1, 20])
                told = _at_another_time(compiler, place, arguments, years, lasts_s / 2)
                row.told(told)
            status, told = forked(place, arguments)
            row.tried += 1
            row.told(told)
            row.ended(status == 0 and place.hashes(output) == good.hashes(output), told)
            row.looked(place)
    return row


def _date_back(place: Place, years: int) -> None:
    """Give every file a time that is years off."""
    for path in place.folder.rglob("*"):
        status = path.lstat()
        at = max(0, status.st_mtime + years * _YEAR_S)
        os.utime(path, (at, at), follow_symlinks=False)


def _at_another_time(
    compiler: str, place: Place, arguments: Sequence[str], years: int, after_s: float
) -> str:
    """Run a command whose clock jumps forward once, and back once, while it works."""
    with tempfile.TemporaryDirectory() as folder:
        library, offset = Path(folder) / "clock.so", Path(folder) / "offset"
        flags = ["-shared", "-fPIC", "-O2", "-o", str(library), str(_CLOCK), "-ldl"]
        subprocess.run([compiler, *flags], check=True)  # noqa: S603
        offset.write_text(str(years * _YEAR_S))
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "quietude", *arguments],
            cwd=place.folder,
            env={
                **place.environment(),
                "LD_PRELOAD": str(library),
                "QUIETUDE_CLOCK": str(offset),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seconds in (-years * _YEAR_S, 0):
            try:
                process.wait(after_s)
            except subprocess.TimeoutExpired:
                offset.write_text(str(seconds))
        told = process.communicate(timeout=HANG_S)[1]
    return told if process.returncode == 0 else f"Traceback? {process.returncode} {told}"


def users(count: int, choice: random.Random) -> Row:
    """Two users of one machine, with one folder for temporary files; one of them is killed."""
    row = Row("two users, one folder for temporary files, one killed while the other works")
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"):
        row.notes.append("only root can be two users: not tried")
        return row
    for _ in range(count):
        with tempfile.TemporaryDirectory() as base:
            Path(base).chmod(0o755)
            shared = Path(base) / "shared"
            shared.mkdir()
            shared.chmod(0o1777)
            places = []
            for uid in _USERS:
                place = Place(Path(base) / str(uid))
                place.record_takes()
                place.temporary.rmdir()
                place.temporary = shared
                for path in (place.folder, *place.folder.rglob("*")):
                    os.chown(path, uid, uid)
                places.append(place)
            one, other = places
            forked(one, TAKES, uid=_USERS[0])
            wanted = one.hashes("out")
            started = time.monotonic()
            forked(one, TAKES, uid=_USERS[0])
            lasts_s = time.monotonic() - started
            forked(one, TAKES, choice.uniform(0, lasts_s), uid=_USERS[0])
            status, told = forked(other, TAKES, uid=_USERS[1])
            row.tried += 1
            row.told(told)
            row.ended(status == 0 and other.hashes("out") == wanted, told)
            status, told = forked(one, TAKES, uid=_USERS[0])
            row.told(told)
            row.ended(status == 0 and one.hashes("out") == wanted, told)
            row.looked(one)
            row.looked(other)
            status, told = forked(other, ["cache", "clear"], uid=_USERS[1])
            row.ended(len(one.hashes("cache")) > 0, "the other's cache is gone")
    return row


def long_session(count: int, choice: random.Random) -> Row:
    """Eight hours, killed twice, then interrupted by Ctrl-C, then made."""
    row = Row("a session of eight hours: killed, interrupted, and made again")
    for _ in range(count):
        with tempfile.TemporaryDirectory() as base:
            place = Place(Path(base) / "place")
            (place.folder / "night.yaml").write_text(SLOW_READ)
            night = ["render", "night.yaml", "-o", "out/night.mp3", *TONE]
            for how in (signal.SIGKILL, signal.SIGKILL, signal.SIGINT):
                code, told = forked(place, night, choice.uniform(5, 60), how=how)
                row.tried += 1
                row.told(told)
                row.ended(code in {-how, 128 + how}, f"{how.name}: {code}: {told}")
                row.partial += bool(place.hashes("out"))
            row.looked(place)
            status, told = forked(place, night)
            row.told(told)
            row.ended(status == 0 and len(place.hashes("out")) > 0, told)
            row.looked(place)
    return row


def _shell(kind: str, lines: Sequence[str], good: Callable[[int, str], bool]) -> Row:
    """Run a render as a process of its own, with something wrong around it."""
    row = Row(kind)
    for line in lines:
        with tempfile.TemporaryDirectory() as base:
            place = Place(Path(base) / "place")
            row.tried += 1
            try:
                done = subprocess.run(  # noqa: S603
                    ["sh", "-c", line.format(program=f"{PROGRAM} {' '.join(RENDER)}")],  # noqa: S607
                    cwd=place.folder,
                    env=place.environment(),
                    capture_output=True,
                    text=True,
                    timeout=HANG_S,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                row.hangs += 1
                continue
            row.told(done.stderr)
            row.partial += len(place.hashes("out")) not in {0, 4}
            row.ended(good(done.returncode, done.stderr), f"{line}: {done.stderr}")
            forked(place, INNOCENT)
            row.looked(place)
    return row
