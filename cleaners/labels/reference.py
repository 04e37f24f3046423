"""Items of the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..characters import DIGIT
from ..document import Kind, Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from ..judge import Context

LISTED = Verdict(Label.REFERENCE, "reference.listed", 0.9)
SHAPED = Verdict(Label.REFERENCE, "reference.shaped", 0.75)
HEADING = Verdict(Label.HEADING, "reference.heading", 0.9)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
SIGNS = re.compile(
    r"""et\s+al\b | \bdoi\b | \b10\.\d{4,9}/ | \bpmid\b | \bpp?\.\s*\d | \bvol\b | \d+\s*\(\d+\)\s*[:,]\s*\w?\d | ;\s*\d+\s*[:(]
    | \b[A-Z][\w'’-]+,?\s(?:[A-Z]\.[\s-]?)+ | \b[A-Z][\w'’-]+\s[A-Z]{1,3}[,.] | \bjournal\b | “.+”|\bISBN\b""",
    re.VERBOSE,
)
ITEM_KINDS = frozenset({Kind.LIST_ITEM, Kind.PARAGRAPH, Kind.TABLE})
OPEN = frozenset({Label.BODY, Label.OTHER})
ENDS = frozenset({Label.COMMENT, Label.RELATED, Label.NAVIGATION, Label.TITLE})
CENTURY_DIGITS = 2
"""Digits without which a text holds no year: a cheap look at a list before an expression reads its items."""
LONGEST_ITEM = 120
"""Words of the longest item; long author lists reach 100."""


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on what follows a heading of references, and on lists that look like one."""
    done: set[int] = set()
    for fact in page.where(page.columns.says & SAYS["references_heading"]):
        if fact.n not in done and _is_heading(page, fact):
            items = list(_items(page, fact))
            if items:
                yield fact.n, HEADING
            for item in items:
                done.add(item.n)
                yield item.n, LISTED
    yield from ((fact.n, SHAPED) for group in _lists(page) if _looks_like_references(page, group) for fact in group if fact.n not in done)


def _is_heading(page: Context, fact: Facts) -> bool:
    """Whether a block that says so is the heading of a bibliography."""
    return fact.words <= page.thresholds.prose_words and not fact.run.links and page.labels[fact.n] is not Label.NAVIGATION


def _items(page: Context, heading: Facts) -> Iterator[Facts]:
    """The blocks below the heading for as long as they look like items of one list."""
    items = []
    for fact in page.blocks[heading.n + 1 :]:
        if fact.run.level is not None or page.labels[fact.n] in ENDS or fact.run.kind not in ITEM_KINDS or fact.words > LONGEST_ITEM:
            break
        items.append(fact)
    while items and not _is_item(items[-1].run.text, items[-1]):
        items.pop()
    strict = [fact for fact in items if _is_item(fact.run.text, fact)]
    if items and len(strict) >= page.thresholds.reference_share * len(items):
        yield from items


def _is_item(text: str, fact: Facts) -> bool:
    """Whether one block looks like a bibliographic reference."""
    return (bool(SIGNS.search(text)) and (bool(YEAR.search(text)) or bool(fact.run.links))) or bool(fact.run.links and YEAR.search(text))


def _lists(page: Context) -> Iterator[list[Facts]]:
    """Runs of items that stand in one list or table, as far as they may be text."""
    listed = page.columns.listed
    borders = [0, *(np.flatnonzero(listed[1:] != listed[:-1]) + 1).tolist(), len(listed)]
    for start, end in pairwise(borders):
        if end - start >= page.thresholds.reference_items and listed[start] >= 0:
            yield [fact for fact in page.blocks[start:end] if page.labels[fact.n] in OPEN]


def _looks_like_references(page: Context, group: list[Facts]) -> bool:
    """Whether most items of a list have a year and the signs of a citation."""
    if len(group) < page.thresholds.reference_items:
        return False
    if group[0].near & Place.REFERENCES:
        return True
    digits = page.flat.counts[DIGIT, group[0].n : group[-1].n + 1]
    years = [fact.run.text for fact in group if YEAR.search(fact.run.text)] if digits.max() >= CENTURY_DIGITS else []
    wanted = page.thresholds.reference_share * len(group)
    return len(years) >= wanted and sum(bool(SIGNS.search(text)) for text in years) >= wanted
