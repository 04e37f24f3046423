"""Addresses as they stand in a page, and the URLs that they mean (HTML Standard, URLs)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from lxml import etree


def base_url(root: etree._Element, url: str) -> str:
    """The URL that relative links are resolved against (HTML Standard, document base URL)."""
    for element in root.iter("base"):
        href = element.get("href")
        if href:
            return join(url, href)
    return url


def join(base: str, href: str) -> str:
    """An absolute URL; the href itself where it is broken beyond resolving."""
    return Addresses(base)[href]


class Addresses(dict[str, str]):
    """Absolute URLs by what stands in the links of one page, each worked out when it is first asked for.

    The forms that nearly all links have are put together here: `urljoin` takes ten times as long for the same result.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.origin, self.folder = _base_parts(base)
        self.page = base.partition("#")[0].removesuffix("?")
        """The base URL without its fragment."""

    def based(self, base: str) -> Addresses:
        """The same for another base URL."""
        return self if base == self.base else Addresses(base)

    def __missing__(self, written: str) -> str:
        self[written] = address = self.resolved(written.strip())
        return address

    def resolved(self, href: str) -> str:
        """An absolute URL; the href itself where it is broken beyond resolving."""
        plain = self._plain(href) if self.origin and href else None
        if plain is not None:
            return plain
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href

    def _plain(self, href: str) -> str | None:
        """The absolute URL of a link in one of the usual forms."""
        first = href[0]
        if first == "#":
            return (self.page if href == "#" else f"{self.page}{href}") if FRAGMENT.fullmatch(href) else None
        if href.startswith("http"):
            return href if ABSOLUTE.fullmatch(href) else None
        if href.startswith("//"):
            address = f"{self.origin.partition(':')[0]}:{href}"
            return address if ABSOLUTE.fullmatch(address) else None
        if PLAIN.fullmatch(href) and "//" not in href and "/." not in href:
            return f"{self.origin}{href}" if first == "/" else f"{self.origin}{self.folder}{href}"
        return href if href.startswith(NO_PLACES) else None


ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[^\x00-\x20?#;]*)?(?:\?[^\x00-\x20#]+)?(?:#[^\x00-\x20]+)?")
"""An address that `urljoin` leaves as it is: plain host, no parameters, no empty query or fragment, no white space."""
PLAIN = re.compile(r"[/A-Za-z0-9_][^\x00-\x20?#;:]*(?:\?[^\x00-\x20#]+)?(?:#[^\x00-\x20]+)?")
"""A path from the root or from the page's folder, if it has no segments that are empty or begin with a dot."""
FRAGMENT = re.compile(r"#[^\x00-\x20]*")
NO_PLACES = ("mailto:", "tel:", "javascript:")
"""Schemes of links that `urljoin` leaves as they are, whatever follows."""


@lru_cache(maxsize=64)
def _base_parts(base: str) -> tuple[str, str]:
    """Scheme and host of a plain base URL, and its folder; two empty strings where `urljoin` has to look at it."""
    match = PLAIN_BASE.fullmatch(base)
    return (match[1], match[2] or "/") if match else ("", "")


PLAIN_BASE = re.compile(
    r"""
    (https?://[A-Za-z0-9.:-]+)
    (?:(/(?:[^\x00-\x20?#;/.][^\x00-\x20?#;/]*/)*) [^\x00-\x20?#;/]*)?
    (?:\?[^\x00-\x20#]*)? (?:\#[^\x00-\x20]*)?
    """,
    re.VERBOSE,
)


def host_of(url: str) -> str:
    """The host of a URL without `www.`; empty where it has none."""
    if plain := PLAIN_HOST.match(url):
        return plain[1].lower().removeprefix("www.")
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


PLAIN_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?=[/?#]|\Z)")
"""The start of nearly all URLs of the web, which needs no parser."""
