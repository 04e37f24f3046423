"""The folded words of many texts: the same as those of each alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.folding import page_words
from cleaners.words import tokens


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
    assert page_words(texts).texts == [tokens(text) for text in texts]


@given(st.lists(st.text(st.characters(), max_size=20), max_size=6))
def test_words_of_any_texts(texts):
    assert page_words(texts).texts == [tokens(text) for text in texts]
