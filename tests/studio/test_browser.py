"""The studio in a real Chromium: three stories from beginning to end, and axe on every page.

Skipped with a word where Chromium, Playwright or axe-core is missing. axe-core is not shipped:
``npm pack axe-core`` beside ``QUIETUDE_AXE`` or in a folder that variable names.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from documents import FIRST, SAMPLES
from studio_browser import CHROMIUM, axe_source, until, violations
from studio_server import PATIENCE_S, SCRIPT, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

KEEP_SOUNDS = (
    "window.sounds = []; const One = window.Audio;"
    "window.Audio = function (...all) {"
    " const made = new One(...all); window.sounds.push(made); return made; };"
)
"""Keeps every player a page makes in ``window.sounds``."""

HEARD: list[str] = []
"""The addresses of the sounds that pages asked for."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_S * 1000)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "request",
        lambda one: (
            HEARD.append(one.url) if one.url.endswith(".wav") and "/listen/" in one.url else None
        ),
    )
    opened.goto(server.address)
    yield opened
    context.close()
    assert errors == []


def played(page: Page, seconds: float) -> np.ndarray:
    """The beginning of what the page plays, decoded from the address its player asked for."""
    last = 44 + 4 * 44_100 * round(seconds) - 1
    reply = page.context.request.get(HEARD[-1], headers={"range": f"bytes=0-{last}"})
    data = bytearray(reply.body())
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    data[40:44] = (len(data) - 44).to_bytes(4, "little")
    samples, _ = soundfile.read(io.BytesIO(bytes(data)))
    return np.asarray(samples)


def test_for_tonight(page: Page, server: Server) -> None:
    page.click("text=Overwhelmed")
    until(page, "new URL(location).searchParams.get('need') === 'overwhelmed'")
    page.click("text=The Butterfly Hug")
    page.wait_for_url("**/exercise/butterfly-hug")
    assert "What may come up" in page.inner_text("main")
    page.fill("#slot-name", "Ada")
    page.focus("#length")
    page.keyboard.press("Home")
    assert page.inner_text("#length-text") == "3 minutes"
    page.click("[data-sample=bed]")
    until(page, "performance.getEntriesByName('quietude-sample-heard').length")
    page.click("[data-sample=bed]")
    page.click("#listen")
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    until(page, "document.getElementById('at').textContent >= '0:03'")
    assert np.abs(played(page, 12.0)).max() > 0.02
    page.evaluate("document.getElementById('seek').value = 100")
    page.dispatch_event("#seek", "input")
    until(page, "document.getElementById('at').textContent >= '1:41'")
    page.check("input[name=presence][value=soft]", force=True)
    until(page, "document.getElementById('live').textContent.includes('Changed')")
    assert page.inner_text("#at") >= "1:4"
    page.click("#play")  # on a busy machine, saving may take longer than the rest of the session
    until(page, "document.getElementById('live').textContent.includes('Paused')")
    page.click("[data-save=mp3]")
    until(page, "document.querySelector('.job [data-part=link]')")
    saved = list(server.folder.glob("*.mp3"))
    assert [path.name for path in saved] == ["The Butterfly Hug (3 minutes).mp3"]
    assert soundfile.info(saved[0]).duration == pytest.approx(180, abs=0.1)
    page.goto(server.url)
    assert "Continue" in page.inner_text("#recent")
    log = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in server.folder.rglob("*")
        if path.is_file() and path.name != "recent.json" and path.suffix != ".mp3"
    )
    assert "Ada" not in log


def test_many_beds_are_tried_quickly_while_a_session_plays(page: Page, server: Server) -> None:
    page.add_init_script(KEEP_SOUNDS)
    page.goto(f"{server.url}/exercise/taking-a-break")
    page.click("#listen")
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    heard = "performance.getEntriesByName('quietude-sample-heard').length"
    beds = ("ocean", "bowls", "drone", "forest", "thunder", "piano", "night", "bowl-drone")
    for number, bed in enumerate(beds, 1):
        page.select_option("#bed", bed)
        page.wait_for_timeout(500)  # the session is asked for anew after 350 ms
        page.click("[data-sample=bed]")
        until(page, f"{heard} === {number}")
        page.click("[data-sample=bed]")
    until(page, "document.getElementById('live').textContent.includes('Changed')")
    until(page, "window.sounds.filter((one) => !one.paused).length === 1")
    until(page, "window.sounds.filter((one) => one.src.includes('/listen/')).length === 1")
    assert page.evaluate("window.sounds.find((one) => !one.paused).volume") == 1


def test_the_sleep_timer_fades_and_remembers_the_place(page: Page, server: Server) -> None:
    page.clock.install()
    page.add_init_script(KEEP_SOUNDS)
    page.goto(f"{server.url}/exercise/taking-a-break")
    page.click("#listen")
    until(page, "window.sounds.length && window.sounds.at(-1).currentTime > 0.2")
    page.evaluate("document.getElementById('seek').value = 100")
    page.dispatch_event("#seek", "input")
    until(page, "window.sounds.at(-1).currentTime >= 100")
    page.select_option("#sleep", "1")
    assert "fade after 1 minutes" in page.inner_text("#live")
    page.clock.run_for(25_000)
    assert page.evaluate("window.sounds.at(-1).volume") == 1
    page.clock.run_for(20_000)
    assert 0.1 < page.evaluate("window.sounds.at(-1).volume") < 0.6
    page.clock.run_for(16_000)
    until(page, "window.sounds.at(-1).paused")
    assert "Good night" in page.inner_text("#live")
    at = page.evaluate("window.sounds.at(-1).currentTime")
    assert 65 < at < 100
    page.goto(server.url)
    assert "Continue" in page.inner_text("#recent")
    page.click("#recent a")
    page.wait_for_url("**/exercise/**")
    assert "Continue at 1:" in page.inner_text("#listen")


def test_a_session_is_saved_in_each_format_with_cover_chapters_and_the_time_left(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/exercise/safe-place")
    page.focus("#length")
    page.keyboard.press("End")
    offered = page.locator("[data-save]:not([disabled])")
    kinds = [str(one.get_attribute("data-save")) for one in offered.all()]
    assert {"mp3", "wav"} <= set(kinds)
    for kind in kinds:
        page.click(f"[data-save={kind}]")
    until(page, "document.getElementById('jobs').textContent.includes(' left')")
    until(page, f"document.querySelectorAll('.job [data-part=link]').length === {len(kinds)}")
    for kind in kinds:
        [path] = server.folder.glob(f"*.{kind}")
        asked = "stream=codec_type,duration:stream_disposition=attached_pic"
        shown = subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-show_entries", asked, str(path)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        if kind in {"mp3", "m4a"}:
            assert shown.count("[CHAPTER]") >= 5, kind
        if kind != "wav":
            assert "attached_pic=1" in shown, kind
        assert seconds_of(path) == pytest.approx(1800, abs=0.1)


def seconds_of(path: Path) -> float:
    decoded = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-ac", "1",
         "-ar", "8000", "-"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert np.abs(np.frombuffer(decoded, "<i2")).max() > 3000
    return len(decoded) / 16_000


def test_paste_a_script_and_change_two_lines(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelectorAll('.bar svg .voice').length >= 3")
    assert "Says: Take three breaths." in page.inner_text("#rows")
    until(page, "document.querySelector('.row.left')")
    first = page.locator(".row.spoken textarea").first
    first.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Rest here.")
    page.keyboard.press("Control+Enter")
    until(page, "performance.getEntriesByName('quietude-said').length")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    pause = page.locator(".pill input").first
    pause.fill("9")
    pause.press("Tab")
    until(page, "document.getElementById('raw').value.includes('[pause 9 seconds]')")
    page.locator(".row.left .link").last.click()
    until(page, "document.getElementById('raw').value.includes('<!-- speak -->')")
    page.click("#undo")
    until(page, "!document.getElementById('raw').value.includes('<!-- speak -->')")
    page.click("#redo")
    until(page, "document.getElementById('raw').value.includes('<!-- speak -->')")
    page.click("#show-text")
    page.locator("#raw").press("Control+End")
    page.keyboard.type("\n\nOne more line, written as text.")
    until(
        page,
        "[...document.querySelectorAll('.row textarea')].some((one) => one.value.startsWith('One more line'))",
    )
    page.locator(".row.spoken .from").nth(1).click()
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    written = next((server.folder / "scripts").glob("*.md")).read_text(encoding="utf-8")
    assert "Rest here." in written
    assert "[pause 9 seconds]" in written
    assert written.rstrip().endswith("One more line, written as text.")


def pauses(page: Page) -> list[str]:
    lines = page.input_value("#raw").splitlines()
    return [line for line in lines if line.startswith(("[pause", "[ask"))]


def test_a_silence_is_dragged_on_the_bar_and_typed_in_the_notation_of_an_exercise(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.bar .grab')")
    box = page.locator(".bar .grab").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=8)
    assert page.inner_text(".bubble").endswith(" s")
    page.mouse.up()
    [dragged] = pauses(page)
    assert float(dragged.split()[1]) > 4
    page.click("#undo")
    assert pauses(page) == ["[pause 4 seconds]"]
    page.goto(f"{server.url}/exercise/safe-place")
    page.click("#write")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.notes .pill input')")
    assert "{" not in "".join(line.partition("]")[0] for line in pauses(page))
    before = pauses(page)
    where = next(place for place, line in enumerate(before) if line.startswith("[ask"))
    reflect = page.locator(".notes .pill input").first
    reflect.fill("10")
    reflect.press("Tab")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    after = pauses(page)
    assert after[where] != before[where]
    assert "-" in after[where]  # it may still stretch
    assert [*after[:where], *after[where + 1 :]] == [*before[:where], *before[where + 1 :]]
    assert page.is_hidden("#editor-error")


def test_the_sound_follows_the_words_while_playing(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.bar .grab')")
    page.click("#listen")
    until(page, "document.getElementById('at').textContent >= '0:02'")
    before = page.inner_text("#total")
    page.locator(".row.spoken textarea").last.focus()
    page.keyboard.press("End")
    page.keyboard.type(" And stay for as long as you like, with nothing to do, and nowhere to be.")
    until(page, "document.getElementById('live').textContent.includes('your changes')")
    assert page.inner_text("#total") > before
    assert page.inner_text("#at") >= "0:02"
    assert page.get_attribute("#play", "aria-label") == "Pause"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert np.abs(played(page, 8.0)).max() > 0.02


def test_a_word_document_is_opened_from_the_shelf(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    file = {"name": "Mill Pond.docx", "mimeType": "application/zip", "buffer": SAMPLES[".docx"]()}
    page.set_input_files("#file", file)  # type: ignore[arg-type]
    page.wait_for_url("**/write/Mill*")
    until(page, "document.querySelector('.bar svg')")
    assert FIRST in page.input_value("#raw")
    assert page.locator(".pill input").first.input_value() == "10"


def test_a_version_is_compared_and_restored(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.bar svg')")
    page.locator(".row.spoken textarea").first.fill("Other words stand here now.")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    page.click("#show-versions")
    until(page, "document.querySelector('.version-list li')")
    page.locator(".version-list li button").first.click()
    until(page, "document.querySelector('.difference ins')")
    assert page.inner_text(".difference ins") == "Other words stand here now."
    assert "Sit in any way" in page.inner_text(".difference del")
    page.locator(".version-list li button").nth(1).click()
    until(page, "!document.getElementById('raw').value.includes('Other words')")
    page.click("#undo")
    until(page, "document.getElementById('raw').value.includes('Other words')")


def test_nothing_is_lost_when_the_server_is_killed(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelectorAll('.bar svg').length")
    server.kill()
    first = page.locator(".row.spoken textarea").first
    first.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Written while nobody listened.")
    until(page, "!document.getElementById('server-notice').hidden")
    server.start()
    until(page, "document.getElementById('server-notice').hidden")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    written = next((server.folder / "scripts").glob("*.md")).read_text(encoding="utf-8")
    assert "Written while nobody listened." in written


def test_a_tab_that_was_closed_while_the_server_was_away_gives_its_words_back(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    address = page.url
    until(page, "document.querySelectorAll('.bar svg').length")
    server.kill()
    page.locator(".row.spoken textarea").first.focus()
    page.keyboard.type("Last words. ")
    page.wait_for_timeout(200)
    context = page.context
    page.close()
    server.start()
    again = context.new_page()
    again.goto(address)
    until(again, "document.getElementById('state').textContent === 'Saved'")
    assert "Last words." in again.input_value("#raw")


def test_two_tabs_keep_both_words(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelectorAll('.bar svg').length")
    other = page.context.new_page()
    other.goto(page.url)
    until(other, "document.querySelectorAll('.bar svg').length")
    page.locator(".row.spoken textarea").first.focus()
    page.keyboard.type("From the first tab. ")
    until(page, "document.getElementById('state').textContent === 'Saved'")
    until(other, "document.getElementById('raw').value.includes('From the first tab.')")
    # Both at once: the later one is asked.
    path = next((server.folder / "scripts").glob("*.md"))
    path.write_text("Words of an editor.\n", encoding="utf-8")
    other.locator(".row.spoken textarea").first.focus()
    other.keyboard.type("From the second tab. ")
    until(other, "!document.getElementById('conflict').hidden")
    other.click("#keep-mine")
    until(other, "document.getElementById('state').textContent === 'Saved'")
    assert "From the second tab." in path.read_text(encoding="utf-8")


def test_a_series_of_six_is_built_paused_and_shown(page: Page, server: Server) -> None:
    folder = server.folder / "series" / "six"
    folder.mkdir(parents=True)
    episodes = "".join(
        f"  - {{exercise: taking-a-break, id: e{n}, seed: {n}, duration: 2m}}\n" for n in range(6)
    )
    (folder / "series.yaml").write_text(
        "show: {id: six, title: Six, description: Six sessions., author: Ada}\n"
        f"defaults: {{engine: tone, bed: none}}\nepisodes:\n{episodes}",
        encoding="utf-8",
    )
    page.goto(f"{server.url}/series")
    page.click("text=six")
    page.wait_for_url("**/series/*")
    assert page.locator("tbody tr").count() == 6
    page.click("#start")
    until(page, "document.querySelectorAll('td[data-state=done]').length >= 1")
    page.click("#pause")
    until(page, "document.getElementById('start').textContent === 'Go on'")
    page.click("#start")
    until(
        page,
        "[...document.querySelectorAll('td.what')].every((one) => one.textContent.trim() === 'done')",
    )
    page.click("#check")
    until(page, "document.getElementById('findings').children.length")
    page.click("#preview")
    until(page, "!document.getElementById('preview-link').hidden")
    with page.context.expect_page() as shown:
        page.click("#preview-link a")
    assert "Six" in shown.value.inner_text("body")


def see_writing(page: Page, server: Server, look: Callable[[str], None]) -> None:
    page.goto(f"{server.url}/write")
    look("shelf")
    page.fill("#paste", SCRIPT)
    page.click("#make")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelectorAll('.bar svg').length")
    look("editor")
    page.locator(".row .acts button:last-child").nth(2).click()
    page.click("#show-text")
    page.click("#show-versions")
    until(page, "document.querySelector('.version-list')")
    page.locator(".version-list button").first.click()
    look("editor, all open")
    page.goto(f"{server.url}/exercise/safe-place")
    page.click("#write")
    page.wait_for_url("**/write/*")
    until(page, "document.querySelector('.bar .grab')")
    look("an exercise in the editor")
    page.goto(f"{server.url}/write")
    page.set_input_files(
        "#file", {"name": "x.mp3", "mimeType": "audio/mpeg", "buffer": b"\xff\xfb\x90"}
    )
    until(page, "!document.getElementById('shelf-error').hidden")
    look("a file that is no script")


def see_series(page: Page, server: Server, look: Callable[[str], None]) -> None:
    folder = server.folder / "series" / "wrong"
    folder.mkdir(parents=True)
    (folder / "series.yaml").write_text("show: {id: wrong, title: Wrong}\n", encoding="utf-8")
    page.goto(f"{server.url}/series")
    look("series shelf")
    page.click("text=Wrong")
    page.wait_for_url("**/series/*")
    look("series with problems")
    page.goto(f"{server.url}/series")
    page.fill("#show-title", "First")
    page.click("#new button")
    page.wait_for_url("**/series/*")
    look("series")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_in_every_state_is_for_everybody(
    browser: Browser, server: Server, scheme: str, width: int
) -> None:
    source = axe_source()
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        page.wait_for_timeout(300)
        found[state] = violations(page, source)
        found[state] += [
            f"{wide} px wide"
            for wide in [page.evaluate("document.documentElement.scrollWidth")]
            if wide > width
        ]

    page.goto(server.address)
    look("tonight")
    page.goto(f"{server.url}/?need=sleep&words=zzz")
    look("nothing found")
    page.goto(f"{server.url}/exercise/safe-place")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    look("exercise")
    page.click("#listen")
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    look("playing")
    page.click("[data-save=wav]")
    until(page, "document.querySelector('.job')")
    look("saving")
    page.goto(server.url)
    look("recent")
    page.goto(f"{server.url}/nothing")
    look("missing")
    see_writing(page, server, look)
    see_series(page, server, look)
    context.close()
    assert {state: one for state, one in found.items() if one} == {}


def test_everything_is_done_with_the_keyboard(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/exercise/taking-a-break")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "document.activeElement.id || document.activeElement.textContent.trim()"
        )
        seen.append(where)
        if where == "listen":
            break
    assert "listen" in seen
    page.keyboard.press("Enter")
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    assert page.evaluate("document.activeElement.id") == "play"
    page.keyboard.press("Space")
    until(page, "document.getElementById('play').getAttribute('aria-label') === 'Play'")


def test_a_second_studio_of_the_folder_says_where_the_first_is(server: Server) -> None:
    began = time.monotonic()
    other = subprocess.run(
        [sys.executable, "-m", "quietude", "studio", str(server.folder), "--no-browser"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert other.returncode == 0
    assert server.address in other.stdout
    assert time.monotonic() - began < PATIENCE_S
