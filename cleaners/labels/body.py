"""The first word on every block: the model's, editorial text or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..document import Label, PageType, Verdict
from ..elements import SKIPPED
from ..places import BOILERPLATE

if TYPE_CHECKING:
    from ..features import Facts
    from ..judge import Context

DECLARED = Verdict(Label.BODY, "body.declared", 0.9)
"""Of text that stands in no element that a reader sees: the article that the page declares in JSON-LD."""
ASIDE = Verdict(Label.OTHER, "other.aside", 0.6)
"""Of text in a place that holds no editorial prose, of which the model is not sure."""
KEPT = Verdict(Label.BODY, "body.readability", 0.5)
BODY, OTHER = "model.body", "model.other"


def judge(page: Context) -> Iterator[tuple[int, Verdict]]:
    """A verdict for each block."""
    threshold = body_threshold(page)
    look = page.facts.look
    article = look is not None and look.type_share(PageType.ARTICLE) >= page.thresholds.page_type
    tags = page.facts.skeleton.tag
    for fact in page.blocks:
        if tags[fact.run.element] in SKIPPED:
            yield fact.n, DECLARED
        elif page.facts.kept and _is_kept(page, fact):
            yield fact.n, KEPT
        elif article and fact.places & BOILERPLATE and threshold <= fact.body < page.thresholds.aside:
            yield fact.n, ASIDE
        elif fact.body >= threshold:
            yield fact.n, Verdict(Label.BODY, BODY, fact.body)
        else:
            yield fact.n, Verdict(Label.OTHER, OTHER, 1 - fact.body)


def _is_kept(page: Context, fact: Facts) -> bool:
    """Whether the second opinion keeps an element around a block that is no list of links."""
    if fact.run.hidden or fact.places & BOILERPLATE or fact.link_share > page.thresholds.link_block_share:
        return False
    return any(element in page.facts.kept for element in page.facts.skeleton.ancestors(fact.run.element))


def body_threshold(page: Context) -> float:
    """The probability from which a block of this page is editorial text.

    Where the model is unsure of all of a page, the best choice lets in less likely blocks: F1 is highest at the threshold that
    is half of the F1 that it reaches (Lipton, Elkan, Naryanaswamy 2014).
    """
    look, highest = page.facts.look, page.thresholds.body
    if look is None or look.type_share(PageType.ARTICLE) >= page.thresholds.maybe_article:
        return highest
    words = np.array([fact.words for fact in page.blocks], np.float32)
    order = np.argsort(-look.body, kind="stable")
    hits, taken = np.cumsum((look.body * words)[order]), np.cumsum(words[order])
    reached = 2 * hits / np.maximum(taken + hits[-1], 1)
    return min(highest, max(page.thresholds.body_least, float(reached.max()) / 2))
