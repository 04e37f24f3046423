"""Which URLs belong to a crawl, and why the others do not."""

from __future__ import annotations

import pickle
import re

import pytest

from cleaners import clean
from cleaners.document import Document, Page
from pipelines.records import Finding, UnreadableListError
from pipelines.tables import Role, State
from scraper.discovery import LIST_DEPTH, LIST_PRIORITY, LONGEST_PATH, PRIORITY, SEGMENT_REPEATS, Scope, seed_findings, trap
from scraper.urls import LONGEST_URL

HERE = "https://a.example/blog/"
SITES = frozenset({"a.example", "www.a.example"})
SCOPE = Scope(SITES)
NARROW = Scope(SITES, allow=(re.compile("/blog/"),), deny=(re.compile(r"\?print"),), max_depth=2)


def page(body: str, url: str = HERE, head: str = "") -> Document:
    """A page understood."""
    return clean(f"<html><head><title>T</title>{head}</head><body>{body}</body></html>", url)


def findings(body: str, depth: int = 0, scope: Scope = SCOPE, head: str = "") -> list[Finding]:
    """What a page leads to."""
    return list(scope.page_findings(page(body, head=head), depth))


@pytest.mark.parametrize(
    "scope, url, depth, source, reason",
    [
        (SCOPE, "https://a.example/", 0, "link", None),
        (SCOPE, "https://www.a.example/", 0, "link", None),
        (SCOPE, "http://a.example/a", 99, "link", None),
        (SCOPE, "https://b.example/", 0, "link", "scope.offsite"),
        (SCOPE, "https://blog.a.example/", 0, "link", "scope.offsite"),
        (SCOPE, "https://a.example.b.example/", 0, "link", "scope.offsite"),
        (SCOPE, "https://a.example:8080/", 0, "link", "scope.offsite"),
        (SCOPE, "https://a.example/photo.jpg", 0, "link", "type.extension"),
        (SCOPE, "https://a.example/PAPER.PDF", 0, "link", "type.extension"),
        (SCOPE, "https://a.example/feed.xml", 0, "link", "type.extension"),
        (SCOPE, "https://a.example/a.pdf?download=1", 0, "link", "type.extension"),
        (SCOPE, "https://a.example/a.html", 0, "link", None),
        (SCOPE, "https://a.example/a.php", 0, "link", None),
        (SCOPE, "https://a.example/version-2.0", 0, "link", None),
        (SCOPE, "https://a.example/a?file=b.pdf", 0, "link", None),
        (SCOPE, "https://a.example/a.pdf/", 0, "link", None),
        (SCOPE, "https://a.example/a" + "/b" * 4, 0, "link", "trap.path"),
        (NARROW, "https://a.example/blog/a", 2, "link", None),
        (NARROW, "https://a.example/blog/a", 3, "link", "limit.depth"),
        (NARROW, "https://a.example/blog/a", 3, "next", "limit.depth"),
        (NARROW, "https://a.example/shop/a", 1, "link", "scope.pattern"),
        (NARROW, "https://a.example/shop/a", 1, "sitemap", "scope.pattern"),
        (NARROW, "https://a.example/shop/a", 0, "seed", None),
        (NARROW, "https://a.example/shop/?page=2", 1, "next", None),
        (NARROW, "https://a.example/blog/a?print", 1, "link", "scope.pattern"),
        (NARROW, "https://a.example/blog/a?print", 1, "next", "scope.pattern"),
        (NARROW, "https://a.example/blog/a?print", 0, "seed", "scope.pattern"),
        (NARROW, "https://b.example/blog/a.jpg?print", 9, "link", "scope.offsite"),
    ],
)
def test_objection(scope, url, depth, source, reason):
    assert scope.objection(url, depth, source) == reason


@pytest.mark.parametrize(
    "url, reason",
    [
        ("https://a.example/", None),
        ("https://a.example/2024/05/01/2024-05-01-news", None),
        ("https://a.example" + "/a" * SEGMENT_REPEATS, None),
        ("https://a.example" + "/a" * (SEGMENT_REPEATS + 1), "trap.path"),
        ("https://a.example/" + "a/b/" * (SEGMENT_REPEATS + 1), "trap.path"),
        ("https://a.example/" + "/".join(map(str, range(LONGEST_PATH))), None),
        ("https://a.example/" + "/".join(map(str, range(LONGEST_PATH + 1))), "trap.path"),
        ("https://a.example/".ljust(LONGEST_URL, "a"), None),
        ("https://a.example/".ljust(LONGEST_URL + 1, "a"), "trap.length"),
        ("https://a.example/?a=1&" + "&".join(["a=1"] * 50), None),
    ],
)
def test_traps(url, reason):
    assert trap(url) == reason


def test_a_link_is_a_finding():
    assert findings('<a href="/a">A</a>', depth=3) == [
        Finding("https://a.example/a", "a.example", "link", depth=4, priority=PRIORITY["link"])
    ]


@pytest.mark.parametrize(
    "body",
    ["", "<p>words</p>", '<a href="#top">up</a>', '<a href="mailto:a@b.example">mail</a>', '<a href="javascript:x()">x</a>', "<a>x</a>"],
)
def test_pages_that_lead_nowhere(body):
    assert findings(body) == []


@pytest.mark.parametrize("href", ["/a?utm_source=x", "HTTPS://A.EXAMPLE/a", "https://a.example:443/a", "/b/../a?utm_source=y"])
def test_another_spelling_is_an_alias_of_the_normal_form(href):
    first, second = findings(f'<a href="{href}">A</a>')
    assert (first.url, first.state, first.reason, first.alias_of) == ("https://a.example/a", State.QUEUED, None, None)
    assert second.url != first.url
    assert (second.state, second.reason, second.alias_of, second.site) == (State.FILTERED, "alias.spelling", first.url, "a.example")


@pytest.mark.parametrize("href", ["/a", "/a#part", "https://a.example/a"])
def test_the_normal_form_has_no_alias(href):
    assert [finding.url for finding in findings(f'<a href="{href}">A</a>')] == ["https://a.example/a"]


def test_each_url_is_found_once():
    found = findings('<a href="/a">A</a><a href="/a#b">A</a><a href="/a?utm_source=x">A</a><a href="/a/">A</a>')
    assert [finding.url for finding in found] == ["https://a.example/a", "https://a.example/a?utm_source=x", "https://a.example/a/"]


def test_a_refused_link_is_a_finding_with_its_reason_and_without_aliases():
    found = findings('<a href="https://B.example/?utm_source=x">B</a><a href="/a.jpg">J</a>')
    assert [(f.url, f.site, f.state, f.reason) for f in found] == [
        ("https://b.example/", "b.example", State.FILTERED, "scope.offsite"),
        ("https://a.example/a.jpg", "a.example", State.FILTERED, "type.extension"),
    ]


def test_a_broken_url_is_a_finding_too():
    (found,) = findings('<a href="http://a.example:port/">B</a>')
    assert (found.state, found.reason) == (State.FILTERED, "url.invalid")


@pytest.mark.parametrize(
    "body, head",
    [('<a rel="next" href="/blog/?page=2">older</a>', ""), ("", '<link rel="next" href="/blog/?page=2">')],
    ids=["anchor", "link element"],
)
def test_pagination_keeps_the_depth(body, head):
    (found,) = findings(body, depth=2, head=head)
    assert (found.url, found.source, found.depth, found.priority) == ("https://a.example/blog/?page=2", "next", 2, PRIORITY["next"])


def test_pagination_at_the_last_depth_is_followed_and_its_neighbours_are_not():
    found = findings('<a rel="next" href="/blog/?page=2">older</a><a href="/blog/b">B</a>', depth=2, scope=NARROW)
    assert [(f.source, f.reason) for f in found] == [("next", None), ("link", "limit.depth")]


@pytest.mark.parametrize(
    "content, reason",
    [
        ("nofollow", "robots.nofollow"),
        ("noindex, NOFOLLOW", "robots.nofollow"),
        ("none", "robots.nofollow"),
        ("noindex", None),
        ("index,follow", None),
    ],
)
def test_a_page_may_ask_not_to_follow_its_links(content, reason):
    (found,) = findings('<a href="/a">A</a>', head=f'<meta name="robots" content="{content}">')
    assert found.reason == reason


def test_nofollow_hides_no_other_reason():
    (found,) = findings('<a href="https://b.example/">B</a>', head='<meta name="robots" content="nofollow">')
    assert found.reason == "scope.offsite"


def test_a_page_names_its_feeds_and_sitemaps():
    head = '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="sitemap" href="/map.xml"><link rel="alternate" type="application/atom+xml" href="https://b.example/feed">'
    found = findings("", depth=3, head=head)
    assert [(f.url, f.role, f.state, f.reason, f.depth, f.priority) for f in found] == [
        ("https://a.example/feed", Role.FEED, State.QUEUED, None, 0, LIST_PRIORITY),
        ("https://a.example/map.xml", Role.SITEMAP, State.QUEUED, None, 0, LIST_PRIORITY),
        ("https://b.example/feed", Role.FEED, State.FILTERED, "scope.offsite", 0, LIST_PRIORITY),
    ]


@pytest.mark.parametrize(
    "url, named, canonical",
    [
        (HERE, None, None),
        (HERE, "", None),
        (HERE, HERE, HERE),
        (HERE, "https://a.example/a?utm_source=x", "https://a.example/a"),
        (HERE, "/a", "https://a.example/a"),
        (HERE, "https://www.a.example/a", "https://www.a.example/a"),
        (HERE, "https://b.example/a", None),
        (HERE, "https://a.example/", None),
        (HERE, "https://www.a.example", None),
        (HERE, "https://a.example/?p=5", "https://a.example/?p=5"),
        ("https://a.example/", "https://a.example/", "https://a.example/"),
        ("https://a.example/?utm_source=x", "https://a.example/", "https://a.example/"),
        (HERE, "https://a.example/a.jpg", None),
        (HERE, "https://a.example/" + "a/" * 9, None),
        (HERE, "http://[broken/", None),
    ],
)
def test_canonical(url, named, canonical):
    head = "" if named is None else f'<link rel="canonical" href="{named}">'
    assert SCOPE.canonical(page("<p>x</p>", url, head)) == canonical


def test_the_canonical_url_needs_no_allowed_pattern():
    assert NARROW.canonical(page("<p>x</p>", head='<link rel="canonical" href="/guides/a">')) == "https://a.example/guides/a"


@pytest.mark.parametrize(
    "url, role, state, reason",
    [
        ("https://a.example/", Role.PAGE, State.QUEUED, None),
        ("https://a.example/paper.pdf", Role.PAGE, State.QUEUED, None),
        ("https://a.example/shop/?print", Role.PAGE, State.QUEUED, None),
        ("https://a.example/sitemap.xml", Role.SITEMAP, State.QUEUED, None),
        ("https://a.example/sitemap_index.xml.gz", Role.SITEMAP, State.QUEUED, None),
        ("https://a.example/Sitemap.TXT", Role.SITEMAP, State.QUEUED, None),
        ("https://a.example/about-sitemaps", Role.PAGE, State.QUEUED, None),
        ("https://a.example/feed", Role.FEED, State.QUEUED, None),
        ("https://a.example/blog/feed/", Role.FEED, State.QUEUED, None),
        ("https://a.example/index.rss", Role.FEED, State.QUEUED, None),
        ("https://a.example/news.atom", Role.FEED, State.QUEUED, None),
        ("https://a.example/feeding", Role.PAGE, State.QUEUED, None),
        ("https://a.example" + "/a" * 9, Role.PAGE, State.FILTERED, "trap.path"),
        ("https://b.example/sitemap.xml", Role.SITEMAP, State.FILTERED, "scope.offsite"),
    ],
)
def test_what_a_person_gives(url, role, state, reason):
    (found,) = seed_findings(NARROW, url)
    assert (found.url, found.role, found.state, found.reason, found.depth) == (url, role, state, reason, 0)


LIST = "https://a.example/map.xml"


def listed(body: str, role: Role = Role.SITEMAP, depth: int = 0, scope: Scope = SCOPE) -> list[Finding]:
    """What a list leads to."""
    return list(scope.list_findings(Page(LIST, body.encode()), role, depth))


def test_a_sitemap_lists_pages_at_depth_one():
    found = listed(
        "<urlset><url><loc>/a?utm_source=s</loc><lastmod>2024-05-01</lastmod></url><url><loc>https://b.example/</loc></url></urlset>",
        depth=3,
    )
    assert [(f.url, f.source, f.state, f.reason, f.depth, f.lastmod) for f in found] == [
        ("https://a.example/a", "sitemap", State.QUEUED, None, 1, "2024-05-01"),
        ("https://a.example/a?utm_source=s", "sitemap", State.FILTERED, "alias.spelling", 1, None),
        ("https://b.example/", "sitemap", State.FILTERED, "scope.offsite", 1, None),
    ]


def test_a_feed_says_that_it_is_one():
    (found,) = listed("<rss><channel><item><link>/a</link></item></channel></rss>", Role.FEED)
    assert (found.source, found.role, found.priority) == ("feed", Role.PAGE, PRIORITY["feed"])


@pytest.mark.parametrize("depth, followed", [(0, True), (LIST_DEPTH - 1, True), (LIST_DEPTH, False)])
def test_indexes_of_indexes_come_to_an_end(depth, followed):
    index = "<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>"
    (found,) = listed(index, depth=depth)
    assert (found.url, found.role, found.depth) == ("https://a.example/s.xml", Role.SITEMAP, depth + 1)
    assert (found.state, found.reason) == ((State.QUEUED, None) if followed else (State.FILTERED, "limit.lists"))


def test_a_sitemap_that_lists_itself_many_times_is_one_finding():
    index = f"<sitemapindex>{f'<sitemap><loc>{LIST}</loc></sitemap>' * 5}</sitemapindex>"
    assert [f.url for f in listed(index)] == [LIST]


def test_no_list_no_findings():
    with pytest.raises(UnreadableListError):
        listed("<html/>")


def test_a_wider_scope_is_a_new_one():
    wider = SCOPE.widened("b.example")
    assert wider.admits("https://www.b.example/")
    assert wider.admits("https://a.example/")
    assert not SCOPE.admits("https://b.example/")


@pytest.mark.parametrize(
    "value", [SCOPE, NARROW, Finding("https://a.example/", "a.example", "link", Role.FEED, State.FILTERED, "r", 3, 4, "2024", "b")]
)
def test_what_travels_to_the_workers_survives_the_way(value):
    assert pickle.loads(pickle.dumps(value)) == value
