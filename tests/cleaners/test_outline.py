"""The heading tree: what stands below what, and never an invented heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.document import Block, Kind, Label, Verdict
from cleaners.outline import outline


def block(n, level, label=Label.HEADING):
    kind = Kind.PARAGRAPH if level is None else Kind.HEADING
    return Block(n, kind, f"h{n}", "/html[1]", level=level, trail=(Verdict(label, "heading.element", 0.9),))


def shape(nodes):
    return [(node.level, node.block, shape(node.children)) for node in nodes]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param([], [], id="noop"),
        pytest.param([2], [(2, 0, [])], id="one"),
        pytest.param([2, 2], [(2, 0, []), (2, 1, [])], id="side by side"),
        pytest.param([2, 3, 2], [(2, 0, [(3, 1, [])]), (2, 2, [])], id="below"),
        pytest.param([2, 3, 4, 3], [(2, 0, [(3, 1, [(4, 2, [])]), (3, 3, [])])], id="two below"),
        pytest.param([2, 4, 2], [(2, 0, [(4, 1, [])]), (2, 2, [])], id="a gap stays"),
        pytest.param([4, 3, 2], [(4, 0, []), (3, 1, []), (2, 2, [])], id="upside down"),
        pytest.param([1, 2], [(2, 0, []), (2, 1, [])], id="h1 counts as 2"),
        pytest.param([None, None], [(2, 0, []), (2, 1, [])], id="bold ones on top"),
        pytest.param([2, None, None, 2], [(2, 0, [(3, 1, []), (3, 2, [])]), (2, 3, [])], id="bold ones below a real one"),
        pytest.param([6, None], [(6, 0, []), (6, 1, [])], id="nothing below 6"),
    ],
)
def test_outline(levels, expected):
    assert shape(outline([block(n, level) for n, level in enumerate(levels)])) == expected


def test_only_headings_stand_in_it():
    blocks = [block(0, 2, Label.NAVIGATION), block(1, 2), block(2, 3, Label.PROMO), block(3, None, Label.BODY), block(4, 1, Label.TITLE)]
    assert shape(outline(blocks)) == [(2, 1, [])]


def flat(nodes):
    return [entry for node in nodes for entry in [(node.block, node.text), *flat(node.children)]]


@given(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5, 6]), max_size=20))
def test_every_heading_once_and_none_besides(levels):
    blocks = [block(n, level) for n, level in enumerate(levels)]
    nodes = outline(blocks)
    assert flat(nodes) == [(b.n, b.text) for b in blocks]
    stack = list(nodes)
    while stack:
        node = stack.pop()
        assert 2 <= node.level <= 6
        assert all(child.level > node.level for child in node.children)
        stack += node.children
