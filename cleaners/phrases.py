"""Which known phrases a block says, all of them found in one look: a bit for each kind of phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from .groups import spread
from .hashing import OF_WORDS, phrase_hashes, pieces, sums, word_hashes
from .vocabulary import Vocabulary, vocabulary, word_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .folding import PageWords
    from .hashing import Places
    from .words import Lexicon, Words

WHOLE = tuple(
    "references_heading related_heading comments_heading comment_furniture share navigation cookie_button call_to_action sponsored".split()
)
"""Kinds that are the whole text of a block."""
PREFIX = tuple("byline date_prefix review_notice caption_prefix sponsored_prefix close_line newsletter".split())
"""Kinds that a block starts with."""
ANYWHERE = tuple("byline_phrase cookie_notice legal_notice offer donation not_found author_bio months".split())
"""Kinds that stand anywhere in a block."""
LATER_PREFIX, LATER_ANYWHERE = ("related_prefix",), ("report_credit",)
"""The same, of which the model knows nothing: only rules ask for them."""
LEARNT = len(WHOLE) + len(PREFIX) + len(ANYWHERE)
"""Kinds that the model looks at, the first ones of `SAYS`."""
SAYS = {name: 1 << bit for bit, name in enumerate((*WHOLE, *PREFIX, *ANYWHERE, *LATER_PREFIX, *LATER_ANYWHERE))}
WHOLE_WORDS = 10
NEVER = -1
"""Stands for words that are the longest of no phrase."""


@dataclass(frozen=True, slots=True, eq=False)
class Spotter:
    """The phrases of a lexicon by how they are found; the values are bits of `SAYS`."""

    whole: Vocabulary
    prefixes: Vocabulary
    first: Vocabulary
    """The words with which prefixes begin."""
    lengths: tuple[int, ...]
    """How many words prefixes have."""
    anywhere: Vocabulary
    rare: Vocabulary
    """The longest word of each phrase that may stand anywhere, with the number of its entry in `shapes`."""
    shapes: tuple[Places, Places, Places, Places]
    """For each such word where its shapes begin and how many they are; of each shape how many words stand before the longest one, and
    how many the phrase has."""

    def __call__(self, page: PageWords) -> NDArray[np.int64]:
        """For each text of a page the bits of what it says."""
        said = self.said_by_wholes(page)
        begins = np.flatnonzero(self.first.of(page.hashes[page.starts], unknown=False))
        for length in self.lengths:
            long = begins[page.counts[begins] >= length]
            first = page.starts[long]
            said[long] |= self.prefixes.of(page.phrases(first, first + length), 0)
        np.bitwise_or.at(said, *self.said_anywhere(page))
        return said

    def said_by_wholes(self, page: PageWords) -> NDArray[np.int64]:
        """What each text says as a whole, numbers left out if need be (`12 comments`)."""
        short = page.counts <= WHOLE_WORDS
        said = np.where(short, self.whole.of(page.wholes, 0), 0)
        open_ = np.flatnonzero((said == 0) & short & np.logical_or.reduceat(page.is_number, page.starts))
        if len(open_):
            kept = ~page.is_number
            place = np.concatenate([[0], np.cumsum(kept)])
            first = page.starts[open_]
            without = pieces(sums(page.hashes[kept], OF_WORDS), place[first], place[first + page.counts[open_]], OF_WORDS)
            said[open_] = self.whole.of(without, 0)
        return said

    def said_anywhere(self, page: PageWords) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Texts, and what phrases that stand somewhere in them say."""
        known = page.values(self.rare.of(page.different, NEVER))
        hits = np.flatnonzero(known != NEVER)
        begin, count, before, length = self.shapes
        entry = known[hits]
        shape, hit = spread(begin[entry], count[entry])
        first = hits[hit] - before[shape]
        last = first + length[shape]
        text = np.searchsorted(page.starts, hits, "right")[hit] - 1
        whole = (first >= page.starts[text]) & (last <= page.starts[text] + page.counts[text])
        return text[whole], self.anywhere.of(page.phrases(first[whole], last[whole]), 0)


@lru_cache(maxsize=64)
def spotter(lexicon: Lexicon) -> Spotter:
    """The spotter of a lexicon, made once."""
    whole, prefixes, anywhere = (phrases_of(lexicon, kinds) for kinds in (WHOLE, PREFIX + LATER_PREFIX, ANYWHERE + LATER_ANYWHERE))
    shapes: dict[str, set[tuple[int, int]]] = {}
    for phrase in anywhere:
        longest = max(phrase, key=len)
        shapes.setdefault(longest, set()).add((phrase.index(longest), len(phrase)))
    counts = np.array([*map(len, shapes.values())], np.intp)
    before, length = np.array([*chain.from_iterable(map(sorted, shapes.values()))], np.intp).reshape(-1, 2).T
    return Spotter(
        whole=bits_by_hash(whole),
        prefixes=bits_by_hash(prefixes),
        first=word_set(word_hashes([*{phrase[0] for phrase in prefixes}])),
        lengths=tuple(sorted({*map(len, prefixes)})),
        anywhere=bits_by_hash(anywhere),
        rare=vocabulary(word_hashes([*shapes]), np.arange(len(shapes))),
        shapes=(np.cumsum(counts) - counts, counts, before, length),
    )


def bits_by_hash(phrases: dict[Words, int]) -> Vocabulary:
    """The bits of phrases by the hashes of these."""
    return vocabulary(phrase_hashes([*phrases]), np.fromiter(phrases.values(), np.int64, len(phrases)))


def phrases_of(lexicon: Lexicon, kinds: Sequence[str]) -> dict[Words, int]:
    """The phrases of these kinds with their bits."""
    found: dict[Words, int] = {}
    for kind in kinds:
        for phrase in chain.from_iterable(lexicon.phrases[kind].by_first.values()):
            found[phrase] = found.get(phrase, 0) | SAYS[kind]
    return found
