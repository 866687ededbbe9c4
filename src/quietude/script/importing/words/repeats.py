"""Words by which scripts repeat steps: "Repeat steps 2-5", "repeat the last two lines", as data.

``again`` is what is to be done with the steps, before or behind their numbers, ``back`` leads back
to one of them, ``step`` is the word before a number, ``to`` stands between two; ``few`` and ``last``
name lines just before.
"""

from __future__ import annotations

import re

LANGUAGES: dict[str, dict[str, str]] = {
    "en": {
        "again": r"(?:now )?(?:repeat|redo|do|go through|cycle through)(?: all(?: of)?)?(?: the)?",
        "back": r"(?:(?:then|now) )?(?:(?:go|come|jump|loop|circle) back|return)(?: again)? to(?: the)?",
        "step": r"steps?|numbers?|nos?\.?|items?|parts?",
        "to": r"to|through|thru|until|and",
        "few": r"two|three|four|five",
        "last": r"last|previous|preceding",
    },
    "de": {
        "again": r"wiederhol\w*(?: sie)?(?: die| den)?",
        "back": r"(?:(?:dann|nun) )?(?:(?:gehe?n? (?:sie )?|geht )?(?:wieder )?zurück(?:gehen)?|zurück) zu(?:m|r)?",
        "step": r"schritte?n?|nummern?|nr\.?|punkte?n?|teile?n?",
        "to": r"bis|und",
        "few": r"zwei|drei|vier|fünf",
        "last": r"letzten|vorigen",
    },
    "fr": {
        "again": r"répét\w+|refai\w+|repren\w+|reprise|refaire",
        "back": r"(?:puis )?(?:revenir|revenez|reviens|retour(?:ner|nez|ne)?) (?:à l['’]|aux?|à la|au )",
        "step": r"étapes?|numéros?|n°|points?|parties?",
        "to": r"à|jusqu['’]à|et",
        "few": r"deux|trois|quatre|cinq",
        "last": r"derni[eè]re?s|précédentes",
    },
    "es": {
        "again": r"repit\w+|repetir|rehacer",
        "back": r"(?:luego )?(?:vuelv\w+|volver|regres\w+)(?: de nuevo)? al?",
        "step": r"pasos?|números?|n\.?º|puntos?|partes?",
        "to": r"a|al|hasta(?: el)?|y",
        "few": r"dos|tres|cuatro|cinco",
        "last": r"últim[ao]s|anteriores",
    },
    "pt": {
        "again": r"repit\w+|repet\w+|refaça|refazer",
        "back": r"(?:depois )?(?:volt\w+|retorn\w+|regress\w+)(?: de novo)? ao?",
        "step": r"passos?|etapas?|números?|n\.?º|pontos?|partes?",
        "to": r"a|ao|até(?: o)?|e",
        "few": r"duas|dois|três|quatro|cinco",
        "last": r"últim[ao]s|anteriores",
    },
    "it": {
        "again": r"ripet\w+|rifa\w+",
        "back": r"(?:poi )?(?:torn\w+|ritorn\w+)(?: di nuovo)? al?",
        "step": r"passi|passo|passaggi\w*|numer[oi]|n\.?º|punt[oi]|fas[ei]",
        "to": r"a|al|fino al?|e",
        "few": r"due|tre|quattro|cinque",
        "last": r"ultim[ei]|precedenti",
    },
    "nl": {
        "again": r"herhaal\w*|herhalen|doe",
        "back": r"(?:dan )?(?:ga )?(?:weer )?terug naar",
        "step": r"stap(?:pen)?|nummers?|nrs?\.?|punten?|del?en",
        "to": r"tot(?: en met)?|t/m|en",
        "few": r"twee|drie|vier|vijf",
        "last": r"laatste|vorige",
    },
    "ja": {
        "again": r"(?:を|まで)?(?:もう)?(?:繰り返|くり返|くりかえ)\w*|反復\w*",
        "back": r"(?:に|へ)(?:もう一度)?戻\w*",
        "step": r"(?:ステップ|手順|番号?)",
        "to": r"から|と",
    },
    "zh": {
        "again": r"(?:再)?(?:请)?(?:重复|重複|重做)",
        "back": r"(?:再)?(?:回到|返回|回)",
        "step": r"(?:第|步骤|步驟)",
        "to": r"到|至|和",
    },
    "hi": {
        "again": r"(?:को )?(?:फिर से )?(?:दोहराएँ|दोहराएं|दोहराइए|दोहराओ)",
        "back": r"(?:पर )?(?:वापस|लौटें|लौट)\w*",
        "step": r"(?:चरण|क्रम)",
        "to": r"से|तक|और",
    },
}


def _any(key: str) -> str:
    return "|".join(row[key] for row in LANGUAGES.values() if key in row)


_ITEMS = (
    rf"\s*(?P<step>(?:(?:the|die|den|les|los|las|os|as|i|gli|de)\s+)?(?:{_any('step')})\s*)?(?P<first>\d{{1,2}})"
    rf"(?:\s*(?:步|番)?\s*(?P<to>[-–—~〜～]|{_any('to')})\s*(?:{_any('step')})?\s*(?P<last>\d{{1,2}}))?(?!\d|[.,:]\d)"
)
NUMBERED = (
    re.compile(
        rf"\W*(?:(?P<again>{_any('again')})|(?P<back>{_any('back')})){_ITEMS}(?P<rest>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\W*{_ITEMS}(?P<rest>.*?)(?:(?P<again>wiederholen|herhalen|{LANGUAGES['ja']['again']}|"
        rf"{LANGUAGES['hi']['again']})|(?P<back>{LANGUAGES['ja']['back']}|{LANGUAGES['hi']['back']}))\W*",
        re.IGNORECASE,
    ),
)
"""A repeat of numbered steps: with its verb before the numbers, and behind them."""

LINES_BACK = re.compile(
    rf"\b(?:(?:{_any('last')}) (?P<after>[2-9]|{_any('few')})|"
    rf"(?P<before>[2-9]|{_any('few')}) (?:{_any('last')}))\b"
)
"""The lines just before: "the last two lines", "les deux dernières phrases"."""

STEP_ALONE = re.compile(
    r"(?:\*\*|__)?(?:(?:step|schritt|étape|etape|paso|passo|passaggio|stap|ステップ|手順|步骤|चरण)\s?(\d{1,2})|"
    r"第\s?(\d{1,2})\s?(?:步|ステップ))\s?[:：.]?(?:\*\*|__)?",
    re.IGNORECASE,
)
"""The number of a step on a line by itself: "Step 3"."""
