"""Links to other pages of the site: related and popular articles, next and previous, tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place
from .promo import leads_offsite

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.RELATED, "related.element", 0.8)
HEADING = Verdict(Label.RELATED, "related.heading", 0.85)
LISTED = Verdict(Label.RELATED, "related.listed", 0.8)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and from a heading on for as long as links follow."""
    for fact in page.blocks:
        if fact.places & Place.RELATED and page.labels[fact.n] is not Label.BODY and not fact.places & (Place.NAVIGATION | Place.SHARE):
            yield fact.n, ELEMENT
        if fact.says & SAYS["related_heading"] and fact.words <= page.thresholds.prose_words:
            yield fact.n, HEADING
            yield from ((n, verdict) for n, verdict in _listed(page, fact) if not page.is_firm(page.blocks[n]))


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
        adverts = {_card(page, fact) for fact in entries if any(leads_offsite(page.url, link.href) for link in fact.run.links)}
        yield from ((fact.n, LISTED) for fact in entries if _card(page, fact) not in adverts)


def _card(page: Context, fact: Facts) -> int:
    """The element that holds a block and what stands with it."""
    flat = page.facts.flat
    return int(flat.tree.up[fact.run.element]) if flat else -1
