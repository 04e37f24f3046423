"""Which known phrases a block says, all of them found in one look: a bit for each kind of phrase."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Spotter:
    """The phrases of a lexicon by their first and by their rarest words."""

    whole: dict[Words, int]
    first: dict[str, tuple[tuple[Words, int], ...]]
    longest: dict[str, tuple[tuple[int, Words, int], ...]]

    def __call__(self, words: Words) -> int:
        """The bits of what these folded words say."""
        if not words:
            return 0
        bits = self.whole_bits(words) if len(words) <= WHOLE_WORDS else 0
        for phrase, bit in self.first.get(words[0], ()):
            if words[: len(phrase)] == phrase:
                bits |= bit
        return bits if self.longest.keys().isdisjoint(words) else bits | self.bits_anywhere(words)

    def whole_bits(self, words: Words) -> int:
        """What the words say as a whole, numbers left out if need be (`12 comments`)."""
        return self.whole.get(words, 0) or self.whole.get(tuple(word for word in words if not word.isdigit()), 0)

    def bits_anywhere(self, words: Words) -> int:
        """What is said somewhere among the words."""
        bits = 0
        for position, word in enumerate(words):
            for offset, phrase, bit in self.longest.get(word, ()):
                if position >= offset and words[position - offset : position - offset + len(phrase)] == phrase:
                    bits |= bit
        return bits


@lru_cache(maxsize=64)
def spotter(lexicon: Lexicon) -> Spotter:
    """The spotter of a lexicon, made once."""
    whole: dict[Words, int] = {}
    first: dict[str, list[tuple[Words, int]]] = {}
    longest: dict[str, list[tuple[int, Words, int]]] = {}
    for name, bit in SAYS.items():
        phrases = [phrase for group in lexicon.phrases[name].by_first.values() for phrase in group]
        for phrase in phrases:
            if name in WHOLE:
                whole[phrase] = whole.get(phrase, 0) | bit
            elif name in PREFIX + LATER_PREFIX:
                first.setdefault(phrase[0], []).append((phrase, bit))
            else:
                rarest = max(phrase, key=len)
                longest.setdefault(rarest, []).append((phrase.index(rarest), phrase, bit))
    return Spotter(whole, {k: tuple(v) for k, v in first.items()}, {k: tuple(v) for k, v in longest.items()})
