"""What the elements of a page say that they are, by their tags and by the words of their class, id and role attributes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from .lexical import NO_WORDS, known_scores, words_of_marks
from .numbered import numbered, pieces
from .places import NOWHERE, TAGS, places_of_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical
    from .skeleton import Skeleton

    Ints = NDArray[np.int64]

TAG_GROUPS = {
    name: group
    for group, names in enumerate(
        (
            "p",
            "div section span center",
            "article main",
            "li dd dt",
            "ul ol dl menu",
            "a",
            "td th tr table tbody thead tfoot",
            "h1",
            "h2 h3",
            "h4 h5 h6",
            "blockquote q",
            "pre code",
            "figcaption caption figure",
            "nav",
            "header",
            "footer",
            "aside",
            "form fieldset legend label input select option optgroup textarea",
            "button summary details",
            "address time",
        ),
        1,
    )
    for name in names.split()
}
GROUP_NAMES = (
    "other", "p", "div", "article", "li", "ul", "a", "table", "h1", "h2", "h4", "blockquote", "pre", "caption", "nav", "header",
    "footer", "aside", "form", "button", "time",
)  # fmt: skip
ARTICLE_GROUP, FORM_GROUP = GROUP_NAMES.index("article"), GROUP_NAMES.index("form")
SEMANTICS = tuple("article|main|nav|header|footer|aside|form|table|ul ol dl|a|button|figure|blockquote|details dialog|li dd".split("|"))
SEMANTIC = {name: 1 << bit for bit, names in enumerate(SEMANTICS) for name in names.split()}


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What the elements say, one entry for each pair of a tag and attributes that there is."""

    kind: Ints
    """For each element its pair."""
    group: Ints
    """Group of the tag."""
    meaning: Ints
    """Bits of `SEMANTICS`."""
    places: Ints
    """Bits of `Place`."""
    scores: NDArray[np.float32]
    """2 x pairs: the lowest and the highest score of the words of its attributes; 0 where none is known."""
    words: frozenset[str]
    """The words of all attributes."""


def looks(skeleton: Skeleton, lexical: Lexical) -> Looks:
    """What the elements of a page say that they are.

    The sites of the world share few attributes, and not many more of their parts at white space: so each part is taken into words
    once, and each word looked up once.
    """
    pairs, kind = numbered(zip(skeleton.tag, skeleton.marks, strict=True), len(skeleton.tag))
    attributes, number = numbered(map(itemgetter(1), pairs), len(pairs))
    parts = pieces([marks.split() or NO_WORDS for marks in attributes])
    words = pieces(words_of_marks(parts.things))
    values = known_scores(lexical.marks, words.things)
    low, high = (parts.joined(how, words.joined(how, values)) for how in (np.fmin, np.fmax))
    said = np.fromiter(map(places_of_words().get, words.things, repeat(NOWHERE)), np.int64, len(words.things))
    said = parts.joined(np.bitwise_or, words.joined(np.bitwise_or, said))
    tags = [(TAG_GROUPS.get(tag, 0), SEMANTIC.get(tag, 0), TAGS.get(tag, NOWHERE)) for tag, _ in pairs]
    group, meaning, place = np.array(tags, np.int64).T
    scores = np.nan_to_num(np.array([low, high], np.float32), copy=False)
    return Looks(kind, group, meaning, place | said[number], scores[:, number], frozenset(words.things) - {*NO_WORDS})
