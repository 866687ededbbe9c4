"""Words that follow a pronoun, and words of the listener that become the narrator's.

A slot of type ``pronoun`` has the value they, she or he; ``{{ child.them }}`` is its form, written
as for "they", and ``{{ child.are }}`` or ``{{ child.s }}`` the verb that agrees with it. The filter
``yours`` turns "my grandma's kitchen" into "your grandma's kitchen".
"""

from __future__ import annotations

import re

PRONOUNS = ("they", "she", "he")
"""The values of a slot of type pronoun; the first is the default."""

_BE = {
    "are": ("are", "is", "is"),
    "arent": ("aren't", "isn't", "isn't"),
    "were": ("were", "was", "was"),
    "werent": ("weren't", "wasn't", "wasn't"),
    "have": ("have", "has", "has"),
    "havent": ("haven't", "hasn't", "hasn't"),
    "do": ("do", "does", "does"),
    "dont": ("don't", "doesn't", "doesn't"),
    "s": ("", "s", "s"),
    "es": ("", "es", "es"),
}
_WHO = {
    "they": ("they", "she", "he"),
    "them": ("them", "her", "him"),
    "their": ("their", "her", "his"),
    "theirs": ("theirs", "hers", "his"),
    "themself": ("themself", "herself", "himself"),
    "theyre": ("they're", "she's", "he's"),
    "theyve": ("they've", "she's", "he's"),
    "theyd": ("they'd", "she'd", "he'd"),
    "theyll": ("they'll", "she'll", "he'll"),
}

FORMS: dict[str, dict[str, str]] = {
    pronoun: {name: forms[number] for name, forms in (_WHO | _BE).items()}
    for number, pronoun in enumerate(PRONOUNS)
}
"""The forms of each pronoun, by the name that a template calls them."""

FORM_NAMES = tuple(FORMS["they"])


class Pronoun(str):
    """The value of a pronoun slot in a template: itself, with its forms as attributes."""

    __slots__ = FORM_NAMES

    def __init__(self, value: str) -> None:
        """Sets the forms; a value that is no pronoun has those of "they"."""
        for name, form in FORMS.get(value, FORMS["they"]).items():
            setattr(self, name, form)


_YOURS = {
    "my": "your",
    "mine": "yours",
    "our": "your",
    "ours": "yours",
    "me": "you",
    "us": "you",
    "i": "you",
    "we": "you",
    "myself": "yourself",
    "ourselves": "yourself",
    "i'm": "you're",
    "we're": "you're",
    "i've": "you've",
    "we've": "you've",
    "i'd": "you'd",
    "we'd": "you'd",
    "i'll": "you'll",
    "we'll": "you'll",
    "i am": "you are",
    "i was": "you were",
    "am i": "are you",
    "was i": "were you",
}
_FIRST_PERSON = re.compile(
    r"""(?P<quoted>"[^"]*"|“[^”]*”)|(?<![\w'’-])(?P<words>"""
    + "|".join(
        re.escape(words).replace("'", "['’]").replace(r"\ ", r"\s+")
        for words in sorted(_YOURS, key=len, reverse=True)
    )
    + r""")(?![\w-]|['’]\w)""",
    re.IGNORECASE,
)
_MINE_OF_COAL = re.compile(
    r"\b(?:a|an|the|this|that|old|gold|coal|silver|salt|tin)\s+$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b[A-Z][a-z]+ $")


def yours(text: str) -> str:
    """Returns what a listener wrote of themselves as the narrator says it to them.

    Only words of the first person change, and none in double quotes. "I" after a capitalised word
    ("World War I") is left alone, and so is "the mine". Capitals are kept.
    """
    return _FIRST_PERSON.sub(_turned, text)


def _turned(match: re.Match[str]) -> str:
    words, before = match.group(), match.string[: match.start()]
    if match.group("quoted"):
        return words
    plain = " ".join(words.lower().replace("’", "'").split())
    if plain == "mine" and _MINE_OF_COAL.search(before):
        return words
    if plain == "i" and _NUMBERED.search(before):
        return words
    if plain == "us" and words.isupper():  # the country
        return words
    said = _YOURS[plain]
    if "’" in words:
        said = said.replace("'", "’")
    if plain[0] == "i":  # always a capital, so that it says nothing of its place
        return said
    if words.isupper():
        return said.upper()
    return said[:1].upper() + said[1:] if words[0].isupper() else said
