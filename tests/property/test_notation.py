"""Exports for people read back into the same data: of the library, and of generated definitions."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from notations import EVERYTHING
from quietude.library import exercise_ids, exercise_text
from quietude.script.export import as_text
from quietude.script.importing.importer import import_text
from quietude.script.schema.steps import STEP_FORMS
from quietude.script.schema.yaml_source import parse_yaml

LENGTHS = st.sampled_from(["5s", "4-9s", "2m", "30s-1m", "1:30", "settle", "8 seconds"])
NUMBERS = st.one_of(st.integers(1, 40), st.sampled_from([0.5, 4.5, 1e3]))
WORDS = st.text(
    st.sampled_from("aB1 éß李.,:;!?'\"-–—…()#*_%&/={}[]|\\<>~`@$^+"), min_size=1, max_size=40
)
TEXTS = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and text not in STEP_FORMS
)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
MARKS = st.fixed_dictionaries(
    {},
    optional={
        "optional": st.integers(1, 9),
        "heart": st.booleans(),
        "id": NAMES,
        "needs": st.one_of(NAMES, st.lists(NAMES, max_size=3)),
    },
)
SAYS = st.dictionaries(
    TEXTS, st.one_of(TEXTS, st.fixed_dictionaries({"says": TEXTS, "exact": st.booleans()})),
    max_size=2,
)  # fmt: skip


def step(**keys: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda own, marks: own | marks, st.fixed_dictionaries(keys), MARKS)


PLAIN = st.one_of(
    TEXTS,
    st.sampled_from(["bell", "ground"]),
    step(say=TEXTS),
    step(say=TEXTS, says=SAYS),
    step(pause=st.one_of(LENGTHS, NUMBERS)),
    step(pause=LENGTHS, weight=NUMBERS),
    step(ask=TEXTS, reflect=LENGTHS),
    step(echo=TEXTS),
    step(imagine=TEXTS, time=LENGTHS),
    step(note=TEXTS),
    step(chapter=TEXTS),
    step(journal=LENGTHS, touch=TEXTS),
    step(at=st.sampled_from(["0:00", "3:00", "1:02:03"])),
    step(music=LENGTHS),
    step(bell=st.one_of(NAMES, st.none(), st.fixed_dictionaries({"which": NAMES, "count": NUMBERS}))),
    step(breathe=st.one_of(
        st.sampled_from(["box", "4-7-8"]),
        st.fixed_dictionaries({"in": NUMBERS, "out": NUMBERS}, optional={"guide": NAMES}),
        st.fixed_dictionaries({"pattern": st.just("4-7-8"), "cycles": NUMBERS}),
    )),
    step(tap=st.fixed_dictionaries({"sets": NUMBERS, "rest": NUMBERS})),
    step(bed=st.one_of(NAMES, st.fixed_dictionaries({"to": NAMES, "over": NUMBERS}))),
    step(ground=st.one_of(st.none(), st.fixed_dictionaries({"see": NUMBERS, "time": LENGTHS}))),
    step(include=NAMES),
)  # fmt: skip
STEPS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        step(repeat=st.integers(1, 20), steps=st.lists(inner, min_size=1, max_size=3)),
        step(choose=st.lists(
            st.one_of(inner, st.lists(inner, min_size=1, max_size=3)), min_size=2, max_size=3
        )),
    ),
    max_leaves=6,
)  # fmt: skip
SECTIONS = st.builds(
    lambda keys, steps: keys | {"steps": steps},
    st.fixed_dictionaries(
        {"title": TEXTS},
        optional={"role": st.sampled_from(["arrive", "practice"]), "optional": st.integers(1, 9)},
    ),
    st.lists(STEPS, min_size=1, max_size=5),
)
DEFINITIONS = st.fixed_dictionaries(
    {"id": NAMES, "title": TEXTS, "sections": st.lists(SECTIONS, min_size=1, max_size=3)},
    optional={"stretch": st.just(4), "about": TEXTS, "lexicon": SAYS},
)


def in_one_line(data: Any) -> Any:
    """The data with every text on one line, as a paragraph has it."""
    if isinstance(data, dict):
        return {key: in_one_line(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_one_line(value) for value in data]
    return " ".join(data.split()) if isinstance(data, str) else data


def read_back(data: Any) -> Any:
    return import_text(as_text(data), "x.md").data


@given(DEFINITIONS)
@settings(max_examples=15)
def test_generated_definitions_read_back_the_same(definition: Any) -> None:
    assert read_back(definition) == definition


def test_every_exercise_of_the_library_reads_back_the_same() -> None:
    for exercise in exercise_ids():
        data = parse_yaml(exercise_text(exercise)).data
        again = read_back(data)
        assert in_one_line(again) == in_one_line(data)
        assert "{" not in "".join(
            line for line in as_text(data).splitlines() if line.startswith("[")
        ).replace("{{", "").replace("{%", "")


def test_every_kind_of_step_reads_back_the_same() -> None:
    data = parse_yaml(EVERYTHING).data
    assert in_one_line(read_back(data)) == in_one_line(data)


def test_a_second_export_is_the_same_text() -> None:
    for exercise in exercise_ids()[::7]:
        once = as_text(parse_yaml(exercise_text(exercise)).data)
        assert as_text(import_text(once, "x.md").data) == once
