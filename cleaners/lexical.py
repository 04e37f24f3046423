"""What class words and the words of short texts have meant on other sites, as learnt: log odds of standing in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

import numpy as np

from .numbered import END
from .vocabulary import Vocabulary, vocabulary

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
REMEMBERED = 8
"""Lexicals whose vocabularies are remembered; the package has one."""
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


@lru_cache(maxsize=REMEMBERED)
def vocabularies(lexical: Lexical) -> tuple[Vocabulary, Vocabulary]:
    """The scores of class words and of the words of texts, ready to be looked up."""
    marks, texts = (vocabulary(scores, np.array([*scores.values()], np.float64)) for scores in (lexical.marks, lexical.texts))
    return marks, texts


TEXT_COLUMNS = ("sum", "lowest", "highest", "phrase")


def whole_texts(texts: Sequence[Words]) -> list[str]:
    """The entry of each text as a whole; empty for a long one."""
    return [PHRASE + " ".join(words) if len(words) <= PHRASE_WORDS else "" for words in texts]


def text_scores(lexical: Lexical, words: Groups, wholes: Sequence[str]) -> NDArray[np.float32]:
    """4 x blocks: the scores of a text's words, their sum over the root of their number, lowest, highest; and that of the whole text."""
    _, known = vocabularies(lexical)
    values = words.values(known.of(words.words, np.nan), np.nan)
    values[words.places() >= TEXT_WORDS] = np.nan
    total = np.add.reduceat(np.nan_to_num(values), words.starts)
    root = np.sqrt(np.maximum(np.add.reduceat(np.isfinite(values).astype(np.float64), words.starts), 1))
    low, high = (how.reduceat(values, words.starts) for how in (np.fmin, np.fmax))
    return without_unknown([total / root, low, high, known.of(wholes, np.nan)])


def without_unknown(scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Scores with 0 for what is unknown."""
    found = np.array(scores, np.float32)
    found[np.isnan(found)] = 0
    return found
