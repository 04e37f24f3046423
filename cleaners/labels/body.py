"""The first word on every block: editorial text stands in the article's container, the rest elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Kind, Label, Verdict
from ..features import BOILERPLATE, Place

if TYPE_CHECKING:
    from ..judge import Context

INSIDE = Verdict(Label.BODY, "body.container", 0.8)
LINKS = Verdict(Label.OTHER, "other.links", 0.6)
OUTSIDE = Verdict(Label.OTHER, "other.outside", 0.6)
STRAY = Verdict(Label.BODY, "body.prose", 0.5)
FURNITURE = Verdict(Label.OTHER, "other.furniture", 0.5)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """A verdict for each block."""
    first, last = _span(page)
    for fact in page.blocks:
        links = fact.link_share > page.thresholds.link_block_share
        if fact.places & (BOILERPLATE | Place.FORM) or (fact.run.hidden and not fact.inside):
            yield fact.n, FURNITURE
        elif fact.inside:
            yield fact.n, LINKS if links and fact.run.kind is not Kind.HEADING and fact.words < page.thresholds.prose_words else INSIDE
        elif first < fact.n < last and not links and fact.words >= page.thresholds.prose_words:
            yield fact.n, STRAY
        else:
            yield fact.n, OUTSIDE


def _span(page: Context) -> tuple[int, int]:
    """The first and the last block of the container."""
    inside = [fact.n for fact in page.blocks if fact.inside]
    return (inside[0], inside[-1]) if inside else (0, 0)
