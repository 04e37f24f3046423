"""Readers' comments and their furniture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..document import Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..judge import Context

ELEMENT = Verdict(Label.COMMENT, "comment.element", 0.9)
THREAD = Verdict(Label.COMMENT, "comment.thread", 0.85)
FURNITURE = Verdict(Label.COMMENT, "comment.furniture", 0.7)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and from a heading of comments on to the end of what holds it."""
    columns = page.columns
    threads = _threads(page)
    said = columns.says & (SAYS["comments_heading"] | SAYS["comment_furniture"])
    for fact in page.where((columns.places & Place.COMMENT) | said | threads):
        if _is_text(page, fact):
            continue
        if _opens_thread(page, fact):
            yield fact.n, THREAD
        elif fact.places & Place.COMMENT:
            yield fact.n, ELEMENT
        elif threads[fact.n]:
            yield fact.n, THREAD
        elif fact.words <= page.thresholds.prose_words and fact.says & SAYS["comment_furniture"]:
            yield fact.n, FURNITURE


def _threads(page: Context) -> NDArray[np.bool_]:
    """For each block whether it stands below a heading of comments, in what holds that heading."""
    tree = page.flat.tree
    found = np.zeros(len(page.blocks), np.bool_)
    for fact in page.where(page.columns.says & SAYS["comments_heading"]):
        if _opens_thread(page, fact) and not _is_text(page, fact):
            scope = tree.parent[fact.run.element]
            below = tree.element[fact.n + 1 :]
            found[fact.n + 1 :] |= (scope <= below) & (below < tree.end[scope])
    return found


def _is_text(page: Context, fact: Facts) -> bool:
    """Whether a block is what the page is there for, though a reader wrote it."""
    return page.is_forum and page.labels[fact.n] is Label.BODY


def _opens_thread(page: Context, fact: Facts) -> bool:
    """Whether a block is the heading of a comment section (`12 comments`, `Leave a reply`), after the article."""
    if not fact.says & SAYS["comments_heading"] or fact.words > page.thresholds.prose_words:
        return False
    return not fact.inside or fact.n >= len(page.blocks) // 2
