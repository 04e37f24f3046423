"""The standfirst: the summary between the headline and the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Kind, Label, Verdict
from ..places import Place
from ..words import tokens

if TYPE_CHECKING:
    from ..features import Facts
    from ..judge import Context

MARKED = Verdict(Label.DEK, "dek.marked", 0.85)
DESCRIBED = Verdict(Label.DEK, "dek.description", 0.8)
HERO = Verdict(Label.DEK, "dek.hero", 0.7)
OPEN = frozenset({Label.BODY, Label.OTHER})
REACH = 5
"""Blocks after the headline within which its standfirst stands."""
LEAST_WORDS = 5


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on the paragraphs just after the headline, until the body begins."""
    title = page.first(Label.TITLE)
    if title is None:
        return
    description = tokens(page.metadata.description or "")
    for fact in page.blocks[title + 1 : title + 1 + REACH]:
        if page.labels[fact.n] is Label.HEADING:
            return
        if page.labels[fact.n] not in OPEN or not _can_be_one(page, fact):
            continue
        if fact.near & Place.DEK:
            yield fact.n, MARKED
        elif description and fact.tokens == description and not page.is_firm(fact):
            yield fact.n, DESCRIBED
        elif (
            page.labels[fact.n] is not Label.BODY
            and not fact.inside
            and page.labels[title] is Label.TITLE
            and not page.blocks[title].inside
        ):
            yield fact.n, HERO


def _can_be_one(page: Context, fact: Facts) -> bool:
    """Whether a block is a paragraph of some words."""
    if fact.run.kind is not Kind.PARAGRAPH or fact.link_share > page.thresholds.prose_link_share:
        return False
    return LEAST_WORDS <= fact.words <= page.thresholds.dek_words
