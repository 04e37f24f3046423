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
    threshold, body, other = body_threshold(page), Label.BODY, Label.OTHER
    probabilities = page.columns.body.tolist()
    verdicts = [Verdict(body, BODY, share) if share >= threshold else Verdict(other, OTHER, 1 - share) for share in probabilities]
    exceptions = {**_asides(page, threshold), **_kept(page), **_declared(page)}
    for n, verdict in exceptions.items():
        verdicts[n] = verdict
    return enumerate(verdicts)


def _asides(page: Context, threshold: float) -> dict[int, Verdict]:
    """On an article's page, what stands beside the article and only may be text."""
    look, columns = page.facts.look, page.columns
    if look is None or look.type_share(PageType.ARTICLE) < page.thresholds.page_type:
        return {}
    unsure = (threshold <= columns.body) & (columns.body < page.thresholds.aside)
    return {fact.n: ASIDE for fact in page.where(unsure & (columns.places & BOILERPLATE > 0))}


def _kept(page: Context) -> dict[int, Verdict]:
    """What the second opinion takes for text."""
    return {fact.n: KEPT for fact in page.blocks if _is_kept(page, fact)} if page.facts.kept else {}


def _declared(page: Context) -> dict[int, Verdict]:
    """What no element shows."""
    tags = page.facts.skeleton.tag
    return {n: DECLARED for n, element in enumerate(page.flat.tree.element.tolist()) if tags[element] in SKIPPED}


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
    if look is None:
        return highest
    words = page.columns.words.astype(np.float32)
    order = np.argsort(-look.body, kind="stable")
    hits, taken = np.cumsum((look.body * words)[order]), np.cumsum(words[order])
    reached = 2 * hits / np.maximum(taken + hits[-1], 1)
    return min(highest, max(page.thresholds.body_least, float(reached.max()) / 2 + page.thresholds.body_margin))
