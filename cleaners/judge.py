"""Verdicts: each pass says what it knows of which block, in a fixed order, and the last word on a block holds.

A pass can speak about a block; it can never delete, reorder or edit one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .document import Block, Label, Metadata, PageType, Verdict
from .features import Facts, PageFacts
from .labels import body, byline, caption, comment, dek, filler, heading, navigation, notice, promo, reference, related, title
from .looks import SEMANTIC
from .words import tokens

if TYPE_CHECKING:
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

    @property
    def blocks(self) -> tuple[Facts, ...]:
        """The facts of each block, in page order."""
        return self.facts.blocks

    def first(self, label: Label) -> int | None:
        """The first block with this label so far."""
        return self.labels.index(label) if label in self.labels else None

    def first_named(self, title: str | None) -> int:
        """The first block whose words are the title's, -1 where none is."""
        wanted = tokens(title or "")
        return next((fact.n for fact in self.blocks if fact.tokens == wanted), -1)

    def is_firm(self, fact: Facts) -> bool:
        """Whether the model is so sure of a block that only a rule that reads its text may say otherwise."""
        return self.labels[fact.n] is Label.BODY and fact.body >= self.thresholds.firm

    def is_in_article(self, fact: Facts) -> bool:
        """Whether an `<article>` holds a block; what its `<header>` and `<footer>` hold is about it, not about the site."""
        flat = self.facts.flat
        return flat is not None and bool(flat.tree.bits[fact.run.element] & SEMANTIC["article"])

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
)


def judge(context: Context, passes: Sequence[Pass] = PASSES) -> tuple[Block, ...]:
    """The blocks of the page with the trail of their verdicts."""
    trails: list[tuple[Verdict, ...]] = [() for _ in context.blocks]
    labels = [Label.OTHER] * len(trails)
    for judge_pass in passes:
        for n, verdict in list(judge_pass(replace(context, labels=tuple(labels)))):
            trails[n] += (verdict,)
            labels[n] = verdict.label
    return tuple(_block(context, fact, trail) for fact, trail in zip(context.blocks, trails, strict=True))


def _block(context: Context, fact: Facts, trail: tuple[Verdict, ...]) -> Block:
    run = fact.run
    xpath = context.facts.skeleton.xpath(run.element)
    return Block(fact.n, run.kind, run.text, xpath, run.links, run.level, fact.words, run.hidden, trail)
