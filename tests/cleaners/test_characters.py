"""What texts are made of: the classes of their characters, in any script."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import characters
from cleaners.characters import CLASSES, character_classes, classes, counts

NAMES = "OTHER LOWER UPPER CASELESS DIGIT SPACE COMMA STOP PUNCTUATION SEPARATOR CURRENCY UNSPACED QUESTION".split()


def named(row):
    return {name: int(value) for name, value in zip(NAMES, row, strict=True) if value}


def made_of(*texts):
    return [named(row) for row in counts(*character_classes(texts))]


def test_every_class_has_its_number():
    assert [getattr(characters, name) for name in NAMES] == list(range(CLASSES))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="noop"),
        pytest.param("Stem cells, 12 grafts.", {"LOWER": 14, "UPPER": 1, "DIGIT": 2, "SPACE": 3, "COMMA": 1, "STOP": 1}, id="Latin"),
        pytest.param("Стовбурові клітини", {"LOWER": 16, "UPPER": 1, "SPACE": 1}, id="Cyrillic"),
        pytest.param("Βλαστοκύτταρα", {"LOWER": 12, "UPPER": 1}, id="Greek"),
        pytest.param("幹細胞治療。", {"UNSPACED": 5, "STOP": 1}, id="ideographs"),
        pytest.param("かんサイ", {"UNSPACED": 4}, id="kana"),
        pytest.param("干细胞，安全吗？", {"UNSPACED": 6, "COMMA": 1, "QUESTION": 1}, id="full-width punctuation"),
        pytest.param("เซลล์ต้น", {"UNSPACED": 8}, id="Thai, marks too"),
        pytest.param("๑๒", {"DIGIT": 2}, id="Thai digits"),
        pytest.param("줄기 세포", {"CASELESS": 4, "SPACE": 1}, id="Korean has spaces"),
        pytest.param("خلايا جذعية؟", {"CASELESS": 10, "SPACE": 1, "QUESTION": 1}, id="Arabic"),
        pytest.param("١٢، ٣", {"DIGIT": 3, "COMMA": 1, "SPACE": 1}, id="Arabic digits"),
        pytest.param("תאי גזע", {"CASELESS": 6, "SPACE": 1}, id="Hebrew"),
        pytest.param("कोशिका।", {"CASELESS": 6, "STOP": 1}, id="Devanagari, vowel signs too"),
        pytest.param("ǅ", {"UPPER": 1}, id="title case"),
        pytest.param("€5 $6", {"CURRENCY": 2, "DIGIT": 2, "SPACE": 1}, id="currency"),
        pytest.param("(CD34-)", {"PUNCTUATION": 3, "UPPER": 2, "DIGIT": 2}, id="brackets"),
        pytest.param("Dose | Time »", {"UPPER": 2, "LOWER": 6, "SPACE": 3, "SEPARATOR": 2}, id="separators"),
        pytest.param("≤", {"SEPARATOR": 1}, id="signs of mathematics"),
        pytest.param("graft? graft! graft…", {"LOWER": 15, "SPACE": 2, "QUESTION": 1, "STOP": 2}, id="ends of sentences"),
        pytest.param("\n\t\u00a0\u3000", {"SPACE": 4}, id="kinds of space"),
        pytest.param("½\u200b\u00ad", {"OTHER": 3}, id="neither letter nor sign"),
        pytest.param("𠀀😀", {"OTHER": 2}, id="astral: one character each"),
        pytest.param("a\ud83d", {"LOWER": 1, "OTHER": 1}, id="a lone surrogate"),
        pytest.param("\ude00\ud83d", {"OTHER": 2}, id="surrogates the wrong way round"),
        pytest.param("\ud83d\ude00", {"OTHER": 2}, id="a pair of surrogates stays two"),
    ],
)
def test_classes_of_scripts(text, expected):
    assert made_of(text) == [expected]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([], [], id="noop"),
        pytest.param([""], [{}], id="an empty text"),
        pytest.param(["", "a", ""], [{}, {"LOWER": 1}, {}], id="empty ones between"),
        pytest.param(["a ", " B"], [{"LOWER": 1, "SPACE": 1}, {"UPPER": 1, "SPACE": 1}], id="the space between counts for neither"),
        pytest.param(["😀", "1"], [{"OTHER": 1}, {"DIGIT": 1}], id="what follows an astral character"),
        pytest.param(["\ud83d", "\ude00"], [{"OTHER": 1}, {"OTHER": 1}], id="half of a character each"),
    ],
)
def test_each_text_has_its_own_counts(texts, expected):
    assert made_of(*texts) == expected


def test_no_texts_give_a_table_without_rows():
    assert counts(*character_classes([])).shape == (0, CLASSES)


def test_first_and_last_character_are_found_by_the_starts():
    kinds, starts = character_classes(["Graft.", "9 cells"])
    assert list(starts) == [0, 7, 15]
    assert [NAMES[kind] for kind in kinds[starts[:-1]]] == ["UPPER", "DIGIT"]
    assert [NAMES[kind] for kind in kinds[starts[1:] - 2]] == ["STOP", "LOWER"]


def test_the_table_is_made_once():
    assert classes() is classes()


@given(st.lists(st.text(st.characters(codec=None), max_size=30), max_size=8))
def test_counts_of_each_text_sum_to_its_length(texts):
    table = counts(*character_classes(texts))
    assert table.shape == (len(texts), CLASSES)
    assert (table >= 0).all()
    assert table.sum(axis=1).tolist() == [len(text) for text in texts]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=10), min_size=1, max_size=4))
def test_a_text_counts_the_same_alone_and_among_others(texts):
    together = counts(*character_classes(texts))
    alone = np.concatenate([counts(*character_classes([text])) for text in texts])
    assert (together == alone).all()
