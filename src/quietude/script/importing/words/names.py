"""Names of people in writing without capital letters, by their form, as data.

A label before a line, "健二：", may be whoever speaks or what is to be done ("吸气："). It is read as
a name in Japanese if it has no kana of a verb's ending, in Chinese if it begins with a family name
or a word before given names, and in Hindi if it has no ending of a verb.
"""

from __future__ import annotations

import re

_JAPANESE = re.compile(
    r"(?:[\u4e00-\u9fff々]{1,4}|[\u4e00-\u9fff々\u30a1-\u30faー・]{2,10})(?:さん|くん|ちゃん|様)?"
)
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
    "龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬鄭羅謝許韓馮"
)
_CHINESE = re.compile(
    rf"[小老阿][\u4e00-\u9fff]|[{_FAMILY}][\u4e00-\u9fff]{{1,2}}|"
    r"[\u4e00-\u9fff]{0,3}(?:老师|医生|教练|导师|主持人|旁白|朗读者|引导者|治疗师|師父|師傅)"
)
_NO_NAMES = re.compile(
    r"[头頭颈頸肩臂手胸背腰腹腿膝脚腳足脸臉顔眼目耳鼻口舌身体體心息吸呼気气氣放松鬆感受想像注意观觀察聆听聴高右左上下前後后全]{2,}|"
    r"第.*|其.*|.{0,3}(?:時間|时间|部|步|回|分|秒|法|点|點|編|篇)|"
    r"導入|説明|準備|開始|終了|誘導|確認|目的|対象|音楽|効果音|导入|说明|准备|开始|结束|引导语|音乐|目标|提示"
)
"""Words that head a line about the body, the breath or the script itself."""
_HINDI = re.compile(r"[\u0900-\u097f]{2,14}(?: [\u0900-\u097f]{2,14})?(?: जी)?")
_HINDI_VERB = re.compile(r".*(?:ें|िए|िये|इए|ना|ने|कर|ते|ता|ती|ओ|ो)")


def is_name(label: str) -> bool:
    """Returns True for a label that has the form of a name in Japanese, Chinese or Hindi."""
    if _HINDI.fullmatch(label):
        return not _HINDI_VERB.fullmatch(label)
    if _NO_NAMES.fullmatch(label):
        return False
    return bool(_CHINESE.fullmatch(label) or _JAPANESE.fullmatch(label))
