"""A page's blocks as arrays, whatever the script that they are written in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import characters as chars
from .document import Kind
from .hashing import phrase_hash, word_hashes
from .tree_facts import tree_facts
from .vocabulary import Vocabulary, word_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .folding import PageWords
    from .hashing import Hashes
    from .lexical import Lexical
    from .segment import Segments
    from .told import Told
    from .tree_facts import TreeFacts
    from .words import Words

    Array = NDArray[Any]

PROSE_CHARS = 80
"""Characters from which a block without links reads as prose; a line of a menu has fewer."""
PROSE_LINK_SHARE = 0.3
UNSPACED_WEIGHT = 1.5
"""What a character of an unspaced script is worth beyond one of an alphabet: it takes about 2.5 letters to write the same."""
KINDS = tuple(Kind)
KIND_INDEX = {kind: n for n, kind in enumerate(KINDS)}
TOLD_LETTERS = 4
"""Letters from which a word of a title or description tells something of a text."""
TITLE_WORDS_SHARE = 0.9
"""What having all words of the title in another order is worth."""


class ToldWords(NamedTuple):
    """The words that are told of a page, of title and description the long ones."""

    title: Vocabulary
    description: Vocabulary
    site: Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """A page's blocks as arrays, one entry a block unless said otherwise."""

    segments: Segments
    told: Told
    told_words: ToldWords
    tree: TreeFacts
    counts: NDArray[np.float32]
    """Classes of characters x blocks."""
    first: NDArray[np.uint8]
    """Class of the first character."""
    last: NDArray[np.uint8]
    length: Array
    """Characters."""
    size: Array
    """Characters, those of unspaced scripts worth what they say."""
    words: Array
    """About how many, to weigh texts."""
    spaced_words: Array
    """Words that stand between spaces."""
    links: Array
    link_chars: Array
    link_share: Array
    bold_share: Array
    level: Array
    """Level of the heading, 0 for none."""
    kind: Array
    hidden: NDArray[np.bool_]
    heading: NDArray[np.bool_]
    prose: NDArray[np.bool_]
    says: NDArray[np.int64]
    """Bits of `phrases.SAYS`."""
    title: Array
    """How much a block's words are those of the declared title, 0 to 1."""
    tokens: PageWords


def flatten(segments: Segments, words: PageWords, says: NDArray[np.int64], told: Told, lexical: Lexical, wrapper_share: float) -> Flat:
    """The arrays of a page with at least one block."""
    runs = segments.runs
    kinds, starts = chars.character_classes([run.text for run in runs])
    counts = chars.counts(kinds, starts).T
    length = np.diff(starts).astype(np.float32) - 1
    filled = np.maximum(length, 1)
    numbers = [(len(r.links), r.link_chars, r.bold_chars, r.level or 0, KIND_INDEX[r.kind], r.hidden) for r in runs]
    rows = np.fromiter(chain.from_iterable(numbers), np.float32).reshape(len(runs), -1)
    links, link_chars, bold_chars, level, kind, hidden = rows.T.copy()
    size = length + UNSPACED_WEIGHT * counts[chars.UNSPACED]
    link_share = np.minimum(link_chars / filled, 1)
    heading = kind == KIND_INDEX[Kind.HEADING]
    prose = (size >= PROSE_CHARS) & (link_share <= PROSE_LINK_SHARE) & ~heading & (hidden == 0)
    title, description, site = np.split(
        word_hashes([*told.title, *told.description, *told.site]), np.cumsum([len(told.title), len(told.description)])
    )
    match = title_match(words, title)
    return Flat(
        segments=segments,
        told=told,
        told_words=ToldWords(long_words(told.title, title), long_words(told.description, description), word_set(site)),
        tree=tree_facts(segments.skeleton, runs, size, lexical, wrapper_share, np.flatnonzero((match == 1) & (hidden == 0))),
        counts=counts,
        first=kinds[starts[:-1]],
        last=kinds[starts[1:] - 2],
        length=length,
        size=size,
        words=counts[chars.SPACE] + 1 + counts[chars.UNSPACED] / 2,
        spaced_words=chars.spaced_words(kinds, starts),
        links=links,
        link_chars=link_chars,
        link_share=link_share,
        bold_share=np.minimum(bold_chars / filled, 1),
        level=level,
        kind=kind.astype(np.int64),
        hidden=hidden > 0,
        heading=heading,
        prose=prose,
        says=says,
        title=match,
        tokens=words,
    )


def long_words(words: Words, found: Hashes) -> Vocabulary:
    """Those of some words that are long, each once, given the hashes of all."""
    return word_set(np.unique(found[np.array([len(word) >= TOLD_LETTERS for word in words], np.bool_)]))


def title_match(texts: PageWords, title: Hashes) -> Array:
    """For each text how much its words are those of the title: 1 for the same, less for some of them."""
    found = np.zeros(len(texts.starts), np.float32)
    if not len(title):
        return found
    wanted = np.unique(title)
    is_wanted = texts.values(word_set(wanted).of(texts.different, unknown=False))
    fresh = texts.fresh()
    shared = np.add.reduceat(fresh & is_wanted, texts.starts, dtype=np.intp)
    union = len(wanted) + np.add.reduceat(fresh, texts.starts, dtype=np.intp) - shared
    found[:] = TITLE_WORDS_SHARE * shared / union
    found[texts.wholes == phrase_hash(title)] = 1
    return found
