"""Which known phrases a block says, all of them found in one look: a bit for each kind of phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, filterfalse
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .folding import PageWords
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


Found = tuple[int, "Words", int]
"""How many words of a phrase stand before the two by which it is found, the phrase, its bit."""


@dataclass(frozen=True, slots=True)
class Spotter:
    """The phrases of a lexicon by how they are found."""

    lengths: dict[str, frozenset[int]]
    """For each word with which whole texts or prefixes begin, how many words the prefixes have."""
    whole: dict[Words, int]
    prefixes: dict[Words, int]
    rare: frozenset[str]
    """The longest word of each phrase that may stand anywhere."""
    alone: dict[str, int]
    """Such phrases of one word."""
    pairs: dict[Words, list[Found]]
    """Those of several by two words that stand side by side, one of them the longest: single words are too common."""

    def __call__(self, page: PageWords) -> list[int]:
        """For each text of a page the bits of what it says."""
        texts, groups = page.texts, page.groups
        said = [self.bits_of_beginning(words) if words and self.may_begin(words[0]) else 0 for words in texts]
        rare = np.fromiter(map(self.rare.__contains__, groups.words), np.bool_, len(groups.words))
        hits = np.flatnonzero(groups.values(rare, 0))
        owners = np.searchsorted(groups.starts, hits, "right") - 1
        for text, place in zip(owners.tolist(), (hits - groups.starts[owners]).tolist(), strict=True):
            said[text] |= self.bits_around(texts[text], place)
        return said

    def may_begin(self, word: str) -> bool:
        """Whether texts that say something as a whole or at their beginning can begin with a word."""
        return word in self.lengths or word.isdigit()

    def bits_of_beginning(self, words: Words) -> int:
        """What the words say as a whole or begin with."""
        bits = self.bits_of_whole(words) if len(words) <= WHOLE_WORDS else 0
        for length in self.lengths.get(words[0], ()):
            bits |= self.prefixes.get(words[:length], 0)
        return bits

    def bits_of_whole(self, words: Words) -> int:
        """What the words say as a whole, numbers left out if need be (`12 comments`)."""
        return self.whole.get(words, 0) or self.whole.get(tuple(filterfalse(str.isdigit, words)), 0)

    def bits_around(self, words: Words, place: int) -> int:
        """What is said around the rare word at this place."""
        bits = self.alone.get(words[place], 0)
        for at in (place - 1, place):
            for offset, phrase, bit in self.pairs.get(words[at : at + 2], ()):
                if at >= offset and words[at - offset : at - offset + len(phrase)] == phrase:
                    bits |= bit
        return bits


@lru_cache(maxsize=64)
def spotter(lexicon: Lexicon) -> Spotter:
    """The spotter of a lexicon, made once."""
    whole, prefixes, anywhere = (phrases_of(lexicon, kinds) for kinds in (WHOLE, PREFIX + LATER_PREFIX, ANYWHERE + LATER_ANYWHERE))
    lengths: dict[str, set[int]] = {phrase[0]: set() for phrase in (*whole, *prefixes)}
    for phrase in prefixes:
        lengths[phrase[0]].add(len(phrase))
    pairs: dict[Words, list[Found]] = {}
    for phrase, bits in anywhere.items():
        if len(phrase) > 1:
            at = min(phrase.index(max(phrase, key=len)), len(phrase) - 2)
            pairs.setdefault(phrase[at : at + 2], []).append((at, phrase, bits))
    return Spotter(
        lengths={word: frozenset(counts) for word, counts in lengths.items()},
        whole=whole,
        prefixes=prefixes,
        rare=frozenset(max(phrase, key=len) for phrase in anywhere),
        alone={phrase[0]: bits for phrase, bits in anywhere.items() if len(phrase) == 1},
        pairs=pairs,
    )


def phrases_of(lexicon: Lexicon, kinds: Sequence[str]) -> dict[Words, int]:
    """The phrases of these kinds with their bits."""
    found: dict[Words, int] = {}
    for kind in kinds:
        for phrase in chain.from_iterable(lexicon.phrases[kind].by_first.values()):
            found[phrase] = found.get(phrase, 0) | SAYS[kind]
    return found
