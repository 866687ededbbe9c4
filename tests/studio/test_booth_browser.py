"""The booth in a real Chromium, whose microphone is a file: recorded as it is, heard, and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from studio_browser import CHROMIUM, axe_source, until, violations
from studio_server import PATIENCE_S, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

RATE_HZ, HZ, LEVEL = 48_000, 523.0, 0.08


@pytest.fixture(scope="module")
def booth_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("there is no Chromium here")
    microphone = tmp_path_factory.mktemp("microphone") / "voice.wav"
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    spoken = LEVEL * np.sin(2 * np.pi * HZ * t) + 1e-4 * np.random.default_rng(2).standard_normal(
        len(t)
    )
    soundfile.write(microphone, spoken, RATE_HZ, "PCM_16")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture
def page(booth_browser: Browser, server: Server) -> Iterator[Page]:
    context = booth_browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_S * 1000)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(server.address)
    yield opened
    context.close()
    assert errors == []


def record(page: Page, takes: int) -> None:
    """Record a line by the keyboard alone, for about two seconds."""
    page.focus("#record")
    page.evaluate("performance.clearMarks('quietude-recording')")
    page.keyboard.press("Space")
    until(page, "performance.getEntriesByName('quietude-recording').length")
    page.wait_for_timeout(2000)
    page.keyboard.press("Space")
    until(page, f"document.querySelectorAll('#takes li').length === {takes}")
    until(page, "document.getElementById('record').textContent === 'Record'")


def recordings(server: Server) -> list[Path]:
    return sorted((server.folder / "takes" / "exercise taking-a-break").glob("*.wav"))


def test_lines_are_recorded_as_they_are_heard_in_the_mix_and_deleted(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/booth/exercise/taking-a-break")
    until(page, "document.querySelectorAll('#lines li').length > 5")
    page.click("#open")
    until(page, "!document.getElementById('record').disabled")
    until(page, "document.getElementById('level-text').textContent.includes('Peak −2') || "
          "document.getElementById('level-text').textContent.includes('Peak -2')")  # fmt: skip
    assert page.is_hidden("#booth-error")
    record(page, 1)
    record(page, 2)
    [path, _] = recordings(server)
    info = soundfile.info(path)
    assert (info.format, info.subtype, info.channels) == ("WAV", "PCM_24", 1)
    assert path.stat().st_mode & 0o077 == 0
    samples, rate_hz = soundfile.read(path)
    # No gain, no gate, no suppression: the level of the file that is the microphone, all along.
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    for part in np.array_split(middle, 4):
        assert np.sqrt(2 * np.mean(part**2)) == pytest.approx(LEVEL, rel=0.06)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * rate_hz / len(middle) == pytest.approx(HZ, abs=3)
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#about").startswith("Line 2 of")
    page.check("#lead")
    record(page, 1)
    page.locator("#lines button").first.click()
    page.locator("#takes >> text=Use this").click()
    until(page, "document.querySelector('#takes li').textContent.includes('Take 3')")
    page.click("#in-mix")
    until(page, "performance.getEntriesByName('quietude-first-sound').length")
    page.locator("#takes >> text=Delete").first.click()
    until(page, "document.querySelectorAll('#takes li').length === 1")
    assert len(recordings(server)) == 2
    page.click("#delete-all")
    page.click("#delete-yes")
    until(page, "document.querySelectorAll('#takes li').length === 0")
    assert recordings(server) == []
    assert page.evaluate("document.activeElement.id") == "delete-all"


def test_a_room_is_tested(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/booth/exercise/taking-a-break")
    page.click("#open")
    until(page, "!document.getElementById('test').disabled")
    page.click("#test")
    until(page, "document.getElementById('room').textContent.includes('Be quiet')")
    until(page, "document.getElementById('room').textContent.includes('below your voice')")
    assert "Nobody was heard" in page.inner_text("#room")  # a tone is as loud as its room


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_its_pages_pass_axe_and_fit(page: Page, server: Server, width: int, scheme: str) -> None:
    source = axe_source()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/booth", "/booth/exercise/safe-place"):
        page.goto(f"{server.url}{path}")
        if path != "/booth":
            until(page, "document.querySelectorAll('#lines li').length > 5")
            page.click("#open")
            until(page, "!document.getElementById('record').disabled")
            record(page, 1)
            page.click("#delete-all")
        assert violations(page, source) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
