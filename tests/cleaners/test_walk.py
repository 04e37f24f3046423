"""Where words and sentences end: what the markup of real pages does between them."""

from __future__ import annotations

import time

import pytest

from cleaners.parse import parse_text
from cleaners.segment import segment
from cleaners.spacing import without_hints
from cleaners.styles import style_traits
from cleaners.voter import STAMP, _stamp


def runs(markup):
    return segment(parse_text(markup), "https://cells.example/").runs


def texts(markup):
    return [run.text for run in runs(markup)]


def shown_and_hidden(markup):
    return [("-" if run.hidden else "+") + run.text for run in runs(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>stem <span>cells</span> divide", ["stem cells divide"], id="noop"),
        pytest.param("<p><a>cell</a>s and <b>graft</b>ed", ["cells and grafted"], id="noop: the end of a word"),
        pytest.param("<p><span class=a>grow</span><span class=a>th</span>", ["growth"], id="noop: a word in two pieces"),
        pytest.param("<p><span class=drop>G</span><span>rowth</span>", ["Growth"], id="noop: a large first letter"),
        pytest.param("<p><i>x</i><sub>2</sub>", ["x2"], id="noop: an index"),
        pytest.param("<p><span>幹細胞</span><span>治療</span>", ["幹細胞治療"], id="noop: no spaces in this script"),
        pytest.param("<p><span>(</span><span>niche</span><span>)</span>", ["(niche)"], id="noop: brackets"),
        pytest.param("<pre><span>def</span><span>Grow</span></pre>", ["defGrow"], id="noop: code"),
        pytest.param("<span class=who>Ada Byrne</span><span class=when>May 2024</span>", ["Ada Byrne May 2024"], id="label and value"),
        pytest.param("<span>Updated</span><time>2024</time>", ["Updated 2024"], id="word and number"),
        pytest.param("<span>12</span><span>34</span>", ["12 34"], id="numbers"),
        pytest.param("<label>Donor</label><span>unknown</span>", ["Donorunknown"], id="lower case goes on, as browsers show it"),
        pytest.param("<a href=x>one</a><a href=y>two</a><a href=z>three</a>", ["one two three"], id="a menu"),
        pytest.param("<a href=x><b>one</b></a><b><a href=y>two</a></b>", ["one two"], id="a menu with bold"),
        pytest.param("<p>marrow<img src=x>donor", ["marrow donor"], id="an image between words"),
        pytest.param("<p>marrow<img src=x>, donor", ["marrow, donor"], id="an image before a comma"),
        pytest.param("<svg><text>dose</text><text>time</text></svg>", ["dose time"], id="text of a drawing"),
        pytest.param("<p>stem<wbr>cell", ["stemcell"], id="noop: wbr"),
        pytest.param("<p>stem&shy;cell gra&#8203;ft &#xfeff;ni&#x2060;che", ["stemcell graft niche"], id="hints for line breaks"),
        pytest.param("<p>เซลล์\u200bต้น", ["เซลล์\u200bต้น"], id="noop: a zero width space between Thai words"),
        pytest.param("<p>می\u200cخواهم", ["می\u200cخواهم"], id="noop: a non-joiner"),
        pytest.param("<p>&#8203;</p><p>&zwnj;&shy;</p>", [], id="nothing to be seen"),
        pytest.param("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>", ["漢(かん)字"], id="ruby with brackets"),
        pytest.param("<p><ruby>graft<rt>transplant</rt></ruby>s", ["graft transplant s"], id="ruby without"),
        pytest.param("<p>where <math><mi>x</mi><mo>=</mo><mn>2</mn></math> holds", ["where x=2 holds"], id="a formula"),
        pytest.param("<math><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></math>", ["1 2"], id="a matrix"),
    ],
)
def test_words_stay_apart_and_whole(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>one<br>&nbsp;<br>two", ["one", "two"], id="breaks with a no-break space"),
        pytest.param("<p>one<br>&#8203;<br>two", ["one", "two"], id="breaks with a zero width space"),
        pytest.param("<span style='display:block'>one</span><span style='display:block'>two</span>", ["one", "two"], id="block spans"),
        pytest.param("<p>one <b style='display:block'>two</b> three", ["one", "two", "three"], id="a block in bold"),
        pytest.param("<a style='display:flex' href=x>one</a><a style='display:flex' href=y>two</a>", ["one", "two"], id="block links"),
        pytest.param("one <div style='display:inline'>two</div> three", ["one two three"], id="an inline div"),
        pytest.param("<p>one <img style='display:block'>two", ["one two"], id="noop: an image has no text"),
        pytest.param("<p>Press <button>Start</button> to grow the cells.", ["Press Start to grow the cells."], id="a button in a sentence"),
        pytest.param("<p>Cells divide. <button>Copy</button> Share this", ["Cells divide.", "Copy", "Share this"], id="between sentences"),
        pytest.param("<p>Cells divide<button>Copy</button></p>", ["Cells divide", "Copy"], id="a button at the end"),
        pytest.param("<button>one</button><button>two</button>", ["one", "two"], id="buttons"),
        pytest.param("<my-card>one</my-card><my-card>two</my-card>", ["one", "two"], id="custom elements"),
        pytest.param("<my-page><p>one</p><p>two</p></my-page>three", ["one", "two", "three"], id="a custom element with blocks"),
        pytest.param("<p>seen <time-ago>today</time-ago> at noon", ["seen today at noon"], id="a custom element in a sentence"),
        pytest.param("<my-title>On grafts</my-title><my-text>Cells</my-text>", ["On grafts", "Cells"], id="custom title and text"),
        pytest.param("<ul><li>one <b>two</b><ul><li>three</ul></ul>", ["one two", "three"], id="an item and its children"),
        pytest.param("<div>one<figure><img><figcaption>two</figcaption></figure>three</div>", ["one", "two", "three"], id="figure"),
        pytest.param("before <video>no video</video> after", ["before", "no video", "after"], id="a film between texts"),
        pytest.param("<select><option>one<option>two</select>", ["one", "two"], id="options"),
    ],
)
def test_blocks_and_sentences(markup, expected):
    assert texts(markup) == expected


SENTENCE = "Grafted cells reached the marrow within days and stayed there for the whole of the first year, as the scans had shown. "


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<table><tr><td><p>a</p><td><p>b</p></table>", ["a\tb"], id="one paragraph a cell"),
        pytest.param("<table><tr><td><div>a</div>b<td>c</table>", ["a b\tc"], id="text beside it"),
        pytest.param(f"<table><tr><td><p>{SENTENCE * 3}<td><p>{SENTENCE * 3}</table>", [(SENTENCE * 3).strip()] * 2, id="columns of prose"),
        pytest.param("<table><tr><td>a<br><br>b<td>c</table>", ["a", "b", "c"], id="paragraphs by breaks"),
        pytest.param("<table><tr><td>a<br><br><td>b</table>", ["a\tb"], id="breaks at the end"),
        pytest.param("<table><tr><td>a <button>sort</button><td>b</table>", ["a sort\tb"], id="a button in a cell"),
        pytest.param("<table><tr><td>a<td style='display:none'>x<td>b</table>", ["a\tb", "x"], id="a hidden cell"),
        pytest.param("<table><tr><td>a<td><ul><li>b<li>c</ul></table>", ["a", "b", "c"], id="a list in a cell"),
    ],
)
def test_rows(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<pre><div>a</div><div>  b</div></pre>", "a\n  b", id="a div each line"),
        pytest.param("<pre><ol><li>a</li><li>  b</li></ol></pre>", "a\n  b", id="an item each line"),
        pytest.param("<pre>a<br><br>  b</pre>", "a\n\n  b", id="breaks"),
        pytest.param("<pre>a&#173;b</pre>", "a\u00adb", id="every character counts"),
        pytest.param("<xmp>a\n  <b></xmp>", "a\n  <b>", id="xmp"),
    ],
)
def test_code(markup, expected):
    (run,) = runs(markup)
    assert (run.kind, run.text) == ("code", expected)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>one <span aria-hidden=true>two</span>", ["+one two"], id="noop: aria-hidden is seen"),
        pytest.param("<details><summary>one</summary>two</details>", ["+one", "+two"], id="noop: details can be opened"),
        pytest.param("<p>one <span hidden>two</span> three", ["+one three", "-two"], id="a piece of a sentence"),
        pytest.param("<p>one<span hidden>two</span>three", ["+one three", "-two"], id="words around it stay apart"),
        pytest.param("<p>one <i style='display:none'>two</i> three", ["+one three", "-two"], id="an inline element without a box"),
        pytest.param("<div>one<div hidden><p>two<p>three</div>four</div>", ["+one four", "-two", "-three"], id="blocks"),
        pytest.param("<p>a<span hidden>b<i hidden>c</i>d</span>e<s hidden>f</s>", ["+a e", "-bcd", "-f"], id="one in another"),
        pytest.param("<p><span hidden>one</span>two", ["-one", "+two"], id="at the start"),
        pytest.param("<p>see <noscript>a picture</noscript> here", ["+see here", "-a picture"], id="noscript"),
        pytest.param("<iframe>old browser</iframe><noembed>older</noembed>", ["-old browser", "-older"], id="fallback"),
        pytest.param("<a href=x><svg><title>logo</title></svg> Home</a>", ["-logo", "+Home"], id="the name of a drawing"),
        pytest.param("<p><math><mi>x</mi><annotation>\\x</annotation></math>", ["+x", "-\\x"], id="the source of a formula"),
        pytest.param("<p style='display:none;display:block'>one", ["+one"], id="the last declaration counts"),
        pytest.param("<p style='--display:none'>one", ["+one"], id="noop: another property"),
        pytest.param("<template><p>one</template>two", ["+two"], id="noop: a template"),
        pytest.param("<x-y><template shadowrootmode=open><p>one<style>p{}</style></template>two</x-y>", ["+one", "+two"], id="shadow root"),
        pytest.param("<div><template shadowroot=open>one</template></div>two", ["+one", "+two"], id="shadow root, as it was"),
    ],
)
def test_hidden_pieces(markup, expected):
    assert shown_and_hidden(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(f"<p>Menu<noscript><p>{SENTENCE * 6}</noscript>", "++", id="the article"),
        pytest.param(f"<p>Menu<noframes><p>{SENTENCE * 6}</noframes>", "++", id="the article, beside frames"),
        pytest.param("<p>Menu<noscript><p>Turn scripts on to read this.</noscript>", "+-", id="noop: advice"),
        pytest.param(f"<p>{SENTENCE * 3}<noscript><p>{SENTENCE * 6}</noscript>", "+-", id="noop: there is an article"),
        pytest.param(f"<p>Menu<p hidden>{SENTENCE * 6}", "+-", id="noop: hidden otherwise"),
        pytest.param(f"<p>Menu<noscript><p>On.</noscript><p hidden>{SENTENCE * 6}", "+--", id="noop: both"),
    ],
)
def test_noscript_may_hold_the_article(markup, expected):
    assert "".join(text[0] for text in shown_and_hidden(markup)) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<a href=x><b>one</b> <b>two</b></a>", [["one two"]], id="space between pieces"),
        pytest.param("<a href=x>one<br>two</a>", [["one two"]], id="a break"),
        pytest.param("<a href=x>one<span>Two</span><span>Three</span></a>", [["oneTwo Three"]], id="a seam"),
        pytest.param("<a href=x>one <span hidden>aside</span></a>", [["one"], ["aside"]], id="a hidden piece"),
        pytest.param("<a href=x>one<div><a href=y>two</a></div></a>", [["one"], ["two"]], id="a link in a link"),
    ],
)
def test_texts_of_links(markup, expected):
    assert [[link.text for link in run.links] for run in runs(markup)] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<base href=/b/>{}", "https://cells.example/b/x", id="in the head"),
        pytest.param("<p>one<base href=/b/>{}", "https://cells.example/b/x", id="in the body, before"),
        pytest.param("{}<p><base href=b/>", "https://cells.example/b/x", id="in the body, behind"),
        pytest.param("<base href=/b/><p>one<base href=/c/>{}", "https://cells.example/b/x", id="the first holds"),
        pytest.param("<base>{}", "https://cells.example/x", id="noop: without a target"),
    ],
)
def test_links_start_from_the_base(markup, expected):
    (link,) = [link for run in runs(markup.format("<a href=x>one</a>")) for link in run.links]
    assert link.href == expected


@pytest.mark.parametrize("style", ["", "color:red", "display", ":::", "display:" * 1_000, "visibility:visible"])
def test_styles_that_do_nothing(style):
    assert style_traits(style) == 0


@pytest.mark.parametrize(("text", "expected"), [("a\u00adb", "ab"), ("a\u200bb", "ab"), ("a b", "a b"), ("க\u200dஷ", "க\u200dஷ")])
def test_without_hints(text, expected):
    assert without_hints(text) == expected


@pytest.mark.parametrize(
    "markup", ["<div><template shadowrootmode=open><p>a</template><template><p>b</template><p>c</div>", "<b><p>a</b><p>b"]
)
def test_the_second_opinion_counts_elements_the_same_way(markup):
    root = parse_text(markup)
    skeleton = segment(root).skeleton
    _stamp(root)
    assert [e.tag for e in sorted((e for e in root.iter() if e.get(STAMP)), key=lambda e: int(e.get(STAMP)))] == skeleton.tag


SECONDS = 10
"""Bound for each of these pages; squared work would take minutes."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<a href=x>cells</a>" * 100_000, id="links"),
        pytest.param("<p>cells</p>" * 200_000, id="paragraphs"),
        pytest.param("<div>" * 100_000 + "cells", id="depth"),
        pytest.param("<span>" * 2_000 + "<i></i>cells " * 100_000, id="text in depth"),
        pytest.param("<a href=x><div>" * 900 + "<p>cells" * 50_000, id="links around blocks"),
        pytest.param("<table><tr><td>" * 600 + "<i>cells</i>" * 50_000, id="tables in tables"),
        pytest.param("<tr><x><td>" * 600 + "<i>cells</i>" * 50_000, id="rows in rows"),
        pytest.param("<span hidden>cells</span>and " * 100_000, id="hidden pieces"),
        pytest.param("<p>cells" + "<br>" * 300_000, id="breaks"),
        pytest.param("cells " * 900_000, id="one text"),
        pytest.param("<pre>" + "<div>cells</div>" * 100_000, id="lines"),
    ],
)
def test_hostile_pages_stay_linear(markup):
    start = time.process_time()
    segments = segment(parse_text(markup), "https://cells.example/")
    for run in segments.runs:
        segments.skeleton.xpath(run.element)
    assert "cells" in segments.runs[0].text
    assert time.process_time() - start < SECONDS
