"""Words that stand in a script where a personal detail belongs, by the slot they become, as data.

Each row is a slot: its name, and for the words in brackets a regular expression for text in lower
case. The first that fits is taken. ``name`` is the one the library shares.
"""

from __future__ import annotations

import re

_WHOSE = (
    r"(?:(?:insert|say|add|use|enter|fill in|choose|name|your|the|their|this|his|her|our|my|a|an)\s+){0,2}"
    r"(?:(?:client|listener|participant|patient|child|person|user|reader|student|guest|member|partner)"
    r"(?:['’]?s)?\s+)?"
)
_HERE = r"(?:\s+(?:here|goes here|of (?:the )?(?:client|listener|person|participant|patient|child)|of choice))?"

ROWS: dict[str, str] = {
    "therapist_name": r"(?:insert )?(?:your|therapist|facilitator|practitioner|company|practice|clinic|studio|host|"
    r"organi[sz]ation|brand)(?:['’]?s)? name",
    "partner_name": r"(?:insert )?(?:partner|friend|pet|mother|father|loved one)(?:['’]?s)? (?:first )?name|"
    r"(?:insert )?(?:the )?name of (?:a |the |your |their )?(?:partner|friend|pet|mother|father|loved one)",
    "name": rf"{_WHOSE}(?:first|given|full|preferred|last|nick)?[ _-]?name{_HERE}|{_WHOSE}(?:client|listener|"
    r"participant|patient){_HERE}|"
    r"(?:vor|ruf)?name(?: (?:der|des|hier|einfügen).{0,20})?|(?:dein|ihr) (?:vor)?name|"
    r"(?:(?:votre|ton|le) )?(?:pr[ée]nom|nom)(?: (?:du|de la|de l['’]).{1,20})?|"
    r"(?:(?:tu|su|el) )?nombre(?: (?:del?|de la) .{1,20})?|(?:(?:seu|teu|o) )?nome(?: d[aeo]s? .{1,20})?|"
    r"(?:il )?(?:tuo )?nome(?: (?:del|della) .{1,20})?|(?:(?:je|uw) )?(?:voor)?naam(?: van .{1,20})?|"
    r"(?:お|ご)?名前|氏名|姓名|(?:你的)?名字|客户(?:的)?(?:姓名|名字)|(?:आपका |ग्राहक का )?नाम|имя(?: клиента)?|"
    r"imię(?: klienta)?|(?:för)?namn|(?:for)?navn|isim|adınız|이름".replace("{_HERE}", _HERE),
    "place": rf"{_WHOSE}(?:safe|calm|happy|special|favou?rite|peaceful|chosen|quiet|relaxing)?\s?(?:place|location|space)"
    rf"{_HERE}|(?:sicherer |ruhiger |dein )?ort|(?:votre |ton )?lieu(?: sûr)?|(?:tu )?lugar(?: seguro)?|"
    r"(?:seu )?lugar(?: seguro)?|(?:il tuo )?luogo(?: sicuro)?|(?:jouw )?(?:veilige )?plek|場所|地方",
    "feeling": rf"{_WHOSE}(?:feelings?|emotions?|mood){_HERE}|gefühl|émotion|emoción|emoção|emozione|gevoel|気持ち|感受",
    "colour": rf"{_WHOSE}(?:healing |favou?rite )?colou?r{_HERE}|farbe|couleur|color|cor|colore|kleur|色|颜色",
    "body_part": rf"{_WHOSE}(?:body part|part of the body|area of (?:the )?body){_HERE}|körperteil",
    "animal": rf"{_WHOSE}(?:animal|spirit animal|favou?rite animal){_HERE}|tier|animal|animale|dier",
    "affirmation": rf"{_WHOSE}(?:affirmations?|mantras?|own words|positive statement|phrase|word|key ?word|"
    rf"safe word|cue word){_HERE}|affirmation|mantra|afirmación|afirmação|affermazione|affirmatie",
    "person": rf"{_WHOSE}(?:loved one|friend|support person|person|figure|helper|mentor|family member){_HERE}|person",
    "goal": rf"{_WHOSE}(?:goals?|wish|intention|dream|desired outcome|behaviou?r|habit){_HERE}|ziel|wunsch",
    "worry": rf"{_WHOSE}(?:issue|problem|symptom|fear|worry|concern|trigger|situation|event|memory|trauma){_HERE}",
    "age": rf"{_WHOSE}age{_HERE}|alter|âge|edad|idade|età|leeftijd|年齢|年龄",
    "city": rf"{_WHOSE}(?:city|town|country|home ?town){_HERE}|stadt|ville|ciudad|cidade|città",
    "day": rf"{_WHOSE}(?:date|day|month|season|year|time of day|day of (?:the )?week){_HERE}|tag|datum|date|día|dia",
    "number": rf"{_WHOSE}(?:number|amount){_HERE}|zahl|nombre d.{{1,20}}|número|aantal",
}
PATTERNS = {slot: re.compile(row) for slot, row in ROWS.items()}
CAPITALS = re.compile(
    r"(?:FIRST |CLIENT |CLIENT['’]S |LISTENER |YOUR )?NAME|VORNAME|PR[ÉE]NOM|NOMBRE|NOME|XXX+|XX"
)
"""Words that stand for a name by their capitals alone, among words in small letters."""


def slot_of(words: str) -> str:
    """Returns the slot that the words in a bracket name, or "".

    Args:
        words: The words, as written.
    """
    folded = " ".join(re.sub(r"[_\-*]+", " ", words).lower().split())
    if not folded or len(folded) > 60:  # noqa: PLR2004
        return ""
    return next((slot for slot, pattern in PATTERNS.items() if pattern.fullmatch(folded)), "")
