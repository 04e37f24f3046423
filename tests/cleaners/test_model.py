"""The model that ships: small, read once, the same page the same look."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from threading import Barrier

import numpy as np
import pytest

from cleaners.clean import clean
from cleaners.document import PageType
from cleaners.features import block_words
from cleaners.flat import flatten
from cleaners.model import (
    FILE,
    SIGNS,
    TYPES,
    arrays_of,
    column_names,
    declared_signs,
    from_arrays,
    shipped,
    text_array,
    words_of,
)
from cleaners.parse import parse_text
from cleaners.segment import segment, survey
from cleaners.structured import Declared, declared
from cleaners.thresholds import DEFAULT
from cleaners.told import Told
from cleaners.words import lexicon, tokens

LARGEST_FILE = 3_000_000
"""Bytes: what a package may weigh."""
TITLE = "Marrow grafts in old age"
PROSE = (
    "Doctors long held that a graft of marrow asks too much of a body past seventy, and sent the old home with transfusions alone.",
    "The new registry tells another story: two in three of the older patients lived through the second year, most of them at home.",
    "What helped was a gentler course of drugs beforehand, which leaves room for the donor's cells without emptying the marrow first.",
    "Nobody claims that it is easy, and a third of the patients still fell ill when the grafted cells turned against their skin.",
)
PAGE = f"""<html lang=en><title>{TITLE}</title><body>
<nav><ul><li><a href=/>Home</a><li><a href=/cells>Cells</a><li><a href=/grafts>Grafts</a></ul></nav>
<article class=entry-content><h1>{TITLE}</h1><p>{"<p>".join(PROSE)}</article>
<aside class=related><h2>Related articles</h2><ul><li><a href=/a>Cord blood</a><li><a href=/b>Donors</a></ul></aside>
<footer><p>All rights reserved.</footer>"""
URL = "https://cells.example/grafts"


def flat_and_signs(markup=PAGE):
    root = parse_text(markup)
    segments = segment(root, URL)
    words, says = block_words(segments.runs, lexicon("en"))
    return flatten(segments, words, says, Told(title=tokens(TITLE)), shipped().lexical, DEFAULT.wrapper_share), declared(
        survey(root, URL).noted
    )


def look(model, markup=PAGE):
    return model.look(*flat_and_signs(markup))


def test_the_model_is_read_once():
    assert shipped() is shipped()


def test_its_name_is_that_of_its_bytes():
    digest = hashlib.sha256(files("cleaners").joinpath(FILE).read_bytes()).hexdigest()
    assert shipped().id == f"blocks-{digest[:8]}"
    shipped.cache_clear()
    assert shipped().id == f"blocks-{digest[:8]}"
    assert clean(PAGE, URL).provenance.model == shipped().id


def test_its_file_is_small():
    assert len(files("cleaners").joinpath(FILE).read_bytes()) < LARGEST_FILE


def test_the_model_asks_only_for_columns_that_there_are():
    model = shipped()
    assert 0 <= model.block_trees.feature.min() <= model.block_trees.feature.max() < len(column_names())
    assert model.type_trees.feature.max() < len(column_names()) + len(TYPES)
    assert model.block_trees.leaves.shape[2] == 1
    assert model.type_trees.leaves.shape[2] == len(model.type_bias) == model.type_scores.shape[1] == len(TYPES)


def test_all_numbers_of_the_model_are_finite():
    assert all(np.isfinite(array).all() for array in arrays_of(shipped()).values())


def test_the_look_at_an_article():
    found = look(shipped())
    flat, _ = flat_and_signs()
    texts = [run.text for run in flat.segments.runs]
    assert found.body.shape == (len(texts),)
    assert ((found.body >= 0) & (found.body <= 1)).all()
    body = dict(zip(texts, found.body, strict=True))
    assert min(body[text] for text in PROSE) > max(body[text] for text in ("Cord blood", "Donors", "All rights reserved."))
    assert found.types.sum() == pytest.approx(1, abs=1e-5)
    assert found.type_share(PageType.ARTICLE) == pytest.approx(found.types[0])
    assert found.columns.shape == (len(column_names()), len(texts))


def test_a_round_trip_gives_the_same_look():
    model = shipped()
    again = from_arrays(arrays_of(model), "again")
    assert (again.id, again.lexical.marks, again.lexical.texts) == ("again", model.lexical.marks, model.lexical.texts)
    assert again.type_words == model.type_words
    first, second = look(model), look(again)
    for part in ("body", "types", "columns"):
        assert np.array_equal(getattr(first, part), getattr(second, part))


def test_a_round_trip_through_a_file(tmp_path):
    path = tmp_path / FILE
    np.savez_compressed(path, **arrays_of(shipped()))
    with np.load(path) as arrays:
        assert np.array_equal(look(from_arrays(arrays, "again")).body, look(shipped()).body)


@pytest.mark.parametrize("words", [["marrow"], ["marrow", "=read more", "幹細胞"], {"cell": 1.0, "graft": 2.0}])
def test_words_as_bytes(words):
    assert words_of(text_array(words)) == list(words)


@pytest.mark.parametrize("markup", [PAGE, "<p>x"])
def test_what_moved_a_probability_adds_up_to_it(markup):
    model, found = shipped(), look(shipped(), markup)
    weights = model.weights(found)
    assert weights.shape == found.columns.shape
    odds = np.log(found.body.astype(np.float64) / (1 - found.body.astype(np.float64)))
    assert np.allclose(model.block_trees.base() + weights.sum(axis=0), odds, atol=1e-3)


def test_names_of_columns_are_those_of_a_page():
    assert column_names() is column_names()
    assert column_names()[-len(SIGNS) :] == tuple(name for name, _, _ in SIGNS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(Declared(), set(), id="noop"),
        pytest.param(Declared(types=("breadcrumblist",)), set(), id="noop: another type"),
        pytest.param(Declared(types=("newsarticle",)), {"declared an article"}, id="an article"),
        pytest.param(Declared(types=("blogposting",)), {"declared an article", "declared a blog post"}, id="two at once"),
        pytest.param(Declared(types=("product", "website")), {"declared a product", "declared a web site"}, id="two types"),
        pytest.param(Declared(meta={"og:type": ("Article",)}), {"declared an article"}, id="in a meta tag"),
        pytest.param(Declared(meta={"og:title": ("article",)}), set(), id="noop: another meta tag"),
    ],
)
def test_what_a_page_declares(said, expected):
    assert {name for name, value in declared_signs(said) if value} == expected


def test_words_of_a_page():
    flat, _ = flat_and_signs("<div class='col-8 marrow-box'><p>Add to cart<p>Two three four five six</div>")
    said = ["col-0", "col", "0", "marrow-box", "marrow", "box", "add", "to", "cart", "=add to cart"]
    rows = {word: n for n, word in enumerate([*said, "=add to", "two", "three", "=two three four five six", "col-8", "8"])}
    scores = np.zeros((len(rows), 1), np.float32)
    scores[: len(said), 0] = 1 << np.arange(len(said))
    scores[len(said) :] = np.nan
    model = replace(shipped(), type_words=rows, type_scores=scores, type_bias=np.zeros(1, np.float32))
    assert model.bag_scores(flat)[0] == pytest.approx(((1 << len(said)) - 1) / len(said) ** 0.5)


def test_a_page_without_known_words_has_the_bias_alone():
    flat, _ = flat_and_signs("<p>Qzxqz")
    assert np.array_equal(shipped().bag_scores(flat), shipped().type_bias)


def labels(markup):
    return [(block.text, block.label) for block in clean(markup, URL).blocks]


OTHER_PAGE = PAGE.replace("article", "div").replace("Marrow", "Cord blood")


def test_a_page_gets_the_same_labels_each_time():
    first = labels(PAGE)
    labels(OTHER_PAGE)
    assert labels(PAGE) == first
    assert {text for text, label in first if label == "body"} == set(PROSE)


def test_a_page_gets_the_same_labels_in_two_threads():
    expected, start = (labels(PAGE), labels(OTHER_PAGE)), Barrier(2)

    def both():
        start.wait()
        return labels(PAGE), labels(OTHER_PAGE)

    with ThreadPoolExecutor(2) as pool:
        found = [future.result() for future in [pool.submit(both), pool.submit(both)]]
    assert found == [expected, expected]
