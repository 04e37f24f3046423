"""Advertising, whoever pays and wherever it stands: a group of heading, text, button and close line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from ..addresses import host_of
from ..document import Kind, Label, PageType, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..judge import Context

PLACE = Verdict(Label.PROMO, "promo.place", 0.85)
POPUP = Verdict(Label.PROMO, "promo.popup", 0.85)
ACTION = Verdict(Label.PROMO, "promo.call_to_action", 0.75)
GROUP = Verdict(Label.PROMO, "promo.group", 0.7)
SPONSORED = Verdict(Label.PROMO, "promo.sponsored", 0.85)
ANNOUNCES = SAYS["sponsored"] | SAYS["sponsored_prefix"]
CLOSED = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT, Label.NAVIGATION})
OTHERS = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT, Label.RELATED})
"""What stands beside a call to action and is no part of its advert."""
FIXED = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT})


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and for each call to action the group that leads up to it."""
    taken: set[int] = set()
    columns = page.columns
    for fact in page.where((columns.places & (Place.POPUP | Place.PROMO) > 0) & ~_named_only(page)):
        if page.labels[fact.n] in FIXED or page.labels[fact.n] is Label.NOTICE:
            continue
        if fact.places & Place.POPUP:
            yield fact.n, POPUP
            taken.add(fact.n)
        elif fact.places & Place.PROMO and not fact.places & Place.NAVIGATION:
            yield fact.n, PLACE
            taken.add(fact.n)
    linked = (columns.link_share >= page.thresholds.link_block_share) & (columns.words <= page.thresholds.prose_words)
    actions = [fact for fact in page.where(linked & (columns.places & Place.NAVIGATION == 0)) if _is_action(page, fact)]
    looks = Counter(_look(page, fact) for fact in actions)
    for fact in actions:
        if fact.n in taken or page.labels[fact.n] in FIXED:
            continue
        alone = looks[_look(page, fact)] < page.thresholds.listed_actions
        for member, verdict in _group(page, fact):
            if member.n not in taken and page.labels[member.n] not in OTHERS and not _is_editorial(page, member, alone=alone):
                taken.add(member.n)
                yield member.n, verdict
    yield from _sponsored(page, taken)


def _named_only(page: Context) -> NDArray[np.bool_]:
    """For each block whether it is text that just stands in a place with an advert's name.

    The box of an article can have such a name, then it holds more than an advert does; shops and services give it to what they offer.
    """
    body = page.mask(Label.BODY)
    if page.facts.look is not None and page.facts.look.type_share(PageType.ARTICLE) < page.thresholds.no_article:
        return body
    large = np.zeros(len(body), np.bool_)
    large[list(_large_places(page))] = True
    return body & large & (page.columns.body >= page.thresholds.firm)


def _large_places(page: Context) -> set[int]:
    """The blocks of places with an advert's name that hold more text than an advert."""
    found: set[int] = set()
    for bit in (Place.POPUP, Place.PROMO):
        for facts in _stretches(page.where(page.columns.places & bit)):
            if sum(fact.words for fact in facts) > page.thresholds.promo_group_words:
                found.update(fact.n for fact in facts)
    return found


def _stretches(facts: list[Facts]) -> Iterator[list[Facts]]:
    """Blocks in page order, those that follow one another together."""
    for _, numbered in groupby(enumerate(facts), lambda pair: pair[1].n - pair[0]):
        yield [fact for _, fact in numbered]


def _look(page: Context, fact: Facts) -> int:
    """A number for what a block's element, and those around it, look like."""
    return int(page.flat.tree.path[fact.run.element])


def _is_editorial(page: Context, fact: Facts, *, alone: bool) -> bool:
    """Whether a block is editorial text that only stands beside a call to action, the button of an advert or of one thing in a list."""
    if alone:
        return page.is_firm(fact) and fact.words > page.thresholds.promo_member_words
    return page.labels[fact.n] in (Label.BODY, Label.HEADING) and fact.body >= page.thresholds.firm


def _is_action(page: Context, fact: Facts) -> bool:
    """Whether a few linked words are a button or link that asks the reader to do something for somebody."""
    links = fact.run.links
    if any("sponsored" in link.rel or _is_tracked(link.href) for link in links):
        return True
    return bool(fact.says & SAYS["call_to_action"]) and any(leads_offsite(page, link.href) for link in links)


def leads_offsite(page: Context, href: str) -> bool:
    """Whether a link leads to another host than those under which the page is known."""
    host = host_of(href)
    return bool(host) and host not in _hosts(page.url, page.metadata.canonical_url or "")


@lru_cache(maxsize=64)
def _hosts(*urls: str) -> frozenset[str]:
    """The hosts of a page's addresses, which each of its links is compared with."""
    return frozenset(map(host_of, urls))


def _is_tracked(href: str) -> bool:
    """Whether a link tells its target who sent the reader, as affiliate links do."""
    if not MAY_BE_TRACKED.search(href):
        return False
    try:
        query = urlsplit(href).query.lower()
    except ValueError:
        return False
    return any(part.startswith(TRACKING) for part in query.split("&"))


TRACKING = ("utm_", "ref=", "aff", "partner=", "affiliate")
MAY_BE_TRACKED = re.compile(rf"[?&](?:{'|'.join(TRACKING)})", re.IGNORECASE)
"""A cheap look at a URL before it is parsed."""


def _group(page: Context, action: Facts) -> Iterator[tuple[Facts, Verdict]]:
    """The call to action, what leads up to it, and the lines after it that belong to it."""
    yield action, ACTION
    members = _container(page, action) or _leading(page, action)
    yield from ((fact, GROUP) for fact in members if fact is not action)
    for fact in page.blocks[action.n + 1 : action.n + 3]:
        near = fact.says & SAYS["close_line"] or _names_target(fact, action)
        if fact.words > page.thresholds.prose_words + 2 or not near:
            break
        yield fact, GROUP


def _container(page: Context, action: Facts) -> Sequence[Facts]:
    """The blocks of the largest element around the action that is small enough to be an advert as a whole."""
    best: tuple[Facts, ...] = ()
    for element in islice(page.facts.skeleton.ancestors(action.run.element), 1, None):
        members = _members(page, element, action)
        if page.columns.words[members].sum() > page.thresholds.promo_group_words or element == page.facts.container:
            break
        if not FIXED.isdisjoint(page.labels[members]):
            break
        best = page.blocks[members]
    return best if any(fact.run.kind is Kind.HEADING or fact.words >= page.thresholds.prose_words for fact in best) else ()


def _members(page: Context, element: int, action: Facts) -> slice:
    """The blocks inside an element, found around one that is known to be."""
    tree = page.flat.tree
    outside = np.flatnonzero((tree.element < element) | (tree.element >= tree.end[element]))
    after = int(np.searchsorted(outside, action.n))
    low = int(outside[after - 1]) + 1 if after else 0
    return slice(low, int(outside[after]) if after < len(outside) else len(page.blocks))


def _leading(page: Context, action: Facts) -> list[Facts]:
    """The short paragraphs before the action up to their heading, and a line above it that says who pays."""
    members: list[Facts] = []
    for fact in reversed(page.blocks[max(0, action.n - page.thresholds.promo_reach) : action.n]):
        if fact.words > page.thresholds.promo_words or page.labels[fact.n] in CLOSED:
            return []
        members.append(fact)
        if fact.run.kind is Kind.HEADING or fact.bold_share >= page.thresholds.bold_share:
            above = page.blocks[fact.n - 1] if fact.n else None
            return [*members, above] if above and _says_sponsored(page, above) else members
    return []


def _says_sponsored(page: Context, fact: Facts) -> bool:
    """Whether a line announces what follows as paid for."""
    return fact.words <= page.thresholds.prose_words and bool(fact.says & ANNOUNCES)


def _names_target(fact: Facts, action: Facts) -> bool:
    """Whether a short line speaks of the site that the button leads to (`On Example's website`)."""
    hosts = {host_of(link.href).split(".")[0] for link in action.run.links}
    return any(host and host in fact.run.text.casefold().replace(" ", "") for host in hosts)


def _sponsored(page: Context, taken: set[int]) -> Iterator[tuple[int, Verdict]]:
    """The lines that announce adverts, where one follows."""
    for fact in page.where(page.columns.says & ANNOUNCES):
        if fact.n not in taken and fact.n + 1 in taken and page.labels[fact.n] not in FIXED and _says_sponsored(page, fact):
            yield fact.n, SPONSORED
