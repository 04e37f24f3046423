"""Words of human languages: the data's shape, and how they are looked up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaners
from cleaners.words import languages, lexicon, tokens

FOLDER = Path(cleaners.__file__).parent / "words"
FILES = sorted(FOLDER.glob("*.toml"))
MODEL = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def data(request):
    return tomllib.loads(request.param.read_text("utf-8"))


def test_there_are_files():
    assert len(FILES) > 10
    assert tuple(path.stem for path in FILES) == languages()


def test_each_file_has_the_keys_of_english(data):
    assert list(data) == list(MODEL)


def test_entries_are_lower_case_and_stripped(data):
    assert [entry for entries in data.values() for entry in entries if entry != entry.lower().strip() or not tokens(entry)] == []


def test_entries_are_sorted_and_unique(data):
    assert [key for key, entries in data.items() if entries != sorted(set(entries))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  –  ", ()),
        ("Read More", ("read", "more")),
        ("Don't miss!", ("don", "t", "miss")),
        ("20% OFF", ("20", "%", "off")),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("関連記事", ("関連記事",)),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("language", "key", "text", "whole", "prefix", "phrase"),
    [
        pytest.param("en", "related_heading", "Related articles", True, True, True, id="whole"),
        pytest.param("en", "related_heading", "RELATED  ARTICLES:", True, True, True, id="folded"),
        pytest.param("en", "related_heading", "Related articles on cells", False, True, True, id="prefix"),
        pytest.param("en", "not_found", "Sorry, page not found here", False, False, True, id="phrase"),
        pytest.param("en", "related_heading", "Cells and their niche", False, False, False, id="noop"),
        pytest.param("en", "related_heading", "unrelatedly", False, False, False, id="no part of a word"),
        pytest.param("en", "related_heading", "", False, False, False, id="empty"),
        pytest.param("de", "byline", "Von Ruth Aschberg", False, True, True, id="german"),
        pytest.param("de", "byline", "By Ruth Ashby", False, True, True, id="english stands on all pages"),
        pytest.param("de-CH", "byline", "Von Ruth Aschberg", False, True, True, id="region"),
        pytest.param("en", "byline", "Von Ruth Aschberg", False, False, False, id="no german on an english page"),
        pytest.param(None, "byline", "Von Ruth Aschberg", False, True, True, id="all languages where none is known"),
        pytest.param("xx", "byline", "Von Ruth Aschberg", False, True, True, id="all languages where it is unknown"),
    ],
)
def test_lookup(language, key, text, whole, prefix, phrase):
    words, folded = lexicon(language), tokens(text)
    assert (words.whole(key, folded), words.prefix(key, folded), words.phrase(key, folded)) == (whole, prefix, phrase)


def unspaced(language, key):
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return max((entry for entry in data[key] if entry.isalpha()), key=len)


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_scripts_without_spaces_are_searched_inside_of_words(language):
    entry = unspaced(language, "not_found")
    words = lexicon(language)
    assert words.phrase("not_found", tokens("干" + entry + "干"))
    assert words.prefix("not_found", tokens(entry + "干"))
    assert not words.prefix("not_found", tokens("干" + entry))
    assert not words.phrase("not_found", tokens("干细胞"))


@pytest.mark.parametrize(
    ("language", "key", "text", "expected"),
    [
        ("en", "byline", "By Ruth Ashby", "Ruth Ashby"),
        ("en", "byline", "Written by: Ruth Ashby", "Ruth Ashby"),
        ("en", "byline", "  BY\u00a0Ruth Ashby ", "Ruth Ashby"),
        ("en", "byline", "Ruth Ashby", ""),
        ("en", "byline", "By", ""),
        ("en", "byline", "", ""),
        ("en", "byline", "Bypass surgery", ""),
        ("en", "date_prefix", "Last updated on – 2 March 2024", "2 March 2024"),
        ("de", "date_prefix", "Aktualisiert am 2. März 2024", "2. März 2024"),
    ],
)
def test_strip_prefix(language, key, text, expected):
    assert lexicon(language).strip_prefix(key, text) == expected


@pytest.mark.parametrize("key", sorted(MODEL))
def test_every_english_phrase_is_found(key):
    words = lexicon("en")
    for entry in MODEL[key]:
        folded = tokens(entry)
        assert words.whole(key, folded), entry
        assert words.prefix(key, folded), entry
        assert words.phrase(key, ("qqq", *folded, "qqq")), entry
        assert not words.whole(key, ("qqq", *folded)), entry


@given(st.text(max_size=40), st.sampled_from(["byline", "date_prefix", "caption_prefix"]), st.sampled_from([None, "en", "tr", "zh"]))
def test_what_is_stripped_is_the_end_of_the_text(text, key, language):
    rest = lexicon(language).strip_prefix(key, text)
    assert text.rstrip(" :\u00a0-–—.").endswith(rest) or text.strip().endswith(rest)
