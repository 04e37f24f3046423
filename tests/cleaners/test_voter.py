"""The second opinion of readability-lxml: asked where the model finds nothing though there is text, and nowhere else."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from cleaners import Page, clean_page
from cleaners.model import shipped
from cleaners.thresholds import DEFAULT

SENTENCE = "Grafted cells reached the marrow within days, and most of the patients left the ward in the third week."
TEXT = "".join(f"<p>{SENTENCE} {n}</p>" for n in range(15))
BLIND = replace(shipped(), block_trees=replace(shipped().block_trees, bias=np.array([-50], np.float32)))
"""A model that finds no text anywhere."""


@pytest.fixture
def asked(monkeypatch):
    """How often the second opinion was asked for."""
    module = sys.modules["cleaners.clean"]
    calls, ask = [], module.readability_elements
    monkeypatch.setattr(module, "readability_elements", lambda root: calls.append(root) or ask(root))
    return calls


def kept(markup, model=BLIND):
    """The texts that count as body because readability-lxml keeps them."""
    document = clean_page(Page("https://example.org/a", markup.encode()), model=model)
    return [block.text for block in document.blocks if block.reason == "body.readability"]


def test_it_speaks_for_text_that_the_model_overlooks(asked):
    assert len(kept(f"<body><nav><a href=/>Home</a></nav><div>{TEXT}</div>")) == 15
    assert len(asked) == 1


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("", id="nothing"),
        pytest.param(f"<p>{SENTENCE}", id="little text"),
        pytest.param(TEXT.replace("<p>", "<p><a href=/x>").replace("</p>", "</a></p>"), id="links"),
        pytest.param(f"<div hidden>{TEXT}</div>", id="hidden text"),
        pytest.param(f"<p>{SENTENCE}<footer>{TEXT}</footer><aside>{TEXT}</aside>", id="places that hold no text"),
    ],
)
def test_it_is_not_asked_about_what_it_could_not_keep(asked, markup):
    assert kept(markup) == []
    assert asked == []


def test_it_is_not_asked_where_the_model_finds_text(asked):
    assert kept(f"<article><h1>Grafts</h1>{TEXT}</article>", shipped()) == []
    assert asked == []


def test_enough_text_is_a_threshold(asked):
    document = clean_page(Page("https://example.org/a", f"<div>{TEXT}</div>".encode()), replace(DEFAULT, doubtful_words=10_000), BLIND)
    assert not asked
    assert all(block.reason != "body.readability" for block in document.blocks)
