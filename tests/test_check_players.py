"""The player checks notice a jump that misses and labels that are broken."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from browser_player import RATE_HZ, Cue, landed_off_s, places
from check_players import audacity

if TYPE_CHECKING:
    from pathlib import Path

    from quietude import Session

SESSION = cast(
    "Session",
    SimpleNamespace(
        timeline=SimpleNamespace(
            seconds=60.0, placements=[SimpleNamespace(utterance=SimpleNamespace(text="Rest."))]
        )
    ),
)


@pytest.mark.parametrize("off_frames", [0, 1, -900, 20_000])
def test_the_landing_of_a_jump_is_found_to_the_frame(off_frames: int) -> None:
    noise = np.random.default_rng(1)
    truth = noise.normal(0, 0.01, 5 * RATE_HZ).astype(np.float32)
    start = 2 * RATE_HZ + off_frames
    heard = 0.4 * truth[start : start + RATE_HZ // 2]
    heard += noise.normal(0, 0.001, len(heard)).astype(np.float32)
    found = landed_off_s(heard, truth, 2.0)
    assert found == pytest.approx(off_frames / RATE_HZ, abs=1e-9)


def test_a_sound_from_elsewhere_has_landed_nowhere() -> None:
    noise = np.random.default_rng(1)
    truth, other = noise.normal(0, 0.01, (2, 5 * RATE_HZ)).astype(np.float32)
    assert landed_off_s(other[: RATE_HZ // 2], truth, 2.0) is None
    assert landed_off_s(truth[:0], truth, 2.0) is None


def test_jumps_go_where_nobody_speaks() -> None:
    cues = [Cue(at, at + 2.0, "x") for at in (5.0, 20.0, 30.0, 50.0)]
    found = places(cues, 60.0)
    assert len(found) == 4
    assert not any(cue.start_s <= at <= cue.end_s for at in found for cue in cues)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1.0\t2.0\tRest.\n", ""),
        ("1,0\t2,0\tRest.\n", "not a label:"),
        ("1.0 2.0 Rest.\n", "not a label:"),
        ("2.0\t1.0\tRest.\n", "outside"),
        ("1.0\t2.0\tRest.\n0.5\t0.6\tEarlier\n", "out of order"),
        ("1.0\t2.0\tOther\n", "no label for 'Rest.'"),
    ],
)
def test_labels_that_audacity_would_refuse(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "labels.txt"
    path.write_text(text)
    found: Any = audacity(path, SESSION)
    assert (problem in found[0]) if problem else not found
