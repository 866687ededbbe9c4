"""Packaged files beside the program are current and in form."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

import make_man_page

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_the_manual_page_is_current() -> None:
    written = make_man_page.PAGE.read_text(encoding="utf-8")
    assert make_man_page.man_page() == written, "run make package-files"


def test_the_desktop_entry_has_its_form() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "quietude.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == "quietude studio"
    assert entry["Desktop Entry"]["Type"] == "Application"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_the_makefile_has(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["jobs"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"run: make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
