"""Passages that stand in the page a second time: the same text again for another width of screen, or in a box beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import NEVER_CONTAINER

if TYPE_CHECKING:
    from ..features import Facts
    from ..judge import Context
    from ..skeleton import Skeleton

COPY = Verdict(Label.OTHER, "other.copy", 0.8)
CLOSE = NEVER_CONTAINER | {"td", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements too close to their text to be a place of their own."""


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on the later copies of what is editorial text; a refrain, which stands where the text does, is none."""
    kept = page.where(page.mask(Label.BODY, Label.HEADING))
    skeleton = page.facts.skeleton
    for passage, original in passages(kept):
        words = sum(fact.words for fact in passage)
        least = page.thresholds.copy_words if len(passage) > 1 else page.thresholds.copied_words
        if words >= least and place(skeleton, passage[0]) != place(skeleton, original):
            yield from ((fact.n, COPY) for fact in passage)


def passages(kept: list[Facts]) -> Iterator[tuple[list[Facts], Facts]]:
    """The longest runs of blocks that stand before in the same order, each with the first block that it copies."""
    first: dict[str, int] = {}
    copied = [first.setdefault(fact.run.text, n) for n, fact in enumerate(kept)]
    start = 0
    while start < len(kept):
        end = start + 1
        if copied[start] < start:
            while end < len(kept) and copied[end] == copied[end - 1] + 1:
                end += 1
            yield kept[start:end], kept[copied[start]]
        start = end


def place(skeleton: Skeleton, fact: Facts) -> int:
    """The element that holds the paragraphs among which a block stands."""
    element = skeleton.parent[fact.run.element]
    while element > 0 and skeleton.tag[element] in CLOSE:
        element = skeleton.parent[element]
    return element
