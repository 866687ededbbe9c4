"""Write the JSON Schema of a definition, which editors use, from the models of its written form.

python scripts/definition_schema.py [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from quietude import library
from quietude.script.schema.definition import Definition

FILE = Path(library.__file__).parent / "definition.schema.json"


def definition_schema() -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of a definition."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Definition.model_json_schema(),
        "title": "A Quietude definition",
    }


def schema_text() -> str:
    """Returns the schema as it is shipped."""
    return json.dumps(definition_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or compare it; returns 1 if it is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the shipped file")
    if not parser.parse_args().check:
        FILE.write_text(schema_text(), encoding="utf-8")
        return 0
    if FILE.read_text(encoding="utf-8") == schema_text():
        return 0
    print(f"{FILE} is not what the models say; run: make schema", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
