"""The page as the block model sees it: one column a block, one row a fact of it, of what holds it, of its neighbours, of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from . import characters as chars
from . import places
from .document import Kind
from .lexical import TEXT_COLUMNS, text_scores
from .phrases import LEARNT, SAYS
from .tree_facts import ARTICLE_GROUP, FORM_GROUP, GROUP_NAMES, PLACE_SHIFT, SEMANTICS, tree_facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical
    from .segment import Segments
    from .tree_facts import TreeFacts
    from .words import Words

    Array = NDArray[Any]

PROSE_CHARS = 80
"""Characters from which a block without links reads as prose; a line of a menu has fewer."""
PROSE_LINK_SHARE = 0.3
PROSE_CHARS_COUNTED = 600
"""Characters of one block that speak for what holds it, so that one giant block cannot decide alone."""
UNSPACED_WEIGHT = 1.5
"""What a character of an unspaced script is worth beyond one of an alphabet: it takes about 2.5 letters to write the same."""
BOLD_SHARE = 0.95
LEVELS = 5
"""Distinct ancestors looked at: each holds more text than the one before."""
REPEATED_LEVELS = 4
CONTAINERS = (0.5, 0.8, 0.95)
"""Shares of the page's prose that the smallest element holds which is asked for."""
FAR = 60
"""Blocks, at which distances are cut."""
NEAR_EDGE = 30
POSITION_CUT, TITLE_CUT = 200, 50
NO_TITLE = -60
COUNTED = 20
"""Marks of punctuation, at which counts are cut."""
UNDER = ("references_heading", "related_heading", "comments_heading", "comment_furniture", "share", "navigation", "newsletter")
"""What a heading can say of the blocks below it."""
KINDS = tuple(Kind)
KIND_INDEX = {kind: n for n, kind in enumerate(KINDS)}
PRICES = 3
"""Signs of a currency from which a page is full of prices."""
Column = tuple[str, "Array | float"]


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """A page's blocks as arrays, one entry a block unless said otherwise."""

    segments: Segments
    tree: TreeFacts
    counts: NDArray[np.float32]
    """Classes of characters x blocks."""
    first: NDArray[np.uint8]
    """Class of the first character."""
    last: NDArray[np.uint8]
    length: Array
    """Characters."""
    size: Array
    """Characters, those of unspaced scripts worth what they say."""
    words: Array
    link_chars: Array
    link_share: Array
    bold_share: Array
    level: Array
    """Level of the heading, 0 for none."""
    kind: Array
    hidden: NDArray[np.bool_]
    heading: NDArray[np.bool_]
    prose: NDArray[np.bool_]
    says: NDArray[np.int64]
    """Bits of `phrases.SAYS`."""
    title: Array
    """How much a block's words are those of the declared title, 0 to 1."""
    tokens: Sequence[Words]


def flatten(segments: Segments, tokens: Sequence[Words], says: Sequence[int], title: Words, lexical: Lexical, wrapper_share: float) -> Flat:
    """The arrays of a page with at least one block."""
    runs = segments.runs
    kinds, starts = chars.character_classes([run.text for run in runs])
    counts = chars.counts(kinds, starts).T
    length = np.diff(starts).astype(np.float32) - 1
    filled = np.maximum(length, 1)
    numbers = np.array([(r.link_chars, r.bold_chars, r.level or 0, KIND_INDEX[r.kind], r.hidden) for r in runs], np.float32).T
    link_chars, bold_chars, level, kind, hidden = numbers
    size = length + UNSPACED_WEIGHT * counts[chars.UNSPACED]
    link_share = np.minimum(link_chars / filled, 1)
    heading = kind == KIND_INDEX[Kind.HEADING]
    prose = (size >= PROSE_CHARS) & (link_share <= PROSE_LINK_SHARE) & ~heading & (hidden == 0)
    match = title_match(tokens, title)
    return Flat(
        segments=segments,
        tree=tree_facts(segments.skeleton, runs, size, lexical, wrapper_share, np.flatnonzero((match == 1) & (hidden == 0))),
        counts=counts,
        first=kinds[starts[:-1]],
        last=kinds[starts[1:] - 2],
        length=length,
        size=size,
        words=counts[chars.SPACE] + 1 + counts[chars.UNSPACED] / 2,
        link_chars=link_chars,
        link_share=link_share,
        bold_share=np.minimum(bold_chars / filled, 1),
        level=level,
        kind=kind.astype(np.int64),
        hidden=hidden > 0,
        heading=heading,
        prose=prose,
        says=np.array(says, np.int64),
        title=match,
        tokens=tokens,
    )


def title_match(texts: Sequence[Words], title: Words) -> Array:
    """For each text how much its words are those of the title: 1 for the same, less for some of them."""
    wanted = frozenset(title)
    if not wanted:
        return np.zeros(len(texts), np.float32)
    found = [1.0 if words == title else 0.9 * len(wanted.intersection(words)) / len(wanted.union(words)) for words in texts]
    return np.array(found, np.float32)


def matrix(flat: Flat, lexical: Lexical, page: Sequence[tuple[str, float]]) -> tuple[NDArray[np.float32], list[str]]:
    """Facts x blocks, and the names of the facts. `page` holds what is known of the page as a whole besides its blocks."""
    prose_size = flat.size * flat.prose
    held = Held(flat, prose_size)
    columns = chain(
        own_columns(flat),
        bit_columns(flat),
        ancestor_columns(flat, held),
        container_columns(flat, held, prose_size),
        repeat_columns(flat, held, prose_size),
        neighbour_columns(flat),
        reach_columns(flat, prose_size),
        position_columns(flat, prose_size),
        lexical_columns(flat, lexical),
        page_columns(flat, held, page),
    )
    names, values = zip(*columns, strict=True)
    out = np.empty((len(names), len(flat.size)), np.float32)
    for row, value in zip(out, values, strict=True):
        row[:] = value
    return out, list(names)


class Held:
    """What elements hold, one entry an element."""

    def __init__(self, flat: Flat, prose_size: Array) -> None:
        inside = flat.tree.inside
        self.chars = np.maximum(inside(flat.size), 1)
        self.links = inside(np.minimum(flat.link_chars, flat.size))
        self.prose = inside(prose_size)
        self.prose_blocks = inside(flat.prose)
        self.headings = inside(flat.heading)
        self.total_prose = max(self.prose[0], 1)


def own_columns(flat: Flat) -> Iterator[Column]:
    """What the text itself is like."""
    counts, words = flat.counts, flat.words
    filled, letters = np.maximum(flat.length, 1), np.maximum(counts[[chars.LOWER, chars.UPPER, chars.CASELESS, chars.UNSPACED]].sum(axis=0), 1)
    stops = counts[chars.STOP] + counts[chars.QUESTION]
    links = np.array([len(run.links) for run in flat.segments.runs], np.float32)
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
    yield "ends as a sentence", _is_stop(flat.last)
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


def _is_stop(kinds: Array) -> Array:
    return (kinds == chars.STOP) | (kinds == chars.QUESTION)


def _copies(flat: Flat) -> Array:
    """How often each text stands in the page."""
    texts: dict[str, int] = {}
    number = np.array([texts.setdefault(run.text, len(texts)) for run in flat.segments.runs])
    return np.minimum(np.bincount(number)[number], COUNTED)


COPY_WORDS = 8
"""First words of a block by which a copy of it is known."""


def _is_later_copy(flat: Flat) -> Array:
    """Whether a block begins as an earlier one of some length does."""
    seen: set[Words] = set()
    found = np.zeros(len(flat.tokens), np.float32)
    for n, words in enumerate(flat.tokens):
        if len(words) >= COPY_WORDS:
            start = words[:COPY_WORDS]
            found[n] = start in seen
            seen.add(start)
    return found


def bit_columns(flat: Flat) -> Iterator[Column]:
    """What the block's markup, its words and the elements around it say, one yes or no each."""
    tree, element = flat.tree, flat.tree.element
    for n, kind in enumerate(KINDS):
        yield f"is a {kind.value}", flat.kind == n
    group = tree.group[element]
    for n, name in enumerate(GROUP_NAMES):
        yield f"<{name}>", group == n
    bits = tree.bits[element]
    for bit, name in enumerate(SEMANTICS):
        yield f"in <{name}>", (bits >> bit) & 1
    near = tree.own_places[element] | tree.own_places[tree.parent[element]]
    for bit, name in enumerate(places.NAMES):
        yield f"in {name}", (bits >> (PLACE_SHIFT + bit)) & 1
        yield f"named {name}", (near >> bit) & 1
    for bit, name in enumerate(list(SAYS)[:LEARNT]):
        yield f"says {name}", (flat.says >> bit) & 1
    above = _heading_above(flat)
    says = np.where(above >= 0, flat.says[above], 0)
    for name in UNDER:
        yield f"below a heading that says {name}", (says & SAYS[name]) > 0
    yield "level of the heading above", np.where(above >= 0, flat.level[above], -1)


def _heading_above(flat: Flat) -> Array:
    """The last heading, real or bold, before each block; -1 for none."""
    index = np.arange(len(flat.size))
    last = np.maximum.accumulate(np.where(flat.heading | (flat.bold_share > BOLD_SHARE), index, -1))
    return np.concatenate([[-1], last[:-1]])


def ancestor_columns(flat: Flat, held: Held) -> Iterator[Column]:
    """What stands in the elements around the block, from the nearest on that holds more than it."""
    tree, element = flat.tree, flat.tree.element
    at = element
    for n in range(LEVELS):
        at = tree.up[at]
        blocks, characters = np.maximum(tree.blocks[at], 1), held.chars[at]
        yield f"blocks {n} out", np.log1p(tree.blocks[at])
        yield f"share of the page {n} out", characters / held.chars[0]
        yield f"link share {n} out", held.links[at] / characters
        yield f"prose {n} out", held.prose[at] / characters
        yield f"share of the page's prose {n} out", held.prose[at] / held.total_prose
        yield f"share of prose blocks {n} out", held.prose_blocks[at] / blocks
        yield f"characters a block {n} out", np.log1p(characters / blocks)
        yield f"headings a block {n} out", held.headings[at] / blocks
        yield f"tag {n} out", tree.group[at]
    yield "blocks in the same element", np.log1p(tree.blocks[element])
    yield "elements in it", np.log1p(tree.end[element] - element)
    children = np.bincount(tree.parent[1:], minlength=len(tree.parent))
    yield "siblings", np.log1p(children[tree.parent[element]])


def container_columns(flat: Flat, held: Held, prose_size: Array) -> Iterator[Column]:
    """Where the block stands with respect to the elements that hold the page's prose."""
    tree, element = flat.tree, flat.tree.element
    depth = tree.depth[element]
    weight = prose_size if prose_size.any() else np.ones(len(depth))
    yield "depth", depth
    yield "depth against the prose", depth - np.average(depth, weights=weight)
    own = np.bincount(element, np.minimum(prose_size, PROSE_CHARS_COUNTED), len(tree.parent))
    read = tree.outwards(own)
    read /= max(read.max(), 1)
    yield "weight of the parent", read[tree.parent[element]]
    yield "weight 0 out", read[tree.up[element]]
    yield "weight 1 out", read[tree.up[tree.up[element]]]
    yield "highest weight around", tree.highest_around(read)[element]
    best = int(read.argmax())
    yield "in the heaviest element", (element >= best) & (element < tree.end[best])
    position = np.arange(len(depth))
    for share in CONTAINERS:
        container = int(np.flatnonzero(held.prose >= share * held.prose[0])[-1])
        inside = (element >= container) & (element < tree.end[container])
        within = np.flatnonzero(inside)
        first, last = (within[0], within[-1]) if len(within) else (0, len(depth))
        percent = round(100 * share)
        yield f"in the element with {percent} % of the prose", inside
        yield f"blocks since the {percent} % begin", np.clip(position - first, -NEAR_EDGE, NEAR_EDGE)
        yield f"blocks until the {percent} % end", np.clip(last - position, -NEAR_EDGE, NEAR_EDGE)
        yield f"depth in the {percent} %", depth - tree.depth[container]


def repeat_columns(flat: Flat, held: Held, prose_size: Array) -> Iterator[Column]:
    """How often what looks like the block, or like the elements around it, stands in the page."""
    tree = flat.tree
    own = tree.path[tree.element]
    count = int(tree.path.max()) + 1
    peers = np.bincount(own, minlength=count)[own]
    characters = np.bincount(own, flat.size, count)[own]
    yield "blocks of its look", np.log1p(peers)
    yield "characters a block of its look", np.log1p(characters / peers)
    yield "link share of its look", np.bincount(own, np.minimum(flat.link_chars, flat.size), count)[own] / np.maximum(characters, 1)
    yield "share of the page's prose of its look", np.bincount(own, prose_size, count)[own] / held.total_prose
    yield "share of the page of its look", characters / held.chars[0]
    elements = np.bincount(tree.path, minlength=count)
    prose = np.bincount(tree.path, held.prose, count) / held.total_prose
    mean = np.log1p(np.bincount(tree.path, held.chars, count) / elements)
    at = tree.element
    for n in range(REPEATED_LEVELS):
        at = tree.up[at]
        path = tree.path[at]
        yield f"elements that look as {n} out", np.log1p(elements[path])
        yield f"share of the page's prose in them {n} out", np.minimum(prose[path], 2)
        yield f"characters of each {n} out", mean[path]


def neighbour_columns(flat: Flat) -> Iterator[Column]:
    """The blocks just before and after."""
    tree, element = flat.tree, flat.tree.element
    parent, up = tree.parent[element], tree.up[element]
    beside = _same_as_before(parent) | _same_as_before(element)
    yield "shares the parent with the block before", beside
    yield "shares the parent with the block after", shifted(beside, 1)
    near = _same_as_before(up)
    yield "stands with the block before", near
    yield "stands with the block after", shifted(near, 1)
    length, ends, group = np.log1p(flat.size), _is_stop(flat.last), tree.group[element]
    for by in (-3, -2, -1, 1, 2, 3):
        yield f"characters at {by:+}", shifted(length, by)
        yield f"link share at {by:+}", shifted(flat.link_share, by)
    for by in (-2, -1, 1, 2):
        yield f"ends as a sentence at {by:+}", shifted(ends, by)
        yield f"heading level at {by:+}", shifted(flat.level, by)
        yield f"tag at {by:+}", shifted(group, by)
        yield f"prose at {by:+}", shifted(flat.prose, by)


def _same_as_before(values: Array) -> Array:
    found = np.zeros(len(values), np.bool_)
    found[1:] = values[1:] == values[:-1]
    return found


def reach_columns(flat: Flat, prose_size: Array) -> Iterator[Column]:
    """How much prose and how many links stand around, and how far the next are."""
    linked = flat.link_share * np.minimum(flat.size, 100)
    for reach in (4, 12):
        for name, values in (("prose", prose_size), ("links", linked)):
            before, after = windowed(values, reach)
            yield f"{name} in the {reach} blocks before", np.log1p(before)
            yield f"{name} in the {reach} blocks after", np.log1p(after)
    for name, flags in (("prose", flat.prose), ("heading", flat.heading)):
        yield f"blocks since {name}", since(flags)
        yield f"blocks until {name}", since(flags[::-1])[::-1]


def shifted(values: Array, by: int) -> Array:
    """The value of the block `by` places further on; 0 beyond the ends."""
    found = np.zeros_like(values)
    if by > 0:
        found[:-by] = values[by:]
    else:
        found[-by:] = values[:by]
    return found


def windowed(values: Array, reach: int) -> tuple[Array, Array]:
    """Sums over the `reach` blocks before each block, and over those after it."""
    index, count = np.arange(len(values)), len(values)
    total = np.zeros(count + 1)
    np.cumsum(values, out=total[1:])
    return total[index] - total[np.maximum(index - reach, 0)], total[np.minimum(index + 1 + reach, count)] - total[index + 1]


def since(flags: Array) -> Array:
    """Blocks since the last flagged one before each block, at most `FAR`."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -FAR))
    return np.minimum(index - np.concatenate([[-FAR], last[:-1]]), FAR)


def position_columns(flat: Flat, prose_size: Array) -> Iterator[Column]:
    """Where in the page the block stands."""
    count = len(flat.size)
    index = np.arange(count)
    yield "position", index / max(count - 1, 1)
    yield "blocks from the start", np.minimum(index, POSITION_CUT)
    yield "blocks to the end", np.minimum(count - 1 - index, POSITION_CUT)
    before = np.cumsum(flat.size) - flat.size
    yield "share of the page before", before / max(flat.size.sum(), 1)
    prose, total = np.cumsum(prose_size), max(prose_size.sum(), 1)
    yield "share of the prose before", (prose - prose_size) / total
    yield "share of the prose after", 1 - prose / total
    for name, flags in (("first <h1>", (flat.level == 1) & ~flat.hidden), ("title", flat.title == 1)):
        found = np.flatnonzero(flags)
        yield f"blocks from the {name}", np.clip(index - found[0], -TITLE_CUT, TITLE_CUT) if len(found) else NO_TITLE


def lexical_columns(flat: Flat, lexical: Lexical) -> Iterator[Column]:
    """What the class words around the block and its own words have meant on other sites."""
    tree, element = flat.tree, flat.tree.element
    low, high, decayed, lowest = tree.scores
    both = low + high
    at = element
    for n in range(3):
        yield f"lowest class word {n} up", low[at]
        yield f"highest class word {n} up", high[at]
        at = tree.parent[at]
    yield "class words 3 up", both[at]
    yield "class words 0 out", both[tree.up[element]]
    yield "class words 1 out", both[tree.up[tree.up[element]]]
    yield "class words around", decayed[element]
    yield "lowest class word around", lowest[element]
    yield "highest class word around", tree.best_score[element]
    scores = text_scores(lexical, flat.tokens)
    for name, values in zip(TEXT_COLUMNS, scores, strict=True):
        yield f"{TEXT_PREFIX}{name}", values
    yield f"{TEXT_PREFIX}before", shifted(scores[0], -1)
    yield f"{TEXT_PREFIX}after", shifted(scores[0], 1)


TEXT_PREFIX = "words of the text: "


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
    yield "<article> in the page", float((tree.group == ARTICLE_GROUP).sum())
    yield "form controls in the page", np.log1p(float((tree.group == FORM_GROUP).sum()))
    yield "longest prose of the page", np.log1p(float((flat.size * flat.prose).max()))
    yield "title stands in the page", float((flat.title == 1).any())
    yield from page
