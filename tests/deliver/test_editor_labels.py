"""Labels as Audacity and Reaper import them."""

from __future__ import annotations

import csv

from quietude.deliver.editor_labels import Label, audacity_labels, reaper_labels


def test_labels_of_odd_texts() -> None:
    labels = [Label(3661.5, 3662.0, 'tab\there, "quoted"\nline'), Label(1.0, 1.0, "\\point")]
    first, second = audacity_labels(labels).splitlines()
    assert audacity_labels(reversed(labels)) == audacity_labels(labels)
    assert first == "1.000000\t1.000000\t\\point"
    assert second == '3661.500000\t3662.000000\ttab here, "quoted" line'
    rows = list(csv.reader(reaper_labels(labels).splitlines()))
    assert rows[1] == ["M1", "\\point", "0:00:01.000", "", ""]
    assert rows[2] == ["R1", 'tab here, "quoted" line', "1:01:01.500", "1:01:02.000", "0:00:00.500"]
