"""docs/architecture.md and docs/glossary.md follow the tree: rooms, modules, paths and words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import make_module_map

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "quietude"
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"^\*\*(.+?)\*\*:", GLOSSARY, re.MULTILINE)


def test_the_module_map_is_current() -> None:
    assert make_module_map.updated(ARCHITECTURE) == ARCHITECTURE, (
        "run python scripts/make_module_map.py"
    )


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    silent = [path for path in PACKAGE.rglob("*.py") if not make_module_map.summary(path)]
    assert silent == []


def test_the_table_of_rooms_has_every_room() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix in {".py", ""}}
    rooms -= {"__init__", "__main__", "__pycache__"}
    table = ARCHITECTURE.partition("## Rooms")[2].partition("\n## ")[0]
    named = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert named == rooms


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.stem)
def test_paths_in_the_docs_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text)
    ours = [path for path in paths if path.split("/")[0] in KNOWN_FOLDERS]
    lost = [path for path in ours if not any((base / path).exists() for base in (ROOT, PACKAGE))]
    assert lost == []


KNOWN_FOLDERS = {
    *(path.name for path in PACKAGE.iterdir() if path.is_dir()),
    *("scripts", "tests", "docs", "src"),
}


def test_the_glossary_is_alphabetical_and_has_each_term_once() -> None:
    assert len(TERMS) > 50
    assert sorted(TERMS, key=str.casefold) == TERMS
    assert len(set(TERMS)) == len(TERMS)


def test_a_term_of_the_glossary_takes_one_or_two_sentences() -> None:
    for entry in GLOSSARY.split("\n\n")[2:]:
        definition = entry.partition("**: ")[2]
        sentences = re.findall(r"[.](?=\s|$)", definition.replace("\n", " "))
        assert 1 <= len(sentences) <= 2, entry


def test_the_types_of_the_path_are_in_the_glossary() -> None:
    named = {term.casefold() for term in TERMS}
    for name in ("script", "request", "bed", "utterance", "plan", "timeline", "clip", "stem"):
        assert name in named
