"""From which probability on a block is body: the surer the model is of a page, the more it asks for."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.labels.body import body_threshold
from cleaners.thresholds import DEFAULT


def threshold(probabilities, words=None):
    """The threshold of a page with these blocks, each of one word unless said otherwise."""
    look = SimpleNamespace(body=np.array(probabilities, np.float32))
    columns = SimpleNamespace(words=np.array(words or [1] * len(probabilities)))
    return body_threshold(SimpleNamespace(facts=SimpleNamespace(look=look), columns=columns, thresholds=DEFAULT))


@pytest.mark.parametrize(
    ("probabilities", "words", "expected"),
    [
        pytest.param([0.99, 0.98, 0.01], None, DEFAULT.body, id="a clear page"),
        pytest.param([0.05, 0.02, 0.01], None, DEFAULT.body_least, id="a page without text"),
        # Taking the one block reaches F1 = 2 * 0.6 / (1 + 0.6) = 0.75.
        pytest.param([0.6], None, 0.75 / 2 + DEFAULT.body_margin, id="one block, half sure"),
        # The long block counts for its words: F1 = 2 * 60 / (100 + 60.5) with it alone.
        pytest.param([0.6, 0.005], [100, 100], 120 / 160.5 / 2 + DEFAULT.body_margin, id="words count"),
    ],
)
def test_body_threshold(probabilities, words, expected):
    assert threshold(probabilities, words) == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30))
def test_a_threshold_stays_within_its_bounds(probabilities):
    assert DEFAULT.body_least <= threshold(probabilities) <= DEFAULT.body
