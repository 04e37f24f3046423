"""Words for the model's facts: there are some for each of them, and no two facts are told alike."""

from __future__ import annotations

import math
import re

import pytest

from cleaners.model import column_names
from cleaners.wording import WORDINGS, number, wording


@pytest.mark.parametrize(
    "column, value, name, told",
    [
        ("a fact of tomorrow", 1.25, "a fact of tomorrow", "1.25"),
        ("words", math.log1p(23), "words", "23"),
        ("characters", math.log1p(1200), "characters", "1,200"),
        ("letters a word", 4.5994, "letters a word", "4.6"),
        ("link share", 0.804, "share of its text in links", "80 %"),
        ("link share", 0.004, "share of its text in links", "0.4 %"),
        ("links", 20, "links", "20 or more"),
        ("links", 3, "links", "3"),
        ("hidden", 1, "hidden by the markup", "yes"),
        ("heading level", 2, "level as a heading", "<h2>"),
        ("heading level", 0, "level as a heading", "none"),
        ("level of the heading above", 0, "level of the heading above", "bold text"),
        ("level of the heading above", -1, "level of the heading above", "none"),
        ("is a list_item", 1, "marked up as list item", "yes"),
        ("in <ul ol dl>", 0, "stands in <ul ol dl>", "no"),
        ("in promo", 1, "in a place named as promo", "yes"),
        ("says legal_notice", 1, "reads as legal notice", "yes"),
        ("tag 0 out", 2, "kind of the box around it", "<div>"),
        ("blocks 4 out", math.log1p(7), "blocks in the 5th box around it", "7"),
        ("share of the page's prose 1 out", 1, "share of the page's prose in the 2nd box around it", "100 %"),
        ("share of the page's prose in them 1 out", 2, "share of the page's prose in boxes that look like the 2nd box around it", "200 %"),
        ("blocks since the 80 % begin", -30, "blocks from the beginning of the box with 80 % of the prose", "-30 or less"),
        ("link share at -1", 0.5, "share of links in the block before", "50 %"),
        ("ends as a sentence at +2", 1, "the 2nd block after ends as a sentence", "yes"),
        ("blocks until prose", 60, "blocks until the next prose", "60 or more"),
        ("blocks from the title", -60, "blocks from the title", "there is none"),
        ("blocks from the first <h1>", 4, "blocks from the first <h1>", "4"),
        ("words of the text: sum", 1.26, "score of its words", "+1.3"),
        ("lowest class word 1 up", -0.52, "lowest score of the class names of the element around it", "-0.5"),
        ("<h1> of the page", 1, "<h1> in the page", "1"),
        ("declared an article", 1, "the page declares itself an article", "yes"),
    ],
)
def test_a_fact_in_words(column, value, name, told):
    words, form = wording(column)
    assert (words, form(value)) == (name, told)


def test_every_column_has_words_of_its_own():
    names = [wording(column)[0] for column in column_names()]
    assert sorted(name for name in names if names.count(name) > 1) == []
    assert [name for name in names if not name or "_" in name or "{" in name] == []


def test_every_column_is_known():
    assert [column for column in column_names() if not any(re.fullmatch(pattern, column) for pattern, _, _ in WORDINGS)] == []


def test_every_wording_is_of_use():
    first = {next(pattern for pattern, _, _ in WORDINGS if re.fullmatch(pattern, column)) for column in column_names()}
    assert [pattern for pattern, _, _ in WORDINGS if pattern not in first] == []


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.5, 1.0, 3.0, 20.0])
def test_values_are_short(value):
    assert all(0 < len(form(value)) <= 13 for _, _, form in WORDINGS)


def test_an_unknown_column_has_its_bare_name():
    assert wording("x") == ("x", number)
