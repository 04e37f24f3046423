"""Sitemaps and feeds: the URLs that a site itself lists, with the dates of their last change.

Sources: sitemaps.org protocol 0.9, Google's news sitemaps, RSS 2.0, RSS 1.0, Atom (RFC 4287), JSON Feed 1.1.
"""

from __future__ import annotations

import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cleaners.addresses import join
from cleaners.document import Page
from pipelines.records import UnreadableListError
from pipelines.tables import Role

LARGEST_LIST = 60_000_000
"""Bytes of a list once unpacked; the protocol allows 50 MB."""
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Entry:
    """A URL in a list."""

    url: str
    lastmod: str | None = None
    """As written: W3C datetime in sitemaps and Atom, RFC 2822 in RSS."""
    is_list: bool = False
    """Whether it is a further sitemap."""


def read_list(page: Page, role: Role) -> Iterator[Entry]:
    """The entries of a sitemap or a feed. Raises UnreadableListError for bytes that are neither."""
    body = unpacked(page.body).lstrip().removeprefix(BOM_UTF8).lstrip()
    if body[:1] == b"{":
        yield from _json_feed(body, page.url)
    elif role is Role.SITEMAP and body[:4] == b"http":
        yield from (Entry(line.strip()) for line in body.decode("utf-8", "replace").splitlines() if line.strip())
    else:
        yield from _xml(body, page.url)


def unpacked(body: bytes) -> bytes:
    """The bytes of a list that may be gzipped. Raises UnreadableListError when it is cut or too large."""
    if not body.startswith(GZIP):
        return body
    members: list[bytes] = []
    room = LARGEST_LIST
    while body.startswith(GZIP):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            members.append(unpacker.decompress(body, room + 1))
        except zlib.error as error:
            raise UnreadableListError(f"broken gzip: {error}") from error
        room -= len(members[-1])
        if room < 0:
            raise UnreadableListError(f"unpacks to more than {LARGEST_LIST} bytes")
        if not unpacker.eof:
            raise UnreadableListError("the gzip file breaks off")
        body = unpacker.unused_data
    return b"".join(members)


def _json_feed(body: bytes, base: str) -> Iterator[Entry]:
    try:
        items = json.loads(body)["items"]
        yield from (Entry(join(base, item["url"]), item.get("date_modified")) for item in items if item.get("url"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableListError("JSON, but no JSON Feed") from error


def _xml(body: bytes, base: str) -> Iterator[Entry]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(f"no XML: {error}") from error
    kind = _name(root) if root is not None else ""
    if kind not in READERS:
        raise UnreadableListError(f"<{kind}> is neither a sitemap nor a feed")
    for element in root.iter():
        if _name(element) in READERS[kind]:
            yield from _entry(element, base, is_list=_name(element) == "sitemap")


READERS = {"urlset": ("url",), "sitemapindex": ("sitemap",), "rss": ("item",), "RDF": ("item",), "feed": ("entry",)}
"""Root elements and the elements below them that hold an entry."""
LINKS = ("loc", "link", "guid")
DATES = ("lastmod", "updated", "publication_date", "pubDate", "date", "published")


def _entry(element: etree._Element, base: str, *, is_list: bool) -> Iterator[Entry]:
    values: dict[str, str] = {}
    for child in element.iterdescendants():
        name, text = _name(child), (child.text or "").strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            values.setdefault("link", child.get("href") or "")
        elif name == "guid" and child.get("isPermaLink", "true") != "true":
            continue
        elif text and (name != "loc" or child.getparent() is element):  # images have a `loc` too
            values.setdefault(name, text)
    url = next((values[name] for name in LINKS if name in values), None)
    if url:
        yield Entry(join(base, url), next((values[name] for name in DATES if name in values), None), is_list)


def _name(element: etree._Element) -> str:
    """The local name of an element, empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
