"""Precision and recall of the care rules on the cases of tests/care/cases.

    python scripts/care_figures.py            the table of docs/care.md
    python scripts/care_figures.py --cases    the cases that are judged wrongly, too

Each case is the middle of a session; a careful arrival, something steady and a way back are put
around it, so that nothing but its words can be found. ``reviewed`` are cases of a reviewer,
``last`` those that the rules were only measured on. The rules have learnt from all others.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import yaml

from quietude.care.check import check_care
from quietude.script.reader import parse_script

CASES = Path(__file__).parent.parent / "tests" / "care" / "cases"
PARTS = ("reviewed", "tuning", "held_back", "fresh", "last", "second")

_BEFORE: list[Any] = [
    "Welcome. Sit or lie in any way that is comfortable. Your eyes may be open or closed.",
    {"pause": "6-12s"},
    "You can stop at any time, and look around the room.",
    {"pause": "6-12s"},
]
_STEADY: list[Any] = [
    "You might feel your feet on the floor, or hear the room. You can come back to this.",
    {"pause": "8-20s"},
]
_NOTE = (
    "You can stop whenever you like. Not a substitute for therapy; the notes have support links."
)


def cases(kind: str, part: str) -> list[dict[str, Any]]:
    """The cases of one kind, ``harmful`` or ``kind``, in one part."""
    parts: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (CASES / f"{kind}.yaml").read_text(encoding="utf-8")
    )
    return parts[part]


def rules_found(case: dict[str, Any]) -> set[str]:
    """The rules of which a case has an error or a warning."""
    middle: list[Any] = []
    for line in case["lines"]:
        if isinstance(line, str) and middle and isinstance(middle[-1], str):
            middle.append({"pause": "8-20s"})
        middle.append(line)
    if not (isinstance(middle[-1], dict) and "pause" in middle[-1]):
        middle.append({"pause": "8-20s"})
    closing = [*case["last"], {"pause": "25s"}] if "last" in case else [{"include": "return-light"}]
    sections = [
        {"title": role, "role": role, "steps": steps}
        for role, steps in (
            ("arrive", _BEFORE), ("resource", _STEADY), ("practice", middle), ("return", closing)
        )
    ]  # fmt: skip
    definition = {
        "id": "case", "title": "A case", "intensity": case.get("intensity", "medium"),
        "content_note": _NOTE, "sections": sections,
    }  # fmt: skip
    # JSON is YAML too.
    found = check_care(parse_script(json.dumps(definition, ensure_ascii=False)))
    return {finding.rule for finding in found if finding.severity != "info"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", action="store_true", help="list what is judged wrongly")
    listing = parser.parse_args().cases
    print("| cases | harmful | found | by the right rule | kind | flagged | precision | recall |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for part in PARTS:
        harmful = [(case, rules_found(case)) for case in cases("harmful", part)]
        kind = [(case, rules_found(case)) for case in cases("kind", part)]
        found = sum(bool(rules) for _, rules in harmful)
        right = sum(case["rule"] in rules for case, rules in harmful)
        flagged = sum(bool(rules) for _, rules in kind)
        print(
            f"| {part} | {len(harmful)} | {found} | {right} | {len(kind)} | {flagged} "
            f"| {found / max(found + flagged, 1):.0%} | {found / len(harmful):.0%} |"
        )
        if listing:
            wrong = [item for item in harmful if item[0]["rule"] not in item[1]]
            for case, rules in [*wrong, *(item for item in kind if item[1])]:
                print(case.get("rule", "kind"), sorted(rules), case["lines"])


if __name__ == "__main__":
    main()
