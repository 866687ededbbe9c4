"""Times three first hours: a listener, somebody with a script of their own, a podcaster.

python scripts/time_stories.py

Each begins with a fresh clone of this checkout, as committed, and an empty home; what pip keeps is
kept, so the network is hardly needed twice. Printed are seconds and CPU seconds of each command:
only the second ones mean anything on a machine that does something else.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

HANDOUT = """\
The Lamp in the Window

For use between appointments. Take ten minutes or so.

Settle in
Find a chair that holds you, and let your feet meet the floor.
[pause 10 seconds]
Notice one sound that is near, and one that is far away.
[pause 15 seconds]

The lamp
Imagine a small lamp in a window, lit by somebody who expects you.
You can stay outside, or come nearer. Both are fine.
(long pause)
If there is a younger you who would like to see the lamp, let them look.
[pause 20 seconds]

Coming back
Feel the chair again. Move your fingers and your toes.
Open your eyes when you like.

(c) Example Practice, page 1 of 1
"""

MANIFEST = """\
show:
  id: lamp
  title: The Lamp
  description: Short sessions for the end of the day.
  author: Ada Example
defaults:
  bed: rain
  duration: 6
start: 2026-03-01T06:00+01:00
every: 1w
episodes:
  - butterfly-hug
  - garden-gate
"""

STORIES = {
    "a listener": ["make session"],
    "a script of one's own": [
        "make .venv/bin/quietude",
        ".venv/bin/quietude import handout.txt --view",
        ".venv/bin/quietude render handout.txt --duration 3",
    ],
    "a podcast": [
        "make .venv/bin/quietude",
        ".venv/bin/quietude series build series.yaml -o site --dry-run",
        ".venv/bin/quietude series build series.yaml -o site --base-url https://example.org/lamp",
        ".venv/bin/quietude series check site",
    ],
}


def timed(command: str, folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Returns the seconds and CPU seconds of a command.

    Raises:
        SystemExit: with what it printed, if it fails.
    """
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(  # noqa: S603  (our own commands)
        command.split(), cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu_s


def story(name: str, commands: list[str]) -> None:
    """Live through one of the stories, and print its times."""
    with tempfile.TemporaryDirectory() as place:
        home, clone = Path(place, "home"), Path(place, "clone")
        home.mkdir()
        kept = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
        environment = {
            variable: value
            for variable, value in os.environ.items()
            if not variable.startswith(("XDG_", "QUIETUDE_", "VIRTUAL_ENV", "PYTHON"))
        } | {"HOME": str(home), "PIP_CACHE_DIR": kept}
        print(f"{name}:")
        times = [timed(f"git clone -q {ROOT} {clone}", Path(place), environment)]
        (clone / "handout.txt").write_text(HANDOUT, encoding="utf-8")
        (clone / "series.yaml").write_text(MANIFEST, encoding="utf-8")
        for command in commands:
            times.append(timed(command, clone, environment))
            print(f"  {times[-1][0]:6.1f} s {times[-1][1]:6.1f} CPU s  {command}")
        seconds, cpu_s = map(sum, zip(*times, strict=True))
        print(f"  {seconds:6.1f} s {cpu_s:6.1f} CPU s  in all, the clone with it", flush=True)


if __name__ == "__main__":
    for one, its_commands in STORIES.items():
        story(one, its_commands)
