"""What mail, forums, chats, note apps and editors leave around a text that was copied from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions import read_direction
from quietude.script.importing.words.blanks import slot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|fév|avr|aoû|déc)\w*"
_CHAT = re.compile(
    r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\]?\s?(?:- )?[^:]{1,40}:\s",
    re.IGNORECASE,
)
_LINES: tuple[tuple[str, str], ...] = (
    (r"posted by .{1,40} (?:on|»|at) .{4,60}|last edited by .{4,100}|re: .{2,80}|quote:|.{1,30} wrote:", "line of a forum"),
    (r"(?:on|am|le|el|il|op|em) .{6,90}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b.{0,60}:", "head of a mail"),
    (r"(?:sent from my|von meinem .{1,20} gesendet|envoyé de(?:puis)? mon|enviado desde mi|enviado do meu|inviato da|"
     r"verzonden vanaf|get outlook for).{0,40}", "foot of a mail"),
    (r"[-–—-]{3,} ?(?:forwarded message|original message|weitergeleitete nachricht|message transféré) ?[-–—-]{3,}", "head of a mail"),
    (rf"(?:v|ver|version|rev|draft)\.? ?\d{{1,2}}(?:\.\d{{1,2}})*\b.{{0,12}}(?:\d{{1,2}}\.? {_MONTH}|\d{{1,4}}[/.-]\d{{1,2}}).{{0,80}}",
     "history of the text"),
    (r"[-*•] \[[ x]\] .{1,200}", "list of things to do"),
    (r"\W*\d.{0,40}\b(?:wpm|words per minute|wörter pro minute|mots par minute|palabras por minuto)\W*", "information"),
    (r"note\. (?:adapted|reprinted|see|from|all|based).*|correspondence:.*|(?:table|figure|fig\.) \d{1,2}[.:].*", "note of a paper"),
    (r"(?:i )?hope (?:it|this|that) helps\b.{0,200}|let me know what you (?:all )?think\b.{0,60}", "words around a script"),
    (r"export(?:ed)? from .{2,40}|created with .{2,40}|converted (?:by|with|from) .{2,40}|view (?:this )?(?:online|in browser).{0,40}",
     "line of a program"),
    (r"(?:created|updated|last (?:edited|modified|updated)|erstellt|créé le|creado)\s*[:：]? .{0,12}\d.{2,40}", "information"),
)  # fmt: skip
_KINDS = [(re.compile(pattern, re.IGNORECASE), why) for pattern, why in _LINES]
_END = re.compile(
    r"\W*(?:the )?(?:end|fin|ende|fine|fim|einde|конец|кінець|koniec|slut|slutt|loppu|son|끝|おわり|終わり|完|结束)\W*"
    r"|\W+end of .{2,40}\W+",
    re.IGNORECASE,
)
_NOTICE = re.compile(r">\s*(?:\[!\w+\]|[💡📝⚠ℹ🎙📌🎧❗🔊✏🗒])")
_SIGNATURE = re.compile(r"--\s*")
_LONGEST_SIGNATURE = 6
_COMMENT_AT_END = re.compile(r"\[([a-z]{1,2})\](?=\S)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,120})\]\]")
_NUMBERED = re.compile(r"\s{0,4}(\d{1,4})(?:\s{2,}|\t)(?=\S)")
_ORG_KEY = re.compile(r"#\+([a-z_]{3,20}):\s*(.*)", re.IGNORECASE)
_BBCODE = re.compile(r"\[(/?)(b|i|u|size|color|center|quote)(?:=[^\[\]]{1,30})?\]", re.IGNORECASE)
_SIGNS = {"b": "**", "i": "*", "u": "", "size": "", "color": "", "center": "", "quote": ""}
_HASHED_PAUSE = re.compile(
    r"^[#@$%]{1,3}\s*(?:pause|silence|wait|pausa|stille)\s*[=: ]\s*(\d{1,3})\s?s?\s*[#@$%]{0,3}$",
    re.IGNORECASE,
)
_RST = re.compile(
    r"\.\.\s+(note|pause|warning|tip|comment|silence|bell)(?:::)?\s+(.*)", re.IGNORECASE
)


def tidy_paste(text: str) -> str:
    """Returns text, line for line, with the marks of other notations in the importer's own.

    Numbers before every line, headings of Org, tags of forums, links of wikis, notes of
    reStructuredText, and the letters by which a document's comments refer to its words.
    """
    lines = text.split("\n")
    if any(_ORG_KEY.match(line) for line in lines[:10]):
        lines = [_of_org(line) for line in lines]
    lines = _without_numbers(lines)
    lines = [_HASHED_PAUSE.sub(r"[pause \1 s]", line) for line in lines]
    text = _with_comments_apart("\n".join(lines))
    if "[[" in text:
        text = _WIKI.sub(_of_link, text)
    if "[/" in text:
        text = _BBCODE.sub(lambda match: _SIGNS[match[2].lower()], text)
    if ".. " in text:
        text = "\n".join(_of_rst(line) for line in text.split("\n"))
    return text


def without_pastes(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those left out that some program put around the text."""
    texts = [at for at, line in enumerate(lines) if line.kind in {"text", "meta", "heading"}]
    chats = {at for at in texts if _CHAT.match(lines[at].raw.strip())}
    chosen: dict[int, str] = {}
    if len(chats) < len(texts):
        chosen = dict.fromkeys(chats, "message of a chat")
    notice = False
    for at, line in enumerate(lines):
        raw = line.raw.strip()
        notice = raw.startswith(">") and (notice or bool(_NOTICE.match(raw)))
        if notice:
            chosen[at] = "note"
        elif line.kind in {"text", "meta", "heading"}:
            bare = raw.strip("*_> ") if not raw.startswith(("- [", "* [")) else raw
            why = next((why for pattern, why in _KINDS if pattern.fullmatch(bare)), "")
            ends = at in texts[-4:] and at != texts[0] and not raw.startswith("#")
            if why or (ends and _END.fullmatch(raw)):
                chosen[at] = why or "end mark"
    chosen |= _signature(lines, texts)
    return [left(line, chosen[at]) if at in chosen else line for at, line in enumerate(lines)]


def _signature(lines: Sequence[ScriptLine], texts: Sequence[int]) -> dict[int, str]:
    """Returns the lines under "--" at the end of a mail."""
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].kind != "blank" and _SIGNATURE.fullmatch(lines[at].raw):
            under = [place for place in texts if place > at]
            short = len(under) <= _LONGEST_SIGNATURE and all(
                len(lines[place].raw) < 60
                for place in under  # noqa: PLR2004
            )
            return dict.fromkeys(under if short else (), "foot of a mail")
    return {}


def _of_link(match: re.Match[str]) -> str:
    """Returns the words of a link; "[[ wait ]]" is a direction, and "[[name]]" an open place."""
    words = match[1].strip()
    named = "|" not in match.group() and (read_direction(words) or slot_of(words))
    return match.group() if named else words


def _of_org(line: str) -> str:
    if match := _ORG_KEY.match(line):
        return f"{match[1].capitalize()}: {match[2]}"
    stars = len(line) - len(line.lstrip("*"))
    if stars and line[stars : stars + 1] == " ":
        return "#" * min(stars, 6) + line[stars:]
    return f"[{line[2:]}]" if line.startswith("# ") else line


def _of_rst(line: str) -> str:
    match = _RST.fullmatch(line.strip())
    if not match:
        return line
    kind = match[1].lower()
    return f"[{kind if kind in {'pause', 'silence', 'bell'} else 'note:'} {match[2]}]"


def _without_numbers(lines: list[str]) -> list[str]:
    """Returns lines without the numbers that an editor counted them by."""
    found = [(at, match) for at, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    written = sum(bool(line.strip()) for line in lines)
    numbers = [int(match[1]) for _, match in found]
    if len(found) < 3 or len(found) < 0.9 * written or numbers != sorted(set(numbers)):  # noqa: PLR2004
        return lines
    kept = list(lines)
    for at, match in found:
        kept[at] = lines[at][match.end() :]
    return kept


def _with_comments_apart(text: str) -> str:
    """Returns text without the letters of comments, which stand at its end, as notes."""
    lines = text.rstrip("\n").split("\n")
    at = len(lines)
    while at and (_COMMENT_AT_END.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    letters = {match[1] for line in lines[at:] if (match := _COMMENT_AT_END.match(line))}
    if not letters or not any(f"[{letter}]" in line for letter in letters for line in lines[:at]):
        return text
    signs = re.compile(rf"\[(?:{'|'.join(map(re.escape, sorted(letters)))})\]")
    said = [signs.sub("", line) for line in lines[:at]]
    notes = [f"[comment: {signs.sub('', line)}]" if line.strip() else line for line in lines[at:]]
    return "\n".join([*said, *notes]) + "\n"
