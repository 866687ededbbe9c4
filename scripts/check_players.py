"""Read finished files back with other programs; those that are missing are named, not installed.

A session of 90 seconds is rendered in every format, and each program that is found says what it
sees: length, chapters, title, cover, the place where a jump lands, the caption that stands. Exit 1
if one of them sees something else.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile
from mutagen.id3 import ID3

from browser import browser
from browser import missing as no_browser
from browser_player import Player, landed_off_s, places, served
from programs import CHECKS, compared, missing, near, told, version_of
from quietude import Output, Request, Session, Sound, parse_script, render
from quietude.deliver.formats.registry import FORMATS
from quietude.errors import DeliveryError
from quietude.script.bed import LibraryBed
from quietude.session.artefacts.captions import Captions
from quietude.session.artefacts.stems import Stems

if TYPE_CHECKING:
    from browser import Browser
    from programs import Problems

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
REQUEST = Request(duration_s=90.0, engine="tone")
BROWSER_LENGTH_S = 0.02
LANDING_S = {".mp3": 0.1, ".ogg": 0.3}
"""The most a browser's jump may miss by, in formats without a table of every packet."""

VARIABLE_LANDING_S = 0.5
"""The same by the table of a variable-rate MP3, whose steps are 1/256 of the file."""

OTHER_LANDING_S = 0.005
JUST_S = 0.02
AUDACITY_LINE = re.compile(r"(\d+\.\d+)\t(\d+\.\d+)\t([^\t\\][^\t]*)")


def report(path: Path, result: Session) -> int:
    """Ask every program about one file, and return how many see something wrong."""
    failed = 0
    for name, (program, check, only_mp3) in CHECKS.items():
        if missing(program) or (only_mp3 and path.suffix != ".mp3"):
            continue
        failed += told(f"{path.name:14} {name}", check(path, result))
    return failed


def id3_by_mutagen(path: Path, result: Session) -> Problems:
    """Chapters with their times in the order of the table of contents, language and picture."""
    tag = ID3(path)
    wanted = [
        (chapter.title, round(chapter.start_frame * 1000 / result.timeline.sample_rate_hz))
        for chapter in result.timeline.chapters
    ]
    order = tag.getall("CTOC")[0].child_element_ids
    found = [tag[f"CHAP:{element_id}"] for element_id in order]
    chapters = [(frame.sub_frames["TIT2"].text[0], frame.start_time) for frame in found]
    problems = compared("chapters", chapters, wanted)
    problems += compared("language", tag["TLAN"].text[0], "eng")
    return problems + compared("cover", len(tag.getall("APIC")), 1)


def audacity(path: Path, result: Session) -> Problems:
    """Labels by the manual of Audacity: start, end and label, separated by tabs.

    Seconds have a point, a label's text no tab, and a line that begins with a backslash would be a
    range of frequencies and not a label.
    """
    rows = path.read_text(encoding="utf-8").splitlines()
    read = [AUDACITY_LINE.fullmatch(row) for row in rows]
    problems = [f"not a label: {row!r}" for row, match in zip(rows, read, strict=True) if not match]
    times = [(float(match[1]), float(match[2])) for match in read if match]
    if any(not 0 <= start <= end <= result.timeline.seconds for start, end in times):
        problems.append("a label outside the session")
    if times != sorted(times):
        problems.append("labels out of order")
    labels = {match[3] for match in read if match}
    phrases = [placement.utterance.text for placement in result.timeline.placements]
    return problems + [f"no label for {text!r}" for text in phrases if text not in labels]


def ask_browser(window: Browser, paths: list[Path], result: Session) -> int:
    """Check length, landing and captions in the audio element; return how many files fail."""
    folder = paths[0].parent
    truth = soundfile.read(folder / "wav.wav", dtype="float32")[0][:, 0]
    failed = 0
    with served(folder) as url:
        player = Player(window, url)
        for path in paths:
            seconds, cues = player.load(path.name, "mp3.vtt")
            problems = near("length", seconds, result.timeline.seconds, BROWSER_LENGTH_S)
            worst = 0.0
            allowed = LANDING_S.get(path.suffix, OTHER_LANDING_S)
            allowed = VARIABLE_LANDING_S if path.stem == "variable" else allowed
            for at_s in places(cues, result.timeline.seconds):
                off_s = landed_off_s(player.heard_at(at_s), truth, at_s)
                if off_s is None or abs(off_s) > allowed:
                    problems.append(f"jump to {at_s:.2f} s lands off by {off_s} s")
                worst = max(worst, abs(off_s or 0.0))
            for cue in cues:
                shown = player.shown_at(cue.start_s + JUST_S)[1]
                problems += compared(f"caption after {cue.start_s:.2f} s", shown, [cue.text])
                shown = player.shown_at(cue.start_s - JUST_S)[1]
                problems += [f"{cue.text!r} stands too early"] if cue.text in shown else []
            seen = f"ok: {seconds:.4f} s, lands within {1000 * worst:.0f} ms, {len(cues)} captions"
            failed += told(f"{path.name:14} Chromium", problems, seen)
    return failed


def say_what_is_asked() -> None:
    """Print the programs with their versions, and those that are skipped."""
    programs = {name: (program, missing(program)) for name, (program, *_) in CHECKS.items()}
    programs["Chromium"] = ("chromium", no_browser())
    for name, (program, reason) in programs.items():
        print(f"skipped: {name} ({reason})" if reason else f"asked: {name} {version_of(program)}")


def main() -> int:
    """Render, ask every program, and print the ones that were skipped."""
    names = []
    for name, known in FORMATS.items():
        try:
            known.check_installed()
            names.append(name)
        except DeliveryError as error:
            print(f"skipped: {name} ({error.message})")
    say_what_is_asked()
    script = parse_script(SESSION, source="players.yaml")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)  # VLC reads it as somebody else
        paths = [folder / f"{name}.{name}" for name in names]
        artefacts = [Captions("vtt"), Stems(folder / "stems")]
        output = Output(paths, receipt=False, artefacts=artefacts)
        rain = Sound(bed=LibraryBed("rain"))
        result = render(script, output, REQUEST, rain)
        variable = folder / "variable.mp3"
        render(script, Output(variable, vbr=4, receipt=False), REQUEST, rain)
        paths.append(variable)
        failed = sum(report(path, result) for path in paths)
        for path in (paths[0], variable):
            failed += told(f"{path.name:14} mutagen", id3_by_mutagen(path, result))
        labels = folder / "stems" / "labels.txt"
        failed += told(f"{labels.name:14} Audacity", audacity(labels, result))
        if not no_browser():
            with browser() as window:
                failed += ask_browser(window, paths, result)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
