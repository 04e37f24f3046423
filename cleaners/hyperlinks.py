"""The links of a page as a crawler needs them: everything that leads somewhere, with what the markup says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Hyperlink
from .parse import base_url, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
REFRESH = re.compile(r"^\s*\d*\.?\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
PLACES = ("http://", "https://", "ftp://", "ftps://", "file://")
"""Schemes of documents; a crawler fetches only the first two, and says so of the others."""


def hyperlinks(root: etree._Element, url: str) -> tuple[Hyperlink, ...]:
    """The page's links to documents in document order, each target once, its most telling role first; also broken URLs."""
    base = base_url(root, url)
    found: dict[str, Hyperlink] = {}
    for link in _links(root, base):
        target = _target(link.href)
        if target is None:
            continue
        known = found.get(target)
        if known is None or (known.role == "link" and link.role != "link"):
            found[target] = Hyperlink(target, link.rel, link.role)
    return tuple(found.values())


def _target(href: str) -> str | None:
    """The address without its fragment; None for what leads to no document (mailto:, tel:, javascript:)."""
    return href.partition("#")[0] if href.lower().startswith(PLACES) else None


def _links(root: etree._Element, base: str) -> Iterator[Hyperlink]:
    for element in root.iter("a", "area", "link", "meta"):
        href = element.get("href")
        rel = tuple((element.get("rel") or "").lower().split())
        if element.tag == "meta":
            yield from _refresh(element, base)
        elif not href or href.startswith("#"):
            continue
        elif element.tag == "link":
            yield from _document_link(element, join(base, href), rel)
        else:
            yield Hyperlink(join(base, href), rel, "next" if "next" in rel else "link")


def _document_link(element: etree._Element, href: str, rel: tuple[str, ...]) -> Iterator[Hyperlink]:
    """What `<link>` names: the next page of a listing, a feed, a sitemap, or the same page in another place."""
    kind = (element.get("type") or "").lower().strip()
    if "alternate" in rel and kind in FEED_TYPES:
        yield Hyperlink(href, rel, "feed")
    elif "next" in rel:
        yield Hyperlink(href, rel, "next")
    elif "sitemap" in rel:
        yield Hyperlink(href, rel, "sitemap")
    elif "canonical" in rel or ("alternate" in rel and element.get("hreflang")):
        yield Hyperlink(href, rel, "link")


def _refresh(element: etree._Element, base: str) -> Iterator[Hyperlink]:
    """Where `<meta http-equiv=refresh>` sends the reader."""
    if (element.get("http-equiv") or "").lower() == "refresh":
        match = REFRESH.match(element.get("content") or "")
        if match:
            yield Hyperlink(join(base, match.group(1)), (), "refresh")


def robots_directives(root: etree._Element) -> frozenset[str]:
    """What `<meta name=robots>` asks of crawlers, lower case."""
    metas = root.iter("meta")
    contents = (m.get("content") or "" for m in metas if (m.get("name") or "").strip().lower() == "robots")
    return frozenset(word.strip().lower() for content in contents for word in content.split(",") if word.strip())
