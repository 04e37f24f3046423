"""A document as clean JSON and as Markdown."""

from __future__ import annotations

import json

import jsonschema
import pytest

from cleaners import clean
from cleaners.document import Citation, Document, Label
from cleaners.render import body_text, clean_json, editorial_text, markdown, site_of
from cleaners.schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())
PROSE = "".join(
    f"<p>Grafted cells settle in the marrow and begin to divide within days of transfer number {n}, as seen before.</p>" for n in range(8)
)
REFERENCES = (
    "<h2>References</h2><ol>" + "".join(f"<li>Ashby R. Grafts {n}. J Cell. 2019;{n}:1-9. doi:10.1000/x{n}</li>" for n in range(3)) + "</ol>"
)
PAGE = f"""<html lang=en><head><title>On grafts</title><meta name=author content="Ruth Ashby"><meta name=date content=2024-03-02></head><body>
<nav><a href=/>Home</a></nav><main><h1>On grafts</h1>{PROSE}<h2>The niche</h2><ul><li>rest</ul><blockquote>Cells<br>rest.</blockquote>
<pre>a = 1\n  b</pre><table><tr><td>day<td>cells<tr><td>1<td>200</table><h3>Sleep</h3>{PROSE}{REFERENCES}</main></body></html>"""
URL = "https://Cells.example:8443/a/"

ODD = {
    "empty": b"",
    "white space": b" \n",
    "garbage": bytes(range(256)) * 4,
    "null bytes": b"\x00" * 50,
    "half a tag": b"<a href=",
    "plain text": b"cells divide",
    "utf-16": PAGE.encode("utf-16"),
    "shift_jis": "<meta charset=shift_jis><p>造血幹細胞".encode("shift_jis"),
    "control references": b"<p>&#1;</p><p>a&#1;b&#x1f;</p><p>&#0;</p>",
    "broken links": b"<a href='http://[x#y'>x</a><base href='http://['><a href='javascript:x'>y</a>",
    "odd tags": b"<o:p>one</o:p><foo$bar>two</foo$bar><q'\"z>three</q'\"z>",
    "deep": b"<div>" * 3_000 + b"deep",
    "frames": b"<frameset><frame src=x><noframes>no frames</noframes></frameset>",
    "dates": b"<meta name=date content='2024-03-02T25:99'><meta property=article:modified_time content='2024-03-02T10:00 +0100'><p>x",
    "half a character": b'<script type=application/ld+json>{"@type":"Article","headline":"\\ud800","author":"\\udfff"}</script><p>x',
    "xml": b"<?xml version='1.0'?><rss><channel><title>cells</title><item><description>grow</description></item></channel></rss>",
    "json": b'{"cells": ["grow", 1, null]}',
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>stream\n\x9c\xff\x01endstream",
    "article": PAGE.encode(),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("url", ["", URL, "http://[", "no url"])
def test_clean_json_is_valid(body, url):
    data = clean(body, url).to_dict()
    VALIDATOR.validate(data)
    assert json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8")) == data


def test_keys_stand_in_the_order_of_the_schema():
    data = clean(PAGE, URL).to_dict()
    assert list(data) == list(schema()["properties"])
    for name in ("blocks", "references"):
        properties = schema()["properties"][name]["items"]["properties"]
        assert [key for key in data[name][0] if key in properties] == list(properties)


def test_the_schema_refuses_what_is_wrong():
    data = clean(PAGE, URL).to_dict()
    for change in ({"verdict": "fine"}, {"title": 3}, {"published": "soon"}, {"schema": "0"}):
        assert not VALIDATOR.is_valid(data | change)
    assert not VALIDATOR.is_valid({key: value for key, value in data.items() if key != "body"})


def test_clean_json_of_an_article():
    data = clean_json(clean(PAGE, URL))
    assert (data["site"], data["title"], data["authors"], data["published"]) == (
        "cells.example:8443",
        "On grafts",
        ["Ruth Ashby"],
        "2024-03-02",
    )
    assert (data["page_type"], data["verdict"], data["language"]) == ("article", "complete", "en")
    assert [(node["text"], [child["text"] for child in node["children"]]) for node in data["outline"]] == [
        ("The niche", ["Sleep"]),
        ("References", []),
    ]
    assert [(r["id"], r["DOI"], r["links"], r["cited_by"]) for r in data["references"]] == [
        (f"r{n + 1}", f"10.1000/x{n}", [], []) for n in range(3)
    ]
    assert data["body"].startswith("Grafted cells")
    assert "\n\nThe niche\n\nrest\n\n" in data["body"]
    assert "Ashby R. Grafts" not in data["body"]
    assert [block["n"] for block in data["blocks"]] == list(range(len(data["blocks"])))


def test_counts_add_up():
    document = clean(PAGE, URL)
    counts = document.to_dict()["counts"]
    assert sum(counts["blocks"].values()) == len(document.blocks)
    assert sum(counts["words"].values()) == sum(block.words for block in document.blocks)
    assert counts["blocks"]["reference"] == 3


def test_citations_are_rendered():
    data = Document("https://cells.example/", citations=(Citation(3, "[1]", 10, 13, ("r1",)),)).to_dict()
    assert data["citations"] == [{"block": 3, "marker": "[1]", "start": 10, "end": 13, "references": ["r1"]}]
    VALIDATOR.validate(data)


def test_a_page_that_is_no_article_has_no_body():
    text = "Cells divide in the first days after the transfer, and then, when the graft has settled in the marrow, most of them rest for months."
    document = clean(f"<main><article><h1>On grafts</h1><p>{text}</p></article></main>", URL)
    assert not document.is_article
    assert body_text(document) == ""
    assert "Cells divide" in editorial_text(document)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("", None),
        ("no url", None),
        ("http://[", None),
        ("http://cells.example:99999/", None),
        ("https://cells.example/a", "cells.example"),
        ("https://CELLS.example:443/a", "cells.example"),
        ("http://cells.example:80/", "cells.example"),
        ("http://cells.example:443/", "cells.example:443"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
    ],
)
def test_site_of(url, site):
    assert site_of(url) == site


@pytest.mark.parametrize(
    "expected",
    [
        "# On grafts\n\nGrafted cells",
        "\n\n## The niche\n\n- rest\n\n> Cells\n> rest.\n\n",
        "\n\n```\na = 1\n  b\n```\n\n",
        "\n\n| day | cells |\n\n| 1 | 200 |\n\n",
        "\n\n### Sleep\n\n",
        "\n\n## References\n\n- Ashby R. Grafts 0.",
    ],
)
def test_markdown(expected):
    assert expected in clean(PAGE, URL).to_markdown()


def test_markdown_leaves_out_what_is_not_editorial():
    text = markdown(clean(PAGE, URL))
    assert "Home" not in text
    assert text.count("On grafts") == 1
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_markdown_of_nothing():
    assert markdown(clean(b"")).strip() == ""


def test_text_joins_the_blocks_with_these_labels_in_page_order():
    document = clean(PAGE, URL)
    assert document.text("heading", "title") == "On grafts\n\nThe niche\n\nSleep\n\nReferences"
    assert document.text() == ""
    assert document.text(Label.PROMO) == ""
    with pytest.raises(ValueError, match="no-label"):
        document.text("no-label")
