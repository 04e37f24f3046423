"""Menus, header, footer, breadcrumbs, search, share bars, pagination, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..document import Kind, Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place
from ..words import Words, tokens
from .notice import COPYRIGHT
from .promo import leads_offsite

if TYPE_CHECKING:
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
    body = [fact.n for fact in page.blocks if page.labels[fact.n] is Label.BODY]
    edges = (body[0], body[-1]) if body else (len(page.blocks), -1)
    names = Names(page.first_named(page.metadata.title), tokens(page.metadata.site_name or ""), page.url.split("#")[0])
    for fact in page.blocks:
        firm = page.labels[fact.n] is Label.BODY and (fact.body >= page.thresholds.firm or not fact.run.links)
        if not firm and (verdict := _verdict(page, fact, edges, names)):
            yield fact.n, verdict


class Names(NamedTuple):
    """What lines of the header can name."""

    title: int
    """The block of the headline, -1 for none."""
    site: Words
    here: str
    """The page's URL without fragment."""


def _verdict(page: Context, fact: Facts, edges: tuple[int, int], names: Names) -> Verdict | None:
    if _leads_inside(page, fact, names.here):
        return CONTENTS
    menu = _is_menu_entry(fact, page)
    if page.labels[fact.n] is Label.BODY:
        return _place(fact) if menu else None
    if verdict := _place(fact):
        return verdict
    if fact.words <= page.thresholds.byline_words and fact.run.text.casefold().startswith(COPYRIGHT):
        return RIGHTS
    if _says_so(page, fact):
        return WORDS
    if _is_site_name(page, fact, names):
        return NAME
    return EDGE if menu and not edges[0] <= fact.n <= edges[1] else None


def _place(fact: Facts) -> Verdict | None:
    """What the elements around a block say."""
    if fact.places & Place.SHARE:
        return SHARE
    return ELEMENT if fact.places & Place.NAVIGATION else None


def _says_so(page: Context, fact: Facts) -> bool:
    """Whether the words alone, piece by piece, are those of furniture."""
    if fact.words <= page.thresholds.prose_words and fact.says & SAID:
        return True
    if fact.words <= page.thresholds.byline_words and _is_made_of_furniture(page, fact.tokens):
        return True
    links = fact.run.links
    if len(links) < LINKS_TOLD or fact.link_share < page.thresholds.link_block_share:
        return False
    return 2 * sum(_is_furniture(page, tokens(link.text)) for link in links) >= len(links)


LINKS_TOLD = 2
"""Links of a block from which their words together tell what it is."""


def _is_made_of_furniture(page: Context, words: Words) -> bool:
    """Whether a text is a row of such words and nothing else (`Share this article Facebook Email`)."""
    kinds = [page.words.phrases[kind] for kind in ("share", "navigation")]
    start = 0
    while start < len(words):
        length = max(phrases.starts(words[start:]) for phrases in kinds)
        if not length:
            return False
        start += length
    return bool(words)


def _is_site_name(page: Context, fact: Facts, names: Names) -> bool:
    """Whether a short line above the headline is the name of the site, its motto in the header, or a link to its home page."""
    if fact.words > page.thresholds.prose_words or fact.places & Place.BYLINE:
        return False
    if fact.tokens == names.site or (fact.n < names.title and fact.places & Place.HEADER):
        return True
    return fact.link_share >= page.thresholds.link_block_share and any(_leads_home(page, link.href) for link in fact.run.links)


def _leads_home(page: Context, href: str) -> bool:
    """Whether a link leads to the start of the page's own site."""
    return href.startswith(("http://", "https://")) and href.count("/") <= ROOT_SLASHES and not leads_offsite(page, href)


ROOT_SLASHES = 3
"""Slashes of `https://example.org/`."""


def _is_furniture(page: Context, words: Words) -> bool:
    return page.words.whole("navigation", words) or page.words.whole("share", words)


def _leads_inside(page: Context, fact: Facts, here: str) -> bool:
    """Whether a block is links to places in the same page only, as a table of contents is."""
    if not fact.run.links or fact.link_share < page.thresholds.link_block_share or fact.run.kind is Kind.HEADING:
        return False
    targets = (link.href.partition("#") for link in fact.run.links)
    return all(mark and target in ("", here) for target, mark, _ in targets)


def _is_menu_entry(fact: Facts, page: Context) -> bool:
    """Whether a block is a few linked words."""
    few = fact.words <= page.thresholds.prose_words or bool(BREADCRUMB.intersection(fact.run.text))
    return few and fact.link_share >= page.thresholds.link_block_share
