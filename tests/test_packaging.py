"""Packaged files beside the program are current and in form."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

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


def test_the_lock_has_all_that_is_asked_for_with_hashes() -> None:
    text = (ROOT / "packaging/locked.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text  # no index, no file
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    asked += [one for group in ("test", "docs", "build", "dev")
              for one in project["dependency-groups"][group] if isinstance(one, str)]  # fmt: skip
    for requirement in map(Requirement, asked):
        version = locked.get(requirement.name)
        assert version, f"{requirement.name} is not locked: make lock"
        assert version in requirement.specifier, f"{requirement}: make lock"
