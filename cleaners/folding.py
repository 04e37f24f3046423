"""The folded words of many texts, found for all of them at once: what `words.tokens` gives, in a fraction of the time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .characters import BASIC, character_codes
from .words import WORD_SIGNS, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .words import Words

RARE = sys.maxunicode + 1
"""Stands for characters that fold to several, and for those above the basic plane: their texts are folded one by one."""
LINE = "\n"
STANDS_ALONE = "%"
"""The sign that is a word of its own, also beside a number."""


def words_of_all(texts: Sequence[str]) -> list[Words]:
    """The folded words of each text."""
    codes, starts = character_codes(texts)
    folded = folding().take(codes, mode="clip")
    rare = np.flatnonzero(folded == RARE)
    folded[rare] = ord(" ")
    folded[starts[1:-1] - 1] = ord(LINE)
    page = folded.tobytes().decode("utf-32").replace(STANDS_ALONE, f" {STANDS_ALONE} ")
    found = [tuple(line.split()) for line in page.split(LINE)] if texts else []
    for n in set((np.searchsorted(starts, rare, "right") - 1).tolist()):
        found[n] = tokens(texts[n])
    return found


@cache
def folding() -> NDArray[np.uint32]:
    """What each character of the basic plane folds to; a space where it belongs to no word."""
    table = np.full(BASIC + 1, RARE, np.uint32)
    for code, folded in enumerate(map(str.casefold, map(chr, range(BASIC)))):
        if len(folded) == 1:
            table[code] = ord(folded if folded.isalnum() or folded in WORD_SIGNS else " ")
    return table
