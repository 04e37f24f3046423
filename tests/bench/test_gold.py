"""Labels of blocks from a gold text: each stretch of the gold is one block's only."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import ROOT


def load(name):
    """A script of `bench/`, which is no package."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GOLD = load("gold")

GRAFT = "Grafted cells reached the marrow within days and stayed there for the whole of the first year."
DONOR = "A donor gives about one litre of marrow, drawn from the hip bone under full anaesthesia."
NICHE = "Stem cells rest in niches along the bone, where old neighbours tell them when to divide."
OTHER = "Our clinic offers parking, a café with warm meals, and rooms that look out over the lake."


def shares(blocks, gold):
    return GOLD.labels(blocks, gold)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="noop"),
        pytest.param("Stem-cell grafts, 2024!", ["stem", "cell", "grafts", "2024"], id="signs part words"),
        pytest.param("Клетки ΚΎΤΤΑΡΑ", ["клетки", "κύτταρα"], id="other scripts"),
        pytest.param("— … ·", [], id="signs alone"),
    ],
)
def test_words(text, expected):
    assert GOLD.words(text) == expected


@pytest.mark.parametrize(
    ("blocks", "gold", "expected"),
    [
        pytest.param([], GRAFT, [], id="noop: no blocks"),
        pytest.param([GRAFT], "", [0], id="noop: empty gold"),
        pytest.param(["", "…"], GRAFT, [0, 0], id="noop: blocks without words"),
        pytest.param(["", "Donors", GRAFT], "", [0, 0, 0], id="noop: empty gold, blocks of all sizes"),
        pytest.param([GRAFT], "marrow", [0], id="noop: a gold of one word"),
        pytest.param([GRAFT], GRAFT, [1], id="a paragraph"),
        pytest.param([GRAFT.upper().replace(".", " !")], GRAFT, [1], id="case and signs do not count"),
        pytest.param([OTHER, GRAFT, OTHER], GRAFT, [0, 1, 0], id="one of three"),
        pytest.param([GRAFT, DONOR, NICHE], f"{GRAFT} {DONOR} {NICHE}", [1, 1, 1], id="all in a row"),
        pytest.param([DONOR, GRAFT], f"{GRAFT} {DONOR}", [1, 1], id="in another order"),
        pytest.param([f"{GRAFT} {DONOR}"], f"{GRAFT} {DONOR}", [1], id="one block of two sentences"),
        pytest.param([GRAFT, GRAFT], GRAFT, [1, 0], id="the second copy"),
        pytest.param([GRAFT, DONOR, GRAFT], f"{GRAFT} {DONOR}", [1, 1, 0], id="the second copy, further on"),
        pytest.param([GRAFT, GRAFT], f"{GRAFT} {GRAFT}", [1, 1], id="two copies of which the gold knows"),
    ],
)
def test_long_blocks(blocks, gold, expected):
    assert shares(blocks, gold) == expected


@pytest.mark.parametrize(
    ("blocks", "gold", "expected"),
    [
        pytest.param(["Marrow", "first year", GRAFT], GRAFT, [0, 0, 1], id="noop: words inside a sentence"),
        pytest.param([GRAFT, "Marrow", "first year"], GRAFT, [1, 0, 0], id="noop: and behind it"),
        pytest.param([GRAFT, "Donors", DONOR], f"{GRAFT} Donors {DONOR}", [1, 1, 1], id="a heading between two paragraphs"),
        pytest.param([GRAFT, "On", "Donors", DONOR], f"{GRAFT} On donors {DONOR}", [1, 1, 1, 1], id="two of them"),
        pytest.param(["Donors", DONOR], f"Donors {DONOR}", [1, 1], id="before the first paragraph"),
        pytest.param([GRAFT, "The end"], f"{GRAFT} The end", [1, 1], id="behind the last"),
        pytest.param([GRAFT, "Niches", DONOR], f"{GRAFT} Donors {DONOR}", [1, 0, 1], id="noop: another heading"),
        pytest.param([GRAFT, "Donors", DONOR], f"{GRAFT} {DONOR} Donors", [1, 0, 1], id="noop: it stands elsewhere"),
        pytest.param([GRAFT, "Donors", "Donors", DONOR], f"{GRAFT} Donors {DONOR}", [1, 1, 0, 1], id="the second copy"),
        pytest.param(["Donors", OTHER, "Donors", DONOR], f"Donors {DONOR}", [1, 0, 0, 1], id="the first of two copies"),
        pytest.param([GRAFT, "Homes", NICHE, DONOR, "Homes"], f"{DONOR} {GRAFT} Homes {NICHE}", [1, 1, 1, 1, 0], id="a copy, out of order"),
        pytest.param([GRAFT, "On donors", DONOR], f"{GRAFT} Donors {DONOR}", [1, 0, 1], id="noop: half of a heading is none"),
        pytest.param(["Donors", "Niches"], "Donors Niches", [1, 1], id="nothing but short blocks"),
    ],
)
def test_short_blocks_stand_between_their_neighbours(blocks, gold, expected):
    assert shares(blocks, gold) == expected


def test_a_block_half_of_which_is_gold_has_a_share():
    (share,) = shares([f"{GRAFT} {OTHER}"], GRAFT)
    words = len(GOLD.words(GRAFT)), len(GOLD.words(OTHER))
    assert share == pytest.approx(words[0] / sum(words))


def test_a_block_with_little_gold_takes_no_place():
    teaser = f"{OTHER} {OTHER} Grafted cells reached the marrow within days."
    found = shares([teaser, GRAFT], GRAFT)
    assert 0 < found[0] < GOLD.ENOUGH
    assert found[1] == 1


def test_a_short_block_is_not_looked_for_far_away():
    far = "cell " * GOLD.LONGEST_GAP
    assert shares([GRAFT, "The end"], f"{GRAFT} {far} The end") == [1, 0]
    assert shares([GRAFT, far, "The end"], f"{GRAFT} {far} The end") == [1, 1, 1]


def test_numbers_of_words():
    assert GOLD.labels(["", "Donors", "Stem-cell grafts", GRAFT], "") == ([0, 0, 0, 0], [0, 1, 3, 17])


BLOCKS = st.lists(st.sampled_from([GRAFT, DONOR, NICHE, OTHER, "Donors", "Marrow", "The first year", "", "cell " * 9]), max_size=8)


@given(BLOCKS)
def test_a_gold_of_all_blocks_in_order_holds_every_paragraph(blocks):
    found, sizes = GOLD.labels(blocks, "\n".join(blocks))
    assert sizes == [len(GOLD.words(block)) for block in blocks]
    prose = {GRAFT, DONOR, NICHE, OTHER}
    assert all(share == 1 for share, block in zip(found, blocks, strict=True) if block in prose)


@given(BLOCKS, BLOCKS)
def test_shares_are_shares(blocks, gold):
    found, _ = GOLD.labels(blocks, " ".join(gold))
    assert len(found) == len(blocks)
    assert all(0 <= share <= 1 for share in found)
    for block in {GRAFT, DONOR, NICHE, OTHER}:
        full = sum(share == 1 for share, text in zip(found, blocks, strict=True) if text == block)
        assert full == min(blocks.count(block), gold.count(block))
