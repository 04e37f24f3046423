"""What class words and the words of short texts have meant on other sites, as learnt: log odds of standing in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .hashing import phrase_hashes, word_hashes
from .vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .folding import PageWords
    from .words import Words

    Array = NDArray[Any]

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


class Vocabularies(NamedTuple):
    """The scores of a `Lexical`, ready to be looked up."""

    marks: Vocabulary
    words: Vocabulary
    phrases: Vocabulary
    """By the hashes of all words of a text together."""


@lru_cache(maxsize=REMEMBERED)
def vocabularies(lexical: Lexical) -> Vocabularies:
    """The scores of class words, of the words of texts, and of whole texts."""
    scores = np.array([*lexical.texts.values()], np.float64)
    marks = vocabulary(word_hashes([*lexical.marks]), np.array([*lexical.marks.values()], np.float64))
    return Vocabularies(marks, *words_and_phrases([*lexical.texts], scores))


def words_and_phrases(entries: Sequence[str], values: Array) -> tuple[Vocabulary, Vocabulary]:
    """The values of words, and those of whole texts, whose entries begin with `PHRASE`."""
    is_phrase = np.array([entry.startswith(PHRASE) for entry in entries], np.bool_)
    words = [entry for entry in entries if not entry.startswith(PHRASE)]
    phrases = [tuple(entry[len(PHRASE) :].split(" ")) for entry in entries if entry.startswith(PHRASE)]
    return vocabulary(word_hashes(words), values[~is_phrase]), vocabulary(phrase_hashes(phrases), values[is_phrase])


TEXT_COLUMNS = ("sum", "lowest", "highest", "phrase")


def whole_text(words: Words) -> str:
    """The entry of a text as a whole; empty for a long one and for none."""
    return PHRASE + " ".join(words) if 0 < len(words) <= PHRASE_WORDS else ""


def text_scores(lexical: Lexical, words: PageWords) -> NDArray[np.float32]:
    """4 x blocks: the scores of a text's words, their sum over the root of their number, lowest, highest; and that of the whole text."""
    known = vocabularies(lexical)
    values = words.values(known.words.of(words.different, np.nan))
    values[words.places() >= TEXT_WORDS] = np.nan
    is_known = ~np.isnan(values)
    total = np.add.reduceat(np.where(is_known, values, 0), words.starts)
    root = np.sqrt(np.maximum(np.add.reduceat(is_known, words.starts, dtype=np.float64), 1))
    low, high = (how.reduceat(values, words.starts) for how in (np.fmin, np.fmax))
    phrases = np.where(words.counts <= PHRASE_WORDS, known.phrases.of(words.wholes, np.nan), np.nan)
    return without_unknown([total / root, low, high, phrases])


def without_unknown(scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Scores with 0 for what is unknown."""
    found = np.array(scores, np.float32)
    found[np.isnan(found)] = 0
    return found
