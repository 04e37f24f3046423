"""The words of class, id and role attributes: as they stand and their parts, numbers all alike, by their hashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .characters import BASIC, character_codes
from .groups import Groups, grouped, stretches, with_ends
from .hashing import OF_CHARACTERS, pieces, sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .hashing import Hashes, Places

ZERO, NINE = ord("0"), ord("9")
BLANK, SIGN, PART = range(3)
"""What a character is in an attribute: between words, in a word, in a part of a word."""
NUMBER = re.compile(r"[0-9]+")
PARTS = re.compile(r"[a-z0-9]+")


def mark_words(marks: str) -> tuple[str, ...]:
    """The words of class, id and role attributes, each once: as they stand, and their parts; numbers all alike.

    >>> mark_words("entry-content col-8")
    ('entry-content', 'col-0', 'entry', 'content', 'col', '0')
    """
    alike = NUMBER.sub("0", marks)
    return tuple(dict.fromkeys((*alike.split(), *PARTS.findall(alike))))


def words_and_parts(attributes: Sequence[str]) -> tuple[Groups, Groups]:
    """The words of each attribute as they stand, and their parts: what `mark_words` gives of each."""
    codes, starts = character_codes(attributes)
    is_digit = (codes >= ZERO) & (codes <= NINE)
    kept = np.ones(len(codes), np.bool_)
    kept[1:] = ~(is_digit[1:] & is_digit[:-1])
    starts = np.concatenate([[0], np.cumsum(kept)])[starts]
    alike = np.where(is_digit, ZERO, codes)[kept]
    kind = kinds().take(alike, mode="clip")
    total = sums(alike, OF_CHARACTERS)
    words, parts = (_words(total, kind >= least, starts) for least in (SIGN, PART))
    return words, parts


def _words(total: Hashes, inside: NDArray[np.bool_], starts: Places) -> Groups:
    begin, end = stretches(inside)
    counts = np.diff(np.searchsorted(begin, starts))
    (hashes,) = with_ends(counts, pieces(total, begin, end, OF_CHARACTERS))
    return grouped(hashes, counts)


@cache
def kinds() -> NDArray[np.uint8]:
    """What each character of the basic plane is in an attribute; those above are signs."""
    table = np.full(BASIC + 1, SIGN, np.uint8)
    table[[code for code in range(BASIC) if chr(code).isspace()]] = BLANK
    table[[*map(ord, "abcdefghijklmnopqrstuvwxyz0123456789")]] = PART
    return table
