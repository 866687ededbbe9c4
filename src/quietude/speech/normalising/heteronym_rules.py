"""Words that are written alike and said differently, with the contexts that tell, as data.

A context is a row of words around ``_``, the word itself. ``^`` is the start of a clause, ``$`` its
end (a comma, a full stop); ``a|b`` is either; capitals name a class of :data:`CLASSES`; ``…`` is
up to three words. The first context that fits decides; where none does, the voice decides.
"""

from __future__ import annotations

from dataclasses import dataclass

CLASSES: dict[str, str] = {
    "DET": "the|a|an|this|that|these|those|each|every|any|some|no|another|one|its",
    "POSS": "my|your|his|her|our|their",
    "SUBJ": "i|you|we|they|who",
    "SHE": "he|she|it|that|who|which|everything|nothing|something|everyone",
    "AUX": "to|will|would|can|could|may|might|must|shall|should|do|did|don't|won't|can't|cannot|"
    "didn't|let's|let|please|i'll|you'll|we'll|they'll|it'll|i'd|you'd|we'd|and|then|now|or|not|"
    "gently|softly|slowly|just|simply|gradually|fully|never|always|also|still|only|helps|help",
    "BE": "is|are|was|were|am|be|been|being|feel|feels|felt|feeling|seem|seems|stay|stays|staying|"
    "remain|remains|i'm|you're|we're|they're|it's|rest|resting|grow|become",
    "HAVE": "have|has|had|having|i've|you've|we've|they've",
    "VERY": "so|very|too|as|how|quite|more|pretty|really|that|perfectly|quietly|deeply|simply",
    "OBJ": "me|you|him|her|it|us|them|yourself|myself|themselves|this|that",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to say a word.

    Attributes:
        respelt: Letters that flite and eSpeak read so; "" where they read the word itself so.
        ipa: Its sounds, the stress before the vowel.
        contexts: The contexts in which it is said so.
    """

    respelt: str
    ipa: str
    contexts: tuple[str, ...]


def _sense(respelt: str, ipa: str, *contexts: str) -> Sense:
    return Sense(respelt, ipa, contexts)


# Where a rare sense has telling contexts, it stands before the common one.
HETERONYMS: dict[str, tuple[Sense, ...]] = {
    "close": (
        _sense(
            "",
            "klˈoʊs",
            "hold|keep|hug|pull|bring|draw|gather|holding … _",
            "stay|stays|stayed|staying|sit|sitting … _",
            "come|comes|coming|came|get|gets|getting|draw|drawing|near|lie|lying|lean|leans _",
            "BE still|always|also|now|just|not|never|only|so _",
            "BE _ to|by|at|together|beside|and|enough|now|$",
            "VERY _",
            "_ to|by|beside|enough|friend|friends|family|attention|together|range|relationship",
            "your|my|his|her|our|their|a|an|the _ and",
        ),
        _sense(
            "cloze",
            "klˈoʊz",
            "a|the|its|our|this _ $|of|for",
            "to a|the|its _",
            "^ _",
            "AUX _",
            "SUBJ _",
            "_ POSS|the|this|that|them|it|down|off|these|those|one|both|over",
            "eyes|eye|eyelids|lids|lid|them|mouth|door|doors|lips|hand|hands|it|day|session|petals|"
            "chapter|book|curtains|curtain|window|fingers|practice _",
        ),
    ),
    "closes": (_sense("clozes", "klˈoʊzᵻz", "_"),),
    "live": (
        _sense(
            "lyve",
            "lˈaɪv",
            "_ music|audio|session|sessions|show|stream|concert|recording|performance|class|event",
            "_ wire|broadcast|band|voice|video|call",
            "go|going|goes|went|recorded|streamed|streaming|broadcast|performed|a _",
        ),
        _sense("liv", "lˈɪv", "_"),
    ),
    "lives": (
        _sense(
            "livs",
            "lˈɪvz",
            "SHE _",
            "who|which|that|still|now|always|also|already|only|part|one|child|love|pain|fear|tension|"
            "feeling|stress|grief|joy|peace|breath|body|self|memory _ in|on|here|there|inside|"
            "within|with|by|under|beneath|at|for|$",
        ),
    ),
    "read": (
        _sense(
            "red",
            "ɹˈɛd",
            "HAVE _",
            "HAVE just|already|ever|never|been|you|it|since _",
            "is|are|was|were|being|been|get|gets|got|well|widely _",
            "he|she|it _",
            "_ yesterday|last",
            "_ aloud yesterday",
            "yesterday|once i|you|we|they _",
        ),
        _sense("reed", "ɹˈiːd", "_"),
    ),
    "lead": (
        _sense(
            "led",
            "lˈɛd",
            "of|like _ $|or|and|in|weight|weights",
            "heavy as|like _",
            "turn|turns|turned|turning into|to _",
            "_ weight|weights|pipe|apron|balloon|paint|pencil|blanket",
        ),
        _sense("leed", "lˈiːd", "_"),
    ),
    "wind": (
        _sense(
            "",
            "wˈɪnd",
            "DET|POSS|soft|cool|warm|cold|gentle|light|strong|west|east|north|south|evening|night|"
            "summer|winter|sea|mountain|morning|autumn|spring|of|by|like|with|on|and|as|rain _",
            "_ and|is|was|blows|blowing|moves|moving|moved|carries|in|chimes|chime",
            "_ through the trees",
        ),
        _sense("wined", "wˈaɪnd", "_ down|up|back|around|round|along|its|your|their|slowly"),
        _sense("wined", "wˈaɪnd", "to|can|will|may|might|let's|paths|path|roads|road _"),
    ),
    "winds": (
        _sense(
            "whinds",
            "wˈaɪndz",
            "path|road|river|stream|trail|it|day|that|which|lane|track|staircase _",
            "_ down|its|slowly",
            "_ up and",
        ),
    ),
    "wound": (
        _sense(
            "",
            "wˈaʊnd",
            "_ up|down|around|round|tight|tightly|its|through",
            "tightly|slowly|clock|path|road|river _",
        ),
        _sense("woond", "wˈuːnd", "_"),
    ),
    "wounds": (_sense("woonds", "wˈuːndz", "_"),),
    "content": (
        _sense(
            "",
            "kˈɑːntɛnt",
            "the|this|its|online|adult|of|any|more|new|which|video|audio|that _ of|is|was|on|for|$",
            "_ of|is|warning|creator|note",
        ),
        _sense(
            "kun-tent",
            "kəntˈɛnt",
            "BE _",
            "VERY _",
            "BE VERY|and|or|not|just|calm|happy _",
            "warm|calm|happy|safe|quiet|peaceful|full|still|relaxed|soft and _",
            "_ to|with|just|here|now|as|and",
            "_ in this",
            "^|calm|happy|safe|warm _ $",
        ),
    ),
    "tear": (
        _sense(
            "tare",
            "tˈɛɹ",
            "wear and _",
            "AUX|SUBJ _ at|apart|up|down|off|out|away|open|into|it|them|the|your|through|in",
            "_ apart|off|open",
            "_ it up",
            "_ in the fabric|muscle|cloth",
            "^ _ POSS|the|off|open|up|it",
        ),
        _sense("", "tˈɪɹ", "DET|POSS|single _", "_ falls|rolls|comes|runs|or"),
    ),
    "tears": (
        _sense("tares", "tˈɛɹz", "SHE _ at|apart|up|down|off|open|into|it|them|the|through"),
        _sense("", "tˈɪɹz", "_"),
    ),
    "bow": (
        _sense(
            "boh",
            "bˈoʊ",
            "_ and arrow|arrows",
            "_ tie",
            "violin|cello|hair|ribbon|silk|archer's|red|pink _",
            "tied in|into|with a _",
        ),
        _sense(
            "bough",
            "bˈaʊ",
            "^ _",
            "AUX|SUBJ _",
            "_ POSS|down|forward|to|before|from",
            "small|deep|slight|gentle|little|low|final|slow|a|the _ $|of|to",
        ),
    ),
    "use": (
        _sense(
            "yooss",
            "jˈuːs",
            "DET|POSS|of|in|for|good|best|little|much|daily|regular|make|further _ $|of|and|is",
            "the|no|any|of|in|best|good|make|its|much|everyday _",
        ),
        _sense(
            "yooz",
            "jˈuːz",
            "^ _",
            "AUX|SUBJ _",
            "_ POSS|the|a|an|this|that|these|those|it|them|any|some|one|both|whatever",
        ),
    ),
    "console": (
        _sense(
            "kun-sole",
            "kənsˈoʊl",
            "_ POSS|the|OBJ|a|one",
            "AUX|SUBJ _",
            "^ _ POSS|the|OBJ",
        ),
    ),
    "minute": (
        _sense(
            "my-newt",
            "maɪnˈuːt",
            "_ detail|details|sensation|sensations|movement|movements|amount|amounts|changes|"
            "shift|shifts|adjustments|particles|differences",
            "so|most _",
        ),
    ),
    "contract": (
        _sense(
            "kun-tract",
            "kəntɹˈækt",
            "^ _",
            "AUX|SUBJ|muscles|muscle|they|them|it _",
            "_ POSS|the|gently|slowly",
            "_ and|then release|relax",
        ),
    ),
    "object": (
        _sense("", "əbdʒˈɛkt", "SUBJ|to|may|might|would|could|don't|will _ $|to"),
        _sense("ob-ject", "ˈɑːbdʒɛkt", "DET|POSS|single|small|nearby|familiar|near _"),
    ),
    "present": (
        _sense(
            "prezzent",
            "pɹˈɛzənt",
            "DET|POSS|BE|VERY|fully|more|and|of|at _",
            "_ moment|with|in|here|now",
            "_ to this",
        ),
    ),
    "perfect": (
        _sense("pur-fect", "pəɹfˈɛkt", "to|can|you|we|may _ it|the|your|this"),
    ),
    "bass": (
        _sense("base", "bˈeɪs", "_ note|notes|line|drum|tone|tones|guitar|sound", "deep|low|the _"),
    ),
    "sow": (_sense("so", "sˈoʊ", "_ seeds|the|a|your|kindness", "AUX|SUBJ _"),),
}  # fmt: skip
"""Senses of a word, by the word in small letters, the one that is looked for first in front."""
