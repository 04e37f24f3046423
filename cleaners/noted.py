"""What a walk through a page takes note of besides its text, so that nobody has to look for it in the tree again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .elements import LEADS, NOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from .addresses import Addresses


def may_name_author(words: str) -> bool:
    """Whether class words may be those of an author or a byline: a cheap look before an expression reads them."""
    return "uthor" in words or "yline" in words or "reator" in words or "vcard" in words


@dataclass(slots=True)
class Noted:
    """Elements in document order, those included of which no reader sees anything."""

    root: etree._Element
    addresses: Addresses
    leads: list[str | etree._Element] = field(default_factory=list)
    """The targets of links that say no more than that; `<a>` with `rel`, `<area>`, `<base>`, `<link>` and `<meta>`."""
    facts: list[etree._Element] = field(default_factory=list)
    """`<script>`, `<time>` and `<title>`."""
    properties: list[etree._Element] = field(default_factory=list)
    """Elements with `itemprop`."""
    suspects: set[etree._Element] = field(default_factory=set)
    """All elements with text that the markup may call an author's, and others."""

    def see(self, element: etree._Element) -> None:
        """Note an element, if it tells programs something by its tag."""
        tag = element.tag
        if tag == "a":
            self.see_link(element, element.get("href"), element.get("rel"))
        elif tag in NOTED:
            (self.leads if tag in LEADS else self.facts).append(element)

    def see_link(self, element: etree._Element, href: str | None, rel: str | None) -> None:
        """Note an `<a>`."""
        if rel is not None:
            self.leads.append(element)
        elif href:
            self.leads.append(href)
        if href and ("/author" in href or "/contributor" in href):
            self.suspects.add(element)

    def see_inside(self, element: etree._Element) -> None:
        """Note an element in one that no reader sees."""
        self.see(element)
        self.suspects.add(element)
        if element.get("itemprop") is not None:
            self.properties.append(element)

    def metas(self) -> Iterator[etree._Element]:
        """The `<meta>` elements."""
        return (lead for lead in self.leads if not isinstance(lead, str) and lead.tag == "meta")
