"""No two exercises alike: openings, closings, sentences and images, over the whole library."""

from __future__ import annotations

import library_repeats
from library_repeats import (
    IMAGES,
    images,
    own_sentences,
    repeated_sentences,
    shared_closings,
    shared_openings,
)
from quietude.library import exercise_ids

OPENINGS, CLOSINGS = 4, 6
"""The most exercises that open, or close, with the same words if no seed is given."""

SENTENCES, EXERCISES_PER_SENTENCE = 40, 7
"""The most sentences that several exercises have of their own, and of exercises that have one."""

IMAGE_SHARE = 0.6
"""The most of the exercises that one image comes up in: a door is in half of them."""


def test_few_exercises_open_or_close_alike() -> None:
    for found, most in ((shared_openings(), OPENINGS), (shared_closings(), CLOSINGS)):
        assert max(map(len, found.values())) <= most, found


def test_few_sentences_come_up_in_several_exercises() -> None:
    found = repeated_sentences()
    assert max(map(len, found.values())) <= EXERCISES_PER_SENTENCE, found
    assert len(found) <= SENTENCES, found


def test_no_image_is_everywhere() -> None:
    found = images()
    assert set(found) <= set(IMAGES)
    assert max(found.values()) <= IMAGE_SHARE * len(exercise_ids()), found


def test_the_report_names_exercises_and_leaves_out_shared_fragments() -> None:
    shared = {"Thank you for coming.", "Take the rest of the day slowly, if you can."}
    assert not shared & set(own_sentences("child-first"))
    assert library_repeats.main() == 0
