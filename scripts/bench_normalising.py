"""Counts the texts that are put into words wrongly: by our normaliser, and by others.

    python scripts/bench_normalising.py [ours | front-end | nemo]

The list is ``tests/helpers/spoken_form_items.txt``: texts as people write them, with every wording
that may be said. ``front-end`` is hibari's own reading of numbers and signs; ``nemo`` needs
``pip install nemo-text-processing``, and nothing of Quietude.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parents[1] / "tests" / "helpers"))

from spoken_form_items import items, plain

if TYPE_CHECKING:
    from collections.abc import Callable


def _ours() -> Callable[[str], str]:
    from quietude.speech.normalising.spoken_form import SpokenForm

    return SpokenForm("en")


def _front_end() -> Callable[[str], str]:
    from hibari.g2p.normalize import normalize

    return lambda text: str(normalize(text))


def _nemo() -> Callable[[str], str]:
    library = importlib.import_module("nemo_text_processing.text_normalization.normalize")
    reader = library.Normalizer(input_case="cased", lang="en")
    return lambda text: str(reader.normalize(text, punct_post_process=True))


READERS = {"ours": _ours, "front-end": _front_end, "nemo": _nemo}


def main() -> None:
    """Prints the texts that were read wrongly, and their share by kind."""
    say = READERS[sys.argv[1] if len(sys.argv) > 1 else "ours"]()
    wrong: Counter[str] = Counter()
    everything = items()
    for item in everything:
        said = plain(say(item.written))
        if said not in item.accepted:
            wrong[item.kind] += 1
            print(f"{item.written!r}: {said!r}, not {min(item.accepted)!r}")
    print()
    for kind, number in Counter(item.kind for item in everything).items():
        print(f"{kind:<20} {wrong[kind]:3} of {number}")
    total = wrong.total()
    print(f"{'all':<20} {total:3} of {len(everything)}: {total / len(everything):.1%}")


if __name__ == "__main__":
    main()
