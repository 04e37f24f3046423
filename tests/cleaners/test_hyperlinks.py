"""Links as a crawler needs them, and what a page asks of crawlers."""

from __future__ import annotations

import pytest

from cleaners.hyperlinks import hyperlinks, robots_directives
from cleaners.parse import parse_text
from cleaners.segment import survey

URL = "https://cells.example/news/"


def found(markup):
    return [(link.href, link.role) for link in hyperlinks(survey(parse_text(f"<p>text</p>{markup}")).noted, URL)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>none</p>", [], id="noop"),
        pytest.param("<a>x</a>", [], id="no target"),
        pytest.param("<a href=''>x</a>", [], id="empty target"),
        pytest.param("<a href='#part'>x</a>", [], id="in the page"),
        pytest.param("<a href='mailto:lab@cells.example'>x</a>", [], id="mail"),
        pytest.param("<a href='javascript:void(0)'>x</a>", [], id="script"),
        pytest.param("<a href='tel:+1'>x</a><a href='data:text/html,x'>x</a>", [], id="other schemes"),
        pytest.param("<a href='ftp://cells.example/x'>x</a>", [("ftp://cells.example/x", "link")], id="ftp"),
        pytest.param("<a href='http://[x#y'>x</a><a href='http://['>x</a>", [("http://[x", "link"), ("http://[", "link")], id="broken"),
        pytest.param("<a href='http://exa℀mple.org/#x'>x</a>", [("http://exa℀mple.org/", "link")], id="broken host"),
        pytest.param("<a href=one>x</a>", [(f"{URL}one", "link")], id="relative"),
        pytest.param("<a href='HTTPS://cells.example/A'>x</a>", [("https://cells.example/A", "link")], id="scheme in capitals"),
        pytest.param("<a href='/x#part'>x</a>", [("https://cells.example/x", "link")], id="fragment dropped"),
        pytest.param("<a href=one>x</a><a href='one#two'>y</a>", [(f"{URL}one", "link")], id="each target once"),
        pytest.param("<link itemprop=url href=one><a href=one>x</a>", [(f"{URL}one", "link")], id="a link without a role hides none"),
        pytest.param("<map><area href=one></map>", [(f"{URL}one", "link")], id="area"),
        pytest.param("<a href=one rel=next>x</a>", [(f"{URL}one", "next")], id="next"),
        pytest.param("<link rel=next href=one>", [(f"{URL}one", "next")], id="next in the head"),
        pytest.param("<a href=one>x</a><a href=one rel=next>x</a>", [(f"{URL}one", "next")], id="the telling role holds"),
        pytest.param("<a href=one rel=next>x</a><a href=one>x</a>", [(f"{URL}one", "next")], id="the telling role stays"),
        pytest.param("<link rel=alternate type=application/rss+xml href=one>", [(f"{URL}one", "feed")], id="rss"),
        pytest.param("<link rel=alternate type='Application/Atom+XML ' href=one>", [(f"{URL}one", "feed")], id="atom"),
        pytest.param("<link rel=sitemap href=/s.xml>", [("https://cells.example/s.xml", "sitemap")], id="sitemap"),
        pytest.param("<link rel=canonical href=one>", [(f"{URL}one", "link")], id="canonical"),
        pytest.param("<link rel=alternate hreflang=de href=one>", [(f"{URL}one", "link")], id="other language"),
        pytest.param("<link rel=alternate href=one>", [], id="alternate of nothing"),
        pytest.param("<link rel=stylesheet href=one.css>", [], id="stylesheet"),
        pytest.param("<meta http-equiv=Refresh content='0; URL=one'>", [(f"{URL}one", "refresh")], id="refresh"),
        pytest.param("<meta http-equiv=refresh content=\"5;url='one'\">", [(f"{URL}one", "refresh")], id="quoted refresh"),
        pytest.param("<meta http-equiv=refresh content=30>", [], id="reload"),
        pytest.param("<base href=/b/><a href=one>x</a>", [("https://cells.example/b/one", "link")], id="base"),
    ],
)
def test_hyperlinks(markup, expected):
    assert found(markup) == expected


def test_rel_is_kept_in_lower_case():
    (link,) = hyperlinks(survey(parse_text("<a href=x rel='NoFollow UGC'>x</a>")).noted, URL)
    assert link.rel == ("nofollow", "ugc")


def test_links_stand_in_document_order():
    assert [href for href, _ in found("<a href=b>b</a><a href=a>a</a><a href=c>c</a>")] == [URL + name for name in "bac"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>none", set()),
        ("<meta name=robots>", set()),
        ("<meta name=viewport content=noindex>", set()),
        ("<meta name=robots content='noindex'>", {"noindex"}),
        ("<meta name=' Robots ' content='NoIndex, NOFOLLOW,'>", {"noindex", "nofollow"}),
        ("<meta name=robots content=noindex><meta name=robots content=noarchive>", {"noindex", "noarchive"}),
    ],
)
def test_robots(markup, expected):
    assert robots_directives(survey(parse_text(markup + "<p>text")).noted) == expected
