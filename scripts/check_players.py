"""Read finished files back with programs nobody here wrote; what is missing is said, not installed.

A session of 90 seconds is rendered in every format, and each program that is found is asked for
its length, chapters, title and cover. Exit 1 if one of them sees something else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quietude import Options, Request, Result, parse_script, render

SESSION = """\
id: players
title: Für jeden Spieler
sections:
  - title: Arriving & settling
    role: arrive
    steps: [bell, Welcome. It is good to have you here., pause: 2-30s]
  - title: Resting; for a while
    role: practice
    steps: [{ask: What do you notice?, reflect: 3-60s}, breathe: {in: 4, out: 6, cycles: 3}]
  - title: Zurück
    role: return
    steps: [Thank you for your time.]
"""
REQUEST = Request(duration_s=90.0)
TOLERANCE_S = 0.1
CHAPTER_TOLERANCE_S = 0.01
Problems = list[str]
Check = Callable[[Path, Result], Problems]


def said(*command: str | Path) -> str:
    """What a program prints, on either stream."""
    done = subprocess.run(  # noqa: S603  (our own arguments)
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout + done.stderr


def compared(what: str, found: object, wanted: object) -> Problems:
    """A problem, unless both are alike."""
    return [] if found == wanted else [f"{what}: {found!r}, not {wanted!r}"]


def near(what: str, found: float, wanted: float, tolerance: float) -> Problems:
    """A problem, unless both are near."""
    if abs(found - wanted) <= tolerance:
        return []
    return [f"{what}: {found:.3f}, not {wanted:.3f}"]


def ffprobe(path: Path, result: Result) -> Problems:
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
    chapters = [(it["tags"]["title"], float(it["start_time"])) for it in read["chapters"]]
    wanted = [
        (it.title, it.start_frame / result.timeline.sample_rate_hz)
        for it in result.timeline.chapters
    ]
    problems += compared("chapters", [it for it, _ in chapters], [it for it, _ in wanted])
    for (name, start), (_, expected) in zip(chapters, wanted, strict=False):
        problems += near(f"start of {name}", start, expected, CHAPTER_TOLERANCE_S)
    pictures = [it for it in read["streams"] if it.get("disposition", {}).get("attached_pic")]
    return problems + compared("covers", len(pictures), 1)


def mpv(path: Path, result: Result) -> Problems:
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


def mediainfo(path: Path, result: Result) -> Problems:
    """Length, title and cover."""
    text = said("mediainfo", "--Output=General;%Duration%|%Title%|%Cover%", path).strip()
    length, title, cover = [*text.split("|"), "", ""][:3]
    milliseconds = float(length or 0) / 1000
    problems = near("length", milliseconds, result.timeline.seconds, TOLERANCE_S)
    problems += compared("title", title, result.timeline.title)
    return problems + compared("cover", cover, "Yes")


def mpg123(path: Path, result: Result) -> Problems:
    """The number of frames it decodes, gaplessly: exact."""
    if path.suffix != ".mp3":
        return []
    done = subprocess.run(  # noqa: S603  (our own arguments)
        ["mpg123", "-q", "-s", str(path)],  # noqa: S607  (whichever is found)
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return compared("decoded frames", len(done.stdout) // 4, result.timeline.total_frames)


def vlc(path: Path, _result: Result) -> Problems:
    """That it plays to a dummy output without an error."""
    text = said(
        "cvlc", "--no-one-instance", "-Idummy", "--aout=dummy", "--vout=dummy", "--run-time=1",
        "--play-and-exit", "-v", path, "vlc://quit",
    )  # fmt: skip
    faults = [it for it in text.splitlines() if re.search(r"cannot|no suitable|failed", it)]
    return [it[-160:] for it in faults if "decoder" in it or "demux" in it]


CHECKS: dict[str, tuple[str, Check]] = {
    "ffprobe": ("ffprobe", ffprobe),
    "mpv": ("mpv", mpv),
    "mediainfo": ("mediainfo", mediainfo),
    "mpg123": ("mpg123", mpg123),
    "VLC": ("cvlc", vlc),
}


def missing(program: str) -> str:
    """Why a program cannot be asked; empty if it can."""
    if not shutil.which(program):
        return f"{program} is not installed"
    if program == "cvlc" and sys.platform != "win32" and os.geteuid() == 0:
        return "VLC does not run as root"
    return ""


def report(path: Path, result: Result) -> int:
    """Ask every program about one file; answers how many see something wrong."""
    failed = 0
    for name, (program, check) in CHECKS.items():
        if missing(program) or (name == "mpg123" and path.suffix != ".mp3"):
            continue
        problems = check(path, result)
        print(f"{path.name:14} {name:10} {'; '.join(problems) or 'ok'}")
        failed += bool(problems)
    return failed


def main() -> int:
    """Render, ask, and say what was skipped."""
    names = ["mp3", "wav", "flac", "ogg", "opus"]
    if shutil.which("ffmpeg"):
        names += ["m4a", "m4b"]
    else:
        print("skipped: M4A and M4B (ffmpeg is not installed)")
    for name, (program, _) in CHECKS.items():
        if reason := missing(program):
            print(f"skipped: {name} ({reason})")
    print("skipped: a browser (not asked by this script)")
    script = parse_script(SESSION, source="players.yaml")
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder) / f"{name}.{name}" for name in names]
        options = Options(engine="tone", write_receipt=False)
        result = render(script, outputs, REQUEST, options)
        failed = sum(report(path, result) for path in outputs)
        variable = Path(folder) / "variable.mp3"
        options = Options(engine="tone", write_receipt=False, vbr=4)
        failed += report(variable, render(script, variable, REQUEST, options))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
