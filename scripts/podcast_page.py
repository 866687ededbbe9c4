"""Checks of the page of a site in a browser: playing, seeking, captions, keyboard, widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from browser import Browser, browser
from quietude.series.site.page import listed

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.model import Site

WIDTHS = (360, 1200)
TABS = 40
NEAR_S, AFTER_S = 0.1, 3.0
_READY = """
for (const part of document.querySelectorAll('details')) part.open = true;
const audio = document.querySelector('audio');
if (audio.readyState < 1) {
  await new Promise((done) => audio.addEventListener('loadedmetadata', done));
}
"""
_PLAYED = """
const link = document.querySelectorAll('.chapters a')[1];
link.click();
await new Promise((done) => setTimeout(done, 1500));
const at = audio.currentTime;
audio.currentTime = audio.duration - 3;
await new Promise((done) => setTimeout(done, 800));
const end = audio.currentTime;
audio.currentTime = Number(link.dataset.start);
const said = document.querySelector('.said');
for (let left = 80; left && !said.textContent; left--) {
  await new Promise((done) => setTimeout(done, 100));
}
const sleep = document.querySelector('select');
sleep.value = '10';
sleep.dispatchEvent(new Event('change'));
const clock = Date.now;
Date.now = () => clock() + 599500;
await audio.play();
await new Promise((done) => setTimeout(done, 300));
const faded = audio.volume;
for (let left = 80; left && !audio.paused; left--) {
  await new Promise((done) => setTimeout(done, 100));
}
Date.now = clock;
const slept = audio.paused && audio.volume === 1;
audio.pause();
return {
  faded, slept, kept: Object.keys(localStorage).length,
  duration: audio.duration, wanted: Number(link.dataset.start), at, end, said: said.textContent,
  shown: said.getClientRects().length, current: link.getAttribute('aria-current'),
  cues: audio.querySelector('track').track.cues.length,
};
"""
_FOCUS = """
const focused = document.activeElement;
const style = getComputedStyle(focused);
return {tag: focused.tagName, chapter: focused.dataset.start ?? '', outline: style.outlineStyle};
"""


def check_page(url: str, site: Site, shots: Path | None = None) -> list[str]:
    """Returns the faults of a page in Chromium.

    Args:
        url: The address of the page.
        site: The site it should show.
        shots: A folder for screenshots, or None to make none.
    """
    problems: list[str] = []
    with browser() as window:
        window.open(f"{url}/")
        problems += _plays(window, site)
        window.open(f"{url}/")
        problems += _keyboard(window)
        for width in WIDTHS:
            for dark in (False, True):
                window.look(width, dark=dark, still=True)
                window.open(f"{url}/")
                problems += _fits(window, width, dark=dark)
                if shots:
                    shots.mkdir(parents=True, exist_ok=True)
                    name = f"page-{width}-{'dark' if dark else 'light'}.png"
                    (shots / name).write_bytes(window.screenshot())
        problems += [f"the console says: {complaint}" for complaint in window.complaints()]
    return problems


def _plays(window: Browser, site: Site) -> list[str]:
    """Check the length, seeking by a chapter, a caption on the screen, and the last seconds."""
    seen: dict[str, Any] = window.run(_READY + _PLAYED)
    if not isinstance(seen, dict):
        return [f"it does not play: {seen}"]
    wanted_s = listed(site)[0].duration_ms / 1000
    late_s = seen["at"] - seen["wanted"]
    checks = {
        f"it lasts {seen['duration']}, not {wanted_s}": abs(seen["duration"] - wanted_s) < NEAR_S,
        f"a chapter plays at {seen['at']}, not {seen['wanted']}": 0 < late_s < AFTER_S,
        f"it seeks to {seen['end']}, not near the end": seen["end"] > wanted_s - AFTER_S - 1,
        "no caption is on the screen": bool(seen["said"]) and seen["shown"] > 0,
        "the chapter is not marked": seen["current"] == "true",
        "there are no cues": seen["cues"] > 0,
        f"the sleep timer does not fade ({seen['faded']})": seen["faded"] < 1,
        "the sleep timer does not stop": seen["slept"],
        "the place is not kept": seen["kept"] > 0,
    }
    return [fault for fault, good in checks.items() if not good]


def _keyboard(window: Browser) -> list[str]:
    """Check that Tab reaches player, captions and chapters visibly, and Enter plays a chapter."""
    window.run(_READY + "return 0")
    reached: list[dict[str, str]] = []
    for _ in range(TABS):
        window.press("Tab")
        reached.append(window.run(_FOCUS))
        if reached[-1]["chapter"] not in {"", "0"}:
            break
    problems = [
        f"Tab does not reach a {tag}"
        for tag in ("AUDIO", "BUTTON", "A")
        if not any(focus["tag"] == tag for focus in reached)
    ]
    unseen = [focus["tag"] for focus in reached if focus["outline"] == "none"]
    hidden = sorted(set(unseen) - {"BODY"})
    problems += [f"the focus cannot be seen on {tag}" for tag in hidden]
    window.press("Enter")
    played = window.run(
        "await new Promise((done) => setTimeout(done, 1200));"
        "const a = document.querySelector('audio'); return [a.currentTime, a.paused];"
    )
    if played[1] or played[0] < float(reached[-1]["chapter"] or 0):
        problems.append(f"Enter on a chapter does not play it: {played}")
    return problems


def _fits(window: Browser, width: int, *, dark: bool) -> list[str]:
    """Check that nothing is cut at the side, and that the colours are those asked for."""
    seen = window.run(
        "const c = getComputedStyle(document.body);"
        "return [document.documentElement.scrollWidth, innerWidth, c.backgroundColor, c.color];"
    )
    light = [sum(map(int, colour.strip("rgb()").split(","))) for colour in seen[2:]]
    problems = [] if seen[0] <= seen[1] else [f"at {width} px it is {seen[0]} px wide"]
    if (light[0] < light[1]) != dark:
        problems.append(f"at {width} px it is not {'dark' if dark else 'light'}")
    return problems
