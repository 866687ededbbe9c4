"""Label files that audio editors open beside the stems.

Audacity: a line a label with start, end and text, separated by tabs, in seconds with a decimal
point; a line that begins with a backslash would be a frequency range. Reaper: CSV as its
Region/Marker Manager writes it, regions R and markers M, times as h:mm:ss.mmm.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from quietude.durations import clock_ms

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A named span of time, or a point if it ends where it begins.

    Attributes:
        start_s: Its beginning, in seconds.
        end_s: Its end, in seconds.
        text: Its name.
    """

    start_s: float
    end_s: float
    text: str


def audacity_labels(labels: Iterable[Label]) -> str:
    """Labels as Audacity imports them."""
    return "".join(
        f"{label.start_s:.6f}\t{label.end_s:.6f}\t{_one_line(label.text)}\n"
        for label in sorted(labels)
    )


def reaper_labels(labels: Iterable[Label]) -> str:
    """Labels as Reaper's Region/Marker Manager imports them."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["#", "Name", "Start", "End", "Length"])
    regions = markers = 0
    for label in sorted(labels):
        name, start = _one_line(label.text), clock_ms(label.start_s)
        if label.end_s > label.start_s:
            regions += 1
            length = clock_ms(label.end_s - label.start_s)
            rows.writerow([f"R{regions}", name, start, clock_ms(label.end_s), length])
        else:
            markers += 1
            rows.writerow([f"M{markers}", name, start, "", ""])
    return text.getvalue()


def _one_line(text: str) -> str:
    printed = (letter if letter.isprintable() else " " for letter in text)
    return " ".join("".join(printed).split())
