"""Captions and credits of images, figures and videos."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..characters import PUNCTUATION
from ..document import Kind, Label, Verdict
from ..flat import KIND_INDEX
from ..phrases import SAYS
from ..places import Place
from ..words import tokens

if TYPE_CHECKING:
    from ..judge import Context

ELEMENT = Verdict(Label.CAPTION, "caption.element", 0.95)
MARKED = Verdict(Label.CAPTION, "caption.marked", 0.85)
CAPTION = KIND_INDEX[Kind.CAPTION]
WORDS = Verdict(Label.CAPTION, "caption.words", 0.6)


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by element, by class words, and by how a text starts."""
    columns, flat = page.columns, page.flat
    told = (columns.near & Place.CAPTION) | (columns.says & SAYS["caption_prefix"])
    for fact in page.where((flat.kind == CAPTION) | (flat.last == PUNCTUATION) | (told > 0)):
        if fact.run.kind is Kind.CAPTION:
            yield fact.n, ELEMENT
        elif fact.words > page.thresholds.caption_words or page.labels[fact.n] not in OPEN:
            continue
        elif fact.near & Place.CAPTION:
            yield fact.n, MARKED
        elif _ends_with_credit(page, fact.run.text):
            yield fact.n, CREDIT
        elif fact.run.kind is Kind.PARAGRAPH and fact.says & SAYS["caption_prefix"] and _starts_as_caption(page, fact.run.text):
            yield fact.n, WORDS


CREDIT = Verdict(Label.CAPTION, "caption.credit", 0.8)
CREDIT_AT_END = re.compile(r"[(\[]([^()\[\]]{3,80})[)\]]\s*$")


def _ends_with_credit(page: Context, text: str) -> bool:
    """Whether a text ends with a credit in brackets: `Stained nerve cells (Photo: A. Person)`."""
    found = CREDIT_AT_END.search(text)
    if not found:
        return False
    return page.words.prefix("caption_prefix", tokens(found[1])) and _starts_as_caption(page, found[1])


OPEN = frozenset({Label.BODY, Label.OTHER})


def _starts_as_caption(page: Context, text: str) -> bool:
    """Whether a text begins with `Photo:`, `Image credit:` or `Figure 2.` and goes on."""
    rest = page.words.strip_prefix("caption_prefix", text)
    if not rest:
        return False
    lead = text[: len(text) - len(rest)]
    return ":" in lead or "." in lead or rest[:1].isdigit()
