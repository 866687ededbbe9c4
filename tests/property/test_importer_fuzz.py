"""Scripts and lexicons with something broken in them: refused with a message, or read, and no more.

Whatever was done to a file, there is no traceback and no hang, and nothing in brackets is spoken.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

import pytest

from notations import EVERYTHING, GUIDE, PLS, PRONOUNCED, PRONOUNCED_MD, SSML
from quietude.errors import QuietudeError
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.export import as_ssml, as_text, as_yaml
from quietude.script.lexicon_files import read_lexicon
from quietude.script.parse import parse_script
from quietude.script.reader import definition_data, read_script
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_S = 5.0
SIGNS = "[](){}*_#<>&;:.…~\n0x\"'é\u202e\x00/!,-|"
LEXICON = "Siobhan: shi-VAWN\nNiamh: {says: Neev, ipa: niːv}\nNice: {says: neece, exact: true}\n"


def seeds() -> dict[str, str]:
    """Something to break, by the name of its file; every notation, and every kind of step."""
    everything = parse_yaml(EVERYTHING).data
    safe_place = definition_data("safe-place")
    return {
        "guide.md": GUIDE, "guide.txt": GUIDE, "guide.ssml": SSML,
        "said.md": PRONOUNCED_MD, "said.ssml": PRONOUNCED,
        "every.yaml": EVERYTHING, "every.txt": as_text(everything),
        "every.md": as_text(everything), "every.ssml": as_ssml(everything),
        "library.yaml": as_yaml(safe_place), "library.txt": as_text(safe_place),
        "lexicon.yaml": LEXICON, "lexicon.pls": PLS,
    }  # fmt: skip


def mutated(text: str, rng: random.Random) -> str:
    """The text with one to twelve things done to it."""
    for _ in range(rng.randint(1, 12)):
        at, other = rng.randrange(len(text)), rng.randrange(len(text))
        match rng.randrange(5):
            case 0:
                text = text[:at] + rng.choice(SIGNS) + text[at:]
            case 1:
                text = text[:at] + text[at + rng.randint(1, 9) :] or "x"
            case 2:
                text = text[:at] + text[other : other + 40] + text[at:]
            case 3:
                text = text[:at] + text[at : at + 30].swapcase() + text[at + 30 :]
            case _:
                text = text[:at] + str(rng.choice([-1, 0, 1e9, "1e999", "00:99", "٣"])) + text[at:]
    return text


def said(path: Path) -> Iterator[str]:
    """All that an engine would be given of a script, or of the words of a lexicon."""
    if path.stem == "lexicon":
        yield from (f"{entry.respelt} {entry.ipa}" for entry in read_lexicon(path).entries)
        return
    script = read_script(path)
    values = {name: "Ada" for name in script.slots if name == "name"}
    for phrase in compose(script, Request(slot_values=values)).utterances():
        yield f"{phrase.text} {phrase.spoken}"


def fuzz(count: int, folder: Path) -> int:
    """Break that many files one after the other; how many could be read all the same."""
    rng = random.Random(20)  # noqa: S311
    files = list(seeds().items())
    read = 0
    for number in range(count):
        name, text = files[number % len(files)]
        path = folder / name
        path.write_text(mutated(text, rng), encoding="utf-8", errors="replace")
        start = time.thread_time()
        try:
            for words in said(path):
                assert not re.search(r"[\[\]{}<>]", words), (number, name, words)
        except QuietudeError as error:
            assert error.message, (number, name)
        else:
            read += 1
        assert time.thread_time() - start < LONGEST_S, (number, name)
        path.unlink()
    return read


def test_every_seed_can_be_read_before_it_is_broken(tmp_path: Path) -> None:
    for name, text in seeds().items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert list(said(path)), name
        path.unlink()


def test_a_few_hundred_broken_files(tmp_path: Path) -> None:
    assert fuzz(220, tmp_path) > 33


@pytest.mark.slow
def test_ten_thousand_broken_files(tmp_path: Path) -> None:
    assert fuzz(10_000, tmp_path) > 1_000


@pytest.mark.parametrize(
    "line",
    [
        "Rest here [pause 3 seconds] for a while.", "Rest <b>here</b>.", "Rest } here.",
        "{{ 'Rest [softly].' if name else 'Rest.' }}", "Hello {{ name }} [softly].",
    ],
)  # fmt: skip
def test_a_direction_in_a_definition_is_refused_rather_than_spoken(line: str) -> None:
    text = (
        "id: x\ntitle: X\nslots: {name: {ask: Name?}}\nsections:\n  - title: A\n    steps:\n"
        f'      - Hello.\n      - say: "{line}"\n'
    )
    with pytest.raises(QuietudeError, match="would be spoken") as caught:
        parse_script(text)
    assert caught.value.line == 8
    assert "note" in str(caught.value.hint)
