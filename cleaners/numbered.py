"""Things of a page by numbers, equal ones by the same: what is known of each is then looked up once, and taken by its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

Thing = TypeVar("Thing", bound=Hashable)


def numbered(things: Iterable[Thing], length: int) -> tuple[list[Thing], NDArray[np.intp]]:
    """Each different thing once, in order, and the number of each of the things, of which there are `length`.

    >>> numbered("abba", 4)
    (['a', 'b'], array([0, 1, 1, 0]))
    """
    numbers: dict[Thing, int] = defaultdict(count().__next__)
    found = np.fromiter(map(numbers.__getitem__, things), np.intp, length)
    return list(numbers), found


END = "\0"
"""Ends a group of words: no group is empty so, and no page holds it."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups of words, each with `END` behind it."""

    words: list[str]
    """Each different word of all groups once."""
    number: NDArray[np.intp]
    """The words by their numbers, counted from 1, one group after the other, with a 0 behind each."""
    starts: NDArray[np.intp]
    """Where each group begins."""

    def values(self, values: Array, end: float) -> Array:
        """Of values that the different words have, that of each word, and `end` for the end of each group."""
        table = np.empty(len(values) + 1, values.dtype)
        table[0], table[1:] = end, values
        return table.take(self.number)

    def joined(self, how: np.ufunc, values: Array, end: float) -> Array:
        """For each group what becomes of the values that its words have, and of `end` for the end of it."""
        found: Array = how.reduceat(self.values(values, end), self.starts)
        return found

    def places(self) -> NDArray[np.intp]:
        """For each word how many stand before it in its group."""
        place: NDArray[np.intp] = np.arange(len(self.number))
        place -= np.repeat(self.starts, np.diff(self.starts, append=len(place)))
        return place


def grouped(words: Sequence[str]) -> Groups:
    """The groups of words between one `END` and the next; there is at least one."""
    (_, *different), number = numbered(chain((END,), words), len(words) + 1)
    ends = np.flatnonzero(number == 0)
    return Groups(different, number[1:], ends[:-1])
