"""Forms of an English verb: ``take`` → take, takes, taking, took, taken."""

from __future__ import annotations

from functools import cache

_IRREGULAR = """
be am is are was were been being; beat beats beating beaten; become becomes became becoming;
begin begins began begun beginning; bite bites bit bitten biting; bleed bleeds bled bleeding;
blow blows blew blown blowing; break breaks broke broken breaking; bring brings brought bringing;
burn burns burned burnt burning; buy buys bought buying; catch catches caught catching;
choose chooses chose chosen choosing; come comes came coming; cut cuts cutting;
dig digs dug digging;
do does did done doing; draw draws drew drawn drawing; dream dreams dreamed dreamt dreaming;
drink drinks drank drunk drinking; drive drives drove driven driving; eat eats ate eaten eating;
fall falls fell fallen falling; feed feeds fed feeding; feel feels felt feeling;
fight fights fought fighting; find finds found finding; fly flies flew flown flying;
forget forgets forgot forgotten forgetting; forgive forgives forgave forgiven forgiving;
get gets got gotten getting; give gives gave given giving; go goes went gone going;
grow grows grew grown growing; have has had having; hear hears heard hearing;
hide hides hid hidden hiding; hit hits hitting; hold holds held holding; hurt hurts hurting;
keep keeps kept keeping; know knows knew known knowing; lay lays laid laying;
lead leads led leading; lean leans leaned leant leaning; learn learns learned learnt learning;
leave leaves left leaving; let lets letting; lie lies lay lain lying lied; lose loses lost losing;
make makes made making; mean means meant meaning; meet meets met meeting; pay pays paid paying;
put puts putting; quit quits quitting; read reads reading; ring rings rang rung ringing;
rise rises rose risen rising; run runs ran running; say says said saying; see sees saw seen seeing;
seek seeks sought seeking; sell sells sold selling; send sends sent sending; set sets setting;
shake shakes shook shaken shaking; shrink shrinks shrank shrunk shrinking; shut shuts shutting;
sink sinks sank sunk sinking; sit sits sat sitting; sleep sleeps slept sleeping;
speak speaks spoke spoken speaking; spend spends spent spending; stand stands stood standing;
steal steals stole stolen stealing; stick sticks stuck sticking; strike strikes struck striking;
swear swears swore sworn swearing; take takes took taken taking; teach teaches taught teaching;
tear tears tore torn tearing; tell tells told telling; think thinks thought thinking;
throw throws threw thrown throwing; understand understands understood understanding;
wake wakes woke woken waking; wear wears wore worn wearing; weep weeps wept weeping;
win wins won winning;
write writes wrote written writing
"""
_FORMS = {row.split()[0]: tuple(row.split()) for row in _IRREGULAR.split(";")}
_VOWELS = frozenset("aeiou")
_SHORT = 4
"""Up to this length, one vowel before one consonant at the end means a doubled one: stop."""

_DOUBLED_THOUGH_LONG = frozenset({"admit", "permit", "regret", "commit", "rid", "outrun", "unplug"})


@cache
def forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb, the one it is listed under first."""
    if verb in _FORMS:
        return _FORMS[verb]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        stem = verb[:-1]
        return verb, f"{stem}ies", f"{stem}ied", f"{verb}ing"
    if verb.endswith("e"):
        ending = f"{verb[:-2]}ying" if verb.endswith("ie") else f"{verb[:-1]}ing"
        return verb, f"{verb}s", f"{verb}d", ending
    third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"
    last = verb[-1] if _doubles(verb) else ""
    return verb, third, f"{verb}{last}ed", f"{verb}{last}ing"


def _doubles(verb: str) -> bool:
    if verb in _DOUBLED_THOUGH_LONG:
        return True
    consonant, vowel, before = verb[-1:], verb[-2:-1], verb[-3:-2]
    return (
        len(verb) <= _SHORT
        and consonant not in _VOWELS | set("wxy")
        and vowel in _VOWELS
        and before not in _VOWELS
    )
