"""Sitemaps and feeds: what a site lists itself, and bytes that only pretend to."""

from __future__ import annotations

import gzip
import json
import socket
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.document import Page
from pipelines.records import UnreadableListError
from pipelines.tables import Role
from scraper.lists import LARGEST_LIST, Entry, read_list, unpacked

BASE = "https://a.example/lists/main.xml"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body: str | bytes, role: Role = Role.SITEMAP) -> list[Entry]:
    """The entries of a list."""
    return list(read_list(Page(BASE, body.encode() if isinstance(body, str) else body), role))


def urlset(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    """A sitemap of these items."""
    return f"{head}<urlset {SITEMAP}>{''.join(f'<url>{item}</url>' for item in items)}</urlset>"


ONE = urlset("<loc>https://a.example/1</loc>")
FIRST = Entry("https://a.example/1")

SITEMAPS = {
    "empty": (urlset(), []),
    "one URL": (ONE, [FIRST]),
    "with its date": (urlset("<loc>https://a.example/1</loc><lastmod>2024-05-01</lastmod>"), [Entry("https://a.example/1", "2024-05-01")]),
    "order kept": (urlset("<loc>https://a.example/2</loc>", "<loc>https://a.example/1</loc>"), [Entry("https://a.example/2"), FIRST]),
    "white space around the URL": (urlset("<loc>\n  https://a.example/1\n</loc>"), [FIRST]),
    "CDATA": (urlset("<loc><![CDATA[https://a.example/1?a=1&b=2]]></loc>"), [Entry("https://a.example/1?a=1&b=2")]),
    "escaped ampersand": (urlset("<loc>https://a.example/1?a=1&amp;b=2</loc>"), [Entry("https://a.example/1?a=1&b=2")]),
    "relative URL": (urlset("<loc>/1</loc>"), [FIRST]),
    "no loc": (urlset("<lastmod>2024-05-01</lastmod>", "<loc/>", "<loc> </loc>"), []),
    "comments": (urlset("<!-- x --><loc>https://a.example/1</loc>", "<!-- <loc>https://a.example/2</loc> -->"), [FIRST]),
    "no namespace": ("<urlset><url><loc>https://a.example/1</loc></url></urlset>", [FIRST]),
    "prefixed namespace": (
        f"<s:urlset {SITEMAP.replace('xmlns', 'xmlns:s')}><s:url><s:loc>https://a.example/1</s:loc></s:url></s:urlset>",
        [FIRST],
    ),
    "index": (
        f"<sitemapindex {SITEMAP}><sitemap><loc>https://a.example/s1.xml</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>",
        [Entry("https://a.example/s1.xml", "2024-05-01", is_list=True)],
    ),
    "news": (
        urlset(
            '<loc>https://a.example/1</loc><n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:publication><n:name>A</n:name></n:publication>'
            "<n:publication_date>2024-05-02</n:publication_date><n:title>T</n:title></n:news>"
        ),
        [Entry("https://a.example/1", "2024-05-02")],
    ),
    "images": (
        urlset(
            '<loc>https://a.example/1</loc><i:image xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><i:loc>https://a.example/1.jpg</i:loc></i:image>'
        ),
        [FIRST],
    ),
    "images before the page": (
        urlset(
            '<i:image xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><i:loc>https://a.example/1.jpg</i:loc></i:image><loc>https://a.example/1</loc>'
        ),
        [FIRST],
    ),
    "other languages": (
        urlset(
            '<loc>https://a.example/1</loc><x:link xmlns:x="http://www.w3.org/1999/xhtml" rel="alternate" hreflang="de" href="https://a.example/de/1"/>'
        ),
        [FIRST],
    ),
    "broken off": (ONE.removesuffix("</url></urlset>") + "</url><url><loc>https://a", [FIRST, Entry("https://a")]),
    "bare ampersand": (
        urlset("<loc>https://a.example/1</loc>", "<loc>https://a.example/2?a&b</loc>")[:-5],
        [FIRST, Entry("https://a.example/2?a")],
    ),
}


@pytest.mark.parametrize("body, entries", SITEMAPS.values(), ids=SITEMAPS)
def test_sitemaps(body, entries):
    assert read(body) == entries


DRESSES = {
    "UTF-8 byte order mark": b"\xef\xbb\xbf" + ONE.encode(),
    "leading white space": b"\n\n  " + ONE.encode(),
    "white space before the mark": b"\n\xef\xbb\xbf" + ONE.encode(),
    "white space after the mark": b"\xef\xbb\xbf\n" + ONE.encode(),
    "UTF-16": ONE.replace("UTF-8", "UTF-16").encode("utf-16"),
    "gzip": gzip.compress(ONE.encode()),
    "gzip of a marked one": gzip.compress(b"\xef\xbb\xbf" + ONE.encode()),
    "two gzip members": gzip.compress(ONE[:60].encode()) + gzip.compress(ONE[60:].encode()),
    "gzip with a tail": gzip.compress(ONE.encode()) + b"\0" * 10,
}


@pytest.mark.parametrize("body", DRESSES.values(), ids=DRESSES)
def test_a_sitemap_in_another_dress(body):
    assert read(body) == [FIRST]


TEXTS = {
    "one": b"https://a.example/1",
    "blank lines": b"\n\nhttps://a.example/1\n\n",
    "Windows line ends": b"https://a.example/1\r\n",
    "byte order mark": b"\xef\xbb\xbfhttps://a.example/1\n",
    "gzip": gzip.compress(b"https://a.example/1\n"),
}


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_text_sitemaps(body):
    assert read(body) == [FIRST]


def test_a_text_is_no_feed():
    with pytest.raises(UnreadableListError):
        read(b"https://a.example/1", Role.FEED)


def rss(*items: str) -> str:
    """An RSS 2.0 feed of these items."""
    channel = "<title>Feed</title><link>https://a.example/</link>"
    atom = '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="https://a.example/feed"/>'
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{atom}{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'


def atom(*entries: str) -> str:
    """An Atom feed of these entries."""
    items = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/><updated>2020-01-01T00:00:00Z</updated>{items}</feed>'
    )


FEEDS = {
    "RSS 2.0, empty": (rss(), []),
    "RSS 2.0": (
        rss("<title>T</title><link>https://a.example/1</link><pubDate>Wed, 01 May 2024 00:00:00 GMT</pubDate>"),
        [Entry("https://a.example/1", "Wed, 01 May 2024 00:00:00 GMT")],
    ),
    "RSS 2.0, CDATA": (rss("<link><![CDATA[ https://a.example/1 ]]></link>"), [FIRST]),
    "RSS 2.0, guid only": (rss("<guid>https://a.example/1</guid>"), [FIRST]),
    "RSS 2.0, permalink": (rss('<guid isPermaLink="true">https://a.example/1</guid>'), [FIRST]),
    "RSS 2.0, link before guid": (rss("<guid>https://a.example/?p=1</guid><link>https://a.example/1</link>"), [FIRST]),
    "RSS 2.0, guid is no URL": (rss('<guid isPermaLink="false">abc-1</guid>'), []),
    "RSS 2.0, enclosure": (rss('<link>https://a.example/1</link><enclosure url="https://a.example/1.mp3"/>'), [FIRST]),
    "RSS 2.0, self link in the item": (
        rss('<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="https://a.example/1.xml"/><link>https://a.example/1</link>'),
        [FIRST],
    ),
    "RSS 1.0": (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/">'
            '<link>https://a.example/</link></channel><item rdf:about="https://a.example/1"><link>https://a.example/1</link>'
            '<d:date xmlns:d="http://purl.org/dc/elements/1.1/">2024-05-01</d:date></item></rdf:RDF>'
        ),
        [Entry("https://a.example/1", "2024-05-01")],
    ),
    "Atom": (
        atom('<link href="https://a.example/1"/><updated>2024-05-01T00:00:00Z</updated>'),
        [Entry("https://a.example/1", "2024-05-01T00:00:00Z")],
    ),
    "Atom, changed after it was published": (
        atom('<link href="/1"/><published>2023-01-01T00:00:00Z</published><updated>2024-05-01T00:00:00Z</updated>'),
        [Entry("https://a.example/1", "2024-05-01T00:00:00Z")],
    ),
    "Atom, several links": (
        atom(
            '<link rel="self" href="https://a.example/1.atom"/><link rel="enclosure" href="https://a.example/1.mp3"/>'
            '<link rel="alternate" href="https://a.example/1"/><link rel="alternate" hreflang="de" href="https://a.example/de/1"/>'
        ),
        [FIRST],
    ),
    "Atom, no page": (atom('<link rel="enclosure" href="https://a.example/1.mp3"/><id>urn:1</id>'), []),
    "JSON Feed": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"id": "1", "url": "https://a.example/1", "date_modified": "2024-05-01"}],
            }
        ),
        [Entry("https://a.example/1", "2024-05-01")],
    ),
    "JSON Feed, empty": ('{"items": []}', []),
    "JSON Feed, relative URL": ('{"items": [{"url": "/1"}]}', [FIRST]),
    "JSON Feed, no URL": ('{"items": [{"id": "1"}, {"url": null}]}', []),
    "JSON Feed, byte order mark": ('\ufeff{"items": [{"url": "/1"}]}', [FIRST]),
    "JSON Feed, leading white space": ('\n {"items": [{"url": "/1"}]}', [FIRST]),
}


@pytest.mark.parametrize("body, entries", FEEDS.values(), ids=FEEDS)
def test_feeds(body, entries):
    assert read(body, Role.FEED) == entries


UNREADABLE = {
    "nothing": b"",
    "white space": b" \n",
    "words": b"not found",
    "HTML": b"<!DOCTYPE html><html><head><title>404</title></head><body><url><loc>https://a.example/1</loc></url></body></html>",
    "XHTML": b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    "SVG": b"<svg/>",
    "binary": bytes(range(256)),
    "JSON of another kind": b'{"posts": []}',
    "JSON, items are no list": b'{"items": 5}',
    "JSON, items are no objects": b'{"items": ["https://a.example/1"]}',
    "JSON, URL is a number": b'{"items": [{"url": 5}]}',
    "JSON, broken off": b'{"items": [{"url": "https://a',
    "JSON, deeper than can be read": b'{"items":' * 100_000,
    "JSON, not UTF-8": b'{"items": [{"url": "\xff\xfe"}]}',
    "broken gzip": b"\x1f\x8b" + b"broken",
    "gzip with a broken body": (packed := gzip.compress(ONE.encode()))[:20] + b"\xff" * 20 + packed[40:],
    "gzip that breaks off": gzip.compress(ONE.encode())[:-9],
    "gzip of HTML": gzip.compress(b"<html/>"),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("role", [Role.SITEMAP, Role.FEED])
def test_bytes_that_are_neither(body, role):
    with pytest.raises(UnreadableListError):
        read(body, role)


def bomb(size: int) -> bytes:
    """Gzip that unpacks to so many zero bytes."""
    packer = zlib.compressobj(9, wbits=31)
    chunk = bytes(1 << 20)
    return b"".join([*(packer.compress(chunk) for _ in range(size >> 20)), packer.flush()])


def test_a_gzip_bomb_is_refused():
    packed = bomb(LARGEST_LIST + (8 << 20))
    assert len(packed) < 100_000
    with pytest.raises(UnreadableListError, match="unpacks to more than"):
        unpacked(packed)


def test_a_bomb_of_many_members_is_refused():
    with pytest.raises(UnreadableListError, match="unpacks to more than"):
        unpacked(bomb(32 << 20) * 3)


def test_what_is_no_gzip_stays_as_it_is():
    assert unpacked(ONE.encode()) == ONE.encode()


def test_entities_in_entities_do_not_grow():
    """Billion laughs: expanded, the text would have 3 GB."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    head = f'<!DOCTYPE urlset [<!ENTITY a0 "lol">{entities}]>'
    found = read(urlset("<loc>https://a.example/1</loc><title>&a9;</title>", "<loc>https://a.example/&a9;</loc>", head=head))
    assert found[0] == FIRST
    assert all(len(entry.url) < 100 for entry in found)


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("password")
    head = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = read(urlset("<loc>https://a.example/1</loc>", "<loc>https://a.example/&x;</loc>", head=head))
    assert found[0] == FIRST
    assert not any("password" in entry.url for entry in found)


def test_an_external_dtd_is_not_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        head = f'<!DOCTYPE urlset SYSTEM "{address}/dtd" [<!ENTITY % p SYSTEM "{address}/p"> %p; <!ENTITY x SYSTEM "{address}/x">]>'
        assert FIRST in read(urlset("<loc>https://a.example/1</loc>", "<loc>https://a.example/&x;</loc>", head=head))
        with pytest.raises(BlockingIOError):
            server.accept()


@given(
    st.one_of(st.binary(max_size=200), st.text("<>/&;\"'= \nurlsetocfdiamgnk[]{}:,1", max_size=200).map(str.encode)),
    st.sampled_from([Role.SITEMAP, Role.FEED]),
)
def test_any_bytes_give_entries_or_the_one_error(body, role):
    try:
        entries = read(body, role)
    except UnreadableListError:
        return
    assert all(entry.url for entry in entries)
