"""Facts of a block and of its surroundings, told once per page, with what the model makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from msgspec import Struct

from .characters import UNSPACED
from .flat import Flat, flatten
from .folding import PageWords, page_words
from .model import Look, Model
from .phrases import spotter
from .tree_facts import PLACE_SHIFT
from .words import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .segment import Run, Segments
    from .skeleton import Skeleton
    from .structured import Declared
    from .thresholds import Thresholds
    from .told import Told
    from .words import Lexicon, Words

CHARS_READ = 1200
"""Characters of a block whose words are looked at; what a long text is shows long before that."""
CHARS_A_WORD = 2
"""Characters of an unspaced script that count as a word."""
LISTS = frozenset({"ol", "ul", "dl", "table"})
NEVER_CONTAINER = frozenset(
    {"p", "li", "ul", "ol", "dl", "dd", "blockquote", "table", "tbody", "tr", "pre", "details", "figure", "a", "span"}
)


class Facts(Struct, frozen=True, gc=False):
    """What is known of one block."""

    n: int
    run: Run
    words: int
    """Words; in scripts without spaces half the number of characters."""
    link_share: float
    bold_share: float
    places: int
    """Bits of `Place`: what the elements around it say that they are."""
    near: int
    """The places that the block's own element or its parent names."""
    says: int
    """Bits of `phrases.SAYS`."""
    body: float
    """The probability that it is editorial text."""
    listed: int
    """The list or table that holds the block; -1 for none."""
    inside: bool
    """Whether the block stands in the article's container."""

    @property
    def tokens(self) -> Words:
        """The folded words of its first `CHARS_READ` characters."""
        return tokens(self.run.text[:CHARS_READ])


class Columns(NamedTuple):
    """The same facts, an array each, one entry a block: a rule finds in them the few blocks that it is about."""

    words: NDArray[np.int64]
    link_share: NDArray[np.float64]
    bold_share: NDArray[np.float64]
    places: NDArray[np.int64]
    near: NDArray[np.int64]
    says: NDArray[np.int64]
    body: NDArray[np.float64]
    listed: NDArray[np.int64]
    inside: NDArray[np.bool_]


NOTHING: NDArray[Any] = np.zeros(0, np.int64)
NO_BLOCKS = Columns(*[NOTHING] * len(Columns._fields))


@dataclass(frozen=True, slots=True, eq=False)
class PageFacts:
    """What is known of a page before anything is judged."""

    blocks: tuple[Facts, ...]
    columns: Columns
    skeleton: Skeleton
    container: int
    """The element that holds the article; 0 is the whole page."""
    flat: Flat | None = None
    look: Look | None = None
    """What the model says; None for a page without blocks."""
    kept: frozenset[int] = frozenset()
    """The elements that a second opinion keeps, where one was asked for."""


def page_facts(segments: Segments, declared: Declared, told: Told, lexicon: Lexicon, model: Model, thresholds: Thresholds) -> PageFacts:
    """The facts of all blocks, in order."""
    skeleton, runs = segments.skeleton, segments.runs
    if not runs:
        return PageFacts((), NO_BLOCKS, skeleton, 0)
    words, says = block_words(runs, lexicon)
    flat = flatten(segments, words, says, told, model.lexical, thresholds.wrapper_share)
    look = model.look(flat, declared)
    tree = flat.tree
    element = tree.element
    near = tree.own_places[element] | tree.own_places[tree.parent[element]]
    container = _container(flat, look, thresholds)
    columns = Columns(
        words=word_counts(flat),
        link_share=flat.link_share.astype(np.float64),
        bold_share=flat.bold_share.astype(np.float64),
        places=tree.bits[element] >> PLACE_SHIFT,
        near=near,
        says=flat.says,
        body=look.body.astype(np.float64),
        listed=_lists(flat)[element],
        inside=(element >= container) & (element < tree.end[container]),
    )
    blocks = tuple(map(Facts, range(len(runs)), runs, *(column.tolist() for column in columns)))
    return PageFacts(blocks, columns, skeleton, container, flat, look)


def block_words(runs: Sequence[Run], lexicon: Lexicon) -> tuple[PageWords, NDArray[np.int64]]:
    """The folded words of each block, and the phrases that it says (bits of `phrases.SAYS`)."""
    words = page_words([run.text[:CHARS_READ] for run in runs])
    return words, spotter(lexicon)(words)


def word_counts(flat: Flat) -> np.ndarray:
    """Words of each block as a reader counts them, whatever the script."""
    found: np.ndarray = np.add(flat.spaced_words, flat.counts[UNSPACED].astype(np.int64) // CHARS_A_WORD)
    return found


def _container(flat: Flat, look: Look, thresholds: Thresholds) -> int:
    """The smallest element that holds nearly all editorial text of the page."""
    tree, tags = flat.tree, flat.segments.skeleton.tag
    mass = tree.inside(flat.words * look.body)
    enough = np.flatnonzero(mass >= thresholds.container_share * mass[0])
    return next((int(element) for element in enough[::-1] if tags[element] not in NEVER_CONTAINER), 0)


def _lists(flat: Flat) -> np.ndarray:
    """For each element the innermost list or table that it is or stands in; -1 for none."""
    end = flat.tree.end
    found = np.full(len(end), -1)
    lists = np.flatnonzero(flat.tree.looks.is_any(LISTS))
    for element, after in zip(lists.tolist(), end[lists].tolist(), strict=True):
        found[element:after] = element
    return found
