"""Equal things have equal numbers."""

from __future__ import annotations

import numpy as np

from cleaners.numbered import END, grouped, numbered


def test_numbers():
    things, number = numbered(iter(["graft", "cell", "graft"]), 3)
    assert (things, number.tolist()) == (["graft", "cell"], [0, 1, 0])


def test_nothing():
    things, number = numbered([], 0)
    assert (things, number.tolist()) == ([], [])


def test_groups():
    found = grouped(["a", "b", END, END, "c", "a", "c", END])
    assert found.words == ["a", "b", "c"]
    values = np.array([1.0, 4.0, 2.0])
    assert found.joined(np.add, values, 0.5).tolist() == [5.5, 0.5, 5.5]
    assert np.nan_to_num(found.joined(np.fmin, values, np.nan)).tolist() == [1, 0, 1]


def test_one_empty_group():
    assert grouped([END]).joined(np.add, np.zeros(0), 3).tolist() == [3]
