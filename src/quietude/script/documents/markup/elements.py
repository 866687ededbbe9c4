"""The elements of HTML by their part in a text, and the looks that styles give them, as data."""

from __future__ import annotations

import re


def names(text: str) -> frozenset[str]:
    """Returns the words of a text, as a set."""
    return frozenset(text.split())


SKIPPED = names(
    "script style noscript template svg math object iframe select button textarea audio video "
    "canvas rt rp o:p colgroup"
)
"""Elements whose contents are no text; the readings beside Chinese characters are among them."""

LEFT = {
    "nav": "page furniture", "footer": "page furniture", "form": "page furniture",
    "del": "deleted", "s": "deleted", "strike": "deleted", "figcaption": "caption of a picture",
}  # fmt: skip
"""Elements whose text is shown as left out, and why."""

BLOCKS = names(
    "p div section article main header blockquote pre dt dd address figure center fieldset body "
    "html ul ol dl menu aside details summary caption legend nav footer form figcaption"
)
VOID = names("area base br col embed hr img input link meta param source track wbr")
HEADING = re.compile(r"h([1-6])")
ITALIC, BOLD = names("em i cite var dfn"), names("b strong")

_LISTS, _TABLE = names("ul ol dl menu"), names("table")
IMPLIED = {
    "li": (("p", _LISTS), ("li", _LISTS)),
    "dt": (("dd", _LISTS), ("dt", _LISTS)),
    "dd": (("dt", _LISTS), ("dd", _LISTS)),
    "td": (("td", _TABLE), ("th", _TABLE)),
    "th": (("td", _TABLE), ("th", _TABLE)),
    "tr": (("tr", _TABLE),),
}
"""The elements that one ends which has no closing tag, unless a container is open between."""

NOTE_NAME = re.compile(
    r"(?:_?(?:foot|end)?notes?|_?fn|_?ftnt?|_?edn|cmnt|_?comment|_?cmt)[-_:]?\d+", re.IGNORECASE
)
"""Names of footnotes and comments, in the exports of word processors."""
BACK_TO_TEXT = re.compile(r".*(?:ref|back)[-_:]?\w*$|#_(?:ftn|edn)ref\d+", re.IGNORECASE)
NOTE_SIGN = re.compile(r"\W*[\w↑*†‡^]{0,3}\W*|comment.{0,20}", re.IGNORECASE)

Look = tuple[bool | None, bool | None]
"""Italic and bold: True, False, or None where nothing is said."""

_STYLE_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{1,600})\}")
_HIDDEN = re.compile(r"display\s*:\s*none")
_STRUCK = re.compile(r"text-decoration[^;]*line-through")
_MOST_STYLES = 200_000


def reason_of(tag: str, given: dict[str, str]) -> str:
    """Returns why an element's text is no part of a script; "" if it is."""
    style = given.get("style", "")
    if "hidden" in given or _HIDDEN.search(style):
        return "hidden"
    return LEFT.get(tag, "") or ("deleted" if _STRUCK.search(style) else "")


def is_note(given: dict[str, str]) -> bool:
    """Returns True for an element that holds a footnote or a comment."""
    role = f"{given.get('epub:type', '')} {given.get('role', '')}"
    named = NOTE_NAME.fullmatch(given.get("id", ""))
    return bool(named or re.search(r"footnote|endnote|rearnote", role))


def is_reference(given: dict[str, str]) -> bool:
    """Returns True for a link from the text to a note, or back."""
    target = given.get("href", "")
    role = given.get("epub:type", "") + given.get("role", "")
    if re.search(r"noteref|biblioref|backlink", role):
        return True
    return target.startswith("#") and bool(
        NOTE_NAME.fullmatch(target[1:]) or BACK_TO_TEXT.fullmatch(target)
    )


def looks_of_classes(text: str) -> dict[str, Look]:
    """Returns the look of each class that the page's own styles make italic or bold."""
    start = text.find("<style")
    if start < 0:
        return {}
    styles = text[start : start + _MOST_STYLES].partition("</style")[0]
    return {name: look_of_style(rule) for name, rule in _STYLE_RULE.findall(styles)}


def look_of_style(style: str) -> Look:
    """Returns the look that a style gives."""
    if "font" not in style:
        return None, None
    slant = re.search(r"font-style\s*:\s*(\w+)", style)
    weight = re.search(r"font-weight\s*:\s*(\w+)", style)
    return (
        slant[1] in {"italic", "oblique"} if slant else None,
        weight[1] in {"bold", "bolder", "600", "700", "800", "900"} if weight else None,
    )


def look_of_element(tag: str, given: dict[str, str], classes: dict[str, Look]) -> Look:
    """Returns the look of an element: by its name, its classes, and its own style last."""
    italic: bool | None = True if tag in ITALIC else None
    bold: bool | None = True if tag in BOLD else None
    for name in given.get("class", "").split():
        italic, bold = over(classes.get(name, (None, None)), (italic, bold))
    return over(look_of_style(given.get("style", "")), (italic, bold))


def over(look: Look, under: Look) -> Look:
    """Returns a look where it says something, and else the one under it."""
    return (
        look[0] if look[0] is not None else under[0],
        look[1] if look[1] is not None else under[1],
    )
