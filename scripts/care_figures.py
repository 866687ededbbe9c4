"""Precision and recall of the care rules: cases of tests/care/cases, or folders of scripts.

    python scripts/care_figures.py                  the table of docs/care-figures.md
    python scripts/care_figures.py --cases          the cases that are judged wrongly, too
    python scripts/care_figures.py --folder DIR     whole scripts in DIR/harmful and DIR/kind

Each case is the middle of a session; a careful arrival, something steady and a way back are put
around it, so that nothing but its words can be found. ``reviewed`` are cases of a reviewer,
``last`` those that the rules were only measured on. The rules have learnt from all others.

A harmful script in a folder says in its first line what it is, ``# why: secrecy: the sentence``;
that line is left out. A script counts as found if a rule for that kind stops or warns of it
(``FITTING``); with ``--per-kind``, the figures of each kind are printed, and no script.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from quietude.care.check import check_care
from quietude.care.rules import shipped_rules
from quietude.script.parse import parse_script
from quietude.script.reader import read_script

CASES = Path(__file__).parent.parent / "tests" / "care" / "cases"
PARTS = (
    "reviewed", "tuning", "held_back", "fresh", "last", "second", "clinician", "oblique", "roles",
)  # fmt: skip

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

OF_MEANING = frozenset(
    rule_id
    for rule_id, rule in shipped_rules().rules.items()
    if (rule.phrases and rule.look_in == "speech") or rule.check == "long_breath_hold"
)

FITTING = {
    "medic": "T32 T35", "food|fasting|eating": "T33", "alcohol|drugs": "T34",
    "discourag|help-seeking|isolation": "T35 T36 T49", "secre": "T36 T35",
    "self-harm": "T37", "dying|waking|death|suicid": "T37", "worst memory": "T38 T05",
    "body as witness": "T39 T40", "recover|memories": "T40 T05 T38 T39",
    "regress": "T41 T42 T21 T62",
    "parent.s voice|perpetrator": "T43", "confront": "T44", "justif": "T45 T48",
    "breath": "T46 T11 T47", "endurance": "T47 T48 T07",
    "sham|typing|diagnos|compar": "T48 T06 T45",
    "trauma words": "T51 T38 T44", "forgiv": "T44 T17 T45", "cure": "T06", "touch": "T12 T56 T37",
    "command": "T38 T09 T42 T43 T37", "eyes": "T07 T08 T47", "lying still|still as": "T07 T47",
    "driving|traffic": "T52", "amnesia": "T21 T49", "life decision": "T54", "left behind": "T42",
    "violence|anger": "T50 T37 T55", "burden": "T57", "depend|narrator|isolat": "T49 T21 T35",
    "left in the feeling|leaving the listener|no way back": "T62 T02 T01 T42 T47",
    "way out": "T07 T47 T03", "guarantee|safety": "T16 T60", "danger": "T60", "sleep": "T61 T37",
    "excus": "T45 T43 T17", "blam": "T45 T48",
    "blame|attraction": "T45 T48", "evidence|records": "T59 T36", "carer of": "T42 T57",
}  # fmt: skip
"""Rules that fit a kind of harm, for the words in its name."""


def cases(kind: str, part: str) -> list[dict[str, Any]]:
    """The cases of one kind, ``harmful`` or ``kind``, in one part."""
    return _all_cases(kind)[part]


@cache
def _all_cases(kind: str) -> dict[str, list[dict[str, Any]]]:
    text = (CASES / f"{kind}.yaml").read_text(encoding="utf-8")
    # The loader in C, where there is one: it is ten times as fast.
    parts: dict[str, list[dict[str, Any]]] = yaml.load(
        text,
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506  (both are safe)
    )
    return parts


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
    return _grave(json.dumps(definition, ensure_ascii=False))


def _grave(definition: str) -> set[str]:
    found = check_care(parse_script(definition))
    return {finding.rule for finding in found if finding.severity != "info"}


def fitting(kind: str) -> set[str]:
    """The rules that fit a kind of harm; all of meaning where its name says nothing of them."""
    rules = {
        rule for words, ids in FITTING.items() if re.search(words, kind) for rule in ids.split()
    }
    return rules or {f"T{number}" for number in range(32, 61)}


def _of_text(text: str) -> set[str]:
    """Rules of meaning found in a plain script; how it is built is not judged.

    It has no sections and few silences, so rules of structure would flag every one of them.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "script.txt"
        path.write_text(text, encoding="utf-8")
        found = check_care(read_script(path))
    return {each.rule for each in found if each.severity != "info" and each.rule in OF_MEANING}


def _kind_and_text(path: Path) -> tuple[str, str]:
    """The kind that the first line of a file names, and the script without that line."""
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    named = re.match(r"# (?:why|harmful|kind): (?P<kind>(?:surprise: )?[^:]+)", first)
    return (named["kind"], rest) if named else ("", text)


def folder_scores(folder: Path) -> list[tuple[str, str, Path, set[str], bool]]:
    """For each script of a folder: harmful or kind, of what kind, its file, rules, judged right."""
    rows = []
    for side in ("harmful", "kind"):
        for path in sorted((*(folder / side).glob("*.yaml"), *(folder / side).glob("*.txt"))):
            kind, text = _kind_and_text(path)
            rules = _of_text(text) if path.suffix == ".txt" else _grave(text)
            right = bool(fitting(kind) & rules) if side == "harmful" else not rules
            rows.append((side, kind, path, rules, right))
    return rows


def _print_folder(folder: Path, *, listing: bool, per_kind: bool) -> None:
    rows = folder_scores(folder)
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for side, kind, path, rules, right in rows:
        part = "surprise" if "surprise" in kind else "all other"
        groups[side, part if side == "harmful" else "all"].append(right)
        if per_kind:
            groups[side, f"  {kind}"].append(right)
        if listing and not right:
            print(side, path.stem, sorted(rules))
    for (side, name), judged in sorted(groups.items(), key=lambda item: item[0][1] < "  ~"):
        what = "found by a rule that fits" if side == "harmful" else "left alone"
        print(f"{side:8} {name}: {sum(judged)} of {len(judged)} {what}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", action="store_true", help="list what is judged wrongly")
    parser.add_argument("--folder", type=Path, help="a folder with harmful/ and kind/ scripts")
    parser.add_argument("--per-kind", action="store_true", help="figures for each kind of a folder")
    options = parser.parse_args()
    if options.folder:
        _print_folder(options.folder, listing=options.cases, per_kind=options.per_kind)
        return
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
        if options.cases:
            wrong = [item for item in harmful if item[0]["rule"] not in item[1]]
            for case, rules in [*wrong, *(item for item in kind if item[1])]:
                print(case.get("rule", "kind"), sorted(rules), case["lines"])


if __name__ == "__main__":
    main()
