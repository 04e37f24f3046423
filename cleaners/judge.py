"""Verdicts: each pass says what it knows of which block, in a fixed order, and the last word on a block holds.

A pass can speak about a block; it can never delete, reorder or edit one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .document import Block, Label, Metadata, PageType, Verdict
from .features import Facts, PageFacts
from .hashing import phrase_hashes
from .labels import body, byline, caption, comment, copy, dek, filler, heading, navigation, notice, promo, reference, related, title
from .looks import SEMANTIC
from .words import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .features import Columns
    from .flat import Flat
    from .thresholds import Thresholds
    from .words import Lexicon


@dataclass(frozen=True, slots=True)
class Context:
    """What a pass can look at."""

    facts: PageFacts
    labels: Sequence[Label]
    """The labels so far."""
    metadata: Metadata
    words: Lexicon
    thresholds: Thresholds
    url: str = ""

    def with_labels(self, labels: Iterable[Label]) -> Context:
        """The same page with other labels; `dataclasses.replace` takes twice as long."""
        return Context(self.facts, tuple(labels), self.metadata, self.words, self.thresholds, self.url)

    @property
    def blocks(self) -> tuple[Facts, ...]:
        """The facts of each block, in page order."""
        return self.facts.blocks

    @property
    def columns(self) -> Columns:
        """The same facts as arrays."""
        return self.facts.columns

    @property
    def flat(self) -> Flat:
        """What the model looked at; a page without blocks has none, and nothing to judge."""
        assert self.facts.flat is not None
        return self.facts.flat

    def where(self, wanted: NDArray[Any]) -> list[Facts]:
        """The blocks at which an array is not zero, in page order.

        A rule starts from the few blocks that it can be about: most blocks say nothing, and stand in no place with a name.
        """
        blocks = self.facts.blocks
        return [blocks[n] for n in np.flatnonzero(wanted).tolist()]

    def labelled(self, label: Label) -> list[Facts]:
        """The blocks with this label so far, in page order."""
        return [fact for fact, given in zip(self.facts.blocks, self.labels, strict=True) if given is label]

    def mask(self, *labels: Label) -> NDArray[np.bool_]:
        """For each block whether it has one of these labels so far."""
        return np.fromiter(map(frozenset(labels).__contains__, self.labels), np.bool_, len(self.labels))

    def first(self, label: Label) -> int | None:
        """The first block with this label so far."""
        return self.labels.index(label) if label in self.labels else None

    def first_named(self, title: str | None) -> int:
        """The first block whose words are the title's, -1 where none is."""
        wanted = tokens(title or "")
        same = np.flatnonzero(self.flat.tokens.wholes == phrase_hashes([wanted]))
        return int(same[0]) if wanted and len(same) else -1

    def is_firm(self, fact: Facts) -> bool:
        """Whether the model is so sure of a block that only a rule that reads its text may say otherwise."""
        return self.labels[fact.n] is Label.BODY and fact.body >= self.thresholds.firm

    def is_in_article(self, fact: Facts) -> bool:
        """Whether an `<article>` holds a block; what its `<header>` and `<footer>` hold is about it, not about the site."""
        return bool(self.flat.tree.bits[fact.run.element] & SEMANTIC["article"])

    @property
    def is_forum(self) -> bool:
        """Whether what readers wrote is the page's own text."""
        look = self.facts.look
        return look is not None and look.type_share(PageType.FORUM) >= self.thresholds.forum


Pass = Callable[[Context], Iterable[tuple[int, Verdict]]]
"""A pass gets the context and yields, for the blocks that it knows something of, their numbers and its verdicts."""

PASSES: tuple[Pass, ...] = (
    body.judge,
    navigation.judge,
    heading.judge,
    related.judge,
    comment.judge,
    caption.judge,
    title.judge,
    byline.judge,
    dek.judge,
    reference.judge,
    notice.judge,
    promo.judge,
    filler.judge,
    copy.judge,
)


def judge(context: Context, passes: Sequence[Pass] = PASSES) -> tuple[Block, ...]:
    """The blocks of the page with the trail of their verdicts."""
    if not context.blocks:
        return ()
    trails: list[tuple[Verdict, ...]] = [()] * len(context.blocks)
    labels = [Label.OTHER] * len(trails)
    for judge_pass in passes:
        for n, verdict in judge_pass(context.with_labels(labels)):
            trails[n] += (verdict,)
            labels[n] = verdict.label
    return _blocks(context.facts, trails)


def _blocks(facts: PageFacts, trails: Sequence[tuple[Verdict, ...]]) -> tuple[Block, ...]:
    """The blocks as the document holds them."""
    xpath = facts.skeleton.xpath
    return tuple(
        Block(fact.n, run.kind, run.text, xpath(run.element), run.links, run.level, fact.words, run.hidden, trail)
        for fact, trail in zip(facts.blocks, trails, strict=True)
        for run in (fact.run,)
    )
