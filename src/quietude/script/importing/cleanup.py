"""Text as editors and word processors leave it → the same words, cleaned of everything else."""

from __future__ import annotations

import html
import re
import unicodedata

from quietude._util.text import plain_letters
from quietude.script.importing.directions.reading import read_direction

_ESCAPES = re.compile(r"\x1b\[[0-9;]{0,12}[A-Za-z]")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and zero-width characters; joiners stay: Persian and Indic words need them."""

_BRACKETS = str.maketrans("［］（）｛｝【】〔〕", "[](){}[][]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_ADDRESS = r"\((?:https?:|mailto:|www\.|#)[^()\s]{0,500}(?:\s+\"[^\"\n]{0,200}\")?\)"
_LINK = re.compile(rf"(?<!!)\[([^\[\]\n]{{1,300}})\]{_ADDRESS}")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_FOOTNOTE = re.compile(
    r"^(?:\[\^[^\[\]\s]{1,40}\]:|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?=[ \t]*[^\W\d]))[ \t]*(.{0,2000})$", re.MULTILINE
)
_FOOTNOTE_SIGN = re.compile(r"\[\^[^\[\]\s]{1,40}\]|(?<=[\w.!?…,;:\"”’)])[¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?=\W|$)")


_CUE_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}[ \t]+-->.*"
_CUE = re.compile(rf"^(?:\d{{1,6}}[ \t]*(?=\n{_CUE_TIME}$)|{_CUE_TIME}$)", re.MULTILINE)
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def legible(text: str) -> str:
    """Returns text with composed letters, without control and zero-width characters."""
    text = plain_letters(_ESCAPES.sub("", text))
    text = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    return "".join(
        character
        for character in text
        if character.isspace() or unicodedata.category(character) != "Cc"
    )


def plain(text: str) -> str:
    """Returns legible text with ASCII brackets."""
    return legible(text).translate(_BRACKETS)


def tidy_script(text: str) -> str:
    """Returns legible plain text or Markdown, line for line, with ASCII brackets.

    Entities become the characters they stand for, links and subtitles their words. Pictures and
    footnotes are put in square brackets, where nothing is spoken.
    """
    text = plain(_ENTITY.sub(lambda match: html.unescape(match[0]), text)).replace("\r\n", "\n")
    text = _CUE.sub("", _of_webvtt(text) if text.startswith("WEBVTT") else text)
    text = _FOOTNOTE.sub(r"[footnote: \1]", _PICTURE.sub(r"[picture: \1]", text))
    return _LINK.sub(_words_of_link, _FOOTNOTE_SIGN.sub("", text))


def _words_of_link(match: re.Match[str]) -> str:
    """Returns the words of a link; a direction keeps its brackets: "[Bell sound](https://…)"."""
    return f"[{match[1]}]" if read_direction(match[1]) else match[1]


def _of_webvtt(text: str) -> str:
    """Returns WebVTT subtitles without header, comments, styles and the names of cues."""
    lines = text.split("\n")
    silent, kept = True, list[str]()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        begins = not kept or not kept[-1]
        silent = (silent or (begins and bool(_NO_CUE.match(line)))) and bool(line.strip())
        silent = silent and "-->" not in line
        kept.append("" if silent or (begins and "-->" in following) else line)
    return "\n".join(kept)
