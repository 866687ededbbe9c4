"""Every example in the reference is a definition, or steps of one, and can be planned."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from quietude.library import fragment_ids
from quietude.script.parse import parse_script
from quietude.script.schema.catalogue import needs
from quietude.script.schema.steps import STEP_KINDS
from quietude.session.planning import outline

PAGE = (Path(__file__).parents[2] / "docs" / "script-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
HEAD = (
    'id: x\ntitle: X\nslots: {name: {ask: Name?, default: ""}}\n'
    "sections:\n  - title: A\n    steps:\n      - Hello.\n"
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_can_be_planned(example: str) -> None:
    text = example if example.startswith("id:") else HEAD + textwrap.indent(example, "      ")
    assert outline(parse_script(text)).total_frames


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_every_kind_of_step_has_its_place(kind: str) -> None:
    section = PAGE.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
    assert re.search(rf"^- (\{{)?{kind}\b|^- Rest", section, re.MULTILINE), kind


def test_the_page_names_every_fragment_and_need() -> None:
    for word in (*fragment_ids(), *needs()):
        assert f"`{word}`" in PAGE, word


def test_the_pattern_for_any_length_is_the_one_that_is_measured() -> None:
    definition = Path(__file__).parent / "definitions" / "any-length.yaml"
    assert definition.read_text(encoding="utf-8") in EXAMPLES
