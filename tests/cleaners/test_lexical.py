"""Scores of class words and of the words of texts."""

from __future__ import annotations

import pytest

from cleaners.folding import page_words
from cleaners.lexical import PHRASE_WORDS, TEXT_COLUMNS, TEXT_WORDS, Lexical, text_scores, whole_text

LEXICAL = Lexical(
    marks={"entry-content": 3.0, "content": 1.5, "share": -2.0, "col-0": -0.5, "entry": 0.25},
    texts={"marrow": 1.0, "donor": 3.0, "share": -2.0, "=read more": -4.0, "=marrow": 0.5, "=one two three four five six": 9.0},
)


def scored(*texts):
    return text_scores(LEXICAL, page_words(texts)).T.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [0, 0, 0, 0], id="noop: no words"),
        pytest.param("cells divide", [0, 0, 0, 0], id="noop: unknown words"),
        pytest.param("donor", [3, 3, 3, 0], id="one word"),
        pytest.param("The donor waits.", [3, 3, 3, 0], id="unknown words do not count"),
        pytest.param("read more", [0, 0, 0, -4], id="a phrase alone, of unknown words"),
        pytest.param("Read more about marrow", [1, 1, 1, 0], id="a phrase is the whole text"),
        pytest.param("Marrow", [1, 1, 1, 0.5], id="a word and a phrase"),
        pytest.param("donor share donor share", [1, -2, 3, 0], id="the sum over the root of the number"),
        pytest.param("one two three four five six", [0, 0, 0, 0], id="noop: a phrase too long to be looked for"),
    ],
)
def test_text_scores(text, expected):
    assert scored(text) == [expected]


def test_phrases_have_few_words():
    words = [f"graft{n}" for n in range(PHRASE_WORDS + 1)]
    lexical = Lexical({}, {"=" + " ".join(words[:count]): 1.0 for count in (PHRASE_WORDS, PHRASE_WORDS + 1)})
    texts = page_words([" ".join(words[:PHRASE_WORDS]), " ".join(words)])
    found = text_scores(lexical, texts)
    assert found[TEXT_COLUMNS.index("phrase")].tolist() == [1, 0]


def test_only_the_beginning_of_a_long_text_is_looked_at():
    cells = "cell " * (TEXT_WORDS - 1)
    assert scored(cells + "donor share", cells + "cell donor") == [[3, 3, 3, 0], [0, 0, 0, 0]]


def test_each_text_has_its_own_column():
    assert scored("donor", "", "marrow", "read more") == [[3, 3, 3, 0], [0, 0, 0, 0], [1, 1, 1, 0.5], [0, 0, 0, -4]]


def test_whole_texts():
    words = ("read", "more", "about", "marrow", "grafts")
    assert whole_text(words) == "=read more about marrow grafts"
    assert whole_text((*words, "today")) == whole_text(()) == ""
