"""Equal things have equal numbers."""

from __future__ import annotations

import numpy as np

from cleaners.numbered import numbered, pieces


def test_numbers():
    things, number = numbered(iter(["graft", "cell", "graft"]), 3)
    assert (things, number.tolist()) == (["graft", "cell"], [0, 1, 0])


def test_nothing():
    things, number = numbered([], 0)
    assert (things, number.tolist()) == ([], [])


def test_pieces():
    found = pieces([["a", "b"], ["a"], ["c", "b", "c"]])
    assert found.things == ["a", "b", "c"]
    values = np.array([1.0, 4.0, 2.0])
    assert found.joined(np.add, values).tolist() == [5, 1, 8]
    assert found.joined(np.fmin, values).tolist() == [1, 1, 2]
