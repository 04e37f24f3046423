"""Passes speak about blocks; they can do nothing else."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.document import UNJUDGED, Label, Metadata, Verdict
from cleaners.features import page_facts
from cleaners.judge import PASSES, Context, judge
from cleaners.model import shipped
from cleaners.parse import parse_text
from cleaners.segment import segment
from cleaners.structured import Declared
from cleaners.thresholds import DEFAULT
from cleaners.told import Told
from cleaners.words import lexicon

MARKUP = "<main><h1>On grafts</h1><p>Cells divide.</p><p>Cells <a href=/x>rest</a>.</p></main>"


def context(markup=MARKUP):
    segments = segment(parse_text(markup), "https://cells.example/")
    return Context(page_facts(segments, Declared(), Told(), lexicon("en"), shipped(), DEFAULT), (), Metadata(), lexicon("en"), DEFAULT)


def says(label, *numbers):
    return lambda _: ((n, Verdict(label, f"{label}.test", 0.5)) for n in numbers)


@pytest.mark.parametrize(
    ("passes", "labels", "reasons"),
    [
        pytest.param([], ["other"] * 3, [[], [], []], id="no pass"),
        pytest.param([says(Label.BODY)], ["other"] * 3, [[], [], []], id="a silent pass"),
        pytest.param([says(Label.BODY, 1)], ["other", "body", "other"], [[], ["body.test"], []], id="one word"),
        pytest.param(
            [says(Label.BODY, 0, 1, 2), says(Label.PROMO, 1), says(Label.TITLE, 0, 1)],
            ["title", "title", "body"],
            [["body.test", "title.test"], ["body.test", "promo.test", "title.test"], ["body.test"]],
            id="the last word holds",
        ),
        pytest.param([says(Label.BODY, 2, 2)], ["other", "other", "body"], [[], [], ["body.test", "body.test"]], id="twice"),
    ],
)
def test_the_trail_is_in_order(passes, labels, reasons):
    blocks = judge(context(), passes)
    assert [block.label for block in blocks] == labels
    assert [[verdict.reason for verdict in block.trail] for block in blocks] == reasons


def test_a_block_without_a_verdict_is_unjudged():
    assert [block.verdict for block in judge(context(), [])] == [UNJUDGED] * 3


def test_a_pass_sees_the_labels_so_far():
    seen = []

    def listen(page):
        seen.append((page.labels, page.first(Label.BODY), page.first(Label.PROMO)))
        return ()

    judge(context(), [listen, says(Label.BODY, 1), listen])
    assert seen == [((Label.OTHER,) * 3, None, None), ((Label.OTHER, Label.BODY, Label.OTHER), 1, None)]


def test_a_pass_does_not_see_its_own_verdicts():
    seen = []

    def listen(page):
        for n in range(3):
            seen.append(page.labels[n])
            yield n, Verdict(Label.BODY, "body.test", 0.5)
            seen.append(page.labels[n])

    judge(context(), [listen])
    assert set(seen) == {Label.OTHER}


@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Label)), max_size=6), max_size=5))
def test_whatever_passes_say_the_blocks_stay(script):
    passes = [lambda _, lines=lines: [(n, Verdict(label, "x.y", 0.5)) for n, label in lines] for lines in script]
    silent, spoken = judge(context(), []), judge(context(), passes)
    assert [(b.n, b.kind, b.text, b.xpath, b.links, b.level, b.hidden) for b in spoken] == [
        (b.n, b.kind, b.text, b.xpath, b.links, b.level, b.hidden) for b in silent
    ]
    for block in spoken:
        assert [v.label for v in block.trail] == [label for lines in script for n, label in lines if n == block.n]


@pytest.mark.parametrize("name", ["facts", "labels", "metadata", "words"])
def test_a_pass_cannot_change_the_context(name):
    with pytest.raises(FrozenInstanceError):
        setattr(context(), name, None)


@pytest.mark.parametrize("name", ["text", "n", "xpath", "trail"])
def test_a_block_cannot_be_changed(name):
    (block, *_) = judge(context())
    with pytest.raises(AttributeError):
        setattr(block, name, None)


def test_each_pass_speaks_only_of_blocks_that_are_there():
    page = context(MARKUP * 3)
    for judge_pass in PASSES:
        for n, verdict in judge_pass(Context(page.facts, (Label.BODY,) * 9, page.metadata, page.words, DEFAULT)):
            assert 0 <= n < 9
            assert 0 < verdict.confidence <= 1
            assert verdict.reason.split(".")[0].isidentifier()


PROSE = "".join(
    f"<p>Grafted cells settle in the marrow and begin to divide within days of transfer number {n}, as seen before.</p>" for n in range(8)
)


@pytest.mark.parametrize(
    ("markup", "text", "label"),
    [
        pytest.param("", "On grafts", "title", id="title"),
        pytest.param("<h2>The niche</h2><p>Cells that rest do not divide.</p>", "The niche", "heading", id="heading"),
        pytest.param("<p><b>The niche</b></p><p>Cells that rest do not divide.</p>", "The niche", "heading", id="bold heading"),
        pytest.param("<p><b>The niche rests.</b></p><p>Cells that rest do not divide.</p>", "The niche rests.", "body", id="bold sentence"),
        pytest.param("<ul><li>rest and water</ul>", "rest and water", "body", id="list item"),
        pytest.param("<blockquote>Cells remember.</blockquote>", "Cells remember.", "body", id="quote"),
        pytest.param("<figure><figcaption>A niche.</figcaption></figure>", "A niche.", "caption", id="caption"),
        pytest.param("<p>Photo credit: Ruth Ashby</p>", "Photo credit: Ruth Ashby", "caption", id="credit"),
        pytest.param("<nav><a href=/>Start page</a></nav>", "Start page", "navigation", id="nav"),
        pytest.param("<div class=share-bar><a href=//s.example>Post it</a></div>", "Post it", "navigation", id="share"),
        pytest.param("<div class=related><a href=/b>On niches</a></div>", "On niches", "related", id="related"),
        pytest.param(
            "<section id=comments><p>What a fine read this was.</p></section>", "What a fine read this was.", "comment", id="comment"
        ),
        pytest.param("<aside class=promo><p>Bank your cells.</p></aside>", "Bank your cells.", "promo", id="promo by its class"),
        pytest.param(
            "<p><a href='https://shop.example/?utm_source=x'>Order your kit</a></p>", "Order your kit", "promo", id="call to action"
        ),
        pytest.param("<p><a rel=sponsored href='https://shop.example/'>The kit</a></p>", "The kit", "promo", id="sponsored link"),
        pytest.param(
            "<p>We saw <a href='https://lab.example/'>one lab</a> order kits.</p>", "We saw one lab order kits.", "body", id="a plain link"
        ),
        pytest.param("<p>This is not medical advice.</p>", "This is not medical advice.", "notice", id="disclaimer"),
        pytest.param("<div class=cookie-banner><p>We bake them.</p></div>", "We bake them.", "notice", id="cookies"),
        pytest.param("<p>Medically reviewed by Leon Vasquez, MD</p>", "Medically reviewed by Leon Vasquez, MD", "notice", id="review"),
        pytest.param("<p>Lorem ipsum dolor sit amet</p>", "Lorem ipsum dolor sit amet", "filler", id="filler"),
        pytest.param(
            "<p>The corpus of work on dolor in vitro grew.</p>", "The corpus of work on dolor in vitro grew.", "body", id="latin words"
        ),
    ],
)
def test_labels(markup, text, label):
    document = clean(
        f"<html lang=en><title>On grafts</title><main><h1>On grafts</h1>{PROSE}{markup}{PROSE}</main>", "https://cells.example/a/"
    )
    (block,) = [block for block in document.blocks if block.text == text]
    assert block.label == label, block.trail


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("<p>By Ruth Ashby</p>", "byline"),
        ("<p>2 March 2024</p>", "byline"),
        ("<p>7 min read</p>", "byline"),
        ("<p>By then, cells rest.</p>", "body"),
        ("<p class=standfirst>Why some cells rest for years and wake.</p>", "dek"),
    ],
)
def test_labels_below_the_headline(line, label):
    document = clean(f"<html lang=en><title>On grafts</title><main><h1>On grafts</h1>{line}{PROSE}</main>", "https://cells.example/a/")
    assert document.blocks[1].label == label, document.blocks[1].trail
