"""What the elements of a page say that they are, by their tags and by the words of their class, id and role attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from .lexical import alike_and_parts, vocabularies, without_unknown
from .numbered import END, grouped, numbered
from .places import NOWHERE, TAGS, places_of_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lexical import Lexical
    from .skeleton import Skeleton

    Floats = NDArray[np.float32]
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
    """What the elements say, one entry for each."""

    kind: Ints
    """A number for each pair of a tag and attributes."""
    group: Ints
    """Group of the tag."""
    meaning: Ints
    """Bits of `SEMANTICS`."""
    places: Ints
    """Bits of `Place`."""
    scores: NDArray[np.float32]
    """2 x elements: the lowest and the highest score of the words of its attributes; 0 where none is known."""
    words: frozenset[str]
    """The words of all attributes."""


def looks(skeleton: Skeleton, lexical: Lexical) -> Looks:
    """What the elements of a page say that they are.

    Sites share few attributes, and not many of the classes in them, but most words of these: each different one is looked at once.
    """
    count = len(skeleton.tag)
    tags, tag = numbered(skeleton.tag, count)
    attributes, number = numbered(skeleton.marks, count)
    facts = [(TAG_GROUPS.get(name, 0), SEMANTIC.get(name, 0), TAGS.get(name, NOWHERE)) for name in tags]
    group, meaning, place = np.array(facts, np.int64).T[:, tag]
    words, said, scores = words_and_what_they_say(attributes, lexical)
    return Looks(tag + len(tags) * number, group, meaning, place | said[number], scores[:, number], words)


def words_and_what_they_say(attributes: Sequence[str], lexical: Lexical) -> tuple[frozenset[str], Ints, Floats]:
    """The words of all attributes; for each of them the places that they name, and the lowest and the highest of their scores."""
    marks = grouped(f" {END} ".join((*attributes, "")).split())
    alike, parts = alike_and_parts(marks.words)
    words = grouped(parts)
    known, _ = vocabularies(lexical)
    whole, part = known.of(alike, np.nan), known.of(words.words, np.nan)
    scores = [marks.joined(how, how(whole, words.joined(how, part, np.nan)), np.nan) for how in (np.fmin, np.fmax)]
    named = np.fromiter(map(places_of_words().get, words.words, repeat(NOWHERE)), np.int64, len(words.words))
    said = marks.joined(np.bitwise_or, words.joined(np.bitwise_or, named, NOWHERE), NOWHERE)
    return frozenset((*alike, *words.words)), said, without_unknown(scores)
