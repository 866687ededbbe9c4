"""Encodings: one sentence in each, certain where that can be, and bytes that are no text refused."""

from __future__ import annotations

import codecs

import pytest

from quietude.script.documents.base import UnreadableError
from quietude.script.documents.encoding import decode

SENTENCES = {
    "Rest now. It’s all right — “let the day go,” she said.": ("cp1252", "mac-roman"),
    "Spüre die Füße auf dem Boden, und die Wärme. „Alles ist gut“": ("cp1252", "mac-roman"),
    "Usiądź wygodnie i pozwól, żeby plecy znalazły oparcie. Poczuj powietrze.": ("cp1250",),
    "Сядьте удобно и опустите плечи. Прислушайтесь к звукам вокруг.": ("cp1251", "koi8-r"),
    "体を楽にして、力を抜いてください。ゆっくり目を開けましょう。": (
        "cp932",
        "euc-jp",
        "iso2022-jp",
    ),
    "请找一个舒服的姿势坐下来，慢慢地闭上眼睛。感觉你的呼吸。": ("gb18030", "utf-16-le"),
    "편안하게 앉아 보세요. 어깨의 힘을 빼 봅니다. 천천히 눈을 뜨세요.": ("cp949",),
}


@pytest.mark.parametrize(
    ("text", "name"), [(text, name) for text, names in SENTENCES.items() for name in names]
)
def test_text_is_decoded_as_it_was_written(text: str, name: str) -> None:
    found, told = decode(f"{text}\n".encode(name))
    assert found == f"{text}\n"
    assert told


def test_a_certain_encoding_is_not_reported() -> None:
    for mark, name in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "utf-8"),
    ):
        assert decode(mark + "Über".encode(name)) == ("Über", "")
    page = '<meta charset="windows-1250">żółw'.encode("cp1250")
    assert decode(page) == ('<meta charset="windows-1250">żółw', "")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00\x01\x02" * 50, b"\xff\xfe\x00"])
def test_bytes_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)
