"""What elements say by their tags and class words."""

from __future__ import annotations

import pytest

from cleaners.hashing import word_hashes
from cleaners.lexical import Lexical
from cleaners.looks import GROUP_NAMES, SEMANTIC, looks
from cleaners.places import Place
from cleaners.skeleton import Skeleton, numbering

LEXICAL = Lexical({"entry-content": 3.0, "content": 1.5, "share": -2.0, "col-0": -0.5, "entry": 0.25}, {})


def looked(*elements, lexical=LEXICAL):
    tags, marks = zip(*elements, strict=True)
    tag_number, mark_number = numbering(), numbering()
    numbers = [tag_number[tag] for tag in tags], [mark_number[names] for names in marks]
    return looks(Skeleton([*tags], [], *numbers, tag_number, mark_number), lexical)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param("", [0, 0], id="noop"),
        pytest.param(" \n\t", [0, 0], id="noop: blanks"),
        pytest.param("marrow-niche donor", [0, 0], id="noop: unknown words"),
        pytest.param("share", [-2, -2], id="one known word is lowest and highest"),
        pytest.param("content", [1.5, 1.5], id="not drawn to 0"),
        pytest.param("content marrow", [1.5, 1.5], id="an unknown word says nothing"),
        pytest.param("entry-content", [0.25, 3], id="parts count beside the whole"),
        pytest.param("share content", [-2, 1.5], id="both ends"),
        pytest.param("col-6", [-0.5, -0.5], id="any number"),
    ],
)
def test_scores(marks, expected):
    found = looked(("p", "share content"), ("div", marks), ("p", ""))
    assert found.scores.T.tolist() == [[-2, 1.5], expected, [0, 0]]


@pytest.mark.parametrize(
    ("tag", "marks", "expected"),
    [
        pytest.param("div", "", 0, id="noop"),
        pytest.param("div", "navel marrow", 0, id="noop: other words"),
        pytest.param("div", "nav2", 0, id="noop: digits belong to a word"),
        pytest.param("div", "site-nav", Place.NAVIGATION, id="a part of a class"),
        pytest.param("div", "share comments", Place.SHARE | Place.COMMENT, id="two words"),
        pytest.param("aside", "", Place.ASIDE, id="a tag"),
        pytest.param("aside", "share", Place.ASIDE | Place.SHARE, id="a tag and a word"),
    ],
)
def test_places(tag, marks, expected):
    found = looked(("p", "promo"), (tag, marks))
    assert found.places.tolist() == [Place.PROMO, expected]


def test_tags_and_words():
    found = looked(("html", ""), ("article", "cell-12 graft"), ("marrow", "graft"), ("article", "cell-12 graft"))
    assert len(set(found.kind.tolist())) == len(found.kind) - 1
    assert found.kind[1] == found.kind[3]
    assert [GROUP_NAMES[group] for group in found.group] == ["other", "article", "other", "article"]
    assert found.meaning.tolist() == [0, SEMANTIC["article"], 0, SEMANTIC["article"]]
    assert set(found.words.tolist()) == {0, *word_hashes(["cell-0", "cell", "0", "graft"]).tolist()}


def test_scores_are_those_of_the_lexical():
    assert looked(("p", "share"), lexical=Lexical({"share": 7.0}, {})).scores.tolist() == [[7], [7]]
    assert looked(("p", "share"), lexical=Lexical({}, {})).scores.tolist() == [[0], [0]]
