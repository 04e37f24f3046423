"""Values of words: those of the words that are known."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.vocabulary import vocabulary

WORDS = vocabulary(["marrow", "graft", "骨髄", ""], np.array([1.5, -2.0, 3.0, 0.5]))


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
    assert WORDS.of(words, 9).tolist() == expected


def test_nothing_is_known():
    assert vocabulary([], np.zeros(0)).of(["marrow", "graft"], 9).tolist() == [9, 9]


def test_many_words():
    words = [f"cell{n}" for n in range(5000)]
    known = vocabulary(words, np.arange(5000))
    assert known.of(words, -1).tolist() == list(range(5000))
    assert (known.of([f"graft{n}" for n in range(5000)], -1) == -1).all()
