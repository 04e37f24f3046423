"""The whole way of a page: it never raises, and the same page gives the same document."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaners
from cleaners import Document, Page, clean, clean_page
from cleaners.elements import SKIPPED

URL = "https://cells.example/a/"
PROSE = "".join(
    f"<p>Grafted cells settle in the marrow and begin to divide within days of transfer number {n}, as seen before.</p>" for n in range(8)
)

FRAGMENTS = st.sampled_from(
    """<html> <head> </head> <body> <title> </title> <p> </p> <div> </div> <span> <b> </b> <a </a> <ul> <li> </ul> <table> <tr> <td> </table>
    <pre> <br> <br/> <script> </script> <style> </style> <template> </template> <textarea> </textarea> <iframe> <noscript> <svg> <math>
    <o:p> </o:p> <select> <option> <h1> </h1> <h2> <main> </main> <article> <nav> <form> <frameset> <plaintext> <![CDATA[ ]]> <!-- --> <? ?>
    < > </ & &# &#1; &#x0; &#xd800; &amp; &nosuch; " ' = href= href="/x" href='http://[x#y' href='//exa℀mple/#x' class="promo" hidden rel="next"
    style="display:none" data-marrow-element="²" data-marrow-element="99999999999999999999" <meta charset=hex> <meta name=author content=
    <base <link rel=canonical <script\x20type="application/ld+json"> {"@type": "Article", "headline": "author": [ ] { } "\\ud800" http-equiv=refresh
    content="0;url=http://[" itemprop=author datetime="2024-13-99" 2024 References By 1. et\x20al. doi:10.1000/x Lorem ipsum dolor""".replace(
        "\n", " "
    ).split(" ")
)
SOUP = st.lists(st.one_of(FRAGMENTS, st.text(max_size=6), st.sampled_from([" ", "\n", "cells "])), max_size=60).map("".join)


def words(markup):
    return Counter(re.findall(r"\w+", markup))


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "text/html; charset=idna", "\x00", "charset="]),
)
@example(b"", None)
@example(b"\x00", None)
@example(b"\xff\xfe", None)
@example(b"<meta charset=rot13>x", None)
@example(b"\xfe\xff\x00<\x00p", "text/html; charset=hex")
def test_any_bytes_give_a_document(body, content_type):
    document = clean(body, URL, headers={"Content-Type": content_type} if content_type is not None else None)
    assert isinstance(document, Document)
    assert bool(document.blocks) <= (document.error is None)
    assert document.to_dict()["url"] == URL
    assert document.to_markdown().endswith("\n")


@given(SOUP)
@example("<b data-marrow-element='²'>x</b>" + PROSE)
@example("<a href='http://[x#y'>x</a>")
@example("<div>" * 2_100 + "<![x y]>" + "</div>" * 2_100)
def test_any_markup_gives_a_document(markup):
    document = clean(markup, URL)
    assert document.to_dict()["verdict"] == document.verdict
    for n, block in enumerate(document.blocks):
        assert block.n == n
        assert block.text.strip()
        assert block.trail
        assert block.xpath.startswith("/")
        assert words(block.text) <= words(document.text(block.label))


@given(SOUP)
def test_str_and_bytes_give_the_same(markup):
    body = markup.encode("utf-8", "surrogatepass")
    assert clean(markup, URL) == clean(body, URL, headers={"content-type": "text/html; charset=utf-8"})


@given(SOUP)
def test_the_same_call_twice_gives_equal_documents(markup):
    assert clean(markup, URL) == clean(markup, URL)


@given(st.text(max_size=40))
def test_any_url_will_do(url):
    document = clean(f"<base href='x'><a href='/y#z'>one</a>{PROSE}", url)
    assert document.url == url
    assert document.blocks


@pytest.mark.parametrize("hostile", ["²", "9" * 5_000, "-1", "1e3", ""])
def test_the_stamps_of_the_second_opinion_cannot_be_forged(hostile):
    sections = "".join(f"<section><div>{PROSE}</div></section>" for _ in range(4))
    plain = clean(f"<b>x</b><article>{sections}</article><aside>{PROSE}</aside>", URL)
    forged = clean(f"<b data-marrow-element='{hostile}'>x</b><article>{sections}</article><aside>{PROSE}</aside>", URL)
    assert forged.blocks == plain.blocks


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_header_names_are_read_in_any_case(name):
    (block,) = clean("<p>Gefäß".encode("utf-16-le"), headers={name: "text/html; charset=utf-16"}).blocks
    assert block.text == "Gefäß"


def test_clean_does_not_change_what_it_is_given():
    headers = {"Content-Type": "text/html"}
    clean("<p>x", URL, headers=headers)
    assert headers == {"Content-Type": "text/html"}


def test_clean_page_reads_a_page():
    page = Page(URL, b"<h1>On grafts</h1><p>Cells divide.", headers={"content-type": "text/html; charset=utf-8"})
    assert clean_page(page) == clean(page.body.decode(), URL)
    assert str(len(page.body)) in repr(page)


def test_every_public_name_is_there():
    assert [name for name in cleaners.__all__ if not hasattr(cleaners, name)] == []
    assert clean("<p>x").provenance.marrow == cleaners.VERSION


PAGES = [
    f"<html lang={language}><title>On grafts {n}</title><main><h1>On grafts {n}</h1><p>{day}</p>{PROSE * (1 + n % 3)}{extra}</main>"
    for n, (language, day, extra) in enumerate(
        [
            ("en", "2 March 2024", "<h2>References</h2><ol><li>Ashby R. 2019;1:2-3.</ol>"),
            ("de", "2. März 2024", "<aside>Werbung</aside>"),
            ("ja", "2024年3月2日", "<p>造血幹細胞は骨髄の中で血液をつくり続けます。</p>"),
            ("xx", "2024-03-02", "<div>" * 2_200 + "deep"),
            ("fr", "2 mars 2024", "<p>x" * 50),
            ("en", "", f"<section>{PROSE}</section><section>{PROSE}</section><aside>{PROSE}</aside>"),
        ]
        * 4
    )
]


def test_eight_threads_give_what_one_gives():
    alone = [clean(page, URL) for page in PAGES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda page: clean(page, URL), PAGES * 3))
    assert together == alone * 3


TAGS = [
    tag for tag in "div p span section ul li table tr td h2 b em font a blockquote article main pre figure".split() if tag not in SKIPPED
]
TREE = st.recursive(
    st.sampled_from([" cells ", " Knochenmark ", " клетки ", " 細胞 ", " graft2 "]),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda parts: f"<{parts[0]}>{''.join(parts[1])}</{parts[0]}>"
    ),
    max_leaves=30,
)


@given(TREE)
def test_the_joined_text_of_all_blocks_is_the_text_of_the_page(markup):
    document = clean(f"<html lang=en><title>t</title><body>{markup}</body>", URL)
    assert words(" ".join(block.text for block in document.blocks)) == words(re.sub(r"<[^>]*>", " ", markup))
