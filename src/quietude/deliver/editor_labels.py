"""What happens when, as the label files that audio editors open beside the stems.

Audacity: a line for each label of start, end and text, parted by tabs, in seconds with a point; a
line that begins with a backslash would be a frequency range. Reaper: CSV as its Region/Marker
Manager writes it, regions R and markers M, times as h:mm:ss.mmm.
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
    """Something with a name, from one time to another; at one time, a point.

    Attributes:
        start_s: When it begins, in seconds.
        end_s: When it ends.
        text: What it is.
    """

    start_s: float
    end_s: float
    text: str


def audacity_labels(labels: Iterable[Label]) -> str:
    """Labels as Audacity imports them."""
    return "".join(
        f"{it.start_s:.6f}\t{it.end_s:.6f}\t{_one_line(it.text)}\n" for it in sorted(labels)
    )


def reaper_labels(labels: Iterable[Label]) -> str:
    """Labels as Reaper's Region/Marker Manager imports them."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["#", "Name", "Start", "End", "Length"])
    regions = markers = 0
    for it in sorted(labels):
        if it.end_s > it.start_s:
            regions += 1
            length = clock_ms(it.end_s - it.start_s)
            row = [f"R{regions}", it.text, clock_ms(it.start_s), clock_ms(it.end_s), length]
        else:
            markers += 1
            row = [f"M{markers}", it.text, clock_ms(it.start_s), "", ""]
        rows.writerow([row[0], _one_line(row[1]), *row[2:]])
    return text.getvalue()


def _one_line(text: str) -> str:
    return " ".join("".join(it if it.isprintable() else " " for it in text).split())
