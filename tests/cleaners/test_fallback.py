"""The article of a page that shows none: taken from JSON-LD, and from nowhere else."""

from __future__ import annotations

import json

import pytest

from cleaners import clean
from cleaners.fallback import lacks, paragraphs, script_position
from cleaners.parse import parse_text
from cleaners.segment import segment

FIRST = "Donor cells were counted on the day of the transfer and each week after it, until their number no longer changed."
SECOND = "In nine of ten patients the graft made red cells within a month; the tenth needed a second transfer in the spring."
THIRD = "Nobody can say yet how long such a graft lasts, since the oldest one has been followed for only eleven years."
BODY = f"{FIRST}\n\n{SECOND}\n{THIRD}"


def page(body, shown="", kind="Article", place="{script}{shown}"):
    data = json.dumps({"@type": kind, "headline": "On grafts", "articleBody": body}).replace("</", "<\\/")
    return place.format(script=f'<script type="application/ld+json">{data}</script>', shown=shown)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(page(BODY, f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"), id="the article is shown"),
        pytest.param(page(BODY, f"<div hidden><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"), id="it is there, hidden"),
        pytest.param(page(BODY, f"<p>{'Another text altogether. ' * 20}"), id="the page has a text of its own"),
        pytest.param(page(FIRST, "<p>Menu"), id="a summary"),
        pytest.param(page(BODY, "<p>Menu", "Product"), id="no article"),
        pytest.param(page(17, "<p>Menu"), id="a number"),
        pytest.param(page({"a": BODY}, "<p>Menu"), id="an object"),
        pytest.param(page(None, "<p>Menu"), id="null"),
        pytest.param(f"<p>Menu<script>{json.dumps({'@type': 'Article', 'articleBody': BODY})}</script>", id="data of another script"),
    ],
)
def test_noop(markup):
    assert [block.xpath for block in clean(markup).blocks if "script" in block.xpath or "head" in block.xpath] == []


@pytest.mark.parametrize(
    ("markup", "xpath"),
    [
        pytest.param(
            page(BODY, "<p>Menu</p>", place="<body><script>a()</script>{shown}{script}"), "/html[1]/body[1]/script[2]", id="in the body"
        ),
        pytest.param(page([FIRST, SECOND, THIRD], "<p>Menu</p>", place="<body>{shown}{script}"), "/html[1]/body[1]/script[1]", id="a list"),
        pytest.param(
            page(BODY, "<p>Menu</p>", place="<head><script>a()</script></head><body><template><script></script></template>{shown}{script}"),
            "/html[1]/body[1]/script[1]",
            id="after others",
        ),
        pytest.param(
            page(BODY, "<p>Menu</p>", place="<head><title>t</title>{script}</head><body>{shown}"), "/html[1]/head[1]", id="in the head"
        ),
    ],
)
def test_a_page_without_text_gets_the_declared_one(markup, xpath):
    blocks = clean(markup).blocks
    assert [block.text for block in blocks] == ["Menu", FIRST, SECOND, THIRD]
    assert {block.xpath for block in blocks[1:]} == {xpath}
    assert not any(block.hidden for block in blocks)


def test_it_is_the_body_of_the_document():
    assert clean(page(BODY, "<p>Menu")).text("body").split("\n\n")[-3:] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("one", ("one",), id="noop"),
        pytest.param("", (), id="nothing"),
        pytest.param(" one \n\n\r\n two  three\n", ("one", "two three"), id="lines"),
        pytest.param("a &amp; b &lt; c", ("a & b < c",), id="references"),
        pytest.param("2 < 3 and 5 > 4", ("2 < 3 and 5 > 4",), id="noop: signs"),
        pytest.param("<p>one</p><p>two <b>three</b></p>", ("one", "two three"), id="markup"),
        pytest.param("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;", ("one", "two"), id="escaped markup"),
        pytest.param("one <a href=x>two</a>\n\nthree", ("one two", "three"), id="markup and empty lines"),
        pytest.param("<p>one<script>secret()</script><p hidden>secret</p>", ("one",), id="what is not seen"),
        pytest.param("<br>", (), id="markup without text"),
        pytest.param("<!-- -->", ("<!-- -->",), id="no element"),
    ],
)
def test_paragraphs(body, expected):
    assert paragraphs(body) == expected


def test_lacks():
    runs = segment(parse_text(f"<p>{FIRST}</p>")).runs
    assert not lacks(runs, FIRST)
    assert lacks(runs[:0], BODY)


@pytest.mark.parametrize("markup", ["<p>x", "<p>x<script>articleBody</script>", "<template><script>articleBody</script></template><p>x"])
def test_a_position_is_always_found(markup):
    root = parse_text(markup)
    segments = segment(root)
    assert 0 <= script_position(segments, root) < len(segments.skeleton.tag)
