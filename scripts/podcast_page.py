"""The page of a site as a browser shows it: plays, seeks, captions, chapters, keyboard, widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from browser import Browser, browser

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.model import Site

WIDTHS = (360, 1200)
TABS = 40
NEAR_S, AFTER_S = 0.1, 3.0
_READY = """
const audio = document.querySelector('audio');
if (audio.readyState < 1) await new Promise((it) => audio.addEventListener('loadedmetadata', it));
"""
_PLAYED = """
const link = document.querySelectorAll('.chapters a')[1];
link.click();
await new Promise((it) => setTimeout(it, 1500));
const at = audio.currentTime;
audio.currentTime = audio.duration - 3;
await new Promise((it) => setTimeout(it, 800));
const end = audio.currentTime;
audio.currentTime = Number(link.dataset.start);
const said = document.querySelector('.said');
for (let left = 80; left && !said.textContent; left--) {
  await new Promise((it) => setTimeout(it, 100));
}
audio.pause();
return {
  duration: audio.duration, wanted: Number(link.dataset.start), at, end, said: said.textContent,
  shown: said.getClientRects().length, current: link.getAttribute('aria-current'),
  cues: audio.querySelector('track').track.cues.length,
};
"""
_FOCUS = """
const it = document.activeElement;
const style = getComputedStyle(it);
return {tag: it.tagName, chapter: it.dataset.start ?? '', outline: style.outlineStyle};
"""


def check_page(url: str, site: Site, shots: Path | None = None) -> list[str]:
    """What is wrong with a page in Chromium.

    Args:
        url: Where it is served.
        site: What it should show.
        shots: A folder for pictures of it, or None for none.
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
        problems += [f"the console says: {it}" for it in window.complaints()]
    return problems


def _plays(window: Browser, site: Site) -> list[str]:
    """Length, seeking by a chapter, a caption on the screen, the last seconds."""
    seen: dict[str, Any] = window.run(_READY + _PLAYED)
    if not isinstance(seen, dict):
        return [f"it does not play: {seen}"]
    wanted_s = site.episodes[0].duration_ms / 1000
    late_s = seen["at"] - seen["wanted"]
    checks = {
        f"it lasts {seen['duration']}, not {wanted_s}": abs(seen["duration"] - wanted_s) < NEAR_S,
        f"a chapter plays at {seen['at']}, not {seen['wanted']}": 0 < late_s < AFTER_S,
        f"it seeks to {seen['end']}, not near the end": seen["end"] > wanted_s - AFTER_S - 1,
        "no caption is on the screen": bool(seen["said"]) and seen["shown"] > 0,
        "the chapter is not marked": seen["current"] == "true",
        "there are no cues": seen["cues"] > 0,
    }
    return [what for what, good in checks.items() if not good]


def _keyboard(window: Browser) -> list[str]:
    """Tab reaches player, captions and chapters, each visibly; Enter plays a chapter."""
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
        if not any(it["tag"] == tag for it in reached)
    ]
    hidden = {it["tag"] for it in reached if it["outline"] == "none" and it["tag"] != "BODY"}
    problems += [f"the focus cannot be seen on {it}" for it in sorted(hidden)]
    window.press("Enter")
    played = window.run(
        "await new Promise((it) => setTimeout(it, 1200));"
        "const a = document.querySelector('audio'); return [a.currentTime, a.paused];"
    )
    if played[1] or played[0] < float(reached[-1]["chapter"] or 0):
        problems.append(f"Enter on a chapter does not play it: {played}")
    return problems


def _fits(window: Browser, width: int, *, dark: bool) -> list[str]:
    """Nothing is cut at the side, and the scheme is the one asked for."""
    seen = window.run(
        "const c = getComputedStyle(document.body);"
        "return [document.documentElement.scrollWidth, innerWidth, c.backgroundColor, c.color];"
    )
    light = [sum(map(int, it.strip("rgb()").split(","))) for it in seen[2:]]
    problems = [] if seen[0] <= seen[1] else [f"at {width} px it is {seen[0]} px wide"]
    if (light[0] < light[1]) != dark:
        problems.append(f"at {width} px it is not {'dark' if dark else 'light'}")
    return problems
