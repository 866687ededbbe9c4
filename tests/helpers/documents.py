"""Small documents made in memory: Word, OpenDocument, RTF, EPUB, PDF, HTML and subtitles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

TITLE, ARRIVING = "The Mill Pond", "Arriving"
FIRST, SECOND = "Sit by the water, and let it be still.", "The mill has stopped for the day."
PAUSE = "[pause 10 seconds]"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Returns a zip archive of parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, part, kind)
    return data.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Returns a Word document with a body of WordprocessingML, and further parts by name."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
        for name, shown in (
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("berschrift2", "heading 2"),
        )
    )
    kinds = {"footnotes": "word/footnotes.xml", "comments": "word/comments.xml"}
    related = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name, part in kinds.items() if part in (parts or {})
    )  # fmt: skip
    return packed({
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{related}'
        f'<Relationship Id="rs" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **(parts or {}),
    })  # fmt: skip


def paragraph(*runs: str, style: str = "") -> str:
    """Returns a paragraph of Word; a run in asterisks is italic, other markup stays."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(map(word_run, runs))}</w:p>"


def word_run(text: str) -> str:
    """Returns a run of Word: italic in asterisks; what begins with a tag is kept as it is."""
    if text.startswith("<"):
        return text
    italic = text.startswith("*")
    properties = "<w:rPr><w:i/></w:rPr>" if italic else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text.strip("*"))}</w:t></w:r>'


def odt(body: str, styles: str = "") -> bytes:
    """Returns an OpenDocument text."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("table", "table"),
                            ("style", "style"), ("fo", "xsl-fo-compatible"))
    )  # fmt: skip
    content = (
        f'<office:document-content {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": content})


def rtf(body: str) -> bytes:
    """Returns a rich text file."""
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}{\colortbl;\red0\green0\blue0;}"
    return (head + body + "}").encode("ascii")


def epub(*chapters: str, title: str = TITLE, language: str = "en") -> bytes:
    """Returns a book of chapters in XHTML."""
    names = [f"c{number}.xhtml" for number, _ in enumerate(chapters)]
    items = "".join(
        f'<item id="i{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names
    )
    spine = "".join(f'<itemref idref="i{name}"/>' for name in names)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{title}</dc:title><dc:language>{language}</dc:language></metadata>"
        f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav" '
        f'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="nav"/>{spine}</spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
    )
    pages = {
        f"OEBPS/{name}": '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{chapter}</body></html>"
        for name, chapter in zip(names, chapters, strict=True)
    }
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": container,
                   "OEBPS/a.opf": package, "OEBPS/nav.xhtml": "<html><body>Contents</body></html>",
                   **pages})  # fmt: skip


def pdf(*pages: list[str]) -> bytes:
    """Returns a PDF with lines on pages; an empty line leaves room, asterisks make it italic."""
    objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids: list[str] = []
    kind = "/Type /Font /Subtype /Type1 /BaseFont"
    fonts = f"<< /F1 << {kind} /Helvetica >> /F2 << {kind} /Helvetica-Oblique >> >>"
    for lines in pages:
        drawn, y = ["BT"], 760
        for line in lines:
            words = line.strip("*").replace("(", r"\(").replace(")", r"\)")
            font = "F2" if line.startswith("*") else "F1"
            if line:
                drawn.append(f"/{font} 12 Tf 1 0 0 1 72 {y} Tm ({words}) Tj")
            y -= 16
        stream = "\n".join([*drawn, "ET"])
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            f"/Resources << /Font {fonts} >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = "%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    data += "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("latin-1")


def _words_document() -> bytes:
    return docx(paragraph(TITLE, style="Title") + paragraph(ARRIVING, style="Heading1")
                + "".join(map(paragraph, (FIRST, PAUSE, SECOND))))  # fmt: skip


def _odt_document() -> bytes:
    return odt(f'<text:h text:outline-level="1">{TITLE}</text:h>'
               f'<text:h text:outline-level="2">{ARRIVING}</text:h>'
               + "".join(f"<text:p>{words}</text:p>" for words in (FIRST, PAUSE, SECOND)))  # fmt: skip


def _rtf_document() -> bytes:
    heads = "".join(rf"\pard\outlinelevel{level} {words}\par" + "\n"
                    for level, words in enumerate((TITLE, ARRIVING)))  # fmt: skip
    return rtf(heads + "".join(rf"\pard {words}\par" + "\n" for words in (FIRST, PAUSE, SECOND)))


_PAGE = f"<h1>{TITLE}</h1><h2>{ARRIVING}</h2><p>{FIRST}</p><p>{PAUSE}</p><p>{SECOND}</p>"
_PLAIN = f"# {TITLE}\n\n## {ARRIVING}\n\n{FIRST}\n\n{PAUSE}\n\n{SECOND}\n"


def _ssml() -> bytes:
    return f'<speak><s>{FIRST}</s><break time="10s"/><s>{SECOND}</s></speak>'.encode()


def _screenplay() -> bytes:
    spoken = f"VOICE\n{FIRST}\n(pause 10 seconds)\n{SECOND}\n"
    return f"Title: {TITLE}\n\n# {ARRIVING}\n\n{spoken}".encode()


def _subtitles() -> bytes:
    return f"1\n00:00:05,000 --> 00:00:08,000\n{FIRST}\n\n2\n00:00:20,500 --> 00:00:22,000\n{SECOND}\n".encode()


def _web_subtitles() -> bytes:
    return f"WEBVTT\n\n00:05.000 --> 00:08.000\n{FIRST}\n\n00:20.500 --> 00:22.000\n{SECOND}\n".encode()


def _json() -> bytes:
    steps = f'{{"text": "{FIRST}", "pause": 10}},\n{{"text": "{SECOND}"}}'
    return f'{{"title": "{TITLE}", "steps": [\n{steps}]}}'.encode()


def _lyrics() -> bytes:
    return f"[ti:{TITLE}]\n[00:05.00]{FIRST}\n[00:18.50]{SECOND}\n".encode()


SAMPLES: dict[str, Callable[[], bytes]] = {
    ".txt": _PLAIN.encode,
    ".md": _PLAIN.encode,
    ".ssml": _ssml,
    ".fountain": _screenplay,
    ".docx": _words_document,
    ".odt": _odt_document,
    ".rtf": _rtf_document,
    ".html": f"<html><body>{_PAGE}</body></html>".encode,
    ".pdf": partial(pdf, [TITLE, "", "", FIRST, "", "", PAUSE, "", "", SECOND]),
    ".epub": partial(epub, _PAGE),
    ".srt": _subtitles,
    ".vtt": _web_subtitles,
    ".lrc": _lyrics,
    ".json": _json,
}
"""The same short script in a file of each format: a phrase, ten seconds, and another."""
