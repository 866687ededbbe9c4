"""Repetitions in the library: shared openings and closings, repeated sentences and images.

    python scripts/library_repeats.py          print the report

Openings and closings are those of sessions at their shortest length with no seed given. Sentences
and images are counted over all wordings of the exercises' own lines; those of shared fragments are
shared on purpose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from library_figures import exercise_script, session, words_of
from quietude.care.variants import variants
from quietude.library import exercise_ids
from quietude.plan.model import Speech
from quietude.script.model import Ask, Echo, Say
from quietude.script.sentences import split_sentences, tidy
from quietude.script.templates.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FEWEST_WORDS = 4
"""A sentence of fewer words ("Hello.", "There it is.") is anybody's."""

IMAGES: Mapping[str, tuple[str, ...]] = {
    "apple": ("apple", "apples"),
    "bear": ("bear", "bears"),
    "bench": ("bench",),
    "bird": ("bird", "birds"),
    "blanket": ("blanket", "blankets"),
    "bread": ("bread",),
    "bus": ("bus", "buses"),
    "cat": ("cat", "cats"),
    "coat": ("coat", "coats", "jacket"),
    "cup": ("cup", "cups", "mug"),
    "cushion": ("cushion", "cushions", "pillow", "pillows"),
    "dog": ("dog", "dogs"),
    "door": ("door", "doors"),
    "garden": ("garden", "gardens"),
    "kettle": ("kettle",),
    "lamp": ("lamp", "lamps"),
    "rain": ("rain",),
    "river": ("river", "rivers", "stream", "streams"),
    "school": ("school",),
    "shoe": ("shoe", "shoes", "boots"),
    "sock": ("sock", "socks"),
    "soup": ("soup",),
    "stone": ("stone", "stones"),
    "tea": ("tea",),
    "tree": ("tree", "trees"),
    "wall": ("wall", "walls"),
    "window": ("window", "windows"),
}
"""Images of one thing, by the words for it."""


def opening(exercise: str, seed: int | None = None) -> str:
    """Returns the words of the first step that speaks, at the shortest length."""
    return _steps_said(exercise, seed)[0]


def closing(exercise: str, seed: int | None = None) -> str:
    """Returns the words of the last step that speaks, at the shortest length."""
    return _steps_said(exercise, seed)[-1]


def _steps_said(exercise: str, seed: int | None) -> list[str]:
    timeline = session(exercise, exercise_script(exercise).lengths_min[0], seed)
    said = [
        " ".join(item.utterance.text for item in placed.step.items if isinstance(item, Speech))
        for placed in timeline.steps
    ]
    return [text for text in said if text]


def shared_openings() -> dict[str, list[str]]:
    """Returns the exercises by their opening, those alone left out."""
    return _shared({exercise: [opening(exercise)] for exercise in exercise_ids()})


def shared_closings() -> dict[str, list[str]]:
    """Returns the exercises by their closing, those alone left out."""
    return _shared({exercise: [closing(exercise)] for exercise in exercise_ids()})


def repeated_sentences() -> dict[str, list[str]]:
    """Returns the exercises by a sentence that several of them have in lines of their own."""
    own = {exercise: list(own_sentences(exercise)) for exercise in exercise_ids()}
    return _shared(
        {
            exercise: [text for text in said if len(words_of(text)) >= FEWEST_WORDS]
            for exercise, said in own.items()
        }
    )


def images() -> Counter[str]:
    """Returns the number of exercises that each image comes up in."""
    found = Counter[str]()
    for exercise in exercise_ids():
        words = {word for text in own_sentences(exercise) for word in words_of(text)}
        found.update(image for image, names in IMAGES.items() if words & set(names))
    return found


def own_sentences(exercise: str) -> Iterator[str]:
    """Yields the sentences of an exercise in all its wordings, without those of fragments."""
    script = exercise_script(exercise)
    values = {slot.name: slot.default for slot in script.slots.values()}
    lines = [
        tidy(fill_template(step.text, values))
        for variant in variants(script)
        for section in variant.sections
        for step in section.steps
        if isinstance(step, Say | Ask | Echo) and not step.fragment
    ]
    for line in dict.fromkeys(lines):
        yield from split_sentences(line)


def _shared(said: Mapping[str, list[str]]) -> dict[str, list[str]]:
    by_text: dict[str, list[str]] = defaultdict(list)
    for exercise, texts in said.items():
        for text in dict.fromkeys(texts):
            by_text[text].append(exercise)
    several = [(text, names) for text, names in by_text.items() if len(names) > 1]
    return dict(sorted(several, key=lambda pair: (-len(pair[1]), pair[0])))


def main() -> int:
    """Print the report."""
    for title, found in (
        ("Openings that exercises share", shared_openings()),
        ("Closings that exercises share", shared_closings()),
        ("Sentences that exercises have in lines of their own", repeated_sentences()),
    ):
        print(f"\n{title}: {len(found)}")
        for text, names in found.items():
            print(f"  {len(names):>2}  {text}  ({', '.join(names)})")
    count = len(exercise_ids())
    print(f"\nImages, by the exercises they come up in, of {count}")
    for image, number in images().most_common():
        print(f"  {number:>2}  {image}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
