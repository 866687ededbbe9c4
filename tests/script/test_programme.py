from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from quietude.care.programme_order import order_findings
from quietude.cli.app import app
from quietude.errors import ScriptError
from quietude.library import fragment_ids, fragment_text
from quietude.plan.repeats import repeats, sentences
from quietude.script.programme import parse_programme, programme_ids, read_programme
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEAD = "id: mine\ntitle: Mine\nabout: About it.\ncadence: Now and then.\nentries:\n"


def programme(*entries: str) -> str:
    return HEAD + "".join(f"  - {{{it}}}\n" for it in entries)


def exercise(name: str, intensity: str, covers: str = "[]") -> str:
    return (
        f"id: {name}\ntitle: {name.title()}\nintensity: {intensity}\ncovers: {covers}\n"
        "sections: [{title: A, steps: [Hello.]}]\n"
    )


def test_an_entry_goes_by_the_exercise() -> None:
    it = parse_programme(programme("exercise: safe-place, minutes: 5")).entries[0]
    assert (it.id, it.title, it.seed, it.day, it.pinned) == (
        "safe-place", "A Place to Come Home To", 0, None, False,
    )  # fmt: skip


def test_a_repeated_entry_has_its_own_days_seeds_and_names() -> None:
    text = programme(
        'exercise: safe-place, minutes: 5, times: 12, every: 7, day: 3, seed: 4, title: "Week {number}"'
    )
    entries = parse_programme(text).entries
    assert [it.id for it in entries][::11] == ["safe-place-01", "safe-place-12"]
    assert [it.day for it in entries] == list(range(3, 87, 7))
    assert [it.seed for it in entries] == list(range(4, 16))
    assert entries[11].title == "Week 12"


def test_definitions_of_ones_own_stand_beside_the_programme(
    write: Callable[[str, str], Path],
) -> None:
    write("own.yaml", exercise("own", "light"))
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 7"))
    entry = read_programme(path).entries[0]
    assert (entry.id, entry.title) == ("own", "Own")
    assert Path(entry.exercise) == path.parent / "own.yaml"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", None, "mapping"),
        (HEAD, 5, "a list"),
        (HEAD + "  []\n", 5, "empty"),
        (programme("exercise: safe-place"), 6, '"minutes" is missing'),
        (programme("exercise: safe-plce, minutes: 5"), 6, "no exercise"),
        (programme("exercise: safe-place, minutes: 5, dya: 3"), 6, 'no key "dya"'),
        (programme("exercise: safe-place, minutes: 5", "exercise: safe-place, minutes: 5"), 7, "two entries"),
        (programme("exercise: safe-place, minutes: 5, every: 3"), 6, '"every" needs'),
        (programme("exercise: safe-place, minutes: 100"), 6, "60"),
    ],
)  # fmt: skip
def test_one_clear_error_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as caught:
        parse_programme(text, source="p.yaml")
    assert (caught.value.path, caught.value.line) == ("p.yaml", line)


def test_a_length_that_is_not_offered(write: Callable[[str, str], Path]) -> None:
    write("own.yaml", exercise("own", "light").replace("covers: []", "lengths: [3, 5]"))
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 7"))
    with pytest.raises(ScriptError, match="not offered at 7") as caught:
        read_programme(path)
    assert caught.value.line == 6


def test_an_unknown_programme_is_guessed() -> None:
    with pytest.raises(ScriptError) as caught:
        read_programme("first-wek")
    assert caught.value.hint == 'Did you mean "first-week"?'


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        (["steady 1", "deep 20", "soft 22"], None),
        (["deep 20", "soft 22"], "nothing steady"),
        (["soft 1", "deep 20", "soft2 22"], "nothing steady"),
        (["steady 1", "deep 20", "deep2 30", "soft 32"], "follows another"),
        (["steady 1", "deep 20", "middling 22"], "a light session is what follows"),
        (["steady 1", "deep 20"], "ends on an intense"),
        (["steady 1", "deep 14", "soft 22"], "on day 14"),
        (["steady 3", "soft 1"], "earlier"),
    ],
)
def test_the_order_is_gentle(
    write: Callable[[str, str], Path], order: list[str], complaint: str | None
) -> None:
    for name, intensity, covers in (
        ("steady", "light", "[22]"), ("soft", "light", "[25]"), ("soft2", "light", "[25]"),
        ("middling", "medium", "[2]"), ("deep", "high", "[34]"), ("deep2", "high", "[33]"),
    ):  # fmt: skip
        write(f"{name}.yaml", exercise(name, intensity, covers))
    rows = [f"exercise: {it.split()[0]}.yaml, minutes: 5, day: {it.split()[1]}" for it in order]
    found = order_findings(read_programme(write("p.yaml", programme(*rows))))
    if complaint is None:
        assert found == []
    else:
        assert any(complaint in it.message for it in found)


@pytest.mark.parametrize("programme_id", programme_ids())
def test_the_programmes_of_the_library_are_gentle(programme_id: str) -> None:
    it = read_programme(programme_id)
    assert it.id == programme_id
    assert order_findings(it) == []
    # Nobody is counted, hurried or praised for not missing a day.
    assert "streak" not in f"{it.about} {it.cadence}".lower()


def test_programmes_are_listed_and_printed(write: Callable[[str, str], Path]) -> None:
    listed = CliRunner().invoke(app, ["programmes"])
    assert all(it in listed.stdout for it in programme_ids())
    printed = CliRunner().invoke(app, ["programmes", "first-week"])
    assert "A First Week" in printed.stdout
    assert "day 1" in printed.stdout
    write("deep.yaml", exercise("deep", "high"))
    path = write("p.yaml", programme("exercise: deep.yaml, minutes: 5"))
    warned = CliRunner().invoke(app, ["programmes", str(path)])
    assert "warn T30: deep: " in warned.stderr
    data = json.loads(CliRunner().invoke(app, ["programmes", str(path), "--json"]).stdout)
    assert data["entries"][0]["minutes"] == 5
    assert data["findings"]
    everything = json.loads(CliRunner().invoke(app, ["programmes", "--json"]).stdout)
    assert [it["id"] for it in everything["programmes"]] == list(programme_ids())


def test_what_several_sessions_say(write: Callable[[str, str], Path]) -> None:
    own = exercise("own", "light").replace(
        "[Hello.]", '["Hello. Rest. Hello.", {choose: [One., Two.]}]'
    )
    write("own.yaml", own)
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 5, times: 4"))
    found = {it.text: len(it.entries) for it in repeats(read_programme(path))}
    assert found == {"Hello.": 4, "Rest.": 4, "One.": 2, "Two.": 2}
    printed = CliRunner().invoke(app, ["programmes", str(path), "--repeats"]).stdout
    assert printed.splitlines()[0] == "  4 of 4: Hello."
    data = json.loads(
        CliRunner().invoke(app, ["programmes", str(path), "--repeats", "--json"]).stdout
    )
    assert len(data["repeats"]) == 4
    once = write("q.yaml", programme("exercise: own.yaml, minutes: 5"))
    assert (
        "No two of its sessions"
        in CliRunner().invoke(app, ["programmes", str(once), "--repeats"]).stdout
    )


SAID_AGAIN = 0.35
"""The most of a session's words that an earlier one of its programme has said."""

A_FEW, SETTLING = 5, 7
"""How often in a year a sentence of a check-in may come back, and one that settles; those of the
fragments that lead in and out may more."""


def words_in(texts: Iterable[str]) -> int:
    return sum(len(it.split()) for it in texts)


def test_a_year_of_check_ins_has_new_words_every_week() -> None:
    weeks = [set(sentences(it)) for it in read_programme("weekly-check-in").entries]
    assert len(weeks) == 52
    for before, after in pairwise(weeks):
        assert not before & after
    for one, other in combinations(weeks, 2):
        assert words_in(one & other) < 0.45 * words_in(one)
    frame = " ".join(map(fragment_text, fragment_ids()))
    own = Counter(text for week in weeks for text in week if text not in frame)
    assert len(own) > 300
    (settle,) = (it for it in read_script("this-week").sections if it.role == "settle")
    settling = {text for week in weeks for text in week if text in str(settle)}
    assert {it: n for it, n in own.items() if n > (SETTLING if it in settling else A_FEW)} == {}


@pytest.mark.parametrize("programme_id", sorted({*programme_ids()} - {"weekly-check-in"}))
def test_the_sessions_of_a_programme_say_little_again(programme_id: str) -> None:
    it = read_programme(programme_id)
    said = {entry.id: words_in(sentences(entry)) for entry in it.entries}
    again = Counter[str]()
    for repeat in repeats(it):
        for entry in repeat.entries[1:]:
            again[entry] += words_in([repeat.text])
    assert sum(again.values()) < 0.15 * sum(said.values()), again
    assert all(again[entry] < SAID_AGAIN * said[entry] for entry in again), again
