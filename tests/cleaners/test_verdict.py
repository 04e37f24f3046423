"""The page as a whole."""

from __future__ import annotations

import json

import pytest

from cleaners import clean
from cleaners.thresholds import Thresholds

URL = "https://cells.example/a/"
SENTENCE = "Grafted cells settle in the marrow and begin to divide within days of the transfer, trial {} reports. "
LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. "


def prose(count):
    return "".join(f"<p>{SENTENCE.format(n) * 3}</p>" for n in range(count))


def page(body, head="<title>On grafts</title>"):
    return f"<html lang=en><head>{head}</head><body><main>{body}</main></body></html>"


def ld(kind):
    return f"<script type='application/ld+json'>{json.dumps({'@type': kind, 'name': 'x'})}</script>"


TEASERS = "".join(f"<h2><a href=/{n}>Grafts of the year {n} and what they taught us</a></h2><p>{SENTENCE.format(n)}</p>" for n in range(5))
LINKS = "<ul>" + "".join(f"<li><a href=/{n}>Grafts of the year {n} and what they taught all of us</a>" for n in range(20)) + "</ul>"


@pytest.mark.parametrize(
    ("markup", "page_type", "verdict"),
    [
        pytest.param(page("<h1>On grafts</h1>" + prose(6)), "article", "complete", id="article"),
        pytest.param(page("<h1>On grafts</h1>" + prose(6) + f"<p>{LOREM}</p>"), "article", "partly_template", id="partly template"),
        pytest.param(
            page("<h1>On grafts</h1>" + prose(6) + LINKS.replace("<li>", "<li>See: ")[:300]), "article", "complete", id="some links"
        ),
        pytest.param(page(f"<h1>Sample page</h1><p>{LOREM * 6}</p>"), "other", "empty_shell", id="nothing but placeholder text"),
        pytest.param(page("<div id=root></div><script>render()</script>"), "other", "empty_shell", id="a script would fill it"),
        pytest.param(page("<div id=root>Loading the page …</div>"), "other", "empty_shell", id="loading"),
        pytest.param(page("<div hidden>" + prose(6) + "</div>"), "other", "empty_shell", id="all of it hidden"),
        pytest.param(
            page("<h1>Page not found</h1><p>" + "We looked everywhere for it and found nothing under this address. " * 2 + "</p>"),
            "other",
            "not_article",
            id="soft 404",
        ),
        pytest.param(
            page(
                "<p>" + "We looked everywhere for it and found nothing under this address. " * 2 + "</p>", "<title>Page not found</title>"
            ),
            "other",
            "not_article",
            id="soft 404 by its title",
        ),
        pytest.param(page("<h1>News</h1>" + TEASERS), "listing", "not_article", id="teasers"),
        pytest.param(page("<h1>Archive</h1>" + LINKS), "listing", "not_article", id="links"),
        pytest.param(page(f"<h1>A note</h1><p>{SENTENCE * 2}</p>"), "other", "not_article", id="too short"),
        pytest.param(page(f"<h1>A kit</h1><p>{SENTENCE * 2}</p>", ld("Product")), "product", "not_article", id="declared product"),
        pytest.param(
            page(f"<h1>A kit</h1><p>{SENTENCE * 2}</p>", "<meta property=og:type content=product>"), "product", "not_article", id="og"
        ),
        pytest.param(page(f"<h1>Ask</h1><p>{SENTENCE * 2}</p>", ld(["Thing", "QAPage"])), "forum", "not_article", id="declared forum"),
        pytest.param(page(f"<h1>Ask</h1><p>{SENTENCE * 2}</p>", ld("Recipe")), "other", "not_article", id="declared as what we know not"),
        pytest.param("", "other", "empty_shell", id="empty"),
    ],
)
def test_page_verdict(markup, page_type, verdict):
    document = clean(markup, URL)
    assert (document.page_type, document.verdict) == (page_type, verdict)
    assert document.is_article is (verdict in {"complete", "partly_template"})


def test_an_essay_on_missing_pages_is_not_missing():
    document = clean(page("<h1>Page not found</h1>" + prose(6), "<title>Page not found</title>"), URL)
    assert document.verdict == "complete"


def test_the_limits_are_the_thresholds():
    markup = page(f"<h1>A note</h1><p>{SENTENCE * 2}</p>")
    assert clean(markup, URL, thresholds=Thresholds(article_words=20)).verdict == "complete"
    assert clean(markup, URL, thresholds=Thresholds(shell_words=500)).verdict == "empty_shell"


def test_thresholds_are_named_by_their_numbers():
    assert Thresholds().id == Thresholds().id
    assert Thresholds().id != Thresholds(article_words=81).id
    assert clean(page(prose(6))).provenance.thresholds == Thresholds().id


@pytest.mark.parametrize("around", ["<div>{}</div>", "<font>{}</font>", "<table><tr><td>{}</td></tr></table>", "<article>{}</article>"])
def test_an_article_is_one_in_any_frame(around):
    document = clean(page(around.format("<h1>On grafts</h1>" + prose(6))), URL)
    assert document.verdict == "complete"
    assert [block.label for block in document.blocks] == ["title"] + ["body"] * 6
