"""What was learnt of words, found for many of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .hashing import Hashes

    Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Values of words or phrases, kept by their hashes.

    A dict would touch a string and a number for each word, scattered over megabytes; the hashes lie together.
    """

    hashes: Hashes
    """In order."""
    values: Array

    def of(self, wanted: Hashes, unknown: float) -> Array:
        """The value of each word, `unknown` for those that have none."""
        if not len(self.values):
            return np.full(wanted.shape, unknown, self.values.dtype)
        place = np.searchsorted(self.hashes, wanted)
        found: Array = self.values.take(place, mode="clip")
        found[self.hashes.take(place, mode="clip") != wanted] = unknown
        return found


def vocabulary(hashes: Hashes, values: Array) -> Vocabulary:
    """The vocabulary of some words, given their hashes, and their values."""
    order = np.argsort(hashes)
    return Vocabulary(hashes[order], values[order])


def word_set(hashes: Hashes) -> Vocabulary:
    """The vocabulary of words of which nothing is known but that they belong together: True is the value of each."""
    return Vocabulary(np.sort(hashes), np.ones(len(hashes), np.bool_))
