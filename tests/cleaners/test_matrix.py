"""The page in numbers: finite for any page, one column a block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.features import block_words
from cleaners.flat import flatten, title_match
from cleaners.folding import page_words
from cleaners.hashing import word_hashes
from cleaners.lexical import Lexical
from cleaners.matrix import matrix
from cleaners.model import column_names, declared_signs
from cleaners.parse import parse_text
from cleaners.segment import segment
from cleaners.structured import Declared
from cleaners.surroundings import FAR, NO_TITLE, shifted, since, windowed
from cleaners.told import Told
from cleaners.words import lexicon, tokens

LEXICAL = Lexical({"content": 1.5, "share": -2.0}, {"marrow": 1.0, "=read more": -3.0})
CELLS = "Grafted cells reached the marrow within days, and they stayed there for a year, as the later scans had shown."


def made(markup, title=""):
    """A page's matrix, the names of its facts, and its runs."""
    segments = segment(parse_text(markup), "https://cells.example/")
    words, says = block_words(segments.runs, lexicon("en"))
    flat = flatten(segments, words, says, Told(title=tokens(title)), LEXICAL, 0.5)
    return *matrix(flat, LEXICAL, declared_signs(Declared())), segments.runs


def facts(markup, name, title=""):
    """One fact of each block."""
    values, names, _ = made(markup, title)
    return values[names.index(name)].tolist()


@pytest.mark.parametrize(
    ("values", "by", "expected"),
    [
        pytest.param([1, 2, 3], 1, [2, 3, 0], id="the next"),
        pytest.param([1, 2, 3], -1, [0, 1, 2], id="the last"),
        pytest.param([1, 2, 3], 2, [3, 0, 0], id="two on"),
        pytest.param([1, 2, 3], -2, [0, 0, 1], id="two back"),
        pytest.param([1, 2, 3], 3, [0, 0, 0], id="all beyond the end"),
        pytest.param([1, 2, 3], -5, [0, 0, 0], id="far before the start"),
        pytest.param([1, 2, 3], 5, [0, 0, 0], id="far beyond the end"),
        pytest.param([7], 1, [0], id="one block has no next"),
        pytest.param([7], -1, [0], id="one block has no last"),
        pytest.param([7], -3, [0], id="nor one before that"),
    ],
)
def test_shifted(values, by, expected):
    assert shifted(np.array(values), by).tolist() == expected


def test_shifted_changes_nothing_it_is_given():
    values = np.array([True, False])
    assert shifted(values, 1).dtype == np.bool_
    assert values.tolist() == [True, False]


@pytest.mark.parametrize(
    ("values", "reach", "before", "after"),
    [
        pytest.param([7], 4, [0], [0], id="one block"),
        pytest.param([1, 2, 4, 8], 1, [0, 1, 2, 4], [2, 4, 8, 0], id="the next alone"),
        pytest.param([1, 2, 4, 8], 2, [0, 1, 3, 6], [6, 12, 8, 0], id="two"),
        pytest.param([1, 2, 4, 8], 9, [0, 1, 3, 7], [14, 12, 8, 0], id="further than the page"),
        pytest.param([True, False, True], 2, [0, 1, 1], [1, 1, 0], id="flags"),
    ],
)
def test_windowed(values, reach, before, after):
    found = windowed(np.array(values), reach)
    assert [side.tolist() for side in found] == [before, after]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        pytest.param([0], [FAR], id="one block"),
        pytest.param([1], [FAR], id="one block does not count itself"),
        pytest.param([0, 0, 0], [FAR, FAR, FAR], id="none"),
        pytest.param([1, 0, 0, 0], [FAR, 1, 2, 3], id="the first"),
        pytest.param([1, 1, 0, 1, 0], [FAR, 1, 1, 2, 1], id="the last one counts"),
        pytest.param([0, 1, 0], [FAR, FAR, 1], id="none before"),
    ],
)
def test_since(flags, expected):
    assert since(np.array(flags, np.bool_)).tolist() == expected


def test_distances_are_cut():
    assert since(np.array([True] + [False] * 2 * FAR))[1:].tolist() == [*range(1, FAR), *[FAR] * (FAR + 1)]


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param("Marrow grafts", "", 0, id="noop: no title"),
        pytest.param("", "Marrow grafts", 0, id="noop: no words"),
        pytest.param("Cells", "Marrow grafts", 0, id="noop: other words"),
        pytest.param("Marrow grafts", "Marrow grafts", 1, id="the same"),
        pytest.param("MARROW grafts!", "Marrow: grafts", 1, id="the same but for case and signs"),
        pytest.param("grafts marrow", "Marrow grafts", 0.9, id="the same in another order"),
        pytest.param("Marrow", "Marrow grafts", 0.45, id="half of it"),
        pytest.param("Marrow grafts in old age", "Marrow grafts", 0.36, id="and more"),
    ],
)
def test_title_match(text, title, expected):
    assert title_match(page_words([text]), word_hashes(tokens(title))).tolist() == [pytest.approx(expected)]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("marrow", id="one word"),
        pytest.param(f"<p>{CELLS}", id="one paragraph"),
        pytest.param("<p>…", id="one sign"),
        pytest.param("<p>幹細胞", id="without spaces"),
        pytest.param("<a href=x>Marrow</a>", id="one link"),
        pytest.param("<h1>Marrow</h1>", id="one heading"),
        pytest.param("<nav><div hidden>Marrow</div></nav>", id="one hidden block"),
        pytest.param(f"<div hidden><p>{CELLS}<p>{CELLS}</div>", id="hidden blocks"),
        pytest.param(f"<p>{CELLS}" * 3 + "<p>Share" * 90, id="a long page"),
    ],
)
def test_any_page_is_finite_and_has_the_same_facts(markup):
    values, names, runs = made(markup)
    assert tuple(names) == column_names()
    assert values.shape == (len(names), len(runs))
    assert values.dtype == np.float32
    assert np.isfinite(values).all()


def test_names_of_facts_are_unique():
    assert len(set(column_names())) == len(column_names())


@pytest.mark.parametrize(
    ("markup", "name", "expected"),
    [
        ("<p>Marrow cells.<p>grafts<p>9 cells", "ends as a sentence", [1, 0, 0]),
        ("<p>Marrow cells.<p>grafts<p>9 cells", "starts with a capital", [1, 0, 0]),
        ("<p>Marrow cells.<p>grafts<p>9 cells", "starts with a digit", [0, 0, 1]),
        ("<p>Marrow <a href=x>grafts</a>...<p>graft", "link share", [0.375, 0]),
        ("<p>graft<p>cell<p>graft", "copies in the page", [2, 1, 2]),
        (f"<p>{CELLS}<p>{CELLS}<p>graft<p>graft", "later copy", [0, 1, 0, 0]),
        ("<h2>Related articles</h2><p>a<p>b<h2>Cells</h2><p>c", "below a heading that says related_heading", [0, 1, 1, 1, 0]),
        ("<p>a<h3>Cells</h3><p>b<p>c", "level of the heading above", [-1, -1, 3, 3]),
        ("<p>a<p hidden>b", "hidden", [0, 1]),
        ("<nav><p>a</nav><p>b", "in <nav>", [1, 0]),
        ("<p>a<p>b<p>c", "blocks to the end", [2, 1, 0]),
        ("<p>a<p>b<p>c", "position", [0, 0.5, 1]),
        ("<p>a", "position", [0]),
        (f"<p>{CELLS}<p>a<p>b", "blocks since prose", [FAR, 1, 2]),
        (f"<p>a<p>b<p>{CELLS}", "blocks until prose", [2, 1, FAR]),
        ("<ul><li>a<li>b</ul><p>c", "shares the parent with the block before", [0, 1, 0]),
        ("<ul><li>a<li>b</ul><p>c", "shares the parent with the block after", [1, 0, 0]),
        (f"<main><p>{CELLS}<p>{CELLS}</main><p>a", "in the element with 95 % of the prose", [1, 1, 0]),
        ("<p>Read more<p>marrow", "words of the text: phrase", [-3, 0]),
        ("<p>Read more<p>marrow", "words of the text: after", [1, 0]),
        ("<div class=share><p>a</div><p>b", "lowest class word 1 up", [-2, 0]),
        ("<p>$5<p>$6<p>$7<p>$8", "prices in the page", [1] * 4),
        ("<p>$5", "prices in the page", [0]),
    ],
)
def test_facts(markup, name, expected):
    assert facts(markup, name) == expected


def test_distance_from_the_title():
    markup = "<p>Menu</p><h1>Marrow grafts</h1><p>a<p>b"
    assert facts(markup, "blocks from the title", "Marrow grafts") == [-1, 0, 1, 2]
    assert facts(markup, "blocks from the title", "Cells") == [NO_TITLE] * 4
    assert facts(markup, "blocks from the first <h1>") == [-1, 0, 1, 2]


TAGS = "div p ul li nav main article table tr td h1 h2 a span button pre form details x-cell".split()
WORDS = st.sampled_from(["", "Marrow", "stem cells divide. ", CELLS, "12", "幹細胞治療", "€ 5", "…", "\ud83d", " ", "&nbsp;", "<br><br>"])
ATTRIBUTES = st.sampled_from(["", " hidden", " class=share", " class='content popup'", " href=/x", " style=display:none", " id=col-9"])


def wrapped(children):
    element = st.tuples(st.sampled_from(TAGS), ATTRIBUTES, children)
    return st.lists(element.map(lambda parts: "<{0}{1}>{2}</{0}>".format(*parts)), min_size=1, max_size=4).map("".join)


HTML = st.recursive(WORDS, wrapped, max_leaves=12).map("<body>{}</body>".format)


@settings(max_examples=80)
@given(HTML, st.sampled_from(["", "Marrow", "stem cells divide"]))
def test_any_tree_gives_a_finite_matrix_of_its_blocks(markup, title):
    if not segment(parse_text(markup)).runs:
        return
    values, names, runs = made(markup, title)
    assert values.shape == (len(column_names()), len(runs))
    assert tuple(names) == column_names()
    assert np.isfinite(values).all()
