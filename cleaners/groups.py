"""Words in groups, those of one text or attribute after those of the other, by their hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .hashing import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .hashing import Hashes, Places

    Array = NDArray[Any]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups of words, each with an end behind it: so no group is empty. The hash of an end is 0."""

    different: Hashes
    """Each different word once, the end before them."""
    number: Places
    """The words and ends by their place in `different`."""
    starts: Places
    """Where each group begins."""

    def values(self, values: Array) -> Array:
        """Of values that the different words have, that of each word."""
        return values.take(self.number)

    def joined(self, how: np.ufunc, values: Array) -> Array:
        """For each group what becomes of the values that its words and its end have."""
        found: Array = how.reduceat(self.values(values), self.starts)
        return found


def grouped(hashes: Hashes, counts: Places) -> Groups:
    """The groups of words with ends, of so many words each."""
    first, number = distinct(hashes)
    return Groups(hashes[first], number, np.cumsum(counts + 1) - counts - 1)


def with_ends(counts: Places, *columns: Array) -> list[Array]:
    """Values of groups of so many words each, with a 0 behind each group."""
    words = len(columns[0])
    place = np.arange(words) + np.repeat(np.arange(len(counts)), counts)
    found = [np.zeros(words + len(counts), values.dtype) for values in columns]
    for column, values in zip(found, columns, strict=True):
        column[place] = values
    return found


def stretches(flags: Flags) -> tuple[Places, Places]:
    """Where runs of flagged entries begin, and where they have ended; the last entry is not flagged."""
    changes = np.empty(len(flags), np.bool_)
    changes[:1] = flags[:1]
    np.not_equal(flags[1:], flags[:-1], out=changes[1:])
    edges = np.flatnonzero(changes)
    return edges[::2], edges[1::2]


def spread(begin: Places, count: Places) -> tuple[Places, Places]:
    """The places in stretches that begin there and are so long, and for each place which stretch it is of."""
    owner = np.repeat(np.arange(len(count)), count)
    inside = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return begin[owner] + inside, owner
