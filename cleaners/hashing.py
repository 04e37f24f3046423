"""Hashes of words and of phrases, worked out for all of a page at once.

A word is the polynomial of its characters modulo 2^64, a phrase that of the hashes of its words. Sums of such a polynomial over a whole
text give the hash of each piece of it by one subtraction (Rabin and Karp, IBM J. Res. Dev. 31(2), 1987), so that no string is made of a
word only to look it up. Two words in 2^64 share a hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from .characters import character_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .words import Words

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.intp]

MODULUS = 1 << 64
OF_CHARACTERS, OF_WORDS = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
"""What the polynomials are of: odd, so that each has an inverse."""
INVERSES = {base: pow(base, -1, MODULUS) for base in (OF_CHARACTERS, OF_WORDS)}
MIX = 0x165667B19E3779F9
"""Carries what the low bits of a polynomial tell into the high ones; odd too."""
KEPT = 1 << 16
"""Powers that are kept at hand; longer texts are rare."""


def powers(base: int, count: int, first: int = 1) -> Hashes:
    """The powers of a number modulo 2^64, from the power 0 on, times `first`."""
    return _kept(base, first)[:count] if count <= KEPT else _powers(base, count, first)


@lru_cache(maxsize=4)
def _kept(base: int, first: int) -> Hashes:
    return _powers(base, KEPT, first)


def _powers(base: int, count: int, first: int) -> Hashes:
    found = np.full(count, base, np.uint64)
    found[:1] = first
    return np.multiply.accumulate(found, out=found)


def sums(values: NDArray[Any], base: int) -> Hashes:
    """What `pieces` needs of a text: the polynomial of what stands before each place, and of all."""
    found = np.zeros(len(values) + 1, np.uint64)
    np.multiply(values, powers(base, len(values)), out=found[1:])
    return np.add.accumulate(found, out=found)


def pieces(total: Hashes, first: Places, last: Places, base: int) -> Hashes:
    """The hashes of the pieces from these places on to before those."""
    found: Hashes = total[last]
    found -= total[first]
    found *= powers(INVERSES[base], len(total), MIX)[first]
    return found


def word_hashes(words: Sequence[str]) -> Hashes:
    """The hash of each word, which can be any text."""
    codes, starts = character_codes(words)
    return pieces(sums(codes, OF_CHARACTERS), starts[:-1], starts[1:] - 1, OF_CHARACTERS)


def phrase_hashes(phrases: Sequence[Words]) -> Hashes:
    """The hash of each phrase."""
    counts = np.fromiter(map(len, phrases), np.intp, len(phrases))
    ends = np.cumsum(counts)
    return pieces(sums(word_hashes([*chain.from_iterable(phrases)]), OF_WORDS), ends - counts, ends, OF_WORDS)


def phrase_hash(words: Hashes) -> np.uint64:
    """The hash of a phrase, given those of its words."""
    found: np.uint64 = pieces(sums(words, OF_WORDS), np.array([0]), np.array([len(words)]), OF_WORDS)[0]
    return found


def distinct(hashes: Hashes) -> tuple[Places, Places]:
    """Where each different hash stands first, and which of them each one is; in order, so that `Vocabulary` finds them faster.

    Of hashes and places as one number each a plain sort is several times as fast as one that gives the order. It costs as many of the
    lowest bits as the places need.
    """
    count = len(hashes)
    bits = np.uint64(count.bit_length())
    keys = hashes >> bits << bits
    keys |= np.arange(count, dtype=np.uint64)
    keys.sort()
    order = (keys & np.uint64((1 << int(bits)) - 1)).astype(np.intp)
    keys >>= bits
    new = np.ones(count, np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    number = np.empty(count, np.intp)
    number[order] = np.cumsum(new) - 1
    return order[new], number
