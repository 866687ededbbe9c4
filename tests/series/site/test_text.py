from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.series.site.text import as_html, clean, cut, line

ANYTHING = st.text(st.characters(exclude_categories=[]))
"""Every code point, lone surrogates and controls among them."""


@given(ANYTHING)
def test_xml_holds_any_text(text: str) -> None:
    element = ET.Element("title", {"text": line(text)})
    element.text = clean(text)
    read = ET.fromstring(ET.tostring(element, encoding="utf-8"))
    assert (read.text or "") == element.text
    assert read.get("text") == line(text)


@given(ANYTHING, st.integers(0, 60))
def test_cut_text_is_whole_characters_within_its_bytes(text: str, limit: int) -> None:
    made = cut(clean(text), limit)
    assert len(made.encode("utf-8")) <= limit
    assert clean(text).startswith(made.removesuffix("…").rstrip())


@given(st.text("aé\u0301\u0308👩\u200d👧🏽\ufe0f ", max_size=40), st.integers(3, 40))
def test_no_accent_is_parted_from_its_letter(text: str, limit: int) -> None:
    made = cut(text, limit)
    if made != text:
        following = text[len(made.removesuffix("…")) :]
        assert not unicodedata.combining(following[0]) or not made.removesuffix("…")


def test_a_line_is_one_line_of_at_most_so_many_characters() -> None:
    assert line(" a\r\n\tb\x00\x07 c ") == "a b c"
    assert line("x" * 300) == "x" * 254 + "…"
    assert line("x" * 255) == "x" * 255


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a\nb\n\n \nc", "<p>a<br>b</p><p>c</p>"),
        ('<script> & "q"', '<p>&lt;script&gt; &amp; "q"</p>'),
        ("a\r\n\r\nb", "<p>a</p><p>b</p>"),
    ],
)
def test_plain_text_as_paragraphs(text: str, shown: str) -> None:
    assert as_html(text) == shown
