"""Checks of a finished file by other people's programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import soundfile

from quietude import Session

TOLERANCE_S = 0.1
CHAPTER_TOLERANCE_S = 0.01
Problems = list[str]
Check = Callable[[Path, Session], Problems]


def said(
    *command: str | Path, given: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """Runs a program and returns what it prints, on either stream.

    Args:
        command: The program and its arguments.
        given: Its standard input.
        environment: Its variables, if not our own.
    """
    done = subprocess.run(  # noqa: S603  (our own arguments)
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        input=given,
        env=environment,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout + done.stderr


def told(name: str, problems: Problems, seen: str = "ok") -> bool:
    """Prints the findings of a program; returns True if there are any."""
    print(f"{name:25} {'; '.join(problems) or seen}", flush=True)
    return bool(problems)


def compared(what: str, found: object, wanted: object) -> Problems:
    """A problem, unless both are equal."""
    return [] if found == wanted else [f"{what}: {found!r}, not {wanted!r}"]


def near(what: str, found: float, wanted: float, tolerance: float) -> Problems:
    """A problem, unless the two differ by no more than the tolerance."""
    if abs(found - wanted) <= tolerance:
        return []
    return [f"{what}: {found:.3f}, not {wanted:.3f}"]


def ffprobe(path: Path, result: Session) -> Problems:
    """Length, title, chapters with their times, and the cover."""
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams"]
    read: dict[str, Any] = json.loads(
        subprocess.run(  # noqa: S603  (our own arguments)
            [*command, "-show_chapters", str(path)],
            capture_output=True, check=True, timeout=120,
        ).stdout
    )  # fmt: skip
    tags = dict(read["format"].get("tags", {}))
    for stream in read["streams"]:
        tags = {**stream.get("tags", {}), **tags}
    title = next((text for name, text in tags.items() if name.lower() == "title"), "")
    length = float(read["format"]["duration"])
    problems = near("length", length, result.timeline.seconds, TOLERANCE_S)
    problems += compared("title", title, result.timeline.title)
    chapters = [
        (chapter["tags"]["title"], float(chapter["start_time"])) for chapter in read["chapters"]
    ]
    wanted = [
        (chapter.title, chapter.start_frame / result.timeline.sample_rate_hz)
        for chapter in result.timeline.chapters
    ]
    problems += compared("chapters", [name for name, _ in chapters], [name for name, _ in wanted])
    for (name, start), (_, expected) in zip(chapters, wanted, strict=False):
        problems += near(f"start of {name}", start, expected, CHAPTER_TOLERANCE_S)
    pictures = [
        stream for stream in read["streams"] if stream.get("disposition", {}).get("attached_pic")
    ]
    return problems + compared("covers", len(pictures), 1)


def mpv(path: Path, result: Session) -> Problems:
    """Length and number of chapters."""
    shown = "--term-playing-msg=LENGTH=${=duration} CHAPTERS=${=chapters}"
    text = said(
        "mpv", "--no-config", "--ao=null", "--vo=null", "--length=0.1", "--sub-auto=no",
        "--audio-display=no", "--cover-art-auto=no", shown, path,
    )  # fmt: skip
    found = re.search(r"LENGTH=([\d.]+) CHAPTERS=(\d+)", text)
    if not found:
        return [f"does not play: {text.strip()[-200:]}"]
    problems = near("length", float(found[1]), result.timeline.seconds, TOLERANCE_S)
    return problems + compared("chapters", int(found[2]), len(result.timeline.chapters))


def mediainfo(path: Path, result: Session) -> Problems:
    """Length, title and cover."""
    text = said("mediainfo", "--Output=General;%Duration%|%Title%|%Cover%", path).strip()
    length, title, cover = [*text.split("|"), "", ""][:3]
    milliseconds = float(length or 0) / 1000
    problems = near("length", milliseconds, result.timeline.seconds, TOLERANCE_S)
    problems += compared("title", title, result.timeline.title)
    return problems + compared("cover", cover, "Yes")


def mpg123(path: Path, result: Session) -> Problems:
    """The number of frames it decodes, gaplessly: exact."""
    done = subprocess.run(  # noqa: S603  (our own arguments)
        ["mpg123", "-q", "-s", str(path)],  # noqa: S607  (whichever is found)
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return compared("decoded frames", len(done.stdout) // 4, result.timeline.total_frames)


def mp3val(path: Path, _result: Session) -> Problems:
    """The sequence of frames of an MP3."""
    lines = said("mp3val", path).splitlines()
    return [line.rpartition(": ")[2] for line in lines if line.startswith(("WARNING", "ERROR"))]


def eyed3(path: Path, result: Session) -> Problems:
    """Title, number of chapters, timed lyrics and cover, in the ID3 tag of an MP3."""
    text = said("eyeD3", "--no-color", "-v", path)
    wanted = [f"title: {result.timeline.title}", f"CHAP x {len(result.timeline.chapters)} ("]
    wanted += ["ID3 v2.3:", "CTOC (", "USLT (", "SYLT (", "FRONT_COVER Image:"]
    return [f"missing: {line}" for line in wanted if line not in text]


def vlc(path: Path, result: Session) -> Problems:
    """The length that it decodes, written to a WAV; as an ordinary user, since it refuses root."""
    with tempfile.TemporaryDirectory() as home:
        if is_root():
            import pwd  # Windows has no such module

            nobody = pwd.getpwnam("nobody")
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
        written = Path(home) / "decoded.wav"
        text = said(
            *as_user(), "env", f"HOME={home}", "cvlc", "--no-one-instance", "-Idummy", "-q",
            "--sout", f"#transcode{{acodec=s16l}}:std{{access=file,mux=wav,dst={written}}}",
            path, "vlc://quit",
        )  # fmt: skip
        if not written.exists() or not written.stat().st_size:
            return [f"does not play: {text.strip()[-160:]}"]
        return near(
            "decoded length",
            soundfile.info(written).duration,
            result.timeline.seconds,
            TOLERANCE_S,
        )


CHECKS: dict[str, tuple[str, Check, bool]] = {
    "ffprobe": ("ffprobe", ffprobe, False),
    "mpv": ("mpv", mpv, False),
    "mediainfo": ("mediainfo", mediainfo, False),
    "VLC": ("cvlc", vlc, False),
    "mpg123": ("mpg123", mpg123, True),
    "mp3val": ("mp3val", mp3val, True),
    "eyeD3": ("eyeD3", eyed3, True),
}
"""By name: the program, its check, and True for a check of MP3 files only."""

_ASKED_VERSION = {
    "ffprobe": ["ffprobe", "-version"],
    "mp3val": ["mp3val", "-v"],
    "cvlc": ["cvlc", "--version"],
}


def is_root() -> bool:
    """True if this is run by root."""
    return sys.platform != "win32" and os.geteuid() == 0


def as_user() -> list[str]:
    """Words before a command that run it as an ordinary user; none if we are one already."""
    if not is_root():
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]


def missing(program: str) -> str:
    """The reason why a program cannot be used; empty if it can."""
    if not shutil.which(program):
        return f"{program} is not installed"
    if program == "cvlc" and is_root() and not shutil.which("setpriv"):
        return "VLC does not run as root, and setpriv is not installed"
    return ""


def version_of(program: str) -> str:
    """The version that a program prints; empty if it prints none."""
    user = as_user() if program == "cvlc" else []
    text = said(*user, *_ASKED_VERSION.get(program, [program, "--version"]))
    found = re.search(r"\d+\.\d+[\w.]*", text)
    return found[0] if found else ""
