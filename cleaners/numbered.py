"""Things of a page by numbers, equal ones by the same: what is known of each is then looked up once, and taken by its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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


@dataclass(frozen=True, slots=True, eq=False)
class Pieces(Generic[Thing]):
    """Groups of things, none of them empty."""

    things: list[Thing]
    """Each different thing of all groups once."""
    number: NDArray[np.intp]
    """The things by their numbers, one group after the other."""
    starts: NDArray[np.intp]
    """Where each group begins."""

    def joined(self, how: np.ufunc, values: Array) -> Array:
        """For each group what becomes of the values that its things have."""
        found: Array = how.reduceat(values.take(self.number), self.starts)
        return found


def pieces(groups: Sequence[Sequence[Thing]]) -> Pieces[Thing]:
    """The things of some groups, none of them empty."""
    ends = np.cumsum(np.fromiter(map(len, groups), np.intp, len(groups)))
    things, number = numbered(chain.from_iterable(groups), int(ends[-1]))
    return Pieces(things, number, np.concatenate([[0], ends[:-1]]))
