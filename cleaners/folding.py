"""The folded words of many texts by their hashes, found for all of them at once: those of `words.tokens`, in a fraction of the time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .characters import BASIC, character_codes
from .groups import Groups, grouped, spread, stretches, with_ends
from .hashing import OF_CHARACTERS, OF_WORDS, pieces, sums
from .words import WORD_SIGNS, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .hashing import Hashes, Places

    Array = NDArray[Any]
    Flags = NDArray[np.bool_]

RARE = sys.maxunicode + 1
"""Stands for characters that fold to several, and for those above the basic plane: their texts are folded one by one."""
STANDS_ALONE = "%"
"""The sign that is a word of its own, also beside a number."""
ASCII = 0x80
UINT16 = 1 << 16
"""Numbers below are sorted in one pass."""
CHUNK = 1 << 15
"""Characters looked at together: what they need stays in the cache, and a page of any length needs the same memory."""


@dataclass(frozen=True, slots=True, eq=False)
class PageWords(Groups):
    """The folded words of some texts, a group each. Entries are of words and ends, unless said otherwise."""

    hashes: Hashes
    counts: Places
    """Words of each text."""
    letters: Places
    """Characters of each word."""
    is_ascii: Flags
    is_number: Flags
    """Whether a word is made of digits."""
    total: Hashes
    """What `phrases` needs."""
    wholes: Hashes
    """The hash of all words of each text together."""

    def places(self) -> Places:
        """For each word how many stand before it in its text."""
        place: Places = np.arange(len(self.number))
        place -= np.repeat(self.starts, self.counts + 1)
        return place

    def owners(self) -> Places:
        """The text that each word belongs to."""
        found: Places = np.repeat(np.arange(len(self.starts)), self.counts + 1)
        return found

    def fresh(self) -> Flags:
        """Whether each word stands in its text for the first time; an end does not."""
        order = np.argsort(self.number.astype(np.uint16 if len(self.different) < UINT16 else np.int64), kind="stable")
        number, text = self.number[order], self.owners()[order]
        found = np.empty(len(order), np.bool_)
        found[order[:1]] = True
        found[order[1:]] = (number[1:] != number[:-1]) | (text[1:] != text[:-1])
        found[self.number == 0] = False
        return found

    def phrases(self, first: Places, last: Places) -> Hashes:
        """The hashes of the words from these on to before those, together."""
        return pieces(self.total, first, last, OF_WORDS)

    def lasts(self) -> Hashes:
        """The last word of each text; the end of another one where it has none."""
        found: Hashes = self.hashes[self.starts + self.counts - 1]
        return found


def page_words(texts: Sequence[str]) -> PageWords:
    """The folded words of each text."""
    columns = zip(*[_words(chunk) for chunk in chunks(texts)] or [_words(())], strict=True)
    hashes, counts, letters, is_ascii, is_number = map(np.concatenate, columns)
    groups = grouped(hashes, counts)
    total = sums(hashes, OF_WORDS)
    wholes = pieces(total, groups.starts, groups.starts + counts, OF_WORDS)
    return PageWords(groups.different, groups.number, groups.starts, hashes, counts, letters, is_ascii, is_number, total, wholes)


def chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts, so many at once as have about `CHUNK` characters."""
    ends = np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)))
    first = 0
    while first < len(texts):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + CHUNK, "right")))
        yield texts[first:last]
        first = last


def _words(texts: Sequence[str]) -> tuple[Array, ...]:
    """Of each word and end its hash; how many words each text has; of each word and end the letters, whether it is ASCII, and a number."""
    folded, starts = folded_codes(texts)
    begin, end = word_bounds(folded)
    counts = np.diff(np.searchsorted(begin, starts))
    letters = end - begin
    is_ascii = count_between(folded >= ASCII, begin, end) == 0
    is_number = digits().take(folded[begin], mode="clip")
    led = np.flatnonzero(is_number)  # few words begin with a digit: only these are looked at as a whole
    place, word = spread(begin[led], letters[led])
    is_number[led[word[~digits().take(folded[place], mode="clip")]]] = False
    hashes = pieces(sums(folded, OF_CHARACTERS), begin, end, OF_CHARACTERS)
    hashes, letters, is_ascii, is_number = with_ends(counts, hashes, letters, is_ascii, is_number)
    return hashes, counts, letters, is_ascii, is_number


def folded_codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """The code points of the texts, folded, a space for each that belongs to no word and behind each text; and where each text starts."""
    codes, starts = character_codes(texts)
    folded = folding().take(codes, mode="clip")
    rare = np.flatnonzero(folded == RARE)
    if not len(rare):
        return folded, starts
    odd = set((np.searchsorted(starts, rare, "right") - 1).tolist())
    codes, starts = character_codes([" ".join(tokens(text)) if n in odd else text for n, text in enumerate(texts)])
    folded = folding().take(codes, mode="clip")
    np.copyto(folded, codes, where=folded == RARE)
    return folded, starts


def word_bounds(folded: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Where the words of folded text begin, and where they have ended."""
    inside, alone = folded != ord(" "), folded == ord(STANDS_ALONE)
    if not alone.any():
        return stretches(inside)
    apart = ~inside | alone
    begin, end = inside.copy(), inside
    begin[1:] &= apart[:-1] | alone[1:]
    end[:-1] &= apart[1:] | alone[:-1]
    return np.flatnonzero(begin), np.flatnonzero(end) + 1


def count_between(flags: Flags, begin: Places, end: Places) -> Places:
    """How many entries are flagged from these places on to before those."""
    total = np.zeros(len(flags) + 1, np.intp)
    np.cumsum(flags, out=total[1:])
    found: Places = total[end] - total[begin]
    return found


@cache
def folding() -> NDArray[np.uint32]:
    """What each character of the basic plane folds to; a space where it belongs to no word."""
    table = np.full(BASIC + 1, RARE, np.uint32)
    for code, folded in enumerate(map(str.casefold, map(chr, range(BASIC)))):
        if len(folded) == 1:
            table[code] = ord(folded if folded.isalnum() or folded in WORD_SIGNS else " ")
    return table


@cache
def digits() -> Flags:
    """Which characters of the basic plane are digits."""
    table = np.zeros(BASIC + 1, np.bool_)
    table[:BASIC] = np.fromiter(map(str.isdigit, map(chr, range(BASIC))), np.bool_, BASIC)
    return table
