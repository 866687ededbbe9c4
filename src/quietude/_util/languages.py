"""Language tags as BCP 47 and operating systems write them, and their codes of three letters.

ISO 639-1 has codes of two letters, ISO 639-2 of three. Twenty languages have two of those:
B, bibliographic, which ID3 uses, and T, terminological, which MP4 uses.
"""

from __future__ import annotations

UNKNOWN = "und"
"""ISO 639-2 for a language that is not known."""

_TABLE = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak
be:bel bg:bul bh:bih bi:bis bm:bam bn:ben bo:tib/bod br:bre bs:bos ca:cat ce:che ch:cha co:cos
cr:cre cs:cze/ces cu:chu cv:chv cy:wel/cym da:dan de:ger/deu dv:div dz:dzo ee:ewe el:gre/ell
en:eng eo:epo es:spa et:est eu:baq/eus fa:per/fas ff:ful fi:fin fj:fij fo:fao fr:fre/fra fy:fry
ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun
hy:arm/hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:ice/isl it:ita iu:iku
ja:jpn jv:jav ka:geo/kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas
ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav
mg:mlg mh:mah mi:mao/mri mk:mac/mkd ml:mal mn:mon mr:mar ms:may/msa mt:mlt my:bur/mya na:nau
nb:nob nd:nde ne:nep ng:ndo nl:dut/nld nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm
or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:rum/ron ru:rus rw:kin
sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slo/slk sl:slv sm:smo sn:sna so:som sq:alb/sqi
sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl
tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie
vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:chi/zho zu:zul
"""
"""From the Library of Congress, the registry of ISO 639-2: ``639-1:B`` or ``639-1:B/T``."""

_CODES = dict(row.split(":") for row in _TABLE.split())
_LETTERS = 3


def primary_language(tag: str) -> str:
    """The language alone, without region or script: ``de`` from ``de-AT``, ``de_AT`` or ``DE``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def bibliographic_code(tag: str) -> str:
    """ISO 639-2/B from a BCP 47 tag: ``de-AT`` → ``ger``; ``und`` if it is not a language."""
    return _three_letters(tag)[0]


def terminological_code(tag: str) -> str:
    """ISO 639-2/T from a BCP 47 tag: ``de-AT`` → ``deu``; ``und`` if it is not a language."""
    return _three_letters(tag)[1]


def _three_letters(tag: str) -> tuple[str, str]:
    """The codes B and T; a tag of three letters is looked up by either, or kept."""
    primary = primary_language(tag)
    if len(primary) == _LETTERS and primary.isascii() and primary.isalpha():
        codes = next((row for row in _CODES.values() if primary in row.split("/")), primary)
    else:
        codes = _CODES.get(primary, UNKNOWN)
    first, _, second = codes.partition("/")
    return first, second or first
