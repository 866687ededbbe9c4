"""Words in capitals: an emphasis is said as in small letters, an acronym letter by letter."""

from __future__ import annotations

import re

LETTER_BY_LETTER = frozenset(
    [
        "IFS",
        "EMDR",
        "FAQ",
        "MBSR",
        "MBCT",
        "CBT",
        "DBT",
        "EFT",
        "NLP",
        "PTSD",
        "ADHD",
        "ADD",
        "OCD",
        "BPD",
        "GAD",
        "IBS",
        "TV",
        "DVD",
        "CD",
        "PC",
        "UK",
        "USA",
        "EU",
        "UN",
        "DNA",
        "RNA",
        "MRI",
        "ECG",
        "EEG",
        "HRV",
        "TMJ",
        "PMR",
        "NSDR",
        "ASMR",
        "AI",
        "ID",
        "IQ",
        "EQ",
        "HR",
        "GP",
        "NHS",
        "NGO",
        "VIP",
        "DIY",
        "FYI",
        "RSVP",
        "ETA",
        "PDF",
        "URL",
        "USB",
        "SMS",
        "GPS",
        "LED",
        "MD",
        "AA",
        "ABA",
        "CPTSD",
        "AEDP",
        "SSRI",
        "ICU",
        "ER",
        "ABC",
        "BBC",
        "NPR",
        "CEO",
        "RN",
        "SOS",
        "PT",
        "OT",
    ]
)
"""Acronyms whose letters are said; in a line all in capitals, too."""

AFTER_THE = frozenset({"WHO", "US", "IT"})
"""Words that are acronyms after "the" alone."""

SAID_AS = {"OK": "okay", "PhD": "P.H.D", "MBSR-T": "M.B.S.R T"}

_MAYBE_WORDS = frozenset({"ADD", "AI", "LED", "ID", "ER", "AA"})
_TOKEN = re.compile(r"(?<![\w.])([A-Z](?:[A-Z]|['’](?=[A-Z]))*[A-Z])(s?)(?![\w'’]|\.[A-Z])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = "aeiouy"
_CLUSTER = re.compile(rf"[{_VOWELS}]+")
_ONSETS = frozenset(
    [
        "b",
        "bl",
        "br",
        "c",
        "ch",
        "chr",
        "cl",
        "cr",
        "d",
        "dr",
        "dw",
        "f",
        "fl",
        "fr",
        "g",
        "gh",
        "gl",
        "gn",
        "gr",
        "h",
        "j",
        "k",
        "kn",
        "kl",
        "kr",
        "l",
        "m",
        "n",
        "p",
        "ph",
        "pl",
        "pr",
        "ps",
        "qu",
        "q",
        "r",
        "rh",
        "s",
        "sc",
        "sch",
        "scr",
        "sh",
        "shr",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "spl",
        "spr",
        "sq",
        "squ",
        "st",
        "str",
        "sw",
        "t",
        "th",
        "thr",
        "tr",
        "tw",
        "v",
        "w",
        "wh",
        "wr",
        "x",
        "z",
    ]
)
_CODAS = frozenset(
    [
        "b",
        "bb",
        "c",
        "ch",
        "ck",
        "ct",
        "cts",
        "cks",
        "ckt",
        "d",
        "dd",
        "dds",
        "ds",
        "dth",
        "f",
        "ff",
        "ffs",
        "ft",
        "fts",
        "g",
        "gg",
        "gh",
        "ghs",
        "ght",
        "ghts",
        "gn",
        "gs",
        "h",
        "k",
        "ks",
        "l",
        "lb",
        "ld",
        "lds",
        "lf",
        "lfs",
        "lfth",
        "lk",
        "lks",
        "ll",
        "lls",
        "lm",
        "lms",
        "ln",
        "lp",
        "lps",
        "ls",
        "lt",
        "lts",
        "lth",
        "lths",
        "lv",
        "m",
        "mb",
        "bt",
        "fs",
        "mbs",
        "mn",
        "mp",
        "mps",
        "mpt",
        "ms",
        "n",
        "nc",
        "nch",
        "nct",
        "nd",
        "nds",
        "ng",
        "ngs",
        "ngth",
        "ngths",
        "nk",
        "nks",
        "nn",
        "ns",
        "nst",
        "nt",
        "nth",
        "nths",
        "nts",
        "p",
        "ph",
        "pp",
        "ppl",
        "ps",
        "pt",
        "pts",
        "r",
        "rb",
        "rbs",
        "rc",
        "rch",
        "rd",
        "rds",
        "rf",
        "rg",
        "rgh",
        "rk",
        "rks",
        "rl",
        "rld",
        "rlds",
        "rls",
        "rm",
        "rms",
        "rmth",
        "rn",
        "rns",
        "rp",
        "rps",
        "rs",
        "rsh",
        "rst",
        "rsts",
        "rt",
        "rth",
        "rths",
        "rts",
        "rnt",
        "rv",
        "s",
        "sh",
        "sk",
        "sks",
        "sm",
        "sms",
        "sp",
        "sps",
        "ss",
        "st",
        "sts",
        "t",
        "tch",
        "th",
        "thm",
        "ths",
        "ts",
        "tt",
        "v",
        "w",
        "wd",
        "wk",
        "wks",
        "wl",
        "wls",
        "wn",
        "wns",
        "wnd",
        "ws",
        "wth",
        "x",
        "xt",
        "z",
        "zz",
    ]
)


def capitals_as_said(text: str) -> str:
    """Returns English text with emphasised words in small letters, and acronyms with full stops.

    "A.B.C" without a last stop is read letter by letter by every engine, and ends no sentence.
    """
    words = _WORD.findall(text)
    long = [word for word in words if len(word) > 1]
    shouted = len(long) > 1 and sum(map(str.isupper, long)) > len(long) / 2

    def said(match: re.Match[str]) -> str:
        word, plural = match[1].replace("’", "'"), match[2]
        before = text[: match.start()]
        if plural:
            # "FAQs" are several of one acronym; other words in such letters are nobody's emphasis.
            return f"{'.'.join(word)}'s" if word in LETTER_BY_LETTER else match[0]
        if word in SAID_AS:
            return SAID_AS[word]
        if _is_acronym(word, before, shouted=shouted):
            return ".".join(word.replace("'", ""))
        return _in_small_letters(word, first=not _WORD.search(before))

    return _TOKEN.sub(said, text)


def _is_acronym(word: str, before: str, *, shouted: bool) -> bool:
    if word in AFTER_THE:
        return not shouted and bool(re.search(r"\b[Tt]he\s$", before))
    if word in {"AM", "PM"}:
        return bool(re.search(r"\b(?:o'clock|one|two|three|four|five|six|seven|eight|nine|ten|"
                              r"eleven|twelve|thirty|fifteen)\s$", before))  # fmt: skip
    if word in LETTER_BY_LETTER:
        return not (shouted and word in _MAYBE_WORDS)
    return "'" not in word and not pronounceable(word.lower())


def pronounceable(word: str) -> bool:
    """True if the letters of an English word may stand in this order: "safe", but not "emdr"."""
    clusters = _CLUSTER.split(word)
    if len(clusters) == 1:
        return word in {"hmm", "mm", "mmm", "shh", "sh", "psst", "hm"}
    first, *inner, last = clusters
    if (first and first not in _ONSETS) or (last and last not in _CODAS):
        return False
    return all(_parts(cluster) for cluster in inner)


def _parts(cluster: str) -> bool:
    """True if a row of consonants can end one syllable and begin the next."""
    return any(
        (not cluster[:at] or cluster[:at] in _CODAS)
        and (not cluster[at:] or cluster[at:] in _ONSETS)
        for at in range(len(cluster) + 1)
    )


def _in_small_letters(word: str, *, first: bool) -> str:
    small = word.lower()
    if first or small.startswith("i'"):
        return small[:1].upper() + small[1:]
    return small
