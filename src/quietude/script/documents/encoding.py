"""The encoding of a text file: UTF-8, what its first bytes say, or what its letters show.

A byte order mark and valid UTF-8 are certain. Everything else is detected by chardet among the
encodings that editors and word processors write, and said in the report; what is in none of them
is refused, since a wrong letter would be spoken.
"""

from __future__ import annotations

import codecs
import re

from quietude.script.documents.base import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DETECTED = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 without its mark",
    "utf-16-be": "UTF-16 without its mark",
    "utf-32-le": "UTF-32 without its mark",
    "utf-32-be": "UTF-32 without its mark",
    "cp1252": "Windows-1252",
    "iso8859-1": "Latin-1",
    "mac-roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "koi8-r": "KOI8-R",
    "cp932": "Shift-JIS",
    "shift_jis_2004": "Shift-JIS",
    "euc_jis_2004": "EUC-JP",
    "iso2022_jp_2": "ISO-2022-JP",
    "gb18030": "GBK",
    "big5hkscs": "Big5",
    "cp949": "EUC-KR",
}
"""The encodings that are detected, by Python's names, with the names people know them by."""

_NAMES = {codecs.lookup(name).name: shown for name, shown in _DETECTED.items()}
_OTHERS = {"iso8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
           "shift_jis": "cp932"}  # fmt: skip
"""Encodings whose names stand for a larger one in files that people have."""

_DECLARED = re.compile(
    rb"<\?xml[^<>]{0,80}encoding=[\"']([\w.-]{2,20})|<meta[^<>]{0,120}charset=[\"']?([\w.-]{2,20})",
    re.IGNORECASE,
)
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW_CONTROLS = 0.002
_SAMPLE = 65_536
_TYPOGRAPHIC = (
    ("cp1252", frozenset("…‘’“”–—\xa0".encode("cp1252"))),
    ("mac-roman", frozenset("…‘’“”–—\xa0".encode("mac-roman"))),
)
"""Signs that English scripts have besides ASCII: too few for statistics, and enough to tell."""


def decode(data: bytes) -> tuple[str, str]:
    """Returns the text of bytes, and the name of its encoding if that had to be found out.

    Raises:
        UnreadableError: if they are not text, or in no encoding that is known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _decoded(data, name)
            if text is None:
                raise _refused(data, name)
            return text.removeprefix("\ufeff"), ""
    text = _decoded(data, "utf-8")
    if text is not None and _is_text(text) and not _ESCAPED_JAPANESE.search(data):
        return text, ""
    if (declared := _DECLARED.search(data[:2048])) is not None:
        named = (declared[1] or declared[2]).decode("ascii", "ignore").lower()
        if (text := _decoded(data, _OTHERS.get(named, named))) is not None:
            return text, ""
    name = _detected(data)
    text = _decoded(data, name) if name else None
    if text is None or not _is_text(text):
        raise _refused(data, "utf-8")
    return text, _NAMES.get(name, name)


def _detected(data: bytes) -> str:
    """Returns Python's name of the encoding that the letters show, or ""."""
    strange = frozenset(data) - frozenset(range(128))
    for name, signs in _TYPOGRAPHIC:
        if strange and strange <= signs:
            return name
    import chardet

    found = chardet.detect(data, include_encodings=list(_DETECTED))["encoding"]
    try:
        name = codecs.lookup(found).name if found else ""
    except LookupError:
        return ""
    return "cp1252" if name == "iso8859-1" else name


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def _is_text(text: str) -> bool:
    """Returns True if hardly a character is one that no text has; old printers leave a few."""
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) <= _FEW_CONTROLS * len(sample) + 1


def _refused(data: bytes, name: str) -> UnreadableError:
    try:
        data.decode(name)
        start = 0
    except UnicodeDecodeError as error:
        start = error.start
    if b"\0" in data[:_SAMPLE] or not start:
        return UnreadableError("this is not a text file", "It may be a document of some program.")
    message = "this text is in an encoding that is not known here"
    line = data[:start].count(b"\n") + 1
    return UnreadableError(message, "Save it as UTF-8 in your editor.", line)
