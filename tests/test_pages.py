"""The pages for readers: short, linked, in the site, and their examples run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quietude import outline, parse_script
from quietude.care.check import check_care, unaccepted
from quietude.series.manifest.reader import read_manifest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LONG = {"architecture", "commands", "glossary", "library-figures", "script-language", "series"} | {
    "own-voice-figures"
}
"""Reference, and pages for maintainers."""

MOST_LINES = 250


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page(name), re.DOTALL)


def test_pages_to_read_are_short() -> None:
    long = {path.stem for path in PAGES if len(page(path.stem).splitlines()) > MOST_LINES}
    assert long <= LONG


def test_every_page_is_in_the_site() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"[\w-]+\.md$", settings, re.MULTILINE)
    assert sorted(listed) == [path.name for path in PAGES]


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for path in [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target, anchor in re.findall(
            r"\]\(([\w./-]*\.\w+|)(?:#([\w-]+))?\)", path.read_text("utf-8")
        ):
            place = path.parent / target if target else path
            headings = (
                re.findall(r"^#+ (.*)$", place.read_text("utf-8"), re.MULTILINE) if anchor else []
            )
            anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
            if not place.exists() or (anchor and anchor not in anchors):
                lost.append((path.name, target, anchor))
    assert lost == []


def test_the_script_and_the_manifest_are_valid(tmp_path: Path) -> None:
    (definition,) = blocks("your-own-script", "yaml")
    script = parse_script(definition)
    assert [one for one in unaccepted(check_care(script)) if one.severity != "info"] == []
    assert outline(script).total_frames > 0
    (manifest,) = blocks("podcast", "yaml")
    path = tmp_path / "series.yaml"
    path.write_text(manifest, encoding="utf-8")
    (edition,) = read_manifest(path).editions
    assert [one.request.duration_s for one in edition.episodes] == [360.0, 600.0]


def test_python_that_speaks_nothing_runs(capsys: pytest.CaptureFixture[str]) -> None:
    quick = [
        code for code in blocks("python", "python") if not re.search("render|audition|from q", code)
    ]
    assert len(quick) >= 4
    for code in quick:
        exec(compile(code, "python.md", "exec"), {})  # noqa: S102
    assert "butterfly-hug light" in capsys.readouterr().out


@pytest.mark.slow
def test_all_the_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for code in blocks("python", "python"):
        exec(compile(code, "python.md", "exec"), {})  # noqa: S102
    assert (tmp_path / "hug.vtt").is_file()
    assert "is not a length of time" in capsys.readouterr().out


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = json.dumps(notebook.cells)
    assert "<table>" in shown
    assert shown.count("<audio") == 2


@pytest.mark.slow
def test_the_site_builds_without_the_network(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    site = tmp_path / "site"
    offline = {
        **os.environ,
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", ROOT / "mkdocs.yml", "-d", site],
        capture_output=True, text=True, check=False, env={**offline, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = "".join(path.read_text("utf-8") for path in site.glob("*.html"))
    assert re.findall(r"<(?:script|link|img)[^>]*https?://[^>]*>", pages) == []
