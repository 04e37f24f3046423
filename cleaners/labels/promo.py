"""Advertising, whoever pays and wherever it stands: a group of heading, text, button and close line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..document import Kind, Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from ..judge import Context

PLACE = Verdict(Label.PROMO, "promo.place", 0.85)
POPUP = Verdict(Label.PROMO, "promo.popup", 0.85)
ACTION = Verdict(Label.PROMO, "promo.call_to_action", 0.75)
GROUP = Verdict(Label.PROMO, "promo.group", 0.7)
SPONSORED = Verdict(Label.PROMO, "promo.sponsored", 0.85)
CLOSED = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT, Label.NAVIGATION})
OTHERS = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT, Label.RELATED})
"""What stands beside a call to action and is no part of its advert."""
FIXED = frozenset({Label.TITLE, Label.REFERENCE, Label.COMMENT})


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and for each call to action the group that leads up to it."""
    taken: set[int] = set()
    large = _large_places(page)
    for fact in page.blocks:
        if page.labels[fact.n] in FIXED or page.labels[fact.n] is Label.NOTICE or (fact.n in large and page.is_firm(fact)):
            continue
        if fact.places & Place.POPUP:
            yield fact.n, POPUP
            taken.add(fact.n)
        elif fact.places & Place.PROMO and not fact.places & Place.NAVIGATION:
            yield fact.n, PLACE
            taken.add(fact.n)
    for fact in page.blocks:
        if fact.n in taken or page.labels[fact.n] in FIXED or fact.places & Place.NAVIGATION or not _is_action(page, fact):
            continue
        for member, verdict in _group(page, fact):
            if member.n not in taken and page.labels[member.n] not in OTHERS and not _is_paragraph(page, member):
                taken.add(member.n)
                yield member.n, verdict
    yield from _sponsored(page, taken)


def _large_places(page: Context) -> set[int]:
    """The blocks of places with an advert's name that hold more text than an advert: such a name can be that of the article's box."""
    found: set[int] = set()
    for bit in (Place.POPUP, Place.PROMO):
        for marked, group in groupby(page.blocks, lambda fact, bit=bit: bool(fact.places & bit)):  # type: ignore[misc]
            facts = list(group)
            if marked and sum(fact.words for fact in facts) > page.thresholds.promo_group_words:
                found.update(fact.n for fact in facts)
    return found


def _is_paragraph(page: Context, fact: Facts) -> bool:
    """Whether a block is an editorial paragraph that only stands beside an advert."""
    return page.is_firm(fact) and fact.words > page.thresholds.promo_member_words


def _is_action(page: Context, fact: Facts) -> bool:
    """Whether a block is a button or link that asks the reader to do something for somebody."""
    links = fact.run.links
    if not links or fact.link_share < page.thresholds.link_block_share or fact.words > page.thresholds.prose_words:
        return False
    if any("sponsored" in link.rel or _is_tracked(link.href) for link in links):
        return True
    return any(leads_offsite(page, link.href) for link in links) and bool(fact.says & SAYS["call_to_action"])


def leads_offsite(page: Context, href: str) -> bool:
    """Whether a link leads to another host than those under which the page is known."""
    host = _host(href).removeprefix("www.")
    return bool(host) and host not in {_host(url).removeprefix("www.") for url in (page.url, page.metadata.canonical_url or "")}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_tracked(href: str) -> bool:
    """Whether a link tells its target who sent the reader, as affiliate links do."""
    try:
        query = urlsplit(href).query.lower()
    except ValueError:
        return False
    return any(part.startswith(("utm_", "ref=", "aff", "partner=", "affiliate")) for part in query.split("&"))


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


def _container(page: Context, action: Facts) -> list[Facts]:
    """The blocks of the largest element around the action that is small enough to be an advert as a whole."""
    skeleton = page.facts.skeleton
    best: list[Facts] = []
    for element in list(skeleton.ancestors(action.run.element))[1:]:
        members = _members(page, element, action)
        if sum(fact.words for fact in members) > page.thresholds.promo_group_words or element == page.facts.container:
            break
        if any(page.labels[fact.n] in FIXED for fact in members):
            break
        best = members
    return best if any(fact.run.kind is Kind.HEADING or fact.words >= page.thresholds.prose_words for fact in best) else []


def _members(page: Context, element: int, action: Facts) -> list[Facts]:
    """The blocks inside an element, found around one that is known to be."""
    skeleton = page.facts.skeleton
    low = high = action.n
    while low > 0 and skeleton.contains(element, page.blocks[low - 1].run.element):
        low -= 1
    while high + 1 < len(page.blocks) and skeleton.contains(element, page.blocks[high + 1].run.element):
        high += 1
    return list(page.blocks[low : high + 1])


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
    if fact.words > page.thresholds.prose_words:
        return False
    return bool(fact.says & (SAYS["sponsored"] | SAYS["sponsored_prefix"]))


def _names_target(fact: Facts, action: Facts) -> bool:
    """Whether a short line speaks of the site that the button leads to (`On Example's website`)."""
    hosts = {_host(link.href).removeprefix("www.").split(".")[0] for link in action.run.links}
    return any(host and host in fact.run.text.casefold().replace(" ", "") for host in hosts)


def _sponsored(page: Context, taken: set[int]) -> Iterator[tuple[int, Verdict]]:
    """The lines that announce adverts, where one follows."""
    for fact in page.blocks:
        if fact.n not in taken and fact.n + 1 in taken and page.labels[fact.n] not in FIXED and _says_sponsored(page, fact):
            yield fact.n, SPONSORED
