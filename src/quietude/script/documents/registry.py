"""The formats of files that scripts come in: one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.documents.base import UnreadableError
from quietude.script.documents.docx import Docx
from quietude.script.documents.epub import Epub
from quietude.script.documents.fountain import Fountain
from quietude.script.documents.html import Html
from quietude.script.documents.json_data import Json
from quietude.script.documents.lyrics import Lyrics
from quietude.script.documents.odt import Odt
from quietude.script.documents.pdf import Pdf
from quietude.script.documents.plain import PlainText, Ssml
from quietude.script.documents.rtf import Rtf
from quietude.script.documents.subtitles import Subtitles

if TYPE_CHECKING:
    from quietude.script.documents.base import DocumentFormat

FORMATS: tuple[DocumentFormat, ...] = (
    PlainText(),
    Ssml(),
    Fountain(),
    Docx(),
    Odt(),
    Rtf(),
    Html(),
    Pdf(),
    Epub(),
    Subtitles(),
    Lyrics(),
    Json(),
)
"""In the order in which they are named in messages."""

SUFFIXES = tuple(suffix for form in FORMATS for suffix in form.suffixes)
MAX_BYTES = max(form.max_bytes for form in FORMATS)

OLD_WORD = ".doc"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    ".doc": "Open it in Word or LibreOffice, and save it as .docx.",
    ".pages": "In Pages, export it to Word or plain text.",
    ".gdoc": "This is a link: in Google Docs, download the document as .docx.",
    ".wps": "Save it as .docx or .rtf in the program it was made with.",
    ".wpd": "Save it as .docx or .rtf in the program it was made with.",
    ".tex": "Save its text as a text file (.txt).",
    ".mobi": "Convert it to .epub first.",
    ".azw3": "Convert it to .epub first.",
    ".ass": "Save the subtitles as .srt.",
    ".pptx": "Copy the speaker notes into a text file (.txt).",
    ".zip": "Unpack it, and import the script inside.",
}
"""Files that people have and that are not read, with what to do."""


def format_of(suffix: str, data: bytes) -> DocumentFormat:
    """Returns the format of a file: by its first bytes where they say it, else by its name.

    Args:
        suffix: The ending of its name, in lower case, with the dot.
        data: Its bytes.

    Raises:
        UnreadableError: for a file of another kind.
    """
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        if protected:
            message = "this document is protected by a password"
            raise UnreadableError(message, "Save it without one.")
        message = "this is a Word document of the old kind (.doc)"
        raise UnreadableError(message, _OTHERS[OLD_WORD])
    named = next((form for form in FORMATS if suffix in form.suffixes), None)
    if named is None or not named.is_one(data):
        found = next((form for form in FORMATS if form.is_one(data)), None)
        if found is not None:
            return found
    if named is None:
        message = f'"{suffix}" is not a kind of file that scripts are read from'
        raise UnreadableError(message, other_kind(suffix))
    return named


def other_kind(suffix: str) -> str:
    """Returns the advice for a file that is not read: what to save it as."""
    return _OTHERS.get(suffix, f"Its name may end in {', '.join(SUFFIXES)}.")
