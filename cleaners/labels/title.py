"""The article's headline, every time it stands on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Kind, Label, Verdict
from ..places import Place

if TYPE_CHECKING:
    from ..judge import Context

FIRST = Verdict(Label.TITLE, "title.headline", 0.95)
SAME = 1
"""How much the words of a block are those of the title where they are the same."""
AGAIN = Verdict(Label.TITLE, "title.repeated", 0.85)
ELSEWHERE = Place.COMMENT | Place.RELATED | Place.POPUP | Place.NAVIGATION


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on the blocks whose text is the title's."""
    same = [fact for fact in page.where(page.flat.title == SAME) if not fact.places & ELSEWHERE or fact.run.level == 1]
    headings = [fact for fact in same if fact.run.kind is Kind.HEADING] or same
    for fact in same:
        yield fact.n, FIRST if fact is headings[0] else AGAIN
