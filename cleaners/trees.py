"""Gradient-boosted oblivious trees, evaluated with numpy alone.

In an oblivious tree all nodes of one depth ask the same question, so a tree of depth D is D questions and a table of 2^D
answers (Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018): what makes it fast to
evaluate without a compiler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CHUNK = 512
"""Rows evaluated at once: what a chunk needs stays in the cache, and a page of any length needs the same memory."""
REMEMBERED = 16
"""Sums of trees whose questions are remembered; a model has two."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A sum of trees. T trees of depth D with K outputs."""

    feature: NDArray[np.int32]
    """T x D: the column that a question is about."""
    border: Floats
    """T x D: the answer is yes above it."""
    leaves: Floats
    """T x 2^D x K: what a tree adds; the first question is the lowest bit of the place."""
    weights: Floats
    """T x 2^D: how much of the training data came to each leaf."""
    bias: Floats
    """K."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], name: str) -> Trees:
        """The trees stored under a name."""
        feature = arrays[f"{name}.feature"].astype(np.int32)
        border, leaves = (arrays[f"{name}.{part}"].astype(np.float32) for part in ("border", "leaves"))
        return cls(feature, border, leaves, arrays[f"{name}.weights"].astype(np.float32), arrays[f"{name}.bias"].astype(np.float32))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """What `from_arrays` reads, small enough to ship."""
        return {
            f"{name}.feature": self.feature.astype(np.int16),
            f"{name}.border": self.border,
            f"{name}.leaves": self.leaves.astype(np.float16),
            f"{name}.weights": self.weights.astype(np.float16),
            f"{name}.bias": self.bias,
        }

    def predict(self, columns: Floats) -> Floats:
        """K x rows: the sums for each row of a matrix given as columns x rows."""
        rows = columns.shape[1]
        tables = questions(self).tables
        out = np.empty((len(tables), rows), np.float32)
        for start in range(0, rows, CHUNK):
            place = self.places(columns[:, start : start + CHUNK])
            for output, table in enumerate(tables):
                out[output, start : start + CHUNK] = table.take(place).sum(axis=0) + self.bias[output]
        return out

    def places(self, columns: Floats) -> NDArray[np.intp]:
        """T x rows: the place in the flat table of leaves that each tree leads each row to."""
        asked = questions(self)
        yes = asked.answers(columns)
        place = yes.take(asked.number[-1], axis=0)
        for number in asked.number[-2::-1]:
            place += place
            place |= yes.take(number, axis=0)
        found: NDArray[np.intp] = place.astype(np.intp)
        found += asked.first_leaf
        return found

    def contributions(self, columns: Floats, output: int = 0) -> Floats:
        """Columns x rows: by how much the answers to the questions about each column moved the sum away from `base`.

        A question's part is the difference that it makes to the mean of the leaves still in reach (Saabas 2014).
        """
        steps, _ = self.walked(output)
        asked = self.feature.T.ravel()
        order = np.argsort(asked, kind="stable")
        present, starts = np.unique(asked[order], return_index=True)
        found: Floats = np.zeros(columns.shape, np.float32)
        for start in range(0, columns.shape[1], CHUNK):
            place = self.places(columns[:, start : start + CHUNK])
            parts = steps[:, place].reshape(len(order), -1)[order]
            found[present, start : start + CHUNK] = np.add.reduceat(parts, starts)
        return found

    def base(self, output: int = 0) -> float:
        """The sum of a row of which nothing is known: what the contributions start from."""
        return float(self.bias[output] + self.walked(output)[1].sum(dtype=np.float64))

    def walked(self, output: int) -> tuple[Floats, Floats]:
        """D x T 2^D: by how much each question moves the mean on the way to each leaf; and the mean of each tree, where the way begins."""
        trees, depth = self.feature.shape
        leaf = np.arange(1 << depth)
        steps = np.empty((depth, trees, 1 << depth), np.float32)
        means, weights = self.leaves[:, :, output], self.weights
        for level in range(depth - 1, -1, -1):
            low, high = weights[:, : 1 << level], weights[:, 1 << level :]
            total = np.maximum(low + high, np.finfo(np.float32).tiny)
            above = ((means[:, : 1 << level] * low + means[:, 1 << level :] * high) / total).astype(np.float32)
            steps[level] = means[:, leaf & ((2 << level) - 1)] - above[:, leaf & ((1 << level) - 1)]
            means, weights = above, low + high
        return steps.reshape(depth, -1), means[:, 0]


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """The different questions of some trees, half of which several trees ask.

    They stand in rounds, in each at most one about a column, and the columns of a round are the first ones of the round before: so the
    values need not be copied for each question.
    """

    column: NDArray[np.intp]
    """The columns of the first round: all that are asked about, those with most questions first."""
    borders: tuple[Floats, ...]
    """For each round the borders, one below the other."""
    number: tuple[NDArray[np.intp], ...]
    """For each depth, which question each tree asks there."""
    first_leaf: NDArray[np.intp]
    """T x 1: where the leaves of each tree begin in a table of all."""
    tables: tuple[Floats, ...]
    """For each output what all leaves add."""

    def answers(self, columns: Floats) -> NDArray[np.uint8]:
        """Questions x rows: 1 for yes."""
        values = columns.take(self.column, axis=0)
        found = np.empty((sum(map(len, self.borders)), columns.shape[1]), np.bool_)
        first = 0
        for border in self.borders:
            last = first + len(border)
            np.greater(values[: len(border)], border, out=found[first:last])
            first = last
        return found.view(np.uint8)


@lru_cache(maxsize=REMEMBERED)
def questions(trees: Trees) -> Questions:
    """What trees ask, each question once."""
    pairs = np.stack([trees.feature.ravel(), trees.border.ravel()])
    (column, border), number = np.unique(pairs, axis=1, return_inverse=True)
    asked, first, counts = np.unique(column, return_index=True, return_counts=True)
    rank = np.empty(len(asked), np.intp)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(asked))
    column_rank, round_ = np.repeat(rank, counts), np.arange(len(column)) - np.repeat(first, counts)
    order = np.lexsort((column_rank, round_))
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    by_depth = np.ascontiguousarray(place[number].reshape(trees.feature.shape).T)
    borders = np.split(border[order].astype(np.float32)[:, None], np.cumsum(np.bincount(round_))[:-1])
    count, depth = trees.feature.shape
    return Questions(
        column=asked[np.argsort(rank)].astype(np.intp),
        borders=tuple(borders),
        number=tuple(by_depth),
        first_leaf=(np.arange(count) << depth)[:, None],
        tables=tuple(np.ascontiguousarray(leaves.ravel()) for leaves in np.moveaxis(trees.leaves, 2, 0)),
    )


def sigmoid(values: Floats) -> Floats:
    """Log odds as probabilities."""
    found: Floats = np.reciprocal(1 + np.exp(-values), dtype=np.float32)
    return found


def softmax(values: Floats) -> Floats:
    """K x rows of scores as probabilities of K classes."""
    powers = np.exp(values - values.max(axis=0))
    found: Floats = np.divide(powers, powers.sum(axis=0), dtype=np.float32)
    return found
