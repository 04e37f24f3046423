"""Menus, header, footer, breadcrumbs, search, share bars, pagination, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..document import Kind, Label, Link, Verdict
from ..features import Facts
from ..flat import KIND_INDEX
from ..hashing import phrase_hashes, word_hashes
from ..phrases import SAYS
from ..places import Place
from ..vocabulary import Vocabulary, word_set
from ..words import Lexicon, Words, tokens
from .notice import claims_rights
from .promo import leads_offsite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..judge import Context

ELEMENT = Verdict(Label.NAVIGATION, "navigation.element", 0.9)
SHARE = Verdict(Label.NAVIGATION, "navigation.share", 0.9)
WORDS = Verdict(Label.NAVIGATION, "navigation.words", 0.85)
CONTENTS = Verdict(Label.NAVIGATION, "navigation.contents", 0.85)
EDGE = Verdict(Label.NAVIGATION, "navigation.edge", 0.7)
RIGHTS = Verdict(Label.NAVIGATION, "navigation.copyright", 0.8)
NAME = Verdict(Label.NAVIGATION, "navigation.site_name", 0.75)
BREADCRUMB = frozenset("/›»>→|·•")
SAID = SAYS["navigation"] | SAYS["share"]


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, by words, and by standing at the page's edge as a list of links."""
    columns, text = page.columns, page.mask(Label.BODY)
    placed = columns.places & (Place.SHARE | Place.NAVIGATION) > 0
    linked = columns.link_share >= page.thresholds.link_block_share
    left = ~text | (columns.body < page.thresholds.firm)
    for fact in _contents(page, linked & left):
        left[fact.n] = False
        yield fact.n, CONTENTS
    for fact in page.where(left & placed & (linked | ~text)):
        if not text[fact.n] or (fact.run.links and _is_menu_entry(page, fact)):
            yield fact.n, SHARE if fact.places & Place.SHARE else ELEMENT
    names = _names(page, text)
    for fact in page.where(left & ~placed & ~text & (linked | (columns.words <= page.thresholds.byline_words))):
        if verdict := _anywhere(page, fact, names):
            yield fact.n, verdict


def _contents(page: Context, linked: NDArray[np.bool_]) -> list[Facts]:
    """The blocks that are links to places in the same page only, as a table of contents is."""
    here = ("", page.url.split("#")[0])
    no_headings = page.flat.kind != KIND_INDEX[Kind.HEADING]
    return [
        fact
        for fact in page.where(linked & no_headings)
        if (links := fact.run.links) and "#" in links[0].href and all(_leads_inside(link.href, here) for link in links)
    ]


def _leads_inside(href: str, here: tuple[str, ...]) -> bool:
    """Whether a link leads to a fragment of this page."""
    target, mark, _ = href.partition("#")
    return bool(mark) and target in here


class Names(NamedTuple):
    """What lines of the header can name, and where the text is."""

    title: int
    """The block of the headline, -1 for none."""
    is_site: NDArray[np.bool_]
    """For each block whether its words are those of the site's name."""
    may_be_furniture: NDArray[np.bool_]
    """For each block whether its first word is one with which such phrases begin."""
    edges: tuple[int, int]
    """The first and the last block of text."""


def _names(page: Context, text: NDArray[np.bool_]) -> Names:
    body = np.flatnonzero(text)
    edges = (int(body[0]), int(body[-1])) if len(body) else (len(page.blocks), -1)
    words = page.flat.tokens
    is_site = words.wholes == phrase_hashes([tokens(page.metadata.site_name or "")])
    may_be_furniture = _first_words(page.words).of(words.hashes[words.starts], unknown=False)
    return Names(page.first_named(page.metadata.title), is_site, may_be_furniture, edges)


@lru_cache(maxsize=64)
def _first_words(lexicon: Lexicon) -> Vocabulary:
    """The words with which phrases of furniture begin."""
    return word_set(word_hashes([*{word for kind in ("share", "navigation") for word in lexicon.phrases[kind].by_first}]))


def _anywhere(page: Context, fact: Facts, names: Names) -> Verdict | None:
    """Of a block in no place with a name."""
    if fact.words <= page.thresholds.byline_words and claims_rights(fact.run.text):
        return RIGHTS
    if _says_so(page, fact, names):
        return WORDS
    if _is_site_name(page, fact, names):
        return NAME
    return None if names.edges[0] <= fact.n <= names.edges[1] or not _is_menu_entry(page, fact) else EDGE


def _says_so(page: Context, fact: Facts, names: Names) -> bool:
    """Whether the words alone, piece by piece, are those of furniture."""
    if fact.words <= page.thresholds.prose_words and fact.says & SAID:
        return True
    if names.may_be_furniture[fact.n] and fact.words <= page.thresholds.byline_words and _is_made_of_furniture(page, fact.tokens):
        return True
    links = fact.run.links
    if len(links) < LINKS_TOLD or fact.link_share < page.thresholds.link_block_share:
        return False
    return _is_furniture_mostly(page, links)


LINKS_TOLD = 2
"""Links of a block from which their words together tell what it is."""


def _is_furniture_mostly(page: Context, links: Sequence[Link]) -> bool:
    """Whether at least half of some links are such words."""
    others = 0
    for link in links:
        others += not _is_furniture(page, tokens(link.text))
        if 2 * others > len(links):
            return False
    return True


def _is_made_of_furniture(page: Context, words: Words) -> bool:
    """Whether a text is a row of such words and nothing else (`Share this article Facebook Email`)."""
    share, navigation = page.words.phrases["share"], page.words.phrases["navigation"]
    start = 0
    while start < len(words):
        if words[start] not in share.by_first and words[start] not in navigation.by_first:
            return False
        length = max(share.starts(words[start:]), navigation.starts(words[start:]))
        if not length:
            return False
        start += length
    return bool(words)


def _is_site_name(page: Context, fact: Facts, names: Names) -> bool:
    """Whether a short line above the headline is the name of the site, its motto in the header, or a link to its home page."""
    if fact.words > page.thresholds.prose_words or fact.places & Place.BYLINE:
        return False
    if names.is_site[fact.n] or (fact.n < names.title and fact.places & Place.HEADER):
        return True
    return fact.link_share >= page.thresholds.link_block_share and any(_leads_home(page, link.href) for link in fact.run.links)


def _leads_home(page: Context, href: str) -> bool:
    """Whether a link leads to the start of the page's own site."""
    return href.startswith(("http://", "https://")) and href.count("/") <= ROOT_SLASHES and not leads_offsite(page, href)


ROOT_SLASHES = 3
"""Slashes of `https://example.org/`."""


def _is_furniture(page: Context, words: Words) -> bool:
    return page.words.whole("navigation", words) or page.words.whole("share", words)


def _is_menu_entry(page: Context, fact: Facts) -> bool:
    """Whether a block is a few linked words."""
    if fact.link_share < page.thresholds.link_block_share:
        return False
    return fact.words <= page.thresholds.prose_words or not BREADCRUMB.isdisjoint(fact.run.text)
