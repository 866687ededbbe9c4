"""The control words of rich text that matter to a script, as data."""

from __future__ import annotations

from typing import Literal

from quietude.script.documents.markup.elements import names

SIGNS = {
    "par": "\n\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ",
    "enspace": " ", "qmspace": " ", "sect": "\n\n", "page": "\n\n", "cell": "\t", "row": "\n\n",
    "nestcell": "\t", "nestrow": "\n\n",
}  # fmt: skip
"""Words that stand for a sign; two line feeds end a paragraph."""

UNSEEN = names(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl "
    "footerr footerf filetbl revtbl rsidtbl generator listtable listoverridetable themedata "
    "xmlnstbl colorschememapping datastore latentstyles object bkmkstart bkmkend fldinst "
    "private pntext atnid atnauthor atrfstart atrfend atnref atndate atnicn mmathPr shpinst "
    "nonshppict"
)
"""Words of groups that hold no text of the document."""

ASIDES = {"footnote": "footnote", "annotation": "comment"}

SHOWN = frozenset({"fldrslt", "shptxt", "listtext", "annotation", "footnote", "shp"})
"""Groups that are read even where they are marked as ones that old programs may skip."""

Mark = Literal["italic", "bold", "hidden", "deleted"]

LOOKS: dict[str, Mark] = {
    "i": "italic",
    "b": "bold",
    "v": "hidden",
    "deleted": "deleted",
    "strike": "deleted",
}

PAGES = {437: "cp437", 850: "cp850", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5",
         10000: "mac-roman", 65001: "utf-8"}  # fmt: skip
"""Code pages that Python calls by another name than "cp" and their number."""

CHARSETS = {0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030",
            136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256",
            186: "cp1257", 204: "cp1251", 238: "cp1250"}  # fmt: skip
"""The encodings of fonts, by the number of their character set."""
