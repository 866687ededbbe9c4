"""Rich text and OpenDocument: letters, italics, notes, deleted text, nesting."""

from __future__ import annotations

import pytest

from documents import odt, packed, rtf
from quietude.script.documents.base import SourceText, UnreadableError
from quietude.script.documents.odt import Odt
from quietude.script.documents.rtf import Rtf

ITALIC = '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'


def aside(found: SourceText) -> dict[str, str]:
    return {row.text: row.why for row in found.aside}


def test_rich_text_has_letters_italics_and_lines() -> None:
    body = (
        r"{\i Softly.}\par\par Caf\'e9 \u8212\'97 it\rquote s yours.\line And {\b here}.\par"
        r"\u26862?\u27827?\par {\*\unknown gone}{\v hidden}Stay.\par"
    )
    assert Rtf().read(rtf(body)).text.split("\n") == [
        "*Softly.*", "", "Café — it’s yours.", "And **here.**", "\u68ee\u6cb3",
        "Stay.", "",
    ]  # fmt: skip


def test_rich_text_leaves_notes_comments_and_deletions_out() -> None:
    body = (
        r"Rest{\footnote After Moore.} here{\*\annotation Too long?}{\deleted  never} now.\par"
        r"{\header Page head}{\*\fldinst PAGE}"
    )
    found = Rtf().read(rtf(body))
    assert found.text == "Rest here now.\n"
    assert aside(found) == {"After Moore.": "footnote", "Too long?": "comment", "never": "deleted"}


def test_rich_text_from_another_code_page_and_font() -> None:
    assert Rtf().read(rb"{\rtf1\ansi\ansicpg1250 \'9eiv\'fd.\par}").text == "živý.\n"
    fonts = rb"{\fonttbl{\f0 A;}{\f1\fcharset128 MS Mincho;}}"
    found = Rtf().read(rb"{\rtf1\ansi" + fonts + rb"\f1 \'8b\'78\'82\'de\f0 .\par}")
    assert found.text == "休む.\n"


@pytest.mark.parametrize("data", [b"{\\rtf1 " + b"{" * 1000, b"{\\rtf1 \\bin99999 a}", b"plain"])
def test_hostile_rich_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        Rtf().read(data)


def test_opendocument_has_italics_lists_tables_and_spaces() -> None:
    body = (
        '<text:p><text:span text:style-name="T1">Softly.</text:span></text:p>'
        '<text:p>One<text:s text:c="2"/>two<text:line-break/>three</text:p>'
        "<text:list><text:list-item><text:p>A</text:p></text:list-item>"
        "<text:list-item><text:p>B</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>"
    )
    lines = Odt().read(odt(body, ITALIC)).text.split("\n")
    assert lines == ["*Softly.*", "", "One two", "three", "", "- A", "- B", "", "| x | y |", ""]


def test_opendocument_leaves_notes_comments_and_deletions_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Rest<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>After Moore.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>Too long?</text:p></office:annotation> here.</text:p>"
    )
    found = Odt().read(odt(body))
    assert found.text == "Rest here.\n"
    assert aside(found) == {"After Moore.": "footnote", "Too long?": "comment", "never": "deleted"}


def test_opendocument_with_a_password_or_without_text_is_refused() -> None:
    kind = "application/vnd.oasis.opendocument.text"
    locked = {"mimetype": kind, "content.xml": "<a/>", "META-INF/manifest.xml": "encryption-data"}
    with pytest.raises(UnreadableError, match="password"):
        Odt().read(packed(locked))
    with pytest.raises(UnreadableError, match="no text"):
        Odt().read(packed({"mimetype": kind, "content.xml": "<a/>"}))
