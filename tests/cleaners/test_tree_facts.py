"""Facts of elements: what they hold, what holds them, what their class words say."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.lexical import Lexical
from cleaners.looks import GROUP_NAMES, SEMANTIC, TAG_GROUPS
from cleaners.parse import parse_text
from cleaners.places import NAMES, Place
from cleaners.segment import segment
from cleaners.tree_facts import INHERITED_SHARE, PLACE_SHIFT, READ_SHARE, tree_facts

LEXICAL = Lexical({"good": 2.0, "fair": 1.0, "poor": -3.0}, {})
HALF = 0.5
ANY = 1.0
"""Share of the text that no element exceeds: class words count everywhere."""
CELLS = "Grafted cells reached the marrow within days and stayed there."


class PageTree:
    """A page's facts, asked for by the tag of an element or the text of a block."""

    def __init__(self, markup, wrapper_share=ANY, headline=None):
        segments = segment(parse_text(markup))
        self.tags = segments.skeleton.tag
        self.texts = [run.text for run in segments.runs]
        sizes = np.array([len(text) for text in self.texts], np.float32)
        titles = np.flatnonzero([text == headline for text in self.texts])
        self.facts = tree_facts(segments.skeleton, segments.runs, sizes, LEXICAL, wrapper_share, titles)

    def of(self, tag):
        """The position of the first element with a tag."""
        return self.tags.index(tag)

    def holding(self, text):
        """The position of the element that holds a block."""
        return int(self.facts.element[self.texts.index(text)])

    def places(self, text):
        """The places that a block stands in."""
        bits = int(self.facts.bits[self.holding(text)]) >> PLACE_SHIFT
        return {name for bit, name in enumerate(NAMES) if bits >> bit & 1}


SECTIONS = "<main><section><h2>One</h2><p>Two</section><article><div><p>Three</div></article></main><footer>Four</footer>"


@pytest.mark.parametrize(
    ("tag", "blocks", "chars"),
    [
        ("html", 4, 15),
        ("body", 4, 15),
        ("main", 3, 11),
        ("section", 2, 6),
        ("h2", 1, 3),
        ("article", 1, 5),
        ("div", 1, 5),
        ("footer", 1, 4),
    ],
)
def test_what_elements_hold(tag, blocks, chars):
    tree = PageTree(SECTIONS)
    inside = tree.facts.inside(np.array([len(text) for text in tree.texts]))
    assert (tree.facts.blocks[tree.of(tag)], inside[tree.of(tag)]) == (blocks, chars)


def test_an_element_without_text_holds_nothing():
    tree = PageTree("<nav></nav><p>Marrow")
    assert tree.facts.blocks[tree.of("nav")] == 0
    assert tree.facts.inside(np.ones(1))[tree.of("nav")] == 0


@pytest.mark.parametrize(
    ("tag", "around"),
    [
        pytest.param("html", "html", id="noop: nothing holds the root"),
        pytest.param("body", "html", id="noop: nothing holds more"),
        pytest.param("main", "body", id="the parent holds more"),
        pytest.param("h2", "section", id="a heading beside a paragraph"),
        pytest.param("div", "main", id="wrappers of one block are passed over"),
        pytest.param("article", "main", id="such a wrapper itself"),
        pytest.param("footer", "body", id="beside them"),
    ],
)
def test_the_nearest_element_that_holds_more(tag, around):
    tree = PageTree(SECTIONS)
    assert tree.tags[tree.facts.up[tree.of(tag)]] == around


def test_depths_and_levels():
    tree = PageTree(SECTIONS)
    facts = tree.facts
    assert [int(facts.depth[tree.of(tag)]) for tag in ("html", "body", "main", "section", "h2", "div")] == [0, 1, 2, 3, 4, 4]
    assert [{tree.tags[n] for n in level} for level in facts.levels[:2]] == [{"body"}, {"main", "footer"}]
    assert sorted(np.concatenate(facts.levels)) == list(range(1, len(tree.tags)))


def test_a_page_of_one_element():
    facts = PageTree("<title>Marrow").facts
    assert (facts.up[0], facts.parent[0], facts.blocks[0]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>{}", set(), id="noop"),
        pytest.param("<nav><p>{}</nav>", {"nav"}, id="the parent"),
        pytest.param("<nav><div><div><p>{}</div></div></nav>", {"nav"}, id="far out"),
        pytest.param("<article><aside><ul><li>{}</ul></aside></article>", {"article", "aside", "ul", "li"}, id="all of them"),
        pytest.param("<nav>Menu</nav><p>{}", set(), id="noop: beside it"),
        pytest.param("<main><p>a</main><nav><p>b</nav><p>{}", set(), id="noop: behind them"),
        pytest.param("<blockquote>{}</blockquote>", {"blockquote"}, id="the element itself"),
    ],
)
def test_meanings_of_tags_are_inherited(markup, expected):
    tree = PageTree(markup.format(CELLS))
    bits = int(tree.facts.bits[tree.holding(CELLS)]) & ((1 << PLACE_SHIFT) - 1)
    wanted = 0
    for tag in expected:
        wanted |= SEMANTIC[tag]
    assert bits == wanted


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<div class=marrow><p>{}</div>", set(), id="noop"),
        pytest.param("<div class=share><p>{}</div>", {"share"}, id="the parent"),
        pytest.param("<div id=share><div><div><p>{}</div></div></div>", {"share"}, id="far out"),
        pytest.param("<div class=share><div class=promo><p>{}</div></div>", {"share", "promo"}, id="both"),
        pytest.param("<div class=share>Tell a donor</div><p>{}", set(), id="noop: beside it"),
    ],
)
def test_places_are_inherited(markup, expected):
    assert PageTree(markup.format(CELLS)).places(CELLS) == expected


def test_own_places_are_not():
    tree = PageTree(f"<div class=share><p class=promo>{CELLS}</div>")
    assert tree.facts.own_places[tree.of("p")] == Place.PROMO
    assert tree.facts.own_places[tree.of("div")] == Place.SHARE


@pytest.mark.parametrize(
    ("markup", "share", "expected"),
    [
        pytest.param("<div class=popup><p>{0}</div><p>{0}{0}", HALF, {"popup"}, id="noop: a third of the text"),
        pytest.param("<div class=popup><p>{0}</div><p>{0}", HALF, {"popup"}, id="noop: just half"),
        pytest.param("<div class=popup><p>{0}</div><p>x", HALF, set(), id="nearly all"),
        pytest.param("<div class=popup><p>{0}</div><p>x", ANY, {"popup"}, id="noop: a wrapper may hold all"),
        pytest.param("<div class=popup><p class=share>{0}</div><p>x", HALF, set(), id="each element that holds so much"),
        pytest.param("<body class=popup><div class=share><p>{0}</div><p>{0}{0}", HALF, {"share"}, id="the page, not the piece"),
        pytest.param("<aside><p>{0}</aside><p>x", HALF, set(), id="what the tag says of a place neither"),
    ],
)
def test_what_holds_most_of_the_text_is_no_place(markup, share, expected):
    assert PageTree(markup.format(CELLS), share).places(CELLS) == expected


TITLE = "Marrow grafts"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<div class=popup><h1>{t}</h1><p>{p}</div>", set(), id="the article's box"),
        pytest.param("<div class=popup><div><h1>{t}</h1></div><div><p>{p}</div></div>", set(), id="far out"),
        pytest.param("<div class=popup><p>{p}</div><h1>{t}</h1>", {"popup"}, id="noop: the headline stands outside"),
        pytest.param("<div class=popup><h1>On cells</h1><p>{p}</div>", {"popup"}, id="noop: another heading"),
        pytest.param("<div class=popup><h1>{t}</h1><p class=share>{p}</div>", {"share"}, id="class words further in count"),
        pytest.param("<header><h1>{t}</h1><p>{p}</header>", {"header"}, id="noop: a headline can stand in a header"),
        pytest.param("<div class=byline><h1>{t}</h1><p>{p}</div>", {"byline"}, id="noop: and beside the authors"),
        pytest.param("<h1>{t}</h1><div class=popup><h2>{t}</h2><p>{p}</div>", {"popup"}, id="noop: the first headline counts"),
    ],
)
def test_what_holds_the_headline_is_an_article(markup, expected):
    assert PageTree(markup.format(t=TITLE, p=CELLS), headline=TITLE).places(CELLS) == expected


def test_the_headline_itself_stands_in_no_popup():
    tree = PageTree(f"<div class='popup modal'><h1 class=promo>{TITLE}</h1><p>{CELLS}</div>", headline=TITLE)
    assert tree.places(TITLE) == set()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param("<li>{}</li>", "<li>{}</li>", True, id="tags"),
        pytest.param("<li class=cell>{}</li>", "<li class=cell>{}</li>", True, id="tags and class words"),
        pytest.param("<div class=cell><p>{}</div>", "<div class=cell><p>{}</div>", True, id="those further out too"),
        pytest.param("<li class=cell>{}</li>", "<li class=graft>{}</li>", False, id="other class words"),
        pytest.param("<li class=cell>{}</li>", "<li>{}</li>", False, id="none"),
        pytest.param("<li>{}</li>", "<dt>{}</dt>", False, id="another tag"),
        pytest.param("<div class=cell><p>{}</div>", "<div class=graft><p>{}</div>", False, id="other class words further out"),
        pytest.param("<div><p>{}</div>", "<p>{}</p>", False, id="another depth"),
    ],
)
def test_look_alikes_have_one_path(one, other, alike):
    tree = PageTree(f"<div>{one.format('A cell')}</div><div>{other.format('A graft')}</div>")
    path = tree.facts.path
    assert (path[tree.holding("A cell")] == path[tree.holding("A graft")]) == alike


def test_paths_are_small_numbers():
    path = PageTree(SECTIONS).facts.path
    assert sorted(set(path.tolist())) == list(range(len(set(path.tolist()))))


def test_scores_of_class_words():
    tree = PageTree("<div class='good poor'><section class=fair><p>Marrow</section></div>")
    low, high, decayed, lowest = tree.facts.scores
    div, section, p = tree.of("div"), tree.of("section"), tree.of("p")
    assert [(low[n], high[n]) for n in (div, section, p)] == [(-3, 2), (1, 1), (0, 0)]
    assert decayed[div] == pytest.approx(-1)
    assert decayed[section] == pytest.approx(2 - INHERITED_SHARE)
    assert decayed[p] == pytest.approx(INHERITED_SHARE * (2 - INHERITED_SHARE))
    assert lowest[[div, section, p]].tolist() == [-3, -3, -3]
    assert tree.facts.best_score[[div, section, p]].tolist() == [2, 2, 2]
    assert lowest[tree.of("body")] == tree.facts.best_score[tree.of("body")] == 0


def test_outwards_halves_at_each_step():
    tree = PageTree("<div><p>a</p><p>b</p></div>")
    values = np.zeros(len(tree.tags))
    values[tree.facts.element] = 8
    found = tree.facts.outwards(values)
    assert (found[tree.of("div")], found[tree.of("body")]) == (2 * 8 * READ_SHARE, 2 * 8 * READ_SHARE**2)
    assert values.sum() == 2 * 8


def test_highest_around():
    tree = PageTree("<div><p>a</p></div><section>b</section>")
    values = np.zeros(len(tree.tags))
    values[[tree.of("div"), tree.of("section")]] = 5, 1
    found = tree.facts.highest_around(values)
    assert [found[tree.of(tag)] for tag in ("body", "div", "p", "section")] == [0, 5, 5, 1]
    assert values[tree.of("p")] == 0


def test_each_group_of_tags_has_a_name():
    assert set(TAG_GROUPS.values()) == set(range(1, len(GROUP_NAMES)))
    assert {GROUP_NAMES[TAG_GROUPS[tag]] for tag in ("section", "main", "dd", "h3", "h6", "code", "summary")} == {
        "div", "article", "li", "h2", "h4", "pre", "button",
    }  # fmt: skip
    assert max(SEMANTIC.values()) < 1 << PLACE_SHIFT
