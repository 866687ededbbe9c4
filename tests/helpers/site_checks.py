"""A check of a site, for tests: its errors as findings or as text, and edits of its files."""

from __future__ import annotations

from pathlib import Path

from quietude.series.checks.finding import SiteFinding
from quietude.series.checks.run import check_folder

TOKEN = "k4m2xq7zr5tb3wyn6pfa2sdvjh"  # noqa: S105  (part of an address)


AUDIO = "episodes/001-short.mp3"


def errors(folder: Path, **wanted: object) -> list[SiteFinding]:
    found = list(check_folder(folder, **wanted))  # type: ignore[arg-type]  # by name
    assert all(finding.hint and finding.message and finding.where for finding in found)
    return [finding for finding in found if finding.level == "error"]


def messages(folder: Path, **wanted: object) -> str:
    return "\n".join(f"{finding.where}: {finding.message}" for finding in errors(folder, **wanted))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
