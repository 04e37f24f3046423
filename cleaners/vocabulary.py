"""What was learnt of words, found for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Values of words, kept by the hashes of the words.

    A dict would touch a string and a number for each word, scattered over megabytes; the hashes lie together. Two words in 2^64 share one.
    """

    hashes: NDArray[np.int64]
    """In order."""
    values: Array

    def of(self, words: Sequence[str], unknown: float) -> Array:
        """The value of each word, `unknown` for those that have none."""
        if not len(self.values):
            return np.full(len(words), unknown, self.values.dtype)
        wanted = hashes(words, len(words))
        place = np.searchsorted(self.hashes, wanted)
        found: Array = self.values.take(place, mode="clip")
        found[self.hashes.take(place, mode="clip") != wanted] = unknown
        return found


def vocabulary(words: Iterable[str], values: Array) -> Vocabulary:
    """The vocabulary of some words and their values."""
    found = hashes(words, len(values))
    order = np.argsort(found)
    return Vocabulary(found[order], values[order])


def hashes(words: Iterable[str], count: int) -> NDArray[np.int64]:
    """The hash of each word."""
    return np.fromiter(map(hash, words), np.int64, count)
