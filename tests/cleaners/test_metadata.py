"""What a page says of itself, and whom to believe when it says two things."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.metadata import folded, split_names
from cleaners.parse import parse_text
from cleaners.segment import survey
from cleaners.structured import declared
from cleaners.words import lexicon

URL = "https://cells.example/a/"
TEXT = "<p>" + "Grafted cells settle in the marrow and begin to divide within days of the transfer. " * 8 + "</p>"


def ld(data):
    return f"<script type='application/ld+json'>{data if isinstance(data, str) else json.dumps(data)}</script>"


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


def prop(name, content):
    return f'<meta property="{name}" content="{content}">'


def metadata(head="", body=TEXT, html="<html>"):
    return clean(f"{html}<head>{head}</head><body><main>{body}</main></body></html>", URL).metadata


SHOWS = "<h1>On grafts</h1><p>"
ARTICLE = {"@type": "NewsArticle", "headline": "From JSON-LD", "author": {"name": "Ruth Ashby"}, "datePublished": "2024-01-01"}
JSONLD, CITATION = ld(ARTICLE), meta("citation_title", "From citation")
CORE, GRAPH = meta("DC.title", "From Dublin Core"), prop("og:title", "From OpenGraph")
MICRODATA = "<p itemprop=headline>From microdata</p>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param("", TEXT, None, id="nothing"),
        pytest.param("", "<h2>A heading</h2>" + TEXT, "A heading", id="the first heading"),
        pytest.param("", "<h1>Shown</h1><h2>A heading</h2>" + TEXT, "Shown", id="h1"),
        pytest.param("<title>From title</title>", TEXT, "From title", id="title element"),
        pytest.param("<title>From title</title>", MICRODATA + TEXT, "From microdata", id="microdata beats the title element"),
        pytest.param(GRAPH, MICRODATA + TEXT, "From OpenGraph", id="OpenGraph beats microdata"),
        pytest.param(GRAPH + CORE, TEXT, "From Dublin Core", id="Dublin Core beats OpenGraph"),
        pytest.param(GRAPH + CORE + CITATION, TEXT, "From citation", id="citation beats Dublin Core"),
        pytest.param(GRAPH + CORE + CITATION + JSONLD, TEXT, "From JSON-LD", id="JSON-LD beats all"),
        pytest.param(
            prop("og:title", "Grafts: all about cells"),
            "<h1>Cells in grafts</h1>" + TEXT,
            "Cells in grafts",
            id="h1 beats what nothing shows",
        ),
        pytest.param(GRAPH, "<h1>Shown</h1>" + TEXT, "From OpenGraph", id="h1 that nothing speaks of"),
        pytest.param(GRAPH, "<h1>Blog</h1><p>From OpenGraph</p>" + TEXT, "From OpenGraph", id="a headline that is no heading"),
        pytest.param("<title>On grafts – cells.example</title>", "<h1>cells</h1>" + TEXT, "On grafts", id="h1 is the host"),
        pytest.param(
            "<title>On grafts | The Lab Notes</title>" + prop("og:title", "On grafts"),
            "<h1>The Lab Notes</h1>" + TEXT,
            "On grafts",
            id="what the title element adds is the site",
        ),
        pytest.param(
            prop("og:title", "How grafts settle in mice"),
            "<h1>News: How grafts settle in mice</h1>" + TEXT,
            "How grafts settle in mice",
            id="kicker in the h1",
        ),
        pytest.param(ld(ARTICLE | {"headline": "Cells &amp;#038; grafts"}), TEXT, "Cells & grafts", id="references escaped twice"),
        pytest.param("<title>Grafts in mice | Lab Notes</title>", TEXT, "Grafts in mice", id="tail of an unknown site"),
        pytest.param(JSONLD, "<h1>Cells Weekly</h1><h2>From json-ld</h2>" + TEXT, "From json-ld", id="a heading that is confirmed"),
        pytest.param(
            "<title>On grafts | Cells Weekly</title>" + prop("og:site_name", "Cells Weekly"), TEXT, "On grafts", id="site name stripped"
        ),
        pytest.param(
            "<title>Cells Weekly - On grafts</title>" + prop("og:site_name", "Cells Weekly"), TEXT, "On grafts", id="site name in front"
        ),
        pytest.param(
            "<title>On grafts | Cells Weekly</title>", "<h1>On grafts</h1>" + TEXT, "On grafts", id="stripped as the heading confirms"
        ),
        pytest.param("<title>Stem-cell grafts: a guide</title>", TEXT, "Stem-cell grafts: a guide", id="punctuation is no separator"),
        pytest.param(prop("og:site_name", "Cells Weekly") + GRAPH, "<h1>Cells Weekly</h1>" + TEXT, "From OpenGraph", id="h1 is the site"),
        pytest.param("<title>On &amp; off</title>", TEXT, "On & off", id="references are resolved"),
    ],
)
def test_title(head, body, title):
    assert metadata(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        pytest.param("", TEXT, (), id="nothing"),
        pytest.param(meta("author", "Ruth Ashby"), TEXT, ("Ruth Ashby",), id="one"),
        pytest.param(meta("author", "Ruth Ashby and Leon Vasquez, MD"), TEXT, ("Ruth Ashby", "Leon Vasquez, MD"), id="two in one"),
        pytest.param(
            meta("citation_author", "Ashby, Ruth") + meta("citation_author", "Vasquez, L."),
            TEXT,
            ("Ruth Ashby", "L. Vasquez"),
            id="citation",
        ),
        pytest.param(meta("author", "Leon Vasquez") + meta("DC.creator", "Ruth Ashby"), TEXT, ("Ruth Ashby",), id="Dublin Core first"),
        pytest.param(meta("author", "Leon Vasquez") + JSONLD, TEXT, ("Ruth Ashby",), id="JSON-LD first"),
        pytest.param(ld(ARTICLE | {"author": ["Ruth Ashby", {"name": "Leon Vasquez"}]}), TEXT, ("Ruth Ashby", "Leon Vasquez"), id="a list"),
        pytest.param(ld(ARTICLE | {"author": "Ruth Ashby"}), TEXT, ("Ruth Ashby",), id="a string"),
        pytest.param(ld(ARTICLE | {"author": [None, 3, {"name": 4}, []]}), TEXT, (), id="no names"),
        pytest.param(ld(ARTICLE | {"author": ["Ruth Ashby", "Ruth Ashby"]}), TEXT, ("Ruth Ashby",), id="each once"),
        pytest.param(prop("article:author", "https://social.example/ruth"), TEXT, (), id="an address is no name"),
        pytest.param("", "<span itemprop=author>Ruth Ashby</span>" + TEXT, ("Ruth Ashby",), id="microdata"),
        pytest.param(
            "", "<div itemprop=author itemscope>By <b itemprop=name>Ruth Ashby</b></div>" + TEXT, ("Ruth Ashby",), id="nested microdata"
        ),
        pytest.param("", "<h1>On grafts</h1><p class=byline>By Ruth Ashby</p>" + TEXT, ("Ruth Ashby",), id="visible byline"),
        pytest.param(
            "", "<h1>On grafts</h1><p>By Ruth Ashby and Leon Vasquez</p>" + TEXT, ("Ruth Ashby", "Leon Vasquez"), id="two in a byline"
        ),
        pytest.param(JSONLD, "<h1>On grafts</h1><p>By Leon Vasquez</p>" + TEXT, ("Ruth Ashby",), id="a declaration beats the byline"),
        pytest.param(
            ld({"@graph": [ARTICLE | {"author": {"@id": "#r"}}, {"@type": "Person", "@id": "#r", "name": "Mia Oh"}]}),
            TEXT,
            ("Mia Oh",),
            id="@id",
        ),
        pytest.param(ld(ARTICLE | {"author": {"@id": "#r"}}), TEXT, (), id="@id of nobody"),
        pytest.param(
            ld(ARTICLE | {"author": {"@type": "Organization", "name": "Cells Weekly"}}),
            TEXT,
            ("Cells Weekly",),
            id="organisation, nothing else",
        ),
        pytest.param(
            ld(ARTICLE | {"author": {"@type": "Organization", "name": "Cells Weekly"}}),
            "<h1>From JSON-LD</h1><p>By Ruth Ashby</p>" + TEXT,
            ("Ruth Ashby",),
            id="a person beats an organisation",
        ),
        pytest.param(
            prop("og:site_name", "Cells Weekly") + meta("author", "Cells Weekly"),
            "<h1>On grafts</h1><p>By Ruth Ashby</p>" + TEXT,
            ("Ruth Ashby",),
            id="the site is no person",
        ),
        pytest.param(meta("twitter:label1", "Written by") + meta("twitter:data1", "Ruth Ashby"), TEXT, ("Ruth Ashby",), id="captioned"),
        pytest.param(meta("twitter:label1", "Time to read") + meta("twitter:data1", "Ruth Ashby"), TEXT, (), id="another caption"),
        pytest.param("", "<h1>On grafts</h1><a rel=author href=/r>Ruth Ashby</a>" + TEXT, ("Ruth Ashby",), id="rel=author"),
        pytest.param("", "<h1>On grafts</h1><span class=post-author__name>Ruth Ashby</span>" + TEXT, ("Ruth Ashby",), id="class"),
        pytest.param("", "<h1>On grafts</h1><span class=authority>Ruth Ashby</span>" + TEXT, (), id="another class"),
        pytest.param("", "<h1>On grafts</h1><a href=/authors/ruth/>Ruth Ashby</a>" + TEXT, ("Ruth Ashby",), id="link to an author"),
        pytest.param(
            "", "<h1>On grafts</h1>" + TEXT + "<div class=comments><b class=author>Ruth Ashby</b></div>", (), id="the author of a comment"
        ),
        pytest.param("", "<h1>On grafts</h1><p>Written by</p><p>Ruth Ashby</p>" + TEXT, ("Ruth Ashby",), id="name under its caption"),
        pytest.param("", "<h1>On grafts</h1><p><b>By</b><i>Ruth Ashby</i></p>" + TEXT, ("Ruth Ashby",), id="a space left to the style"),
        pytest.param("", "<h1>On grafts</h1><p>Ruth Ashby | Staff Writer</p>" + TEXT, ("Ruth Ashby",), id="name and role"),
        pytest.param("", "<h1>On grafts</h1><p>2 March 2024 · Ruth Ashby</p>" + TEXT, ("Ruth Ashby",), id="name and date"),
        pytest.param("", "<h1>On grafts</h1><p>2 March 2024 · 5 min read</p>" + TEXT, (), id="date and no name"),
    ],
)
def test_authors(head, body, authors):
    assert metadata(head, body).authors == authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ruth Ashby", ["Ruth Ashby"]),
        ("by Ruth Ashby", ["Ruth Ashby"]),
        ("Ashby, Ruth", ["Ruth Ashby"]),
        ("Ashby, Ruth M.", ["Ruth M. Ashby"]),
        ("Ruth Ashby, MD, PhD", ["Ruth Ashby, MD, PhD"]),
        ("Ruth Ashby, CEPF®", ["Ruth Ashby, CEPF®"]),
        ("RUTH ASHBY", ["RUTH ASHBY"]),
        ("Ruth E Ashby", ["Ruth E Ashby"]),
        ("Ruth y Leon", ["Ruth", "Leon"]),
        ("Ruth Ashby, Leon Vasquez, and Mia Oh", ["Ruth Ashby", "Leon Vasquez", "Mia Oh"]),
        ("Ruth Ashby, Senior Writer", ["Ruth Ashby"]),
        ("Ruth Aschberg, Redakteurin", ["Ruth Aschberg"]),
        ("Ruth Ashby, Dermatologist", ["Ruth Ashby"]),
        ("Ruth Ashby | Staff Writer | 2 March 2024", ["Ruth Ashby"]),
        ("Ruth Ashby. Reviewed by Mia Oh", ["Ruth Ashby"]),
        ("Ruth Ashby\nUpdated by Mia Oh", ["Ruth Ashby"]),
        ("Ruth Ashby (ruth@cells.example)", ["Ruth Ashby"]),
        ("Von Ruth Aschberg", ["Ruth Aschberg"]),
        ("Автор: Анна Иванова и Пётр Смирнов", ["Анна Иванова", "Пётр Смирнов"]),
        ("作者：王小明", ["王小明"]),
        ("Ruth Ashby; Leon Vasquez", ["Ruth Ashby", "Leon Vasquez"]),
        ("Ruth Ashby & Leon Vasquez", ["Ruth Ashby", "Leon Vasquez"]),
        ("Ruth Aschberg und Leo Vas", ["Ruth Aschberg", "Leo Vas"]),
        ("Anders Sandström", ["Anders Sandström"]),
        ("", []),
        ("https://social.example/ruth", []),
        ("ruth@cells.example", []),
        ("a sentence of far too many words to be anybody's name", []),
    ],
)
def test_split_names(text, names):
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        pytest.param("", TEXT, None, id="nothing"),
        pytest.param("", "<time datetime=2024-05-05>May</time>" + TEXT, "2024-05-05", id="time element"),
        pytest.param("", "<h1>On grafts</h1><p>Published on 4 May 2024</p>" + TEXT, "2024-05-04", id="visible"),
        pytest.param("", "<h1>On grafts</h1><p>By Ruth Ashby • 4 May 2024</p>" + TEXT, "2024-05-04", id="visible beside the author"),
        pytest.param(prop("article:published_time", "2024-05-03T10:00:00Z"), TEXT, "2024-05-03T10:00:00+00:00", id="OpenGraph"),
        pytest.param(meta("DC.date", "2024-05-02") + prop("article:published_time", "2024-05-03"), TEXT, "2024-05-02", id="Dublin Core"),
        pytest.param(meta("citation_publication_date", "2024/5/1") + meta("DC.date", "2024-05-02"), TEXT, "2024-05-01", id="citation"),
        pytest.param(meta("citation_publication_date", "2024/05/03") + JSONLD, TEXT, "2024-01-01", id="JSON-LD"),
        pytest.param(ld(ARTICLE | {"datePublished": "soon"}) + meta("date", "2024-05-02"), TEXT, "2024-05-02", id="what is no date"),
        pytest.param("", "<p itemprop=datePublished content=2024-05-02>May</p>" + TEXT, "2024-05-02", id="microdata"),
        pytest.param(meta("citation_date", "2024"), TEXT, None, id="a year is no date"),
        pytest.param(
            prop("article:published_time", "2024-05-03"), SHOWS + "4 June 2024</p>" + TEXT, "2024-06-04", id="shown beats declared"
        ),
        pytest.param(
            prop("article:published_time", "2024-05-03T23:00Z"),
            SHOWS + "4 May 2024</p>" + TEXT,
            "2024-05-03T23:00+00:00",
            id="the same day elsewhere",
        ),
        pytest.param(
            prop("article:published_time", "2024-05-03"),
            SHOWS + "Updated 4 June 2024</p>" + TEXT,
            "2024-05-03",
            id="an update and a meta tag",
        ),
        pytest.param(
            prop("article:published_time", "2024-05-03"),
            SHOWS + "Fact-checked by Mia Oh on 4 June 2024</p>" + TEXT,
            "2024-05-03",
            id="the day of a review",
        ),
        pytest.param(JSONLD, SHOWS + "Updated 4 June 2024</p>" + TEXT, "2024-06-04", id="an update and JSON-LD alone"),
        pytest.param(
            prop("article:published_time", "2024-05-03") + prop("article:modified_time", "2024-06-04"),
            SHOWS + "4 June 2024</p>" + TEXT,
            "2024-05-03",
            id="shown is the declared update",
        ),
        pytest.param("", SHOWS + "Published 4 May 2024, updated 5 June 2024</p>" + TEXT, "2024-05-04", id="published and updated"),
        pytest.param("", SHOWS + "Last updated: 5 June 2024</p>" + TEXT, "2024-06-05", id="nothing but an update"),
        pytest.param("", SHOWS + "<time datetime=2024-05-05>May 5</time></p>" + TEXT, "2024-05-05", id="what a time element shows"),
        pytest.param("<link rel=canonical href=/2024/05/06/grafts>", TEXT, "2024-05-06", id="in the address"),
        pytest.param("", TEXT + "<p>The trial began on 4 May 2024.</p>" + TEXT, None, id="a date of the article"),
    ],
)
def test_published(head, body, published):
    assert metadata(head, body).published == published


def test_modified():
    assert metadata(prop("article:modified_time", "2024-06-01")).modified == "2024-06-01"
    assert metadata(ld(ARTICLE | {"dateModified": "2024-06-02"}) + prop("article:modified_time", "2024-06-01")).modified == "2024-06-02"


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("<html>", "", None),
        ("<html lang=de>", "", "de"),
        ("<html xml:lang=de>", "", "de"),
        ("<html lang=pt_BR>", "", "pt-BR"),
        ("<html lang='not a language'>", "", None),
        ("<html lang=de>", prop("og:locale", "en_US"), "de"),
        ("<html>", prop("og:locale", "en_US"), "en-US"),
        ("<html>", ld(ARTICLE | {"inLanguage": "fr"}), "fr"),
        ("<html lang=''>", meta("DC.language", "it"), "it"),
    ],
)
def test_language(html, head, language):
    assert metadata(head, html=html).language == language


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("", "description", None),
        (meta("description", " Short. "), "description", "Short."),
        (ld(ARTICLE | {"description": "Short."}), "description", "Short."),
        ("", "canonical_url", None),
        ("<link rel=canonical href=/b>", "canonical_url", "https://cells.example/b"),
        (prop("og:url", "/c"), "canonical_url", "https://cells.example/c"),
        ("<link rel=canonical href=/b>" + prop("og:url", "/c"), "canonical_url", "https://cells.example/b"),
        (prop("og:site_name", "Cells Weekly"), "site_name", "Cells Weekly"),
        (ld(ARTICLE | {"publisher": {"name": "Cells Weekly"}}), "site_name", "Cells Weekly"),
        (ld({"@type": "WebSite", "name": "Cells Weekly"}), "site_name", "Cells Weekly"),
        (prop("og:image", "/i.png"), "image", "https://cells.example/i.png"),
    ],
)
def test_other_fields(head, field, value):
    assert getattr(metadata(head), field) == value


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([ARTICLE], id="a list"),
        pytest.param({"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]}, id="a graph"),
        pytest.param({"@type": "WebPage", "headline": "weak", "mainEntity": ARTICLE}, id="the more specific type first"),
        pytest.param(ARTICLE | {"@type": ["Thing", "NewsArticle"]}, id="several types"),
        pytest.param(ARTICLE | {"@type": "https://schema.org/NewsArticle"}, id="type as an address"),
        pytest.param("<!--" + json.dumps(ARTICLE) + "-->", id="in a comment"),
        pytest.param(json.dumps(ARTICLE) + " ;", id="with a semicolon"),
        pytest.param("//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>", id="in CDATA"),
        pytest.param(json.dumps(ARTICLE)[:-1] + ",}", id="with a comma too many"),
        pytest.param(json.dumps(ARTICLE).replace("2024-01-01", 'says "soon"'), id="with quotes unescaped"),
        pytest.param(json.dumps(ARTICLE)[:-3], id="cut off behind the headline"),
        pytest.param(json.dumps(ARTICLE).replace("From JSON-LD", "From\nJSON-LD"), id="with a raw line break"),
    ],
)
def test_forms_of_json_ld(data):
    assert (metadata(ld(data)).title or "").split() == ["From", "JSON-LD"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param('{"@type": "NewsArticle", "headline": From}', id="no JSON"),
        pytest.param("[" * 100_000, id="too deep to read"),
        pytest.param('{"@graph":' * 20 + json.dumps(ARTICLE) + "}" * 20, id="deeper than real ones"),
        pytest.param({"@type": "Organization", "headline": "From JSON-LD"}, id="another type"),
        pytest.param({"headline": "From JSON-LD"}, id="no type"),
        pytest.param({"@type": 3, "headline": "x"}, id="odd type"),
        pytest.param({"@type": [{}], "headline": "x"}, id="odder type"),
        pytest.param("3", id="a number"),
        pytest.param('{"@type": "Article", "headline": ' + "9" * 5_000 + "}", id="a huge number"),
        pytest.param({"@type": "Article", "headline": ["From JSON-LD"]}, id="a list for a string"),
    ],
)
def test_json_ld_that_counts_as_absent(data):
    assert metadata(ld(data) + meta("citation_title", "From citation")).title == "From citation"


def test_half_a_character_in_json_ld_can_still_be_written_as_utf_8():
    found = metadata(ld('{"@type": "Article", "headline": "Cells \\ud800 grow", "author": "Ruth \\uD83D\\uDE00 \\udc00"}'))
    assert found.title.encode().startswith(b"Cells ")
    assert "😀" in found.authors[0].encode().decode()


def test_declared_keeps_every_value_of_a_name():
    markup = meta("Citation_Author", "A") + meta("citation_author", "B") + "<meta name=empty content=''><p>x"
    page = declared(survey(parse_text(markup)).noted)
    assert page.meta == {"citation_author": ("A", "B")}


@pytest.mark.parametrize(("text", "expected"), [("On  Grafts!", "on grafts"), ("", ""), ("«Straße»", "strasse")])
def test_folded(text, expected):
    assert folded(text) == expected


MANY = 100_000


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<title>" + "a | " * MANY + "</title>", id="separators in a title"),
        pytest.param("<title>a" + " " * MANY + "b</title>", id="spaces in a title"),
        pytest.param(meta("author", "a" * MANY), id="a long author"),
        pytest.param(meta("author", "a, " * MANY), id="many authors"),
        pytest.param(meta("date", "2024 " * MANY), id="years in a date"),
        pytest.param(ld('{"a":' + " " * MANY + "x"), id="spaces in broken JSON-LD"),
        pytest.param(ld('"author":{' * (MANY // 10)), id="beginnings in broken JSON-LD"),
        pytest.param("<h1>a</h1>" + "<div class=author>" * 900 + "x" * MANY, id="authors in authors"),
        pytest.param("<h1>a</h1>" + "<p class=author>Ruth Ashby</p>" * 3000, id="a page of authors"),
        pytest.param("<h1>a</h1>" + "<p><time datetime=2024-05-05>May</time></p>" * 3000, id="a page of times"),
        pytest.param("<h1>a</h1><p>" + "2024" * (MANY // 10) + "</p>", id="digits below the headline"),
    ],
)
def test_hostile_pages_take_no_longer_than_they_are(page):
    start = time.process_time()
    metadata(page)
    assert time.process_time() - start < 5


@given(st.text(max_size=200), st.sampled_from([None, "de", "zh", "ar"]))
def test_no_text_breaks_the_search_for_names(text, language):
    assert all(name.strip() for name in split_names(text, lexicon(language)))
