"""The words of class, id and role attributes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.hashing import word_hashes
from cleaners.marks import mark_words, words_and_parts


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param("", (), id="noop"),
        pytest.param("  \n\t ", (), id="noop: blanks"),
        pytest.param("content", ("content",), id="one word"),
        pytest.param("entry-content", ("entry-content", "entry", "content"), id="whole, then its parts"),
        pytest.param("entry_content", ("entry_content", "entry", "content"), id="an underscore parts words"),
        pytest.param("col-8 col-12", ("col-0", "col", "0"), id="numbers are alike"),
        pytest.param("post-1234", ("post-0", "post", "0"), id="a number has one digit"),
        pytest.param("h2o", ("h0o",), id="digits belong to a word"),
        pytest.param("share share", ("share",), id="each word once"),
        pytest.param("share-bar share", ("share-bar", "share", "bar"), id="a part that also stands alone"),
        pytest.param("markknochen-höhle", ("markknochen-höhle", "markknochen", "h", "hle"), id="parts are ASCII"),
        pytest.param("骨髄", ("骨髄",), id="another script stays whole"),
    ],
)
def test_mark_words(marks, expected):
    assert mark_words(marks) == expected


def hashed(words):
    """The words of each attribute."""
    ends = [*words.starts[1:].tolist(), len(words.number)]
    found = words.different[words.number].tolist()
    return [found[start : end - 1] for start, end in zip(words.starts.tolist(), ends, strict=True)]


def test_words_and_parts_of_each_attribute():
    words, parts = words_and_parts([" cell-12 cell", "", "骨髄\tgraft_x", "100 200"])
    assert hashed(words) == [word_hashes(group).tolist() for group in (["cell-0", "cell"], [], ["骨髄", "graft_x"], ["0", "0"])]
    assert hashed(parts) == [word_hashes(group).tolist() for group in (["cell", "0", "cell"], [], ["graft", "x"], ["0", "0"])]


def test_no_attributes():
    assert [hashed(words) for words in words_and_parts([""])] == [[[]], [[]]]


@given(st.lists(st.text(st.sampled_from("ab0129 -_\n\xa0é骨𠮷"), max_size=12), min_size=1, max_size=6))
def test_the_same_as_one_by_one(attributes):
    words, parts = map(hashed, words_and_parts(attributes))
    for attribute, *found in zip(attributes, words, parts, strict=True):
        assert {*found[0], *found[1]} == {*word_hashes(mark_words(attribute)).tolist()}
