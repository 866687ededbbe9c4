"""The texts of the pages: one file a language, for templates and scripts alike."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

LANGUAGE = "en"


@cache
def texts() -> dict[str, str]:
    """Every text by its key, with ``{name}`` where something is filled in."""
    path = files("quietude.studio") / "texts" / f"{LANGUAGE}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def text(key: str, **values: object) -> str:
    """One text, filled in.

    Raises:
        KeyError: if there is no such text.
    """
    return texts()[key].format(**values)


@cache
def texts_module() -> str:
    """All texts as a module for the pages' scripts."""
    data = json.dumps(texts(), ensure_ascii=False, indent=1)
    return f"export const texts = {data};\n"
