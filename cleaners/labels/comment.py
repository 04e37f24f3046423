"""Readers' comments and their furniture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Label, Verdict
from ..features import Facts, Place

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.COMMENT, "comment.element", 0.9)
THREAD = Verdict(Label.COMMENT, "comment.thread", 0.85)
FURNITURE = Verdict(Label.COMMENT, "comment.furniture", 0.7)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, and from a heading of comments on to the end of what holds it."""
    skeleton = page.facts.skeleton
    scopes: set[int] = set()
    for fact in page.blocks:
        if _opens_thread(page, fact):
            scopes.add(skeleton.parent[fact.run.element])
            yield fact.n, THREAD
        elif fact.places & Place.COMMENT:
            yield fact.n, ELEMENT
        elif any(skeleton.contains(scope, fact.run.element) for scope in scopes):
            yield fact.n, THREAD
        elif fact.words <= page.thresholds.prose_words and page.words.whole("comment_furniture", fact.tokens):
            yield fact.n, FURNITURE


def _opens_thread(page: Context, fact: Facts) -> bool:
    """Whether a block is the heading of a comment section (`12 comments`, `Leave a reply`), after the article."""
    if fact.words > page.thresholds.prose_words or (fact.inside and fact.n < len(page.blocks) // 2):
        return False
    return page.words.whole("comments_heading", tuple(word for word in fact.tokens if not word.isdigit()))
