"""Word documents: revisions, comments, notes, lists, tables, and hostile archives."""

from __future__ import annotations

import pytest

from documents import WORD, docx, packed, paragraph
from quietude.script.documents import archive
from quietude.script.documents.base import SourceText, UnreadableError
from quietude.script.documents.docx import Docx
from quietude.script.importing.importer import import_source

INSERTED = '<w:ins w:id="1"><w:r><w:t>warm </w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2"><w:r><w:delText>cold </w:delText></w:r></w:del>'
MOVED_AWAY = '<w:moveFrom w:id="3"><w:r><w:t>Gone from here.</w:t></w:r></w:moveFrom>'
MOVED_HERE = '<w:moveTo w:id="4"><w:r><w:t>Come and rest.</w:t></w:r></w:moveTo>'
NOTES = {
    "footnotes": "word/footnotes.xml",
    "comments": "word/comments.xml",
}


def read(body: str, parts: dict[str, str] | None = None) -> SourceText:
    return Docx().read(docx(body, parts))


def told(found: SourceText) -> tuple[list[str], dict[str, str]]:
    rows = import_source(found, "a.docx").view.rows
    spoken = [row.text for row in rows if row.what in {"spoken", "unsure"}]
    return spoken, {row.text: row.why for row in rows if row.what == "left out"}


def test_deleted_and_moved_text_is_not_spoken_and_shown() -> None:
    body = paragraph("The stone is ", INSERTED, DELETED, "under your hand.") + paragraph(
        MOVED_AWAY, MOVED_HERE
    )
    spoken, left = told(read(body))
    assert spoken == ["The stone is warm under your hand.", "Come and rest."]
    assert left == {"cold": "deleted in Word"}


def test_a_paragraph_that_lost_its_end_is_one_with_the_next() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}<w:r><w:t>One half </w:t></w:r></w:p>" + paragraph("and the other.")
    assert told(read(body))[0] == ["One half and the other."]


def test_comments_and_footnotes_are_left_out_and_shown() -> None:
    parts = {
        "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment w:id="1" w:initials="AB">'
        f"{paragraph('Too long, I think')}</w:comment></w:comments>",
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">'
        f"{paragraph('Breath counts after Moore, 1990.')}</w:footnote></w:footnotes>",
        "comments": "",
        "footnotes": "",
    }
    commented = '<w:r><w:commentReference w:id="1"/></w:r>'
    noted = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = paragraph("Here.") + paragraph("Rest your feet.", commented, noted, " Stay a while.")
    found = read(body, parts)
    spoken, left = told(found)
    assert spoken == ["Here.", "Rest your feet. Stay a while."]
    assert left == {"Too long, I think": "comment", "Breath counts after Moore, 1990.": "footnote"}
    assert {row.line for row in found.aside} == {2}


def test_italics_lists_and_tables_keep_their_meaning() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>".format(
        *map(cell, map(paragraph, ("Part", "Length", "Arrive", "1 min")))
    )
    found = read(paragraph("*Softly, please.*") + paragraph("Here you ", "*are*", ".") + table)
    assert found.text.splitlines()[:3] == ["*Softly, please.*", "", "Here you *are.*"]
    assert "| Part | Length |" in found.text
    assert told(found)[0] == ["Here you are."]


def test_empty_paragraphs_part_stanzas_and_numbers_are_those_of_paragraphs() -> None:
    found = read("".join(map(paragraph, ("In,", "and out.", "", "Stay,", "and go."))))
    assert found.text == "In,\nand out.\n\nStay,\nand go.\n"
    assert [found.place(line) for line in (1, 2, 4, 5)] == [1, 2, 4, 5]


def test_a_heading_in_any_language_of_word_is_a_chapter() -> None:
    body = paragraph("Ankommen", style="berschrift2") + paragraph("Hier bist du.")
    assert "## Ankommen" in read(body).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x05\x06" + b"\0" * 18, "not a Word document"),
        (packed({"word/document.xml": "<w:document"}), "damaged"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        (packed({"word/document.xml": "<a>" * 200 + "</a>" * 200}), "deep"),
        (
            packed({"word/document.xml": "<a/>", "word/b.xml": b" " * (archive.MAX_PART + 1)}),
            "more",
        ),
    ],
)
def test_a_hostile_document_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        Docx().read(data)
