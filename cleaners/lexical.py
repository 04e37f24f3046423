"""What class words and the words of short texts have meant on other sites, as learnt: log odds of standing in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

import numpy as np

from .numbered import END

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .numbered import Groups
    from .words import Words

DIGITS = bytes.maketrans(b"123456789", b"000000000")
ONE_DIGIT, TWO_DIGITS = b"0", b"00"
PARTS = bytes(code if chr(code) in f"{ascii_lowercase}{digits}{END}" else ord(" ") for code in range(256))
"""What parts words becomes a space."""
TEXT_WORDS = 60
"""Words of a block that are looked at: a button has few, a notice says what it is at its beginning."""
PHRASE_WORDS = 5
"""Words up to which a text counts as a whole too (`read more`, `all rights reserved`)."""
PHRASE = "="
"""Starts the entry of a whole text."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexical:
    """Scores of words."""

    marks: Mapping[str, float]
    """By words of class, id and role attributes, digits as 0."""
    texts: Mapping[str, float]
    """By folded words, and by whole short texts after `PHRASE`."""


def mark_words(marks: str) -> tuple[str, ...]:
    """The words of class, id and role attributes, each once: as they stand, and their parts; numbers all alike.

    >>> mark_words("entry-content col-8")
    ('entry-content', 'col-0', 'entry', 'content', 'col', '0')
    """
    wholes, parts = alike_and_parts(marks.split())
    return tuple(dict.fromkeys(word for word in (*wholes, *parts) if word != END))


def alike_and_parts(marks: Sequence[str]) -> tuple[list[str], list[str]]:
    """Classes, ids or roles with all numbers alike, and their parts, `END` behind those of each.

    Those of a page are taken apart together, as bytes, which is quick.
    """
    if not marks:
        return [], []
    alike = f" {END} ".join((*marks, "")).encode("utf-8", "surrogatepass").translate(DIGITS)
    while TWO_DIGITS in alike:
        alike = alike.replace(TWO_DIGITS, ONE_DIGIT)
    return alike.decode("utf-8", "surrogatepass").split()[::2], alike.translate(PARTS).decode("ascii").split()


def known_scores(scores: Mapping[str, float], words: Sequence[str]) -> NDArray[np.float64]:
    """The scores of words; not a number for those that are unknown."""
    return np.fromiter(map(scores.get, words, repeat(np.nan)), np.float64, len(words))


TEXT_COLUMNS = ("sum", "lowest", "highest", "phrase")


def whole_texts(texts: Sequence[Words]) -> list[str]:
    """The entry of each text as a whole; empty for a long one."""
    return [PHRASE + " ".join(words) if len(words) <= PHRASE_WORDS else "" for words in texts]


def text_scores(lexical: Lexical, words: Groups, wholes: Sequence[str]) -> NDArray[np.float32]:
    """4 x blocks: the scores of a text's words, their sum over the root of their number, lowest, highest; and that of the whole text."""
    values = words.values(known_scores(lexical.texts, words.words), np.nan)
    values[words.places() >= TEXT_WORDS] = np.nan
    known = ~np.isnan(values)
    total = np.add.reduceat(np.where(known, values, 0), words.starts)
    root = np.sqrt(np.maximum(np.add.reduceat(known.astype(np.float64), words.starts), 1))
    low, high = (how.reduceat(values, words.starts) for how in (np.fmin, np.fmax))
    return without_unknown([total / root, low, high, known_scores(lexical.texts, wholes)])


def without_unknown(scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Scores with 0 for what is unknown."""
    found = np.array(scores, np.float32)
    found[np.isnan(found)] = 0
    return found
