"""Headings of the article, real ones and paragraphs that are bold as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Kind, Label, Verdict
from ..features import Facts

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.HEADING, "heading.element", 0.9)
BOLD = Verdict(Label.HEADING, "heading.bold", 0.7)
SENTENCE_END = (".", "!", ",", ";", "。", "।", "…")


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts on what is body so far."""
    for fact in page.labelled(Label.BODY):
        if fact.run.level is not None:
            yield fact.n, ELEMENT
        elif _is_bold_heading(page, fact):
            yield fact.n, BOLD


def _is_bold_heading(page: Context, fact: Facts) -> bool:
    """Whether a paragraph is bold, short, no sentence, and followed by text of its own."""
    if fact.run.kind is not Kind.PARAGRAPH or fact.words > page.thresholds.heading_words or "\n" in fact.run.text:
        return False
    if fact.bold_share < page.thresholds.bold_share or fact.run.text.endswith(SENTENCE_END) or fact.link_share:
        return False
    after = page.blocks[fact.n + 1 : fact.n + 2]
    return bool(after) and page.labels[after[0].n] is Label.BODY and after[0].bold_share < page.thresholds.bold_share
