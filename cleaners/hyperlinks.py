"""The links of a page as a crawler needs them: everything that leads somewhere, with what the markup says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Hyperlink
from .parse import base_url, join

if TYPE_CHECKING:
    from lxml import etree

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
REFRESH = re.compile(r"^\s*\d*\.?\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
PLACES = ("http://", "https://", "ftp://", "ftps://", "file://")
"""Schemes of documents; a crawler fetches only the first two, and says so of the others."""


def hyperlinks(root: etree._Element, url: str) -> tuple[Hyperlink, ...]:
    """The page's links to documents in document order, each target once, its most telling role first; also broken URLs."""
    base = base_url(root, url)
    found: dict[str, Hyperlink] = {}
    for element in root.iter("a", "area", "link", "meta"):
        tag = element.tag
        links = _anchor(element, base) if tag in ANCHORS else _refresh(element, base) if tag == "meta" else _document_link(element, base)
        for link in links:
            known = found.get(link.href)
            if known is None or (known.role == "link" and link.role != "link"):
                found[link.href] = link
    return tuple(found.values())


ANCHORS = frozenset({"a", "area"})


def _target(href: str) -> str | None:
    """The address without its fragment; None for what leads to no document (mailto:, tel:, javascript:)."""
    return href.partition("#")[0] if href.lower().startswith(PLACES) else None


def _anchor(element: etree._Element, base: str) -> tuple[Hyperlink, ...]:
    """The link that a reader can follow."""
    href = element.get("href")
    if not href or href[0] == "#":
        return ()
    rel = element.get("rel")
    target = _target(join(base, href))
    if target is None:
        return ()
    if rel is None:
        return (Hyperlink(target),)
    words = tuple(rel.lower().split())
    return (Hyperlink(target, words, "next" if "next" in words else "link"),)


def _document_link(element: etree._Element, base: str) -> tuple[Hyperlink, ...]:
    """What `<link>` names: the next page of a listing, a feed, a sitemap, or the same page in another place."""
    href = element.get("href")
    rel = tuple((element.get("rel") or "").lower().split())
    role = _role(element, rel)
    if role is None or not href or href[0] == "#":
        return ()
    target = _target(join(base, href))
    return (Hyperlink(target, rel, role),) if target is not None else ()


def _role(element: etree._Element, rel: tuple[str, ...]) -> str | None:
    """For what a crawler follows a `<link>`; None for stylesheets and the like."""
    if "alternate" in rel and (element.get("type") or "").lower().strip() in FEED_TYPES:
        return "feed"
    if "next" in rel:
        return "next"
    if "sitemap" in rel:
        return "sitemap"
    return "link" if "canonical" in rel or ("alternate" in rel and element.get("hreflang")) else None


def _refresh(element: etree._Element, base: str) -> tuple[Hyperlink, ...]:
    """Where `<meta http-equiv=refresh>` sends the reader."""
    if (element.get("http-equiv") or "").lower() != "refresh":
        return ()
    match = REFRESH.match(element.get("content") or "")
    target = _target(join(base, match[1])) if match else None
    return (Hyperlink(target, (), "refresh"),) if target is not None else ()


def robots_directives(root: etree._Element) -> frozenset[str]:
    """What `<meta name=robots>` asks of crawlers, lower case."""
    metas = root.iter("meta")
    contents = (m.get("content") or "" for m in metas if (m.get("name") or "").strip().lower() == "robots")
    return frozenset(word.strip().lower() for content in contents for word in content.split(",") if word.strip())
