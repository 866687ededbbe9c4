"""Web pages: blocks, looks, notes, what is hidden or deleted, pastes of word processors."""

from __future__ import annotations

import pytest

from quietude.script.documents.html import Html
from quietude.script.documents.markup.blocks import BlockWriter
from quietude.script.documents.markup.page import HtmlPage, bounded


def lines(page: str) -> list[str]:
    return [line for line in Html().read(page.encode()).text.split("\n") if line]


def aside(page: str) -> dict[str, str]:
    return {row.text: row.why for row in Html().read(page.encode()).aside}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
        ("<p>Rest<br>here.<br><br>Stay.</p>", ["Rest", "here.", "Stay."]),
        ("<ul><li>A<li><p>B</p></ul>C", ["- A", "- B", "C"]),
        ("<h2 class=x>Arrive <em>now</em></h2>Rest.", ["## Arrive now", "Rest."]),
        ("<div>Rest <b>here</b>,<div>stay</div></div>", ["Rest **here,**", "stay"]),
        ("<p>休<ruby>息<rp>(</rp><rt>そく</rt><rp>)</rp></ruby>む", ["休息む"]),
        ("<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>d</table></table>",
         ["| a | b |", "| c | d |"]),
        ("<table><tr><td>All in one cell.</table>", ["All in one cell."]),
        ("a &lt;b&gt; &amp; c<script>x</script><style>y</style>", ["a <b> & c"]),
        ("<pre>one\ntwo</pre>", ["one", "two"]),
        ("<p>A<hr>B", ["A", "---", "B"]),
        ('<style>.c3{color:#000;font-style:italic}</style><p><span class="c3">Softly</span></p>',
         ["*Softly*"]),
        ('<b style="font-weight:normal;"><p><span style="font-style:italic">Soft</span></p></b>',
         ["*Soft*"]),
        ("<p class=MsoNormal><![if !supportLists]>·<![endif]>Rest<o:p>&nbsp;</o:p></p>", ["·Rest"]),
    ],
)  # fmt: skip
def test_blocks_and_looks(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_elements_beside_the_text_are_left_out_and_shown() -> None:
    page = (
        "<nav>Home | Shop</nav><p>Rest<del> never</del> now.</p><p hidden>Ask</p>"
        "<span style='display: none'>Tracked</span><img alt='A pond'><footer>© Mill</footer>"
    )
    assert lines(page) == ["Rest now."]
    assert aside(page) == {"Home | Shop": "page furniture", "never": "deleted", "Ask": "hidden",
                           "Tracked": "hidden", "A pond": "picture", "© Mill": "page furniture"}  # fmt: skip


def test_notes_of_books_and_of_google_docs_stand_with_their_paragraph() -> None:
    book = (
        '<p>Rest<a epub:type="noteref" href="#n1">1</a>.</p><p>Stay.</p>'
        '<aside epub:type="footnote" id="n1"><p>After Moore.</p></aside>'
    )
    assert (lines(book), aside(book)) == (["Rest.", "Stay."], {"After Moore.": "footnote"})
    google = (
        '<p>Rest<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> here.</p><p>Stay.</p>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Too long?</span></p></div><p>Go.</p>'
    )
    assert lines(google) == ["Rest here.", "Stay.", "Go."]
    assert [(row.line, row.why) for row in Html().read(google.encode()).aside] == [(1, "comment")]


def test_a_link_to_a_part_of_the_page_keeps_its_words() -> None:
    assert lines('<p>See <a href="#later">the later part</a>.</p>') == ["See the later part."]


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<![CDATA[", "</", "<a b='", "<div>", "<td>", "<b><p>", "&#", "<!"]
)
def test_time_grows_with_the_page_and_no_faster(piece: str) -> None:
    """Each "<" that is looked at ends in a tag before the next one, so nothing is searched twice."""
    text = bounded(piece * 2_000)
    assert all(">" in part for part in text.split("<")[1:])
    page = HtmlPage(BlockWriter())
    page.take(piece * 2_000)
    assert len(page._open) <= 402
