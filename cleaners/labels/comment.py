"""Readers' comments and their furniture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import Facts
from ..phrases import SAYS
from ..places import Place

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.COMMENT, "comment.element", 0.9)
THREAD = Verdict(Label.COMMENT, "comment.thread", 0.85)
FURNITURE = Verdict(Label.COMMENT, "comment.furniture", 0.7)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and from a heading of comments on to the end of what holds it."""
    skeleton = page.facts.skeleton
    scopes: set[int] = set()
    forum = page.is_forum
    for fact in page.blocks:
        if forum and page.labels[fact.n] is Label.BODY:
            continue
        if _opens_thread(page, fact):
            scopes.add(skeleton.parent[fact.run.element])
            yield fact.n, THREAD
        elif fact.places & Place.COMMENT:
            yield fact.n, ELEMENT
        elif any(skeleton.contains(scope, fact.run.element) for scope in scopes):
            yield fact.n, THREAD
        elif fact.words <= page.thresholds.prose_words and fact.says & SAYS["comment_furniture"]:
            yield fact.n, FURNITURE


def _opens_thread(page: Context, fact: Facts) -> bool:
    """Whether a block is the heading of a comment section (`12 comments`, `Leave a reply`), after the article."""
    if not fact.says & SAYS["comments_heading"] or fact.words > page.thresholds.prose_words:
        return False
    return not fact.inside or fact.n >= len(page.blocks) // 2
