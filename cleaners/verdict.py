"""The page as a whole: what type it is, and whether there is an article on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .document import Label, PageType, PageVerdict
from .model import TYPES
from .words import tokens

if TYPE_CHECKING:
    from .document import Block, Metadata
    from .features import PageFacts
    from .flat import Flat
    from .structured import Declared
    from .thresholds import Thresholds
    from .words import Lexicon

DECLARED = {
    "product": PageType.PRODUCT,
    "discussionforumposting": PageType.FORUM,
    "qapage": PageType.FORUM,
    "collectionpage": PageType.LISTING,
    "itemlist": PageType.LISTING,
    "searchresultspage": PageType.LISTING,
    "service": PageType.SERVICE,
    "medicalbusiness": PageType.SERVICE,
    "techarticle": PageType.DOCUMENTATION,
}
NOT_ARTICLES = frozenset({PageType.LISTING, PageType.FORUM, PageType.PRODUCT})
"""Types of pages on which nobody looks for an article. A service's page and a manual's are read as one."""


def page_verdict(
    blocks: Sequence[Block], facts: PageFacts, metadata: Metadata, declared: Declared, words: Lexicon, thresholds: Thresholds
) -> tuple[PageType, PageVerdict]:
    """What the page is, and what it is worth to somebody who wants its article."""
    if facts.flat is None:
        return PageType.OTHER, PageVerdict.EMPTY_SHELL
    labels = [block.label for block in blocks]
    count = word_counts(labels, blocks)
    visible = facts.columns.words[~facts.flat.hidden].sum()
    editorial = count[Label.BODY] + count[Label.REFERENCE]
    short = editorial < thresholds.article_words
    if visible < thresholds.shell_words or (short and count[Label.FILLER] > editorial):
        return PageType.OTHER, PageVerdict.EMPTY_SHELL
    if short and _is_missing(blocks, metadata, words):
        return PageType.OTHER, PageVerdict.NOT_ARTICLE
    if _is_listing(labels, facts, facts.flat, thresholds):
        return PageType.LISTING, PageVerdict.NOT_ARTICLE
    if short:
        return declared_type(declared) or PageType.OTHER, PageVerdict.NOT_ARTICLE
    page_type = likeliest_type(facts, thresholds)
    if page_type in NOT_ARTICLES:
        return page_type, PageVerdict.NOT_ARTICLE
    return page_type, PageVerdict.PARTLY_TEMPLATE if count[Label.FILLER] else PageVerdict.COMPLETE


def likeliest_type(facts: PageFacts, thresholds: Thresholds) -> PageType:
    """The type that the model gives the page; an article where it is not sure."""
    if facts.look is None:
        return PageType.OTHER
    likeliest = TYPES[int(facts.look.types.argmax())]
    return likeliest if facts.look.type_share(likeliest) >= thresholds.page_type else PageType.ARTICLE


def word_counts(labels: Sequence[Label], blocks: Sequence[Block]) -> dict[Label, int]:
    """Words by label."""
    counts = dict.fromkeys(Label, 0)
    for label, block in zip(labels, blocks, strict=True):
        counts[label] += block.words
    return counts


def declared_type(declared: Declared) -> PageType | None:
    """The type that the page's own declaration names, if it is one of ours: all that is known of a page with little text."""
    names = [*declared.types, *(value.lower() for value in declared.meta.get("og:type", ()))]
    return next((DECLARED[name] for name in names if name in DECLARED), None)


def _is_missing(blocks: Sequence[Block], metadata: Metadata, words: Lexicon) -> bool:
    """Whether the page says that what was asked for is not there (a soft 404)."""
    if metadata.title and words.phrase("not_found", tokens(metadata.title)):
        return True
    return any(words.phrase("not_found", tokens(block.text)) for block in blocks if block.label in MISSING_SAYS)


MISSING_SAYS = frozenset({Label.TITLE, Label.HEADING, Label.BODY, Label.DEK})


def _is_listing(labels: Sequence[Label], facts: PageFacts, flat: Flat, thresholds: Thresholds) -> bool:
    """Whether the main part of the page is made of links, or most of its headings lead to other pages."""
    inside = facts.columns.inside & np.array([label in LISTED for label in labels])
    headings = inside & (flat.level > 0)
    linked_headings = np.count_nonzero(headings & (facts.columns.link_share >= thresholds.link_block_share))
    if linked_headings >= thresholds.listing_headings and 2 * linked_headings > np.count_nonzero(headings):
        return True
    characters = flat.length[inside].sum(dtype=np.float64)
    linked = flat.link_chars[inside].sum(dtype=np.float64)
    return bool(characters and linked / characters >= thresholds.listing_link_share)


LISTED = frozenset({Label.BODY, Label.HEADING, Label.OTHER, Label.RELATED})
