"""The folded words of many texts: the same as those of each alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.folding import CHUNK, chunks, page_words
from cleaners.hashing import phrase_hashes, word_hashes
from cleaners.words import tokens


def hashed(words):
    """The words of each text."""
    return [words.hashes[start : start + count].tolist() for start, count in zip(words.starts.tolist(), words.counts.tolist(), strict=True)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="noop: no texts"),
        pytest.param([""], id="noop: an empty text"),
        pytest.param(["", "Marrow", ""], id="empty ones around it"),
        pytest.param(["Grafted cells, day 12.", "CD34+ cells"], id="signs and digits"),
        pytest.param(["50% off", "100%marrow", "%"], id="per cent stands alone"),
        pytest.param(["snake_case _"], id="underscores"),
        pytest.param(["Straße der Zellen", "Zellen", "İstanbul"], id="letters that fold to several"),
        pytest.param(["graft 🩸 blood🩸cell", "cell"], id="above the basic plane"),
        pytest.param(["𝐁𝐨𝐥𝐝 cells", "𠮷野家"], id="letters above it"),
        pytest.param(["a\nb", "c\td\u2028e"], id="lines"),
        pytest.param(["骨髄移植", "Костный МОЗГ", "ΝΈΟΣ"], id="other scripts"),
        pytest.param(["e\u0301 \u0345 Ⓐ ﬁt"], id="marks, and signs that fold to letters"),
        pytest.param(["\ud800 lone"], id="half of a pair"),
    ],
)
def test_words_of_a_page(texts):
    assert hashed(page_words(texts)) == [word_hashes(tokens(text)).tolist() for text in texts]


@given(st.lists(st.text(st.characters(), max_size=20), max_size=6))
def test_words_of_any_texts(texts):
    assert hashed(page_words(texts)) == [word_hashes(tokens(text)).tolist() for text in texts]


def test_what_is_told_of_words():
    texts = ["12 grafted cells", "", "Zellen² 骨髄 4x 50%", "12 cells cells"]
    words = page_words(texts)
    written = [[*tokens(text), ""] for text in texts]
    flat = [word for group in written for word in group]
    assert words.counts.tolist() == [3, 0, 5, 3]
    assert words.letters.tolist() == [*map(len, flat)]
    assert words.is_ascii.tolist()[:3] == [True] * 3
    assert [word for word, known in zip(flat, words.is_ascii.tolist(), strict=True) if word and not known] == ["zellen²", "骨髄"]
    assert [word for word, known in zip(flat, words.is_number.tolist(), strict=True) if known] == ["12", "50", "12"]
    assert [word for word, new in zip(flat, words.fresh().tolist(), strict=True) if new] == [*flat[:3], *written[2][:-1], "12", "cells"]
    assert words.places().tolist() == [n for group in written for n in range(len(group))]
    assert words.owners().tolist() == [n for n, group in enumerate(written) for _ in group]
    assert words.wholes.tolist() == phrase_hashes([tokens(text) for text in texts]).tolist()
    assert words.lasts().tolist() == word_hashes(["cells", "", "%", "cells"]).tolist()


def test_values_of_words():
    words = page_words(["graft cell", "", "cell"])
    values = np.where(words.different == word_hashes(["cell"])[0], 4.0, 1.0)
    values[0] = -1
    assert words.different[0] == 0
    assert words.values(values).tolist() == [1, 4, -1, -1, 4, -1]
    assert words.joined(np.add, values).tolist() == [4, -1, 3]


def test_long_pages_are_read_in_chunks():
    texts = ["Grafted cells " * 80] * (CHUNK // 500) + ["Marrow"] + ["x" * 2 * CHUNK]
    assert len([*chunks(texts)]) > 1
    assert [text for chunk in chunks(texts) for text in chunk] == texts
    assert hashed(page_words(texts)) == [word_hashes(tokens(text)).tolist() for text in texts]
