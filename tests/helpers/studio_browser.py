"""Shared by the tests in Chromium: its place, waiting for a page, and axe-core."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from studio_server import PATIENCE_S

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
NEEDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def playwright_error() -> type[Exception]:
    from playwright.sync_api import Error

    return Error


def until(page: Page, expression: str) -> Any:
    """Wait until a page says so; by polling, since its policy forbids evaluated scripts."""
    for _ in range(PATIENCE_S * 20):
        with contextlib.suppress(playwright_error()):  # the page is loading anew
            if found := page.evaluate(expression):
                return found
        page.wait_for_timeout(50)
    message = f"never: {expression}\n{page.inner_text('body')[:1500]}"
    raise AssertionError(message)


def axe_source() -> str:
    place = Path(os.environ.get("QUIETUDE_AXE", Path(__file__).parents[2] / "out" / "axe.min.js"))
    if not place.is_file():
        pytest.skip("axe-core is not here: npm pack axe-core, and name axe.min.js in QUIETUDE_AXE")
    return place.read_text(encoding="utf-8")


def violations(page: Page, source: str) -> list[str]:
    page.evaluate(source)
    result = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", NEEDS
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in result["violations"]
        for node in one["nodes"]
    ]
