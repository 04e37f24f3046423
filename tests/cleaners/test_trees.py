"""Sums of oblivious trees: the quick way gives what the plain way gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.trees import CHUNK, Trees, sigmoid, softmax

COLUMNS = 5


def some_trees(seed, trees=7, depth=3, outputs=2):
    """Trees with quarters as answers, which float16 holds exactly; leaves that saw no training data say nothing, as in trained ones."""
    random = np.random.default_rng(seed)
    weights = random.integers(0, 4, (trees, 1 << depth)).astype(np.float32)
    return Trees(
        feature=random.integers(0, COLUMNS, (trees, depth)).astype(np.int32),
        border=(random.integers(-4, 5, (trees, depth)) / 2).astype(np.float32),
        leaves=(random.integers(-8, 9, (trees, 1 << depth, outputs)) / 4 * (weights > 0)[:, :, None]).astype(np.float32),
        weights=weights,
        bias=(random.integers(-4, 5, outputs) / 4).astype(np.float32),
    )


def some_columns(seed, rows):
    """Halves, so that many values lie exactly on a border."""
    return (np.random.default_rng(seed).integers(-5, 6, (COLUMNS, rows)) / 2).astype(np.float32)


def leaf(trees, tree, row):
    """The leaf that a tree leads a row to: the first question is the lowest bit."""
    return sum(1 << level for level, column in enumerate(trees.feature[tree]) if row[column] > trees.border[tree, level])


def plainly(trees, columns):
    """The sums, one row and one tree at a time."""
    found = []
    for output in range(trees.leaves.shape[2]):
        answers = ([float(trees.leaves[tree, leaf(trees, tree, row), output]) for tree in range(len(trees.feature))] for row in columns.T)
        found.append([sum(answer) + float(trees.bias[output]) for answer in answers])
    return np.array(found, np.float32)


@pytest.mark.parametrize(
    ("value", "expected"), [(-1.0, 10.0), (0.0, 10.0), (0.5, 11.0), (math.inf, 11.0), (-math.inf, 10.0), (math.nan, 10.0)]
)
def test_the_answer_is_yes_above_the_border(value, expected):
    trees = Trees(np.zeros((1, 1), np.int32), *(np.array(a, np.float32) for a in ([[0]], [[[0], [1]]], [[1, 1]], [10])))
    assert trees.predict(np.array([[value]], np.float32)).tolist() == [[expected]]


def test_the_first_question_is_the_lowest_bit():
    arrays = [[0, 0]], [[[0], [1], [2], [3]]], [[1, 1, 1, 1]], [0]
    trees = Trees(np.array([[0, 1]], np.int32), *(np.array(a, np.float32) for a in arrays))
    assert trees.predict(np.array([[-1, 1, -1, 1], [-1, -1, 1, 1]], np.float32)).tolist() == [[0, 1, 2, 3]]


@pytest.mark.parametrize("rows", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 17])
@pytest.mark.parametrize(("depth", "outputs"), [(1, 1), (3, 2), (6, 3), (8, 1)])
def test_predict_is_the_plain_sum(rows, depth, outputs):
    trees, columns = some_trees(depth, 3, depth, outputs), some_columns(rows, rows)
    found = trees.predict(columns)
    assert found.shape == (outputs, rows)
    assert np.array_equal(found, plainly(trees, columns).reshape(outputs, rows))


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 4), st.integers(1, 20))
def test_predict_is_the_plain_sum_for_any_trees(seed, depth, outputs, rows):
    trees, columns = some_trees(seed, 5, depth, outputs), some_columns(seed + 1, rows)
    assert np.array_equal(trees.predict(columns), plainly(trees, columns))


def test_a_row_says_the_same_alone_and_among_others():
    trees, columns = some_trees(4), some_columns(5, CHUNK + 3)
    alone = np.concatenate([trees.predict(columns[:, n : n + 1]) for n in range(columns.shape[1])], axis=1)
    assert np.array_equal(trees.predict(columns), alone)


def padded(trees, depth):
    """The same trees with questions added to which the answer is always no."""
    shallow = trees.feature.shape[1]
    more = ((0, 0), (0, depth - shallow))
    leaves = ((0, 0), (0, (1 << depth) - (1 << shallow)))
    return Trees(
        np.pad(trees.feature, more),
        np.pad(trees.border, more, constant_values=np.inf),
        np.pad(trees.leaves, (*leaves, (0, 0))),
        np.pad(trees.weights, leaves),
        trees.bias,
    )


@pytest.mark.parametrize("value", [None, math.inf, math.nan])
def test_shallow_trees_are_padded_with_infinite_borders(value):
    trees, columns = some_trees(6, depth=2), some_columns(7, 40)
    if value is not None:
        columns[0] = value
    deep = padded(trees, 4)
    assert np.array_equal(deep.predict(columns), trees.predict(columns))
    assert np.allclose(deep.contributions(columns), trees.contributions(columns), atol=1e-5)


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_contributions_lead_from_the_base_to_the_prediction(seed, depth):
    trees, columns = some_trees(seed, 6, depth), some_columns(seed + 1, 9)
    totals = np.maximum(trees.weights.sum(axis=1), np.finfo(np.float32).tiny)
    for output in range(2):
        means = (trees.leaves[:, :, output] * trees.weights).sum(axis=1) / totals
        assert trees.base(output) == pytest.approx(trees.bias[output] + means.sum(), abs=1e-4)
        found = trees.contributions(columns, output)
        assert found.shape == columns.shape
        assert np.allclose(trees.base(output) + found.sum(axis=0), trees.predict(columns)[output], atol=1e-4)


@pytest.mark.parametrize("rows", [0, 1, CHUNK, CHUNK + 3])
def test_contributions_to_a_row_are_the_same_alone_and_among_others(rows):
    trees, columns = some_trees(4), some_columns(5, rows)
    alone = [trees.contributions(columns[:, n : n + 1]) for n in range(rows)]
    assert np.allclose(trees.contributions(columns), np.concatenate([np.empty((COLUMNS, 0)), *alone], axis=1), atol=1e-5)


def test_only_columns_that_are_asked_about_contribute():
    trees = some_trees(8)
    trees.feature[:] = 3
    found = trees.contributions(some_columns(9, 30))
    assert found[3].any()
    assert not np.delete(found, 3, axis=0).any()


def test_a_question_is_worth_the_step_from_the_mean_to_its_side():
    arrays = [[0]], [[[0], [4]]], [[3, 1]], [0]
    trees = Trees(np.zeros((1, 1), np.int32), *(np.array(a, np.float32) for a in arrays))
    assert trees.contributions(np.array([[-1, 1]], np.float32)).tolist() == [[-1, 3]]


def test_a_round_trip_keeps_the_trees():
    trees = some_trees(10)
    again = Trees.from_arrays({**trees.arrays("cells"), **some_trees(11).arrays("grafts")}, "cells")
    for part in ("feature", "border", "leaves", "weights", "bias"):
        assert np.array_equal(getattr(again, part), getattr(trees, part))
        assert getattr(again, part).dtype == getattr(trees, part).dtype


def test_arrays_are_small():
    assert {name: array.dtype.name for name, array in some_trees(12).arrays("x").items()} == {
        "x.feature": "int16",
        "x.border": "float32",
        "x.leaves": "float16",
        "x.weights": "float16",
        "x.bias": "float32",
    }


@pytest.mark.parametrize(("value", "expected"), [(0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (40, 1.0)])
def test_sigmoid(value, expected):
    assert sigmoid(np.array([value], np.float32))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([0, 0], [0.5, 0.5], id="noop"),
        pytest.param([7], [1], id="one class"),
        pytest.param([math.log(3), 0], [0.75, 0.25], id="odds"),
        pytest.param([1000, 1000 + math.log(4)], [0.2, 0.8], id="large scores do not overflow"),
        pytest.param([-5000, 0], [0, 1], id="small ones neither"),
    ],
)
def test_softmax(scores, expected):
    assert softmax(np.array(scores, np.float64)[:, None])[:, 0] == pytest.approx(expected)


def test_softmax_is_about_each_row_alone():
    assert softmax(np.array([[0, 200], [0, 0]], np.float32)).T.tolist() == [[0.5, 0.5], [1, 0]]
