"""What texts are made of, counted for all blocks of a page at once, whatever the script."""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHER, LOWER, UPPER, CASELESS, DIGIT, SPACE, COMMA, STOP, PUNCTUATION, SEPARATOR, CURRENCY, UNSPACED, QUESTION = range(13)
"""Classes of characters: the columns of `Characters.counts`."""
CLASSES = 13
CONTROL = CLASSES
"""Control characters that are no white space: `counts` counts them as such, though they part no words."""
COMMAS = ",;:、，；：،؛·"
STOPS = ".!。！．…।؟｡"
QUESTIONS = "?？؟;"
SEPARATORS = "|/\\•·›»«‹→←<>_*#~=+@©®™↑↓▶►"
BASIC = 0x10000
"""Characters above are counted as those of an unspaced script (rare ideographs) or as symbols; both are rare."""
UNSPACED_RANGES = ((0x0E00, 0x0E80), (0x3040, 0x3100), (0x3400, 0xA000))
"""Thai, kana, ideographs: scripts without spaces between words."""
BY_CATEGORY = {
    "Ll": LOWER,
    "Lu": UPPER,
    "Lt": UPPER,
    "Lo": CASELESS,
    "Lm": CASELESS,
    "Mn": CASELESS,
    "Mc": CASELESS,
    "Nd": DIGIT,
    "Zs": SPACE,
    "Zl": SPACE,
    "Zp": SPACE,
    "Cc": CONTROL,
    "Sc": CURRENCY,
    "Sm": SEPARATOR,
} | dict.fromkeys(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"), PUNCTUATION)


@cache
def classes() -> NDArray[np.uint8]:
    """The class of each character of the basic plane."""
    categories = map(unicodedata.category, map(chr, range(BASIC)))
    kinds = defaultdict(lambda: OTHER, BY_CATEGORY)
    table = np.fromiter(map(kinds.__getitem__, categories), np.uint8, BASIC)
    table[[code for code in np.flatnonzero(table == CONTROL) if chr(code).isspace()]] = SPACE
    for low, high in UNSPACED_RANGES:
        letters = table[low:high] == CASELESS
        table[low:high][letters] = UNSPACED
    for text, kind in ((COMMAS, COMMA), (STOPS, STOP), (QUESTIONS, QUESTION), (SEPARATORS, SEPARATOR)):
        table[[ord(character) for character in text]] = kind
    return table


ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def character_codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """The code points of the texts, a space after each text, and where each text starts (one more: the end)."""
    starts = np.zeros(len(texts) + 1, np.intp)
    np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)) + 1, out=starts[1:])
    return np.frombuffer((" ".join(texts) + " ").encode(ENCODING, "surrogatepass"), np.uint32), starts


def character_classes(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """The class of each character of the texts, a space after each text, and where each text starts (one more: the end)."""
    codes, starts = character_codes(texts)
    return classes().take(codes, mode="clip"), starts


def spaced_words(kinds: NDArray[np.uint8], starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many words each text has that stand between spaces."""
    ends = np.flatnonzero((kinds[:-1] != SPACE) & (kinds[1:] == SPACE))
    found: NDArray[np.intp] = np.diff(np.searchsorted(ends, starts))
    return found


def counts(kinds: NDArray[np.uint8], starts: NDArray[np.intp]) -> NDArray[np.float32]:
    """Texts x classes: how many characters of each class a text has."""
    texts = len(starts) - 1
    owner = np.repeat(np.arange(0, texts * (CLASSES + 1), CLASSES + 1), np.diff(starts))
    table = np.bincount(owner + kinds, minlength=texts * (CLASSES + 1)).reshape(texts, CLASSES + 1).astype(np.float32)
    table[:, SPACE] += table[:, CONTROL] - 1
    return table[:, :CLASSES]
