"""Values of words: those of the words that are known."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.hashing import word_hashes
from cleaners.vocabulary import vocabulary, word_set

WORDS = vocabulary(word_hashes(["marrow", "graft", "骨髄", ""]), np.array([1.5, -2.0, 3.0, 0.5]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([], [], id="noop: no words"),
        pytest.param(["cell"], [9], id="noop: an unknown word"),
        pytest.param(["graft", "cell", "marrow", "graft"], [-2, 9, 1.5, -2], id="known and unknown ones"),
        pytest.param(["骨髄", ""], [3, 0.5], id="any text is a word"),
    ],
)
def test_values(words, expected):
    assert WORDS.of(word_hashes(words), 9).tolist() == expected


def test_nothing_is_known():
    assert vocabulary(word_hashes([]), np.zeros(0)).of(word_hashes(["marrow", "graft"]), 9).tolist() == [9, 9]


def test_many_words():
    words = [f"cell{n}" for n in range(5000)]
    known = vocabulary(word_hashes(words), np.arange(5000))
    assert known.of(word_hashes(words), -1).tolist() == list(range(5000))
    assert (known.of(word_hashes([f"graft{n}" for n in range(5000)]), -1) == -1).all()


def test_a_set():
    known = word_set(word_hashes(["marrow", "graft"]))
    assert known.of(word_hashes(["graft", "cell", "marrow"]), unknown=False).tolist() == [True, False, True]
    assert word_set(word_hashes([])).of(word_hashes(["graft"]), unknown=False).tolist() == [False]
