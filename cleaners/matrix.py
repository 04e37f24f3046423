"""The page as the block model sees it: one column a block, one row a fact of it, of what holds it, of its neighbours, of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from . import characters as chars
from . import places
from .flat import KINDS, Flat
from .hashing import distinct
from .lexical import TEXT_COLUMNS, text_scores
from .looks import ARTICLE_GROUP, FORM_GROUP, GROUP_NAMES, SEMANTICS
from .phrases import LEARNT, SAYS
from .surroundings import (
    COUNTED,
    Column,
    Columns,
    Held,
    alternating,
    ancestor_columns,
    container_columns,
    is_stop,
    neighbour_columns,
    position_columns,
    reach_columns,
    repeat_columns,
    shifted,
)
from .topic import box_columns, link_columns, media_columns, topic_columns
from .tree_facts import PLACE_SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical

    Array = NDArray[Any]

BOLD_SHARE = 0.95
UNDER = ("references_heading", "related_heading", "comments_heading", "comment_furniture", "share", "navigation", "newsletter")
"""What a heading can say of the blocks below it."""
PRICES = 3
"""Signs of a currency from which a page is full of prices."""
ROOM = 512
"""Facts for which there is room. Memory that is never written to is never taken, and a page of any length needs no second table."""
COPY_WORDS = 8
"""First words of a block by which a copy of it is known."""
TEXT_PREFIX, CLASS_SIGN = "words of the text: ", "class word"
"""In the names of all columns that say what words of texts, or of classes, have meant on other sites."""
KIND_NAMES = tuple(f"is a {kind.value}" for kind in KINDS)
TAG_NAMES = tuple(f"<{name}>" for name in GROUP_NAMES)
SEMANTIC_NAMES = tuple(f"in <{name}>" for name in SEMANTICS)
PLACE_NAMES = tuple(f"{how} {name}" for name in places.NAMES for how in ("in", "named"))
SAYS_NAMES = tuple(f"says {name}" for name in list(SAYS)[:LEARNT])
UNDER_NAMES = tuple(f"below a heading that says {name}" for name in UNDER)
TEXT_NAMES = tuple(f"{TEXT_PREFIX}{name}" for name in TEXT_COLUMNS)
ABOVE_NAMES = tuple(f"{TEXT_PREFIX}{name} of the heading above" for name in TEXT_COLUMNS)
CLASS_NAMES = tuple(tuple(f"{which} class word {n} up" for which in ("lowest", "highest")) for n in range(3))


def matrix(flat: Flat, lexical: Lexical, page: Sequence[tuple[str, float]]) -> tuple[NDArray[np.float32], list[str]]:
    """Facts x blocks, and the names of the facts. `page` holds what is known of the page as a whole besides its blocks."""
    prose_size = flat.size * flat.prose
    held = Held(flat, prose_size)
    above = _heading_above(flat)
    columns = chain(
        own_columns(flat),
        bit_columns(flat, above),
        ancestor_columns(flat, held),
        container_columns(flat, held, prose_size),
        repeat_columns(flat, held, prose_size),
        neighbour_columns(flat),
        reach_columns(flat, prose_size),
        position_columns(flat, prose_size),
        lexical_columns(flat, lexical, above),
        topic_columns(flat, above),
        link_columns(flat),
        media_columns(flat),
        box_columns(flat),
        page_columns(flat, held, page),
    )
    names: list[str] = []
    out = np.empty((ROOM, len(flat.size)), np.float32)
    for name, value in columns:
        first = len(names)
        names += (name,) if isinstance(name, str) else name
        out[first : len(names)] = value
    return out[: len(names)], names


def own_columns(flat: Flat) -> Iterator[Column]:
    """What the text itself is like."""
    counts, words = flat.counts, flat.words
    filled, letters = (
        np.maximum(flat.length, 1),
        np.maximum(counts[[chars.LOWER, chars.UPPER, chars.CASELESS, chars.UNSPACED]].sum(axis=0), 1),
    )
    stops = counts[chars.STOP] + counts[chars.QUESTION]
    links = flat.links
    yield "words", np.log1p(words)
    yield "characters", np.log1p(flat.size)
    yield "letters a word", letters / words
    yield "share of capitals", counts[chars.UPPER] / letters
    yield "share of digits", counts[chars.DIGIT] / filled
    yield "share of letters without case", (counts[chars.CASELESS] + counts[chars.UNSPACED]) / filled
    yield "commas a word", counts[chars.COMMA] / words
    yield "full stops a word", stops / words
    yield "full stops", np.minimum(stops, COUNTED)
    yield "commas", np.minimum(counts[chars.COMMA], COUNTED)
    yield "share of punctuation", counts[chars.PUNCTUATION] / filled
    yield "share of separators", counts[chars.SEPARATOR] / filled
    yield "share of symbols", counts[chars.OTHER] / filled
    yield "signs of currency", np.minimum(counts[chars.CURRENCY], COUNTED)
    yield "ends as a sentence", is_stop(flat.last)
    yield "ends with a comma", flat.last == chars.COMMA
    yield "starts with a capital", flat.first == chars.UPPER
    yield "starts with a small letter", flat.first == chars.LOWER
    yield "starts with a digit", flat.first == chars.DIGIT
    yield "starts with a symbol", (flat.first == chars.SEPARATOR) | (flat.first == chars.OTHER)
    yield "link share", flat.link_share
    yield "links", np.minimum(links, COUNTED)
    yield "links a word", links / words
    yield "bold share", flat.bold_share
    yield "heading level", flat.level
    yield "hidden", flat.hidden
    yield "copies in the page", _copies(flat)
    yield "later copy", _is_later_copy(flat)
    yield "likeness to the title", flat.title


def _copies(flat: Flat) -> Array:
    """How often each text stands in the page."""
    runs = flat.segments.runs
    counts = Counter(run.text for run in runs)
    return np.array([min(counts[run.text], COUNTED) for run in runs], np.float32)


def _is_later_copy(flat: Flat) -> Array:
    """Whether a block begins as an earlier one of some length does."""
    words = flat.tokens
    found = np.zeros(len(words.starts), np.bool_)
    long = np.flatnonzero(words.counts >= COPY_WORDS)
    begin = words.starts[long]
    first, number = distinct(words.phrases(begin, begin + COPY_WORDS))
    found[long] = first[number] < np.arange(len(long))
    return found


def bit_columns(flat: Flat, above: Array) -> Iterator[Column | Columns]:
    """What the block's markup, its words and the elements around it say, one yes or no each."""
    tree, element = flat.tree, flat.tree.element
    yield KIND_NAMES, flat.kind == numbers(KIND_NAMES)
    yield TAG_NAMES, tree.looks.group[element] == numbers(TAG_NAMES)
    bits = tree.bits[element]
    yield SEMANTIC_NAMES, (bits >> numbers(SEMANTIC_NAMES)) & 1
    near = tree.own_places[element] | tree.own_places[tree.parent[element]]
    around = (bits >> PLACE_SHIFT) >> numbers(places.NAMES)
    yield PLACE_NAMES, alternating(around, near >> numbers(places.NAMES)) & 1
    yield SAYS_NAMES, (flat.says >> numbers(SAYS_NAMES)) & 1
    says = np.where(above >= 0, flat.says[above], 0)
    yield UNDER_NAMES, (says & np.array([[SAYS[name]] for name in UNDER])) > 0
    yield "level of the heading above", np.where(above >= 0, flat.level[above], -1)


def numbers(names: Sequence[str]) -> NDArray[np.intp]:
    """0, 1, 2, ... for these names, one below the other."""
    return np.arange(len(names))[:, None]


def _heading_above(flat: Flat) -> Array:
    """The last heading, real or bold, before each block; -1 for none."""
    index = np.arange(len(flat.size))
    last = np.maximum.accumulate(np.where(flat.heading | (flat.bold_share > BOLD_SHARE), index, -1))
    return np.concatenate([[-1], last[:-1]])


def lexical_columns(flat: Flat, lexical: Lexical, above: Array) -> Iterator[Column | Columns]:
    """What the class words around the block and its own words have meant on other sites."""
    tree, element = flat.tree, flat.tree.element
    low, high, decayed, lowest = tree.scores
    both = low + high
    at = element
    for names in CLASS_NAMES:
        yield names, tree.scores[:2].take(at, axis=1)
        at = tree.parent[at]
    yield "class words 3 up", both[at]
    yield "class words 0 out", both[tree.up[element]]
    yield "class words 1 out", both[tree.up[tree.up[element]]]
    yield "class words around", decayed[element]
    yield "lowest class word around", lowest[element]
    yield "highest class word around", tree.best_score[element]
    scores = text_scores(lexical, flat.tokens)
    yield TEXT_NAMES, scores
    yield f"{TEXT_PREFIX}before", shifted(scores[0], -1)
    yield f"{TEXT_PREFIX}after", shifted(scores[0], 1)
    yield ABOVE_NAMES, np.where(above >= 0, scores[:, above], 0)


def page_columns(flat: Flat, held: Held, page: Sequence[tuple[str, float]]) -> Iterator[Column]:
    """What is the same for all blocks of the page."""
    tree, blocks = flat.tree, len(flat.size)
    yield "blocks of the page", np.log1p(blocks)
    yield "characters of the page", np.log1p(held.chars[0])
    yield "prose of the page", np.log1p(held.prose[0])
    yield "link share of the page", held.links[0] / held.chars[0]
    yield "prose share of the page", held.prose[0] / held.chars[0]
    yield "prose blocks of the page", held.prose_blocks[0] / blocks
    yield "<h1> of the page", float(((flat.level == 1) & ~flat.hidden).sum())
    yield "headings a block of the page", held.headings[0] / blocks
    yield "prices in the page", float(flat.counts[chars.CURRENCY].sum() > PRICES)
    yield "<article> in the page", float((tree.looks.group == ARTICLE_GROUP).sum())
    yield "form controls in the page", np.log1p(float((tree.looks.group == FORM_GROUP).sum()))
    yield "longest prose of the page", np.log1p(float((flat.size * flat.prose).max()))
    yield "title stands in the page", float((flat.title == 1).any())
    yield from page
