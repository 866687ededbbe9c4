"""Figures of the studio in a real browser, written into docs/studio-figures.md, and its pictures.

``python scripts/studio_figures.py`` measures the time from a key to a voice, from *Listen now* to
the first sound, the weight of each page, the memory of the server, and a script of 1,000 rows.
``--pictures`` takes the pictures of the docs instead. Both need Playwright and a Chromium.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.studio.server import ONLY_HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "studio-figures.md"
PICTURES = ROOT / "docs" / "pictures"
START = "<!-- figures: written by scripts/studio_figures.py -->"
END = "<!-- end of figures -->"
TIMES, ROWS, PATIENCE_S = 5, 1000, 120
NEW_BEDS = ("ocean", "bowls", "drone")
HAND_MS = 700
"""The time a hand takes from a choice to the button beside it."""
TYPED = (" and a few words", " that somebody types", " while all of it is shown")
SAID = "You might notice the number {n}, and how quietly it rests there."
SCRIPT = """# Evening Harbour

Jane Doe, Psy.D. Page 1 of 2

## Arriving

Sit in any way that's comfortable. You can stop at any time.

[pause 6 seconds]

(if tearful, slow down)

What do you notice first? Take 3 breaths, as they come.

[pause 12 seconds]

## Coming back

Notice the room around you, and the ground beneath you. Let your eyes open when you're ready.
"""


@contextmanager
def studio(folder: Path) -> Iterator[tuple[str, int]]:
    """A studio with a cache of its own: the address to open, and its process."""
    home = {f"QUIETUDE_{name}_DIR": str(folder / name.lower()) for name in ("CACHE", "CONFIG")}
    command = [sys.executable, "-m", "quietude", "studio", str(folder / "Quietude")]
    process = subprocess.Popen(  # noqa: S603  (our own program)
        [*command, "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | home,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def until(page: Page, expression: str) -> None:
    """Wait until a page says so."""
    for _ in range(PATIENCE_S * 50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    message = f"never: {expression}"
    raise SystemExit(message)


def taken(page: Page, act: str, first: str, last: str) -> float:
    """The milliseconds from one mark to the next after an act of the page."""
    marks = f"performance.getEntriesByName('quietude-{last}')"
    before = int(page.evaluate(f"{marks}.length"))
    page.evaluate(act)
    until(page, f"{marks}.length > {before}")
    began = f"performance.getEntriesByName('quietude-{first}').at(-1).startTime"
    return float(page.evaluate(f"{marks}[{before}].startTime - {began}"))


def spread(values: list[float]) -> str:
    """The median and the range of some milliseconds."""
    return f"{statistics.median(values):.0f} ms, {min(values):.0f} to {max(values):.0f}"


def weight_kb(browser: Browser, address: str, path: str) -> float:
    """The kilobytes of a page with all that it loads at first."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(1500)
    replies: list[Response] = []
    page.on("response", lambda reply: replies.append(reply))  # noqa: PLW0108  (it takes attributes)
    page.goto(address.partition("/?")[0] + path)
    page.wait_for_timeout(1500)
    here = address.partition("/?")[0] + path
    loaded = [
        one
        for one in replies
        if one.ok and (one.url == here or "/static/" in one.url or one.url.endswith("/texts.js"))
    ]
    size = sum(len(one.body()) for one in loaded)
    context.close()
    return size / 1000


def memory_mb(pid: int) -> tuple[float, float]:
    """The resident memory of the server, and of the processes of its voices, in MB."""
    server = voices = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            found = dict(re.findall(r"^(PPid|VmRSS):\s+(\d+)", status.read_text(), re.MULTILINE))
        except OSError:
            continue
        if status.parent.name == str(pid):
            server = int(found["VmRSS"]) / 1000
        elif found.get("PPid") == str(pid):
            voices += int(found.get("VmRSS", 0)) / 1000
    return server, voices


def processor_ms(pid: int) -> float:
    """The processor time that the server has used, in milliseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def new_script(page: Page, base: str, text: str) -> None:
    """Open a script of some words in the editor."""
    page.goto(f"{base}/write")
    page.fill("#paste", text)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.bar svg') !== null")


def pressed(page: Page, kind: str) -> float:
    """The milliseconds from the button beside a voice or a bed to its sound."""
    act = f"document.querySelector('[data-sample={kind}]').click()"
    lasted = taken(page, act, "sample", "sample-heard")
    page.evaluate(act)
    return lasted


def typed(page: Page) -> tuple[list[float], float]:
    """The milliseconds from each key to the next frame, and the longest task of the page."""
    page.evaluate(
        """() => {
          window.keys = [];
          window.tasks = [0];
          addEventListener("keydown", () => {
            const began = performance.now();
            requestAnimationFrame(() => window.keys.push(performance.now() - began));
          }, true);
          new PerformanceObserver((list) => {
            for (const one of list.getEntries()) window.tasks.push(one.duration);
          }).observe({type: "longtask"});
        }"""
    )
    page.locator(".row.spoken textarea").nth(300).focus()
    for words in TYPED:
        page.keyboard.type(words, delay=60)
        page.wait_for_timeout(2500)  # it is saved, read and laid out meanwhile
    return page.evaluate("window.keys"), page.evaluate("Math.max(...window.tasks)")


def measured(browser: Browser, address: str, pid: int) -> list[str]:
    """The rows of the table."""
    base = address.partition("/?")[0]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(address)
    listen: list[float] = []
    worked: list[float] = []
    for exercise in ("safe-place", "four-questions", "butterfly-hug", "small-hello", "one-song"):
        page.goto(f"{base}/exercise/{exercise}")
        page.wait_for_timeout(4000)
        act, before = "document.getElementById('listen').click()", processor_ms(pid)
        listen.append(taken(page, act, "listen", "first-sound"))
        worked.append(processor_ms(pid) - before)
    voice_waits = [pressed(page, "voice") for _ in range(3)]
    bed_waits = [pressed(page, "bed") for _ in range(2)]
    for bed in NEW_BEDS:
        page.select_option("#bed", bed)
        page.wait_for_timeout(HAND_MS)
        bed_waits.append(pressed(page, "bed"))
    new_script(page, base, SCRIPT)
    edits: list[float] = []
    for number in range(TIMES):
        page.locator(".row.spoken textarea").first.focus()
        page.keyboard.press("End")
        page.keyboard.type(f" This is sentence {number}.")
        act = "document.querySelector('.row.spoken .sample').click()"
        edits.append(taken(page, act, "say", "said"))
        page.wait_for_timeout(1500)
    server, voices = memory_mb(pid)
    pages = {"first page": "/", "an exercise": "/exercise/safe-place", "an editor": page.url}
    weights = {
        name: weight_kb(browser, address, path.removeprefix(base)) for name, path in pages.items()
    }
    lines = (SAID.format(n=n) if n % 3 else f"[pause {3 + n % 5} seconds]" for n in range(ROWS))
    new_script(page, base, "\n\n".join(lines))
    until(page, f"document.querySelectorAll('.row .time').length >= {ROWS}")
    page.wait_for_timeout(3000)
    keys, longest = typed(page)
    context.close()
    by_page = ", ".join(f"{name} {kb:.0f} kB" for name, kb in weights.items())
    return [
        f"| a changed line → its sound ({TIMES} edits) | {spread(edits)} |",
        f"| *Listen now* → first sound, nothing spoken before | {spread(listen)} |",
        f"| the same in processor time of the server | {spread(worked)} |",
        f"| a voice's button → its sound | {spread(voice_waits)} |",
        f"| a bed's button → its sound, some just chosen | {spread(bed_waits)} |",
        f"| weight with all that is loaded | {by_page} |",
        f"| memory after all of this | server {server:.0f} MB, voices {voices:.0f} MB |",
        f"| {ROWS} rows: a key → the next frame | {spread(keys)} |",
        f"| {ROWS} rows: longest task of the page while somebody types | {longest:.0f} ms |",
    ]


def terminal(page: Page, printed: str) -> None:
    """Take a picture of a terminal, with what the studio has printed in it."""
    rows = ["<b>~ $</b> ~/quietude/bin/quietude studio", *printed.splitlines(), "<i> </i>"]
    style = (
        "body{margin:0;width:760px;background:#1f2322;color:#ece6da;border-radius:10px;overflow:hidden;"
        "font:15px/1.7 'DejaVu Sans Mono',monospace}header{background:#39403d;padding:.5em 1em;"
        "font:14px sans-serif;text-align:center}main{padding:1em 1.3em 1.6em;white-space:pre-wrap;"
        "overflow-wrap:anywhere}b{color:#9accbc}i{background:#ece6da}"
    )
    body = "\n".join(rows)
    shown = f"<style>{style}</style><div><header>Terminal</header><main>{body}</main></div>"
    page.set_content(shown)
    page.locator("div").screenshot(path=PICTURES / "terminal.png")


AT_HOME = """() => {
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    all.currentNode.data = all.currentNode.data.replace(/\\S+\\/Quietude$/, "~/Quietude");
  }
}"""
"""Shows the folder as people have it, in place of the one of this run."""


def pictures(browser: Browser, address: str) -> None:
    """Take the pictures of the docs."""
    PICTURES.mkdir(exist_ok=True)
    plain = browser.new_page()
    terminal(plain, f"{address.partition('=')[0]}=…\n{ONLY_HERE}")
    plain.close()
    base = address.partition("/?")[0]
    context = browser.new_context(viewport={"width": 1200, "height": 820})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(address)
    page.click("text=Before sleep")
    page.wait_for_timeout(1200)
    page.screenshot(path=PICTURES / "studio-tonight.png")
    page.goto(f"{base}/exercise/safe-place")
    page.click("#listen")
    until(page, "performance.getEntriesByName('quietude-first-sound').length > 0")
    page.wait_for_timeout(2500)
    page.evaluate(AT_HOME)
    page.screenshot(path=PICTURES / "studio-listen.png")
    page.set_viewport_size({"width": 1200, "height": 1180})
    new_script(page, base, SCRIPT)
    page.wait_for_timeout(2500)
    page.evaluate(AT_HOME)
    page.screenshot(path=PICTURES / "studio-write.png")
    context.close()


def main() -> None:
    """Measure, and write the figures into the docs; or take the pictures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        message = "there is no Chromium here"
        raise SystemExit(message)
    arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    with (
        tempfile.TemporaryDirectory() as folder,
        studio(Path(folder)) as (address, pid),
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        if "--pictures" in sys.argv:
            pictures(browser, address)
            return
        rows = measured(browser, address, pid)
        machine = f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.0f}"
        head = ["| | |", "|---|---|"]
        note = f"Chromium {browser.version}; {machine}."
        browser.close()
    text = DOCS.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    body = "\n".join([START, "", *head, *rows, "", note, "", END])
    DOCS.write_text(before + body + after, encoding="utf-8")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
