"""Writes docs/library.md, for listeners, and docs/library-figures.md, for maintainers.

python scripts/make_library_docs.py [--check]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from library_figures import figures, reading_grade, shortest, spoken
from quietude import library
from quietude.durations import clock_text
from quietude.script.browse.programme import programme_ids, read_programme
from quietude.script.browse.search import ExerciseQuery, find
from quietude.script.print_view import minutes_text
from quietude.script.reader import read_script
from quietude.script.schema.catalogue import catalogue, needs
from quietude.script.schema.support_lines import support

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.model import Script
    from quietude.script.schema.support_lines import SupportLine

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "library.md"
FIGURES_PAGE = DOCS / "library-figures.md"

HEAD = """\
# The library

<!-- Made by scripts/make_library_docs.py from the exercises themselves; edit those, not this. -->

Guided sessions for the child you once were, and for you. You can stop any of them at any moment,
leave out any part, and come back another day or not at all. They are information and support, not
therapy. If you are in danger, or afraid that you might harm yourself, please call the emergency
number where you are.

**Where to begin.** In a hard moment: *When It Is a Lot Right Now*, three minutes. For a first time:
*A Small Hello*, or the programme *A First Week*. With no wish to look into anything: *A Rest
Between*.

To make one into an audio file: `quietude render small-hello --duration 5m`. To read it first:
`quietude show small-hello`.
"""

FIGURES_HEAD = """\
# The library, for whoever keeps it

<!-- Made by scripts/make_library_docs.py from the exercises themselves; edit those, not this. -->

What the exercises of the [library](library.md) ask for, carry and come to.
"""

KINDS = {
    "light": ("Light", "Nothing here looks for what hurt. Any time is a good time."),
    "medium": (
        "In between",
        "These turn to the child you were, and feelings may come. Leave a little time afterwards.",
    ),
    "high": (
        "Deeper",
        "These look at something mild that hurt. Choose a day with strength, and a light one next.",
    ),
}
"""Title and advice for each intensity."""

CARE = """\
## Care

Every exercise passes `quietude check --strict`. An intense one says in its first 90 seconds that
the listener may stop and what then, finds something steady before it turns to the child, comes back
through "I am the adult now", and closes with at least a minute of grounding. In a programme
something steady comes before it, a light session after it, and never another intense one beside it.
"""

DETAILS = """\
## Personal details

Every one of them may stay empty, and the words read well without it. A key means the same in every
exercise. There is on purpose none for a wound or for a belief about oneself: what hurt, said back
by a machine, can hurt again, and a harsh sentence gains weight when a voice says it. The exercises
leave a silence there instead. Only one exercise names a grown-up, and then one who was
good to you; people who were not are never named.
"""

SUPPORT = """\
## Support lines

The show notes name lines for the region asked for (`--region GB`, or `QUIETUDE_REGION`), and
directories for every other. They are data: `src/quietude/library/support.yaml`. **Numbers change.
Confirm every one of them with its service before you publish anything that shows it**; the show
notes say how old they are. *Dated* is the day of the source a line was taken from, *compared* the
day on which it was compared with published pages, which the data names; no number was called. The
numbers for emergencies have no source.
"""

FIGURES = """\
## What they come to

Estimated from the words, at 115 words a minute and with no seed given; a voice of its own differs a
little. *Words* are those spoken in the whole length. *Silence* is what the script asks for, as a
share of the time that is neither guided (breath) nor for writing. *Longest* is the longest silence
with no voice in it. *Grade* is the Flesch–Kincaid grade of all its wordings, with syllables counted
by vowel groups.

Published sessions have 40 to 80 words a minute over their whole length. Of five minutes 30-40 % are
silence, of ten 40-50 %, of twenty 50-60 %; the tests hold every exercise to that with three seeds,
4 points either way, since steps are kept whole. Three may have more, with their reasons in the
test: sentences to say need the time to say them, a long breath is kept or left out whole, and words
grow few towards sleep.

What repeats over the whole library (openings and closings, sentences, images) is told by
`python scripts/library_repeats.py`, and `tests/library/test_repeats.py` bounds it.

Over a sample of 150 phrases, flite and eSpeak NG take 1.6 % longer than these estimates.
"""

REFUSED = """\
## Lengths that are refused

Nearly every exercise can last 5, 10 and 20 minutes. These cannot, and are not offered so short.
*Care* is the shared steps that say how to stop, steady, lead back and ground; they take two and a
half to three minutes of an intense exercise, and never give way. The *heart* is the act it is named
for, with the time it needs, and always stays. *Writing* is four minutes of writing or drawing. *The
rest* is what leads to the heart and gathers what was found, and the gaps between lines. An intense
scene in the two minutes that five leave would be a hurried one. `--nearest` takes the shortest
there can be, and says so.

As estimated for the neural voice, in minutes and seconds; flite and eSpeak NG are slower, and
refuse five minutes of five more (`being-your-own-grown-up`, `child-first`, `good-enough-place`,
`holidays`, `learned-about-love`), all offered from eight or ten.
"""


def page() -> str:
    """Returns the page for listeners: what each exercise is, how long, and for when."""
    scripts = [read_script(entry.id) for entry in find(ExerciseQuery())]
    parts = [HEAD, *_needs(scripts), *_exercises(scripts), *_programmes()]
    return "\n".join(parts).rstrip() + "\n"


def figures_page() -> str:
    """Returns the page for maintainers: care, details, sources, figures and support lines."""
    scripts = [read_script(entry.id) for entry in find(ExerciseQuery())]
    parts = [FIGURES_HEAD, CARE, *_details(scripts), *_coverage(scripts), *_figures(scripts)]
    return "\n".join([*parts, *_support()]) + "\n"


def pages() -> dict[Path, str]:
    """Returns the text of each page by its path."""
    return {PAGE: page(), FIGURES_PAGE: figures_page()}


def _needs(scripts: Sequence[Script]) -> Iterator[str]:
    yield "## For when\n"
    for need, line in needs().items():
        titles = ", ".join(f"*{script.title}*" for script in scripts if need in script.for_when)
        yield f"- **{line}** {titles}. `{need}`"
    yield "\n`quietude exercises --for-when WORD` lists the same.\n"


def _exercises(scripts: Sequence[Script]) -> Iterator[str]:
    yield f"## {len(scripts)} exercises\n"
    for intensity, (title, advice) in KINDS.items():
        yield f"### {title}\n\n{advice}\n"
        for script in scripts:
            if script.intensity == intensity:
                about = " ".join(script.about.split())
                yield f"- **{script.title}**, {minutes_text(script)}. {about} `{script.id}`"
        yield ""


def _programmes() -> Iterator[str]:
    yield "## Programmes\n"
    yield "`quietude programmes ID` prints one. A day is an offer, and nobody counts them.\n"
    for programme_id in programme_ids():
        programme = read_programme(programme_id)
        minutes = sum(entry.minutes for entry in programme.entries)
        size = f"{len(programme.entries)} sessions, {minutes} minutes in all"
        yield f"**{programme.title}** `{programme.id}` ({size})."
        yield f"{' '.join(programme.about.split())} {' '.join(programme.cadence.split())}\n"


def _details(scripts: Sequence[Script]) -> Iterator[str]:
    yield DETAILS
    yield "| detail | asked as | exercises |"
    yield "| --- | --- | --- |"
    asked = {slot.name: slot.ask for script in reversed(scripts) for slot in script.slots.values()}
    for name, ask in sorted(asked.items()):
        ids = ", ".join(f"`{script.id}`" for script in scripts if name in script.slots)
        yield f"| `{name}` | {ask} | {ids} |"
    yield ""


def _coverage(scripts: Sequence[Script]) -> Iterator[str]:
    sources = catalogue()
    yield "## What it was made from\n"
    for name, (title, about) in sources.articles.items():
        yield f"- {name}: *{title}*; {about}."
    yield "\nEvery exercise, question set and rule in these, and where it is carried:\n"
    yield "| row | what | articles | exercises |"
    yield "| --- | --- | --- | --- |"
    for number, name in sources.rows.items():
        ids = ", ".join(f"`{script.id}`" for script in scripts if number in script.covers)
        yield f"| {number} | {name} | {' '.join(sources.row_articles[number])} | {ids} |"
    yield "\nLeft out on purpose:\n"
    for out in sources.left_out:
        yield f"- {out.what} ({', '.join(out.articles)}). {' '.join(out.because.split())}"
    yield ""


def _figures(scripts: Sequence[Script]) -> Iterator[str]:
    yield FIGURES
    columns = ("minutes", "words", "a minute", "silence", "guided", "writing", "longest", "grade")
    yield f"| exercise | {' | '.join(columns)} |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    for script in scripts:
        grade = f"{reading_grade(spoken(script.id)):.1f}"
        for minutes in script.lengths_min:
            made = figures(script.id, minutes)
            yield (
                f"| `{script.id}` | {minutes} | {made.words} | {made.words_per_minute:.0f} "
                f"| {made.silence:.0%} | {made.guided:.0%} | {made.writing:.0%} "
                f"| {made.longest_s:.0f} s | {grade} |"
            )
    yield from _refused(scripts)


def _refused(scripts: Sequence[Script]) -> Iterator[str]:
    """Yields the lengths of 5, 10 and 20 minutes that an exercise cannot have, and the reasons."""
    yield REFUSED
    columns = ("minutes", "offered from", "shortest", "care", "heart", "writing", "the rest")
    yield f"| exercise | {' | '.join(columns)} |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for script in scripts:
        least = shortest(script.id)
        for minutes in (5, 10, 20):
            if least.total_s <= minutes * 60:
                continue
            parts = (least.total_s, least.care_s, least.heart_s, least.writing_s, least.rest_s)
            told = " | ".join(clock_text(part) for part in parts)
            yield f"| `{script.id}` | {minutes} | {script.lengths_min[0]} | {told} |"
    yield ""


def _support() -> Iterator[str]:
    yield SUPPORT
    yield "| region | line | contact | source | dated | compared |"
    yield "| --- | --- | --- | --- | --- | --- |"
    lines_by_region = support()
    for code, region in lines_by_region.regions.items():
        for line in region.lines:
            yield (
                f"| {code} {region.name} | {line.name} | {line.contact} "
                f"| {line.source.where} | {line.source.dated} | {_compared(line)} |"
            )
    for line in lines_by_region.directories:
        source = line.source
        yield (
            f"| elsewhere | {line.name} | {line.contact} "
            f"| {source.where} | {source.dated} | {_compared(line)} |"
        )


def _compared(line: SupportLine) -> str:
    return line.checked.day if line.checked else "no"


def main() -> int:
    """Write the pages, or with ``--check`` compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if they are not current"
    )
    check = parser.parse_args().check
    stale = False
    for path, made in pages().items():
        current = path.is_file() and path.read_text(encoding="utf-8") == made
        stale = stale or not current
        if check:
            print(f"{path.name} is {'current' if current else 'not current: make library-docs'}")
        else:
            path.write_text(made, encoding="utf-8")
            print(f"{path}: {len(library.exercise_ids())} exercises")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
