"""Writes docs/notebook.ipynb: a notebook that plans, hears and saves a session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "notebook.ipynb"

CELLS = (
    ("markdown", "# Quietude in a notebook\n\nPlan a session, hear a line of it, and save it."),
    ("code", 'import quietude\n\nquietude.exercises("hug")[:3]'),
    ("markdown", "## A plan\n\nNothing is spoken yet: the lengths of phrases are estimates."),
    ("code", 'quietude.preview("butterfly-hug", duration="3m")'),
    ("markdown", "## A line"),
    ("code", 'quietude.speak("There is time.")'),
    ("markdown", "## The session\n\nIts player, its chapters, and the file."),
    (
        "code",
        (
            "with quietude.progress_bar() as progress:\n"
            "    session = quietude.render(\n"
            '        "butterfly-hug", "hug.mp3", duration="3m", overwrite=True, progress=progress\n'
            "    )\n"
            "session"
        ),
    ),
)


def notebook() -> dict[str, Any]:
    """Returns the notebook, without outputs."""
    cells = []
    for number, (kind, source) in enumerate(CELLS):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
            "source": source.splitlines(keepends=True),
        }
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


if __name__ == "__main__":
    PAGE.write_text(json.dumps(notebook(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
