"""Scores the importer over a corpus of scripts in many styles: what is wrongly spoken, or lost.

Each script of ``scripts/import_corpus`` has its expectation before every line: ``S`` speech (the
whole line, or the words in braces alone), ``X`` left out, ``H`` a heading, ``B`` a bell, ``@`` a
clock time (before speech, or of the lines below it), ``R`` a repeat, ``.`` an unmeasured pause, a
number a silence in seconds. A name that ends as that of a document (``.srt``, ``.html``) is read as
one.
The scripts are our own, in the styles of published ones; the importer was fixed on some of them, so
the figures flatter it.

A word that is wrongly spoken but listed as unsure is counted apart: it was shown.

Run: ``python scripts/bench_import.py [--all | --totals] [--languages] [--quick] [FILE …]``; each
file is one of the corpus, by its name without ``.txt``, or the path of another. ``--totals`` prints
figures alone, ``--languages`` those of each language too.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.errors import ScriptError
from quietude.script.documents.base import SourceText, read_document
from quietude.script.documents.plain import PlainText
from quietude.script.documents.registry import FORMATS
from quietude.script.importing.importer import import_source, import_text
from quietude.script.importing.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.importing.view import ViewRow

CORPUS = Path(__file__).parent / "import_corpus"
MOST_WRONG, MOST_LOST, MOST_OFF = 0.005, 0.0, 0.02
OFF = 0.2
"""The part by which a silence may be longer or shorter than it says."""
LONG_S = 60.0
"""A silence that a line has which is left out: a length that was taken for one."""
PAGE_CHARS = 2_000
_LINE = re.compile(r"(?P<marks>[^|]*)\|\s?(?P<text>.*)")
_MARK = re.compile(r"S\{(?P<words>[^}]*)\}|(?P<kind>[SXHBR@.])|(?P<seconds>\d+(?:\.\d+)?)")
_SIGN = re.compile(
    r"<[^<>]*>|^\W*(?:[-*•]|\d{1,2}[.)]|[a-z]\))\s|^[A-Z]{3,}:|^[\w ]+ says:|^\d\d:\d\d - "
)
_TIMES = re.compile(r"[\d:.,\s\[\]<>-]+(?:\s+\w+:\S+)*\s*")
"""A line of times alone, as subtitles have them."""
_SLOT = re.compile(r"\{\{.*?\}\}")
_WORD = re.compile(r"[\u3040-\u9fff]|[^\W_]+")


@dataclass(slots=True)
class Expected:
    """A script, its spoken words, the silences of each line, and the words before those."""

    name: str
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    silences: dict[int, float] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    unheard: set[int] = field(default_factory=set)
    repeated: bool = False


@dataclass(slots=True)
class Score:
    """The counts of one script or several."""

    words: int = 0
    wrong: int = 0
    shown: int = 0
    lost: int = 0
    silences: int = 0
    off: int = 0
    unsure: int = 0
    lines: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Adds the counts of another."""
        self.words += other.words
        self.wrong += other.wrong
        self.shown += other.shown
        self.lost += other.lost
        self.silences += other.silences
        self.off += other.off
        self.unsure += other.unsure
        self.lines += other.lines


def corpus(names: Sequence[str] = ()) -> Iterator[Expected]:
    """Yields every script of the corpus, or of some of its files."""
    others = [Path(name) for name in names if "/" in name or name.endswith(".txt")]
    own = [name for name in names if Path(name) not in others]
    of_corpus = [path for path in sorted(CORPUS.glob("*.txt")) if path.stem in own or not names]
    for path in [*of_corpus, *others]:
        script: Expected | None = None
        for raw in path.read_text(encoding="utf-8").splitlines():
            if raw.startswith("=== "):
                if script:
                    yield script
                script = Expected(raw[4:].strip())
            elif script and (match := _LINE.fullmatch(raw)):
                take(script, match["marks"], match["text"])
        if script:
            yield script


def take(script: Expected, marks: str, text: str) -> None:
    """Adds a line with its expectation to a script."""
    script.lines.append(text)
    number = len(script.lines)
    if marks in {"X", "H"}:
        script.unheard.add(number)
    braces = "S{" in marks  # They hold all words of the line: a clock time adds none to them.
    for mark in _MARK.finditer(marks):
        if mark["words"] is not None:
            script.words += words_of(mark["words"])
        elif mark["kind"] == "S" or (mark["kind"] == "@" and not _TIMES.fullmatch(text)):
            script.words += [] if braces else words_of(_SIGN.sub(" ", text))
        elif mark["kind"] == "R":
            script.repeated = True
        elif mark["seconds"]:
            script.silences[number] = script.silences.get(number, 0.0) + float(mark["seconds"])
            script.before.setdefault(number, len(script.words))


def _without_value(slot: re.Match[str]) -> str:
    """Returns the words of a slot that are said without its value."""
    other = re.search(r'else "([^"]*)"', slot.group())
    return f" {other[1]} " if other else " "


def words_of(text: str) -> list[str]:
    """Returns the words of a text, in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def source_of(script: Expected) -> SourceText | None:
    """Returns a script as a reader of documents takes it from its file; None for plain text."""
    name, text = script.name, "\n".join(script.lines) + "\n"
    form = next((form for form in FORMATS if name.endswith(form.suffixes)), None)
    if form is None or isinstance(form, PlainText):
        return None
    return read_document(form, text.encode(), name)


def score(script: Expected) -> Score:
    """Returns how one script is read."""
    try:
        found = source_of(script)
        text = "\n".join(script.lines) + "\n"
        imported = import_source(found, script.name) if found else import_text(text, script.name)
    except ScriptError as error:
        return Score(lost=len(script.words), words=len(script.words), details=[str(error)])
    rows = imported.view.rows
    repeats = {row.line for row in rows if row.why.endswith(" repeated")}
    said = [
        (word, row.what == "unsure")
        for row in rows
        if row.what in {"spoken", "unsure"} and row.line not in repeats
        for word in words_of(_SLOT.sub(_without_value, row.text))
    ]
    spoken = [word for word, _ in said]
    scored = Score(words=len(spoken), unsure=len(imported.view.unsure))
    scored.lines = sum(row.what in {"spoken", "unsure"} for row in rows)
    matcher = SequenceMatcher(None, script.words, spoken, autojunk=False)
    opcodes = matcher.get_opcodes()
    for what, a, b, c, d in opcodes:
        if what != "equal":
            shown = sum(unsure for _, unsure in said[c:d])
            scored.lost += b - a
            scored.wrong += d - c - shown
            scored.shown += shown
            lost, wrong = " ".join(script.words[a:b]), " ".join(spoken[c:d])
            scored.details.append(
                f"lost: {lost!r}, wrongly spoken: {wrong!r}" + (" (unsure)" if shown else "")
            )
    if script.repeated and not repeats:
        scored.details.append("the repeat was not understood")
        scored.off += 1
    placed = imported.view.unit == "line"
    for number, seconds in script.silences.items():
        if placed:
            laid = sum(row.seconds or 0.0 for row in rows
                       if row.line == number and row.what in {"silence", "sound"})  # fmt: skip
        else:
            laid = laid_after(rows, opcodes, script.before[number])
        scored.silences += 1
        if abs(laid - seconds) > OFF * seconds:
            scored.off += 1
            scored.details.append(f"line {number}: {laid:g} s of silence, not {seconds:g} s")
    told = [row for row in rows if placed and row.line in script.unheard]
    long = [row for row in told if row.what == "silence" and (row.seconds or 0.0) >= LONG_S]
    unmeant = [row for row in long if "clock" not in row.why]
    scored.off += len(unmeant)
    scored.details += [f"line {row.line}: {row.seconds:g} s of silence" for row in unmeant]
    return scored


def laid_after(
    rows: Sequence[ViewRow], opcodes: Sequence[tuple[str, int, int, int, int]], word: int
) -> float:
    """Returns the silence after so many expected words, for a file whose lines are not counted."""
    equal = ((a, b, c) for what, a, b, c, _ in opcodes if what == "equal")
    place = next((c + word - a for a, b, c in equal if a < word <= b), 0)
    laid, said = 0.0, 0
    for row in rows:
        if row.what in {"spoken", "unsure"}:
            said += len(words_of(_SLOT.sub(_without_value, row.text)))
        elif said == place and row.what in {"silence", "sound"}:
            laid += row.seconds or 0.0
    return laid


def seconds_a_page() -> float:
    """Returns the CPU seconds that the slowest kind of text takes, a page of it."""
    slowest = 0.0
    for piece in ("a\n", "a b c.\n", "(", "[pause] ", "# a\n", "- a\n", "... ", "*a* ", "Page 1\n"):
        text = piece * (500_000 // len(piece))
        start = time.thread_time()
        with suppress(ScriptError):
            import_text(text, "x.md")
        slowest = max(slowest, (time.thread_time() - start) / (len(text) / PAGE_CHARS))
    return slowest


def main() -> int:
    """Prints the scores; returns 1 if a goal is missed."""
    total, scripts, faulty = Score(), 0, 0
    languages: dict[str, Score] = {}
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    for script in corpus(names):
        scripts += 1
        found = score(script)
        total.add(found)
        languages.setdefault(language_of(" ".join(script.words)) or "en", Score()).add(found)
        faulty += bool(found.wrong or found.lost or found.off)
        if (found.details or "--all" in sys.argv) and "--totals" not in sys.argv:
            print(f"{script.name}: {found.words} words")
            print("".join(f"    {detail}\n" for detail in found.details), end="")
    if "--languages" in sys.argv:
        for code, found in sorted(languages.items()):
            said, read = (
                max(found.words, 1),
                max(found.words - found.wrong - found.shown + found.lost, 1),
            )
            print(
                f"{code}: {found.words} words, wrongly spoken {found.wrong / said:.2%}, shown "
                f"{found.shown / said:.2%}, lost {found.lost / read:.2%}, silences off "
                f"{found.off} of {found.silences}"
            )
    wrong, lost = total.wrong / max(total.words, 1), total.lost / max(total.words, 1)
    off = total.off / max(total.silences, 1)
    print(f"{scripts} scripts, {total.words} words spoken, {total.silences} silences")
    print(f"words wrongly spoken: {total.wrong} ({wrong:.2%}; goal {MOST_WRONG:.1%})")
    shown = total.shown / max(total.words, 1)
    print(f"   and listed unsure: {total.shown} ({shown:.2%})")
    print(f"words lost:           {total.lost} ({lost:.2%}; goal {MOST_LOST:.0%})")
    print(f"scripts with a fault: {faulty}")
    print(f"unsure:               {total.unsure} of {total.lines} spoken lines")
    print(f"silences off by more than {OFF:.0%}: {total.off} ({off:.1%}; goal {MOST_OFF:.0%})")
    if "--quick" not in sys.argv:
        print(f"slowest text of 500 kB: {seconds_a_page():.3f} s a page of {PAGE_CHARS} characters")
    return int(wrong > MOST_WRONG or lost > MOST_LOST or off > MOST_OFF)


if __name__ == "__main__":
    raise SystemExit(main())
