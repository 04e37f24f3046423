"""The links of a page as a crawler needs them: everything that leads somewhere, with what the markup says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .addresses import join
from .document import Hyperlink

if TYPE_CHECKING:
    from lxml import etree

    from .addresses import Addresses
    from .noted import Noted

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
REFRESH = re.compile(r"^\s*\d*\.?\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
PLACES = ("http://", "https://", "ftp://", "ftps://", "file://")
"""Schemes of documents; a crawler fetches only the first two, and says so of the others."""
LONGEST_SCHEME = max(map(len, PLACES))


def hyperlinks(noted: Noted, url: str) -> tuple[Hyperlink, ...]:
    """The page's links to documents in document order, each target once, its most telling role first; also broken URLs."""
    addresses = noted.addresses.based(_base(noted, url))
    found: dict[str, Hyperlink] = {}
    plain: set[str] = set()
    for lead in noted.leads:
        if isinstance(lead, str):
            if lead not in plain:
                plain.add(lead)
                target = None if lead[0] == "#" else _target(addresses[lead])
                if target is not None and target not in found:
                    found[target] = Hyperlink(target)
            continue
        link = _link(lead, plain, addresses)
        if link is not None and (link.href not in found or found[link.href].role == "link" != link.role):
            found[link.href] = link
    return tuple(found.values())


def _base(noted: Noted, url: str) -> str:
    bases = (lead.get("href") for lead in noted.leads if not isinstance(lead, str) and lead.tag == "base")
    return next((join(url, href) for href in bases if href), url)


def _link(element: etree._Element, plain: set[str], addresses: Addresses) -> Hyperlink | None:
    """What an element leads to, if it leads to a document. `plain`: the targets of the elements so far that say nothing of them."""
    tag, href, rel = element.tag, element.get("href"), element.get("rel")
    if not href:
        return _refresh(element, addresses) if tag == "meta" else None
    if rel is None:
        if tag != "area" or href in plain:
            return None
        plain.add(href)
    if href[0] == "#":
        return None
    target = _target(addresses[href])
    if target is None:
        return None
    if rel is None:
        return Hyperlink(target)
    words = tuple(rel.lower().split())
    role = _role(element, words) if tag == "link" else "next" if "next" in words else "link"
    return Hyperlink(target, words, role) if role else None


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


def _refresh(element: etree._Element, addresses: Addresses) -> Hyperlink | None:
    """Where `<meta http-equiv=refresh>` sends the reader."""
    if (element.get("http-equiv") or "").lower() != "refresh":
        return None
    match = REFRESH.match(element.get("content") or "")
    target = _target(addresses[match[1]]) if match else None
    return Hyperlink(target, (), "refresh") if target is not None else None


def robots_directives(noted: Noted) -> frozenset[str]:
    """What `<meta name=robots>` asks of crawlers, lower case."""
    contents = (meta.get("content") or "" for meta in noted.metas() if (meta.get("name") or "").strip().lower() == "robots")
    return frozenset(word.strip().lower() for content in contents for word in content.split(",") if word.strip())
