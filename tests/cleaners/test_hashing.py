"""Hashes of words and phrases: equal for equal ones, whatever stands around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.hashing import KEPT, OF_CHARACTERS, distinct, phrase_hashes, pieces, powers, sums, word_hashes

WORDS = ["marrow", "graft", "a", "b", "ab", "ba", "", "骨髄", "𠮷", "marrow"]


def test_different_words_have_different_hashes():
    found = word_hashes(WORDS).tolist()
    assert len(set(found)) == len(set(WORDS))
    assert found[0] == found[-1]
    assert found[WORDS.index("")] == 0


def test_nothing():
    assert word_hashes([]).tolist() == phrase_hashes([]).tolist() == []
    assert [part.tolist() for part in distinct(word_hashes([]))] == [[], []]


def test_phrases():
    phrases = [("stem", "cell"), ("cell", "stem"), ("stem",), (), ("stem", "cell", "graft"), ("stem", "cell")]
    found = phrase_hashes(phrases).tolist()
    assert len(set(found)) == len(set(phrases))
    assert (found[0], found[3]) == (found[-1], 0)


@pytest.mark.parametrize("before", [0, 1, 1000, KEPT])
def test_a_piece_has_the_same_hash_everywhere(before):
    text = "x" * before + "marrow"
    total = sums(np.frombuffer(text.encode("utf-32-le"), np.uint32), OF_CHARACTERS)
    assert pieces(total, np.array([before]), np.array([before + 6]), OF_CHARACTERS).tolist() == word_hashes(["marrow"]).tolist()


def test_powers_go_on():
    assert powers(3, 5, 2).tolist() == [2, 6, 18, 54, 162]
    assert powers(3, KEPT + 2)[:KEPT].tolist() == powers(3, KEPT).tolist()


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_distinct(words):
    first, number = distinct(word_hashes(words))
    assert sorted(first.tolist()) == sorted(words.index(word) for word in set(words))
    assert [words[first[n]] for n in number.tolist()] == words
