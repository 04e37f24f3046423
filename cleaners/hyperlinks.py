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
        href = element.get("href")
        if href in plain and element.get("rel") is None:
            continue
        link = _link(element, href, base)
        if link is not None:
            known = found.get(link.href)
            if known is None or (known.role == "link" and link.role != "link"):
                found[link.href] = link
            if href is not None and known is None:
                plain.add(href)
    return tuple(found.values())


def _link(element: etree._Element, href: str | None, base: str) -> Hyperlink | None:
    """What an element leads to, if it leads to a document."""
    tag = element.tag
    if tag == "meta":
        return _refresh(element, base)
    if not href or href[0] == "#" or tag == "base":
        return None
    target = _target(join(base, href))
    if target is None:
        return None
    written = element.get("rel")
    if written is None:
        return Hyperlink(target) if tag != "link" else None
    rel = tuple(written.lower().split())
    role = _role(element, rel) if tag == "link" else "next" if "next" in rel else "link"
    return Hyperlink(target, rel, role) if role else None


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
