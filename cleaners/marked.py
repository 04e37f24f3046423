"""What elements of the page say by their attributes: microdata, RDFa, hCard, links and classes of authors."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from .noted import may_name_author
from .spacing import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from .noted import Noted

MICRODATA = frozenset({"headline", "author", "datepublished", "datemodified", "description", "inlanguage", "creator"})
MOST_MARKS = 20
"""Texts of authors that are looked at; the article's own come first."""
REACH = 400
"""Elements behind the first author among which there are others of the article; the byline is followed by its text."""
LONGEST_PIECE = 600
"""Characters with white space, and pieces, of a text that may name authors."""
LONGEST_BYLINE = 160
"""Characters of a text that names authors; what is longer is their biography."""
DEEPEST_MARK = 12
"""Ancestors asked whether an element belongs to a comment or to another article."""
AUTHOR_TAGS = ("a", "address", "cite", "div", "h3", "h4", "h5", "li", "p", "span", "strong")
"""Elements that hold a name."""
IS_AUTHOR = re.compile(r"(?:^|[\s_-]|(?<=[a-z]))(?:[Aa]uthors?|[Bb]y-?[Ll]ines?|[Cc]reator|vcard)(?=$|[\s_A-Z-])")
AUTHOR_PATH = re.compile(r"/(?:authors?|contributors?)/[^/?#]+/?(?:[?#].*)?$")
NOT_OF_THE_ARTICLE = re.compile(r"comment|related|recommend|sidebar|widget|popular|trending|carousel|footer|teaser|card__", re.IGNORECASE)
"""Class words of places where other authors are named."""


def itemprops(elements: Iterable[etree._Element]) -> dict[str, tuple[str, ...]]:
    """Microdata values of the properties that an article has (HTML Standard, microdata), from the elements with `itemprop`."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        wanted = [name for name in (element.get("itemprop") or "").lower().split() if name in MICRODATA]
        if not wanted or element.tag == "meta":
            continue
        value = element.get("content") or element.get("datetime") or _own_name(element)
        for name in wanted if value else ():
            found[name].append(collapse(value))
    return {name: tuple(values) for name, values in found.items()}


def author_marks(noted: Noted) -> tuple[str, ...]:
    """The short texts of the elements that the markup calls an author's, in page order, each piece on a line of its own."""
    suspects = {element for element in noted.suspects if element.tag in AUTHOR_TAGS and _is_authors(element)}
    texts: dict[str, None] = {}
    last = 0
    for n, element in enumerate(noted.root.iter(*AUTHOR_TAGS) if suspects else ()):
        if element in suspects:
            suspects.remove(element)
            text = "" if _is_elsewhere(element) else _lines(element)
            if 1 < len(text) <= LONGEST_BYLINE:
                last = last or n
                texts[text] = None
        if not suspects or len(texts) >= MOST_MARKS or (last and n - last > REACH):
            break
    return tuple(texts)


def _lines(element: etree._Element) -> str:
    """The text of an element, each piece between two tags on a line of its own; empty where it is too long for a byline."""
    pieces: list[str] = []
    for text in element.itertext():
        if len(text) + len(pieces) > LONGEST_PIECE:
            return ""
        if piece := collapse(str(text)):
            pieces.append(piece)
    return "\n".join(pieces)


def _is_authors(element: etree._Element) -> bool:
    """Whether an element says by its class, as a link or in RDFa that it is about an author."""
    words = element.get("class")
    if words and may_name_author(words) and IS_AUTHOR.search(words):
        return True
    if element.tag == "a":
        return "author" in (element.get("rel") or "").lower().split() or bool(AUTHOR_PATH.search(element.get("href") or ""))
    return "author" in (element.get("property") or "")


def _is_elsewhere(element: etree._Element) -> bool:
    """Whether an element stands in a comment or beside the article."""
    for n, ancestor in enumerate(element.iterancestors()):
        if n == DEEPEST_MARK or ancestor.tag == "body":
            return False
        if ancestor.tag in {"nav", "footer"} or NOT_OF_THE_ARTICLE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def _own_name(element: etree._Element) -> str:
    """The text of a property; of a nested item its `name`."""
    for inner in element.iterdescendants():
        if "name" in (inner.get("itemprop") or "").lower().split():
            return (inner.get("content") or "") if inner.tag == "meta" else text_of(inner)
    return text_of(element)


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(text) for text in element.itertext())
