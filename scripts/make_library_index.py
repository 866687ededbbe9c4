"""Writes the index of the library from its exercises and programmes.

python scripts/make_library_index.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from quietude.script.browse.library_index import library_index

PAGE = Path(__file__).parents[1] / "src" / "quietude" / "library" / "index.json"


def index_text() -> str:
    """Returns the index as JSON."""
    return json.dumps(library_index(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the index, or check it."""
    current = index_text()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") != current:
            sys.exit("the index of the library is out of date: make library-docs")
        return
    PAGE.write_text(current, encoding="utf-8")


if __name__ == "__main__":
    main()
