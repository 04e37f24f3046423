"""Facts of a block and of its surroundings, told once per page in flat form."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from .document import Kind
from .words import Words, tokens

if TYPE_CHECKING:
    from .segment import Run, Segments
    from .skeleton import Skeleton
    from .thresholds import Thresholds


class Place:
    """What an element or one of those around it says that it is: bits of an int (enum.IntFlag takes 20 times as long)."""

    NAVIGATION = 1 << 0
    SHARE = 1 << 1
    RELATED = 1 << 2
    COMMENT = 1 << 3
    PROMO = 1 << 4
    POPUP = 1 << 5
    COOKIE = 1 << 6
    NOTICE = 1 << 7
    BYLINE = 1 << 8
    BIO = 1 << 9
    CAPTION = 1 << 10
    REFERENCES = 1 << 11
    DEK = 1 << 12
    ASIDE = 1 << 13
    HEADER = 1 << 14
    FORM = 1 << 15


NOWHERE = 0
TAGS = {
    "nav": Place.NAVIGATION,
    "footer": Place.NAVIGATION,
    "menu": Place.NAVIGATION,
    "search": Place.NAVIGATION,
    "aside": Place.ASIDE,
    "header": Place.HEADER,
    "dialog": Place.POPUP,
    "figcaption": Place.CAPTION,
    "form": Place.FORM,
    "fieldset": Place.FORM,
    "button": Place.FORM,
    "select": Place.FORM,
    "label": Place.FORM,
}
BOILERPLATE = (
    Place.NAVIGATION | Place.SHARE | Place.RELATED | Place.COMMENT | Place.PROMO | Place.POPUP | Place.COOKIE | Place.ASIDE | Place.BIO
)
"""Places that hold no editorial prose."""
MARK_WORD = re.compile(r"[a-z0-9]+")
CJK = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
CJK_CHARS_A_WORD = 2


class Facts(Struct, frozen=True, gc=False):
    """What is known of one block."""

    n: int
    run: Run
    tokens: Words
    """The folded words."""
    words: int
    """Words; in scripts without spaces half the number of characters."""
    link_share: float
    bold_share: float
    places: int
    near: int
    """The places that the block's own element or its parent names."""
    listed: int
    """The list or table that holds the block; -1 for none."""
    inside: bool
    """Whether the block stands in the article's container."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page before anything is judged."""

    blocks: tuple[Facts, ...]
    skeleton: Skeleton
    container: int
    """The element that holds the article; 0 is the whole page."""
    prose_share: float
    """Share of the page's prose inside the container; where no element below `<body>` qualifies, that of the best one."""

    def inside_of(self, elements: frozenset[int]) -> PageFacts:
        """The same facts with the blocks in or below these elements as those inside the container."""
        if not elements:
            return self
        inside = [any(e in elements for e in self.skeleton.ancestors(fact.run.element)) for fact in self.blocks]
        return replace(self, blocks=tuple(structs.replace(fact, inside=within) for fact, within in zip(self.blocks, inside, strict=True)))


def page_facts(segments: Segments, thresholds: Thresholds) -> PageFacts:
    """The facts of all blocks, in order."""
    skeleton, runs = segments.skeleton, segments.runs
    read = [_short(run.text) if len(run.text) <= SHORT else _read(run.text) for run in runs]
    counts = [words for _, words in read]
    places, own = _places(skeleton, _text_shares(skeleton, runs), thresholds)
    prose = [_prose(run, words, places[run.element], thresholds) for run, words in zip(runs, counts, strict=True)]
    container, share = _container(skeleton, runs, prose, thresholds)
    within = _descendants(skeleton, container)
    lists = _lists(skeleton)
    blocks = tuple(
        Facts(
            n,
            run,
            read[n][0],
            words,
            _share(run.link_chars, run.text),
            _share(run.bold_chars, run.text),
            places[run.element],
            own[run.element] | own[max(0, skeleton.parent[run.element])],
            lists[run.element],
            within[run.element],
        )
        for n, (run, words) in enumerate(zip(runs, counts, strict=True))
    )
    return PageFacts(blocks, skeleton, container, share)


SHORT = 160
"""Characters of the texts that repeat from page to page: menus, buttons, notices, adverts."""


def _read(text: str) -> tuple[Words, int]:
    """The folded words of a text, and how many words a reader counts."""
    return tokens(text), count_words(text)


_short = lru_cache(maxsize=8192)(_read)


def count_words(text: str) -> int:
    """Words of a text, whatever the script."""
    count = len(text.split())
    if not text.isascii() and (cjk := len(CJK.findall(text))):
        return count + cjk // CJK_CHARS_A_WORD
    return count


def _share(part: int, text: str) -> float:
    return min(1.0, part / len(text)) if text else 0.0


def _text_shares(skeleton: Skeleton, runs: tuple[Run, ...]) -> list[float]:
    """For each element the share of the page's characters that stand in it."""
    sizes = [0] * len(skeleton.tag)
    for run in runs:
        sizes[run.element] += len(run.text)
    total = max(1, sum(sizes))
    for element in range(len(sizes) - 1, 0, -1):
        sizes[skeleton.parent[element]] += sizes[element]
    return [size / total for size in sizes]


def _places(skeleton: Skeleton, shares: list[float], thresholds: Thresholds) -> tuple[list[int], list[int]]:
    """For each element the places it stands in, and those that it names itself."""
    inherited: list[int] = []
    own: list[int] = []
    for element, (tag, marks) in enumerate(zip(skeleton.tag, skeleton.marks, strict=True)):
        named = TAGS.get(tag, NOWHERE)
        if marks:
            named |= mark_places(marks)
        if shares[element] > thresholds.wrapper_share:
            named = NOWHERE
        own.append(named)
        parent = skeleton.parent[element]
        inherited.append(named | inherited[parent] if parent >= 0 else named)
    return inherited, own


@cache
def _mark_words() -> dict[str, int]:
    data = tomllib.loads((files(__package__) / "marks.toml").read_text("utf-8"))
    return {word: getattr(Place, name.upper()) for name, words in data.items() for word in words}


@lru_cache(maxsize=4096)
def mark_places(marks: str) -> int:
    """What the words of a class or id say."""
    known = _mark_words()
    found = NOWHERE
    for word in MARK_WORD.findall(marks):
        found |= known.get(word, NOWHERE)
    return found


def _prose(run: Run, words: int, places: int, thresholds: Thresholds) -> int:
    """How many words of a block speak for the container it stands in."""
    if words < thresholds.prose_words or run.hidden or places & BOILERPLATE or run.kind is Kind.HEADING:
        return 0
    if _share(run.link_chars, run.text) > thresholds.prose_link_share:
        return 0
    return min(words, thresholds.prose_words_counted)


NEVER_CONTAINER = frozenset(
    {"p", "li", "ul", "ol", "dl", "dd", "blockquote", "table", "tbody", "tr", "pre", "details", "figure", "a", "span"}
)


def _container(skeleton: Skeleton, runs: tuple[Run, ...], prose: list[int], thresholds: Thresholds) -> tuple[int, float]:
    """The smallest element that holds nearly all prose of the page, and the share that it holds."""
    weight = [0] * len(skeleton.tag)
    for run, words in zip(runs, prose, strict=True):
        weight[run.element] += words
    total = sum(weight)
    if not total:
        return 0, 0.0
    best: dict[int, int] = {}
    for element in range(len(weight) - 1, 0, -1):
        parent = skeleton.parent[element]
        weight[parent] += weight[element]
        if weight[element] >= weight[best.get(parent, element)]:
            best[parent] = element
    container = 0
    while (child := best.get(container)) and weight[child] >= thresholds.container_share * total:
        if skeleton.tag[child] in NEVER_CONTAINER:
            break
        container = child
    if skeleton.tag[container] in ("html", "body") and (child := best.get(container)) and skeleton.tag[child] not in NEVER_CONTAINER:
        return container, weight[child] / total
    return container, weight[container] / total


def _lists(skeleton: Skeleton) -> list[int]:
    """For each element the innermost list or table that it is or stands in; -1 for none."""
    lists: list[int] = []
    for element, (tag, parent) in enumerate(zip(skeleton.tag, skeleton.parent, strict=True)):
        lists.append(element if tag in LISTS else lists[parent] if parent >= 0 else -1)
    return lists


LISTS = frozenset({"ol", "ul", "dl", "table"})


def _descendants(skeleton: Skeleton, container: int) -> list[bool]:
    """For each element whether it is the container or stands in it."""
    return [container <= element < skeleton.end[container] for element in range(len(skeleton.tag))]
