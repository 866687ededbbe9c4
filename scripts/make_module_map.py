"""Writes the module map in docs/architecture.md: every module with the first line of its docstring.

``--check`` writes nothing and fails if the map is out of date.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "quietude"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- modules: written by scripts/make_module_map.py -->\n"
END = "<!-- end of modules -->\n"
_ROLE = re.compile(r":\w+:`~?\.?([^`]+)`")


def module_map() -> str:
    """Returns the map as Markdown: one list for each folder of the package."""
    folders = sorted({path.parent for path in PACKAGE.rglob("*.py")})
    return "\n".join(_folder_list(folder) for folder in folders)


def updated(page: str) -> str:
    """Returns a page with the current map between its markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{module_map()}\n{END}{after}"


@cache
def summary(path: Path) -> str:
    """Returns the first line of a module's docstring, as Markdown."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    line = docstring.partition("\n")[0]
    return _ROLE.sub(r"`\1`", line.replace("``", "`"))


def _folder_list(folder: Path) -> str:
    name = folder.relative_to(PACKAGE.parent).as_posix()
    rows = [f"**{name}/**: {summary(folder / '__init__.py')}\n"]
    rows += [
        f"- `{path.stem}`: {summary(path)}"
        for path in sorted(folder.glob("*.py"))
        if path.stem not in {"__init__", "__main__"}
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write the map, or check it."""
    page = PAGE.read_text(encoding="utf-8")
    current = updated(page)
    if "--check" in sys.argv[1:]:
        if page != current:
            sys.exit("the module map is out of date: python scripts/make_module_map.py")
        return
    PAGE.write_text(current, encoding="utf-8")


if __name__ == "__main__":
    main()
