"""Places in which a voice was too loud for its recorder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

Coding = Literal["whole numbers", "floats", "lossy"]
"""The coding of a file: whole numbers end at full scale, floats where its recorder ended, and a
lossy codec rounds off what was flat."""

_TOP, _RUN, _LEAST_LOSSY = 0.985, 3, 5


def clipped_places(channels: Samples, coding: Coding = "whole numbers") -> int:
    """The number of places in which a recording is flat at the top of its scale.

    Three samples in a row have exactly the same value there; a loud recording that is not clipped
    has but one of it. After a lossy codec they are near the top and no longer alike, as are those
    of a recording that was made as loud as can be, so that only five places and more count.

    Args:
        channels: float32 ``(frames, channels)``, as they were before any mixing down: one side may
            be clipped and the other not.
        coding: The coding of the file.

    Returns:
        The number in the worst channel.
    """
    found = [_places(channel, coding) for channel in channels.T]
    most = max(found, default=0)
    return 0 if coding == "lossy" and most < _LEAST_LOSSY else most


def coding_of(subtype: str) -> Coding:
    """The coding of a file, by the name that libsndfile gives to the form of its samples."""
    if subtype in {"FLOAT", "DOUBLE"}:
        return "floats"
    return "whole numbers" if subtype.startswith(("PCM_", "ALAC_")) else "lossy"


def _places(channel: Samples, coding: Coding) -> int:
    peak = float(np.abs(channel).max(initial=0.0))
    at_top = np.abs(channel) >= _TOP * (peak if coding == "floats" else 1.0)
    if not peak or not at_top.any():
        return 0
    if coding == "lossy":
        return _runs(at_top, _RUN)
    same = at_top[1:] & (channel[1:] == channel[:-1])
    return _runs(same, _RUN - 1)


def _runs(found: NDArray[np.bool_], least: int) -> int:
    """The number of runs of so many in a row."""
    ends = np.flatnonzero(np.diff(np.r_[0, found.astype(np.int8), 0]))
    return int(np.count_nonzero(ends[1::2] - ends[::2] >= least))
