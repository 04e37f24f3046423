"""What a block has to do with the page's topic, where its links lead, what stands beside it."""

from __future__ import annotations

import pytest

from cleaners.features import block_words
from cleaners.flat import flatten
from cleaners.lexical import Lexical
from cleaners.matrix import matrix
from cleaners.parse import parse_text
from cleaners.segment import survey
from cleaners.structured import declared
from cleaners.told import told
from cleaners.words import lexicon

URL = "https://www.cells.example/knee?page=2"
ONE = "Grafted stromal cells reached the knee within days, and they stayed there for a year, as later scans showed."
TWO = "Scans of the other knee showed no stromal cells at all, neither within days of the graft nor a whole year later."
LEXICAL = Lexical({}, {"sources": -2.0, "=sources": -3.0})


def facts(markup, name, url=URL, title="Stromal cells for the knee"):
    """One fact of each block."""
    found = survey(parse_text(markup), url)
    runs = found.segments.runs
    words, says = block_words(runs, lexicon("en"))
    flat = flatten(found.segments, words, says, told(declared(found.noted), title, url), LEXICAL, 0.5)
    values, names = matrix(flat, LEXICAL, ())
    return [round(value, 3) for value in values[names.index(name)].tolist()]


def test_words_known_to_the_prose_are_those_of_other_blocks():
    markup = f"<div><p>{ONE}</p><p>{TWO}</p><p>stromal scans</p><p>pensions</p><p>of it</p></div>"
    first, second, known, foreign, short = facts(markup, "words known to the prose")
    assert 0 < first < 1
    assert 0 < second < 1
    assert (known, foreign, short) == (1, 0, -1)


def test_prose_knows_no_words_of_its_own():
    assert facts(f"<p>{ONE}</p>", "words known to the prose") == [0]


def test_common_words_are_likest_to_the_prose():
    unknown, once, twice = facts(f"<p>{ONE}</p><p>{TWO}</p><p>pensions</p><p>grafted</p><p>scans</p>", "likeness to the prose")[2:]
    assert unknown == 0 < once < twice


@pytest.mark.parametrize(
    ("markup", "name", "expected"),
    [
        ("<p>Stromal cells</p><p>Pensions</p>", "words of the title", [0.667, 0]),
        ("<h2>Stromal cells</h2><p>Pensions</p>", "words of the title in the heading above", [-1, 0.667]),
        ("<h2>Sources</h2><p>Pensions</p>", "words of the text: phrase of the heading above", [0, -3]),
        ("<p>Cells news</p><p>Pensions</p>", "words of the site", [1, 0]),
        ('<meta property="og:site_name" content="The Marrow Post"><p>Read the post</p><p>Pensions</p>', "words of the site", [1, 0]),
        ('<meta name=description content="All about marrow"><p>Our marrow</p>', "words of the description", [0.5]),
        ("<p>Our marrow</p>", "words of the description", [-1]),
        ('<p><a href="#top">abcd</a>abcd</p>', "share of links within the page", [0.5]),
        ('<p><a href="/knee?page=2#top">abcd</a></p>', "share of links within the page", [1]),
        ('<p><a href="/hip">abcd</a></p>', "share of links within the site", [1]),
        ('<p><a href="http://cells.example/hip">abcd</a></p>', "share of links within the site", [1]),
        ('<p><a href="https://shop.example/hip">abcd</a></p>', "share of links elsewhere", [1]),
        ('<p><a href="mailto:a@cells.example">abcd</a></p>', "share of links elsewhere", [0]),
        ("<div><img><img><p>abcd</p></div><p>abcd</p>", "images in the parent", [2, 2]),
        ("<div><p>abcd</p><p>abcd</p><hr><p>abcd</p></div>", "rules before", [0, 0, 1]),
        ("<div><p>abcd</p><p>abcd</p><hr><p>abcd</p></div>", "rules after", [1, 1, 0]),
        ("<div><p>abcd</p><p>abcd</p><hr><p>abcd</p></div>", "blocks since rule", [60, 60, 60]),
        ("<ul><li><b>a</b> b<li>c<li>d</ul>", "place in the box 0 out", [0, 1, 2]),
        ("<ul><li><b>a</b> b<li>c<li>d</ul>", "place from the end in the box 0 out", [2, 1, 0]),
        ("<main><div><p>a</div><div><p>b</div></main>", "place in the box 0 out", [0, 1]),
    ],
)
def test_facts(markup, name, expected):
    assert facts(f"<body>{markup}", name) == expected


def test_without_an_address_the_page_says_where_it_stands():
    markup = '<link rel=canonical href="https://cells.example/a"><p><a href="https://cells.example/b">abcd</a></p>'
    assert facts(markup, "share of links within the site", url="") == [1]
    assert facts(markup.partition(">")[2], "share of links within the site", url="") == [-1]
