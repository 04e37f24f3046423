"""The links of a page as a crawler needs them: everything that leads somewhere, with what the markup says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Hyperlink
from .parse import join

if TYPE_CHECKING:
    from lxml import etree

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
REFRESH = re.compile(r"^\s*\d*\.?\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
PLACES = ("http://", "https://", "ftp://", "ftps://", "file://")
"""Schemes of documents; a crawler fetches only the first two, and says so of the others."""
LONGEST_SCHEME = max(map(len, PLACES))


def hyperlinks(root: etree._Element, url: str) -> tuple[Hyperlink, ...]:
    """The page's links to documents in document order, each target once, its most telling role first; also broken URLs."""
    elements = list(root.iter("a", "area", "link", "meta", "base"))
    base = next((join(url, href) for element in elements if element.tag == "base" and (href := element.get("href"))), url)
    found: dict[str, Hyperlink] = {}
    plain: set[str] = set()
    for element in elements:
        href, rel = element.get("href"), element.get("rel")
        if rel is None and href:
            if href in plain:
                continue
            plain.add(href)
        link = _link(element, href, rel, base)
        if link is not None:
            known = found.setdefault(link.href, link)
            if known.role == "link" and link.role != "link":
                found[link.href] = link
    return tuple(found.values())


def _link(element: etree._Element, href: str | None, rel: str | None, base: str) -> Hyperlink | None:
    """What an element leads to, if it leads to a document."""
    if not href:
        return _refresh(element, base) if element.tag == "meta" else None
    tag = element.tag
    if href[0] == "#" or (rel is None and tag not in ANCHORS):
        return None
    target = _target(join(base, href))
    if target is None:
        return None
    if rel is None:
        return Hyperlink(target)
    words = tuple(rel.lower().split())
    role = _role(element, words) if tag == "link" else "next" if "next" in words else "link"
    return Hyperlink(target, words, role) if role else None


ANCHORS = frozenset({"a", "area"})


def _target(href: str) -> str | None:
    """The address without its fragment; None for what leads to no document (mailto:, tel:, javascript:)."""
    if href.startswith(PLACES) or href[:LONGEST_SCHEME].lower().startswith(PLACES):
        return href.partition("#")[0]
    return None


def _role(element: etree._Element, rel: tuple[str, ...]) -> str | None:
    """For what a crawler follows a `<link>`; None for stylesheets and the like."""
    if "alternate" in rel and (element.get("type") or "").lower().strip() in FEED_TYPES:
        return "feed"
    if "next" in rel:
        return "next"
    if "sitemap" in rel:
        return "sitemap"
    return "link" if "canonical" in rel or ("alternate" in rel and element.get("hreflang")) else None


def _refresh(element: etree._Element, base: str) -> Hyperlink | None:
    """Where `<meta http-equiv=refresh>` sends the reader."""
    if (element.get("http-equiv") or "").lower() != "refresh":
        return None
    match = REFRESH.match(element.get("content") or "")
    target = _target(join(base, match[1])) if match else None
    return Hyperlink(target, (), "refresh") if target is not None else None


def robots_directives(root: etree._Element) -> frozenset[str]:
    """What `<meta name=robots>` asks of crawlers, lower case."""
    metas = root.iter("meta")
    contents = (m.get("content") or "" for m in metas if (m.get("name") or "").strip().lower() == "robots")
    return frozenset(word.strip().lower() for content in contents for word in content.split(",") if word.strip())
