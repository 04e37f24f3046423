"""Menus, header, footer, breadcrumbs, search, share bars, pagination, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Kind, Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place
from ..words import Words, tokens

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.NAVIGATION, "navigation.element", 0.9)
SHARE = Verdict(Label.NAVIGATION, "navigation.share", 0.9)
WORDS = Verdict(Label.NAVIGATION, "navigation.words", 0.85)
CONTENTS = Verdict(Label.NAVIGATION, "navigation.contents", 0.85)
EDGE = Verdict(Label.NAVIGATION, "navigation.edge", 0.7)
BREADCRUMB = frozenset("/›»>→|·•")
SAID = SAYS["navigation"] | SAYS["share"]


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, by words, and by standing at the page's edge as a list of links."""
    body = [fact.n for fact in page.blocks if page.labels[fact.n] is Label.BODY]
    first, last = (body[0], body[-1]) if body else (len(page.blocks), -1)
    here = page.url.split("#")[0]
    for fact in page.blocks:
        if fact.run.links and fact.run.kind is not Kind.HEADING and _leads_inside(fact, here):
            if not page.is_firm(fact) or fact.link_share >= page.thresholds.link_block_share:
                yield fact.n, CONTENTS
        elif page.labels[fact.n] is Label.BODY:
            continue
        elif fact.places & Place.SHARE:
            yield fact.n, SHARE
        elif fact.places & Place.NAVIGATION:
            yield fact.n, ELEMENT
        elif _says_so(page, fact):
            yield fact.n, WORDS
        elif not first <= fact.n <= last and _is_menu_entry(fact, page):
            yield fact.n, EDGE


def _says_so(page: Context, fact: Facts) -> bool:
    """Whether the words alone, piece by piece, are those of furniture."""
    if fact.words <= page.thresholds.prose_words and fact.says & SAID:
        return True
    links = fact.run.links
    if len(links) < LINKS_TOLD or fact.link_share < page.thresholds.link_block_share:
        return False
    return 2 * sum(_is_furniture(page, tokens(link.text)) for link in links) >= len(links)


LINKS_TOLD = 2
"""Links of a block from which their words together tell what it is."""


def _is_furniture(page: Context, words: Words) -> bool:
    return page.words.whole("navigation", words) or page.words.whole("share", words)


def _leads_inside(fact: Facts, here: str) -> bool:
    """Whether a block leads to places in the same page only, as a table of contents does."""
    for link in fact.run.links:
        target, mark, _ = link.href.partition("#")
        if not mark or target not in ("", here):
            return False
    return True


def _is_menu_entry(fact: Facts, page: Context) -> bool:
    """Whether a block is a few linked words."""
    few = fact.words <= page.thresholds.prose_words or bool(BREADCRUMB.intersection(fact.run.text))
    return few and fact.link_share >= page.thresholds.link_block_share
