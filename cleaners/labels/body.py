"""The first word on every block: the model's, editorial text or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..document import Label, PageType, Verdict
from ..elements import SKIPPED
from ..places import BOILERPLATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..features import PageFacts
    from ..judge import Context
    from ..thresholds import Thresholds

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
    kept, ancestors = page.facts.kept, page.facts.skeleton.ancestors
    if not kept:
        return {}
    possible = page.where(can_be_kept(page.facts, page.thresholds))
    return {fact.n: KEPT for fact in possible if not kept.isdisjoint(ancestors(fact.run.element))}


def _declared(page: Context) -> dict[int, Verdict]:
    """What no element shows."""
    tags = page.facts.skeleton.tag
    return {n: DECLARED for n, element in enumerate(page.flat.tree.element.tolist()) if tags[element] in SKIPPED}


def can_be_kept(facts: PageFacts, thresholds: Thresholds) -> NDArray[np.bool_]:
    """For each block whether it is one that a second opinion counts for: a visible one that is no list of links."""
    columns = facts.columns
    hidden = np.array([fact.run.hidden for fact in facts.blocks], np.bool_)
    found: NDArray[np.bool_] = ~hidden & (columns.places & BOILERPLATE == 0) & (columns.link_share <= thresholds.link_block_share)
    return found


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
