"""Links to other pages of the site: related and popular articles, next and previous, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from ..characters import LOWER
from ..document import Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place
from .promo import leads_offsite

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.RELATED, "related.element", 0.8)
HEADING = Verdict(Label.RELATED, "related.heading", 0.85)
INLINE = Verdict(Label.RELATED, "related.inline", 0.75)
HEADS, LEADS = SAYS["related_heading"], SAYS["related_prefix"]
SAID = HEADS | LEADS
LISTED = Verdict(Label.RELATED, "related.listed", 0.8)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and from a heading on for as long as links follow."""
    columns = page.columns
    capitals = (columns.link_share >= page.thresholds.inline_link_share) & (page.flat.counts[LOWER] == 0)
    for fact in page.where((columns.places & Place.RELATED) | (columns.says & SAID) | capitals):
        if (
            fact.places & Place.RELATED
            and not fact.places & (Place.NAVIGATION | Place.SHARE)
            and not (page.labels[fact.n] is Label.BODY and _stays(page, fact))
        ):
            yield fact.n, ELEMENT
        elif _is_inline(page, fact):
            yield fact.n, INLINE
        if fact.says & HEADS and fact.words <= page.thresholds.prose_words:
            yield fact.n, HEADING
            yield from ((n, verdict) for n, verdict in _listed(page, fact) if not page.is_firm(page.blocks[n]))


def _is_inline(page: Context, fact: Facts) -> bool:
    """Whether a line in the text leads to another article: `Read more: ...`, or a headline in capitals that is one link."""
    links = fact.run.links
    if not links or fact.run.level is not None or fact.words > page.thresholds.inline_words:
        return False
    if fact.link_share >= page.thresholds.inline_link_share and len(links) == 1 and fact.run.text.isupper():
        return not leads_offsite(page, links[0].href)
    return bool(fact.says & LEADS) and bool(INTRODUCED.match(fact.run.text))


INTRODUCED = re.compile(r"[^:\n]{3,30}[:\n]")
"""A few words that something follows."""


def _stays(page: Context, fact: Facts) -> bool:
    """Whether the model's word counts for more than that of a place: always but for a few linked words."""
    return fact.link_share < page.thresholds.link_block_share or page.is_firm(fact)


def _listed(page: Context, heading: Facts) -> Iterator[tuple[int, Verdict]]:
    """The linked entries after such a heading, with their teasers, as far as the heading's surroundings reach."""
    skeleton = page.facts.skeleton
    scope = skeleton.parent[heading.run.element]
    entries = []
    for fact in page.blocks[heading.n + 1 :]:
        if scope >= 0 and not skeleton.contains(scope, fact.run.element):
            break
        if page.labels[fact.n] is Label.HEADING and not fact.run.links and fact.run.level == heading.run.level:
            break
        if fact.words >= page.thresholds.dek_words and not fact.run.links:
            break
        entries.append(fact)
    linked = sum(bool(fact.run.links) for fact in entries)
    if linked * 3 >= len(entries):
        adverts = {_card(page, fact) for fact in entries if any(leads_offsite(page, link.href) for link in fact.run.links)}
        direct = {fact.n for fact in takewhile(lambda fact: _stays_here(page, fact), entries)}
        yield from ((fact.n, LISTED) for fact in entries if fact.n in direct or _card(page, fact) not in adverts)


def _stays_here(page: Context, fact: Facts) -> bool:
    """Whether a block is a link to a page of this site: just below the heading it belongs to the list, whatever the box holds besides."""
    links = fact.run.links
    return fact.link_share >= page.thresholds.link_block_share and not any(leads_offsite(page, link.href) for link in links)


def _card(page: Context, fact: Facts) -> int:
    """The element that holds a block and what stands with it."""
    return int(page.flat.tree.up[fact.run.element])
