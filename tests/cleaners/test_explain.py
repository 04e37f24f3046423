"""Explanations: the document of `clean`, and beside each block the facts that weighed most."""

from __future__ import annotations

import json
import math
import time

import numpy as np
import pytest

from cleaners import Page, clean, clean_page, explain, explain_page
from cleaners.clean import read
from cleaners.explain import TOLD, judgement_json, judgements
from cleaners.model import column_names, shipped
from cleaners.thresholds import DEFAULT, Thresholds

URL = "https://cells.example/grafts"
PROSE = (
    "Grafted cells settle in the marrow within days, and a year later most patients make blood cells of their donor.",
    "What happens on the way there, and why it sometimes fails, was followed for two years in three hospitals.",
    "Every tenth graft was lost in the first month, most of them in patients who were older than sixty years.",
)
PAGE = f"""<html lang=en><title>Marrow grafts</title><body>
<nav><ul><li><a href=/>Home</a><li><a href=/cells>Cells</a></ul></nav>
<article><h1>Marrow grafts</h1><p>{"<p>".join(PROSE)}</article><footer><p>All rights reserved.</footer>"""
ARTICLE = {"@type": "Article", "headline": "On grafts", "articleBody": "\n".join(PROSE)}
DECLARED = f'<script type="application/ld+json">{json.dumps(ARTICLE)}</script><p>Menu'
FEW_SECONDS = 5
"""Generous: the facts of 10,000 blocks took 0.3 s where judging them took 0.6."""


def look_at(markup):
    look = read(markup, URL, {}, DEFAULT).look
    assert look is not None
    return look


def log_odds(probability):
    return math.log(probability / (1 - probability))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="noop: nothing"),
        pytest.param(b"", id="noop: no bytes"),
        pytest.param("<script>x</script>", id="noop: no visible text"),
        pytest.param("<p>x", id="one block"),
        pytest.param(PAGE, id="an article"),
        pytest.param(PAGE.encode(), id="bytes"),
        pytest.param(DECLARED, id="an article in JSON-LD"),
    ],
)
def test_the_document_is_that_of_clean(html):
    found = explain(html, URL)
    assert found.document == clean(html, URL)
    assert [judgement.block for judgement in found.judgements] == [block.n for block in found.document.blocks]


def test_headers_and_thresholds_count_as_for_clean():
    strict = Thresholds(body=0.999)
    body, headers = PAGE.replace("Marrow", "Märrow").encode("latin-1"), {"Content-Type": "text/html; charset=iso-8859-1"}
    assert explain(body, URL, headers=headers, thresholds=strict).document == clean(body, URL, headers=headers, thresholds=strict)
    page = Page(URL, body, headers={"content-type": "text/html; charset=iso-8859-1"})
    assert explain_page(page).document == clean_page(page)
    assert explain_page(page).judgements == explain(body, URL, headers=headers).judgements


def test_a_page_without_blocks_has_no_judgements():
    assert explain("<html><head></head><body></body></html>").judgements == ()


def test_each_block_has_its_weightiest_facts_in_order():
    for judgement in explain(PAGE, URL).judgements:
        weights = [abs(fact.weight) for fact in judgement.facts]
        assert len(weights) == len({fact.column for fact in judgement.facts}) == TOLD
        assert weights == sorted(weights, reverse=True)
        assert all(fact.name and fact.value for fact in judgement.facts)


def test_no_fact_that_is_left_out_weighs_more():
    look = look_at(PAGE)
    weights = np.sort(np.abs(shipped().weights(look)), axis=0)[::-1]
    for told in (1, TOLD, len(column_names())):
        found = [[abs(fact.weight) for fact in judgement.facts] for judgement in judgements(shipped(), look, told)]
        assert np.array_equal(np.array(found).T, weights[:told])


@pytest.mark.parametrize("markup", ["<p>x", PAGE, DECLARED])
def test_all_facts_add_up_to_the_probability(markup):
    every = len(column_names())
    for judgement in judgements(shipped(), look_at(markup), every):
        moved = sum(fact.weight for fact in judgement.facts)
        assert shipped().block_trees.base() + moved == pytest.approx(log_odds(judgement.body), abs=1e-3)


def test_the_judgement_is_the_models_whatever_a_rule_says_after_it():
    found = explain(PAGE, URL)
    for block, judgement in zip(found.document.blocks, found.judgements, strict=True):
        said = {"model.body": judgement.body, "model.other": 1 - judgement.body}.get(block.trail[0].reason)
        assert said is None or block.trail[0].confidence == pytest.approx(said)
    overruled = {block.reason for block in found.document.blocks if block.trail[0] != block.verdict}
    assert "navigation.element" in overruled


def test_a_declared_article_is_judged_like_all_other_text():
    found = explain(DECLARED, URL)
    declared = [block.n for block in found.document.blocks if block.reason == "body.declared"]
    assert [found.document.blocks[n].text for n in declared] == list(PROSE)
    assert all(len(found.judgements[n].facts) == TOLD for n in declared)


def test_the_sign_says_for_or_against():
    found = explain(PAGE, URL)
    of = {block.text: found.judgements[block.n] for block in found.document.blocks}
    assert of[PROSE[0]].body > of["Home"].body
    assert max(of[PROSE[0]].facts, key=lambda fact: abs(fact.weight)).weight > 0
    assert min(fact.weight for fact in of["Home"].facts) < 0


def test_a_judgement_for_machines():
    judgement = explain(PAGE, URL).judgements[0]
    row = json.loads(json.dumps(judgement_json(judgement)))
    assert (row["block"], row["body"]) == (0, round(judgement.body, 3))
    assert [list(fact) for fact in row["facts"]] == [["column", "name", "value", "weight"]] * TOLD
    assert [fact["column"] for fact in row["facts"]] == [fact.column for fact in judgement.facts]


@pytest.mark.slow
def test_a_page_of_10_000_blocks_stays_quick():
    look = look_at("".join(f"<div class=c{n % 7}><h2>Part {n}</h2><p>{PROSE[n % 3]}</div>" for n in range(5_000)))
    assert len(look.body) == 10_000
    begin = time.process_time()
    assert len(list(judgements(shipped(), look, TOLD))) == len(look.body)
    assert time.process_time() - begin < FEW_SECONDS
