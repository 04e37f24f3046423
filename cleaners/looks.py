"""What the elements of a page say that they are, by their tags and by the words of their class, id and role attributes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .hashing import word_hashes
from .lexical import vocabularies, without_unknown
from .marks import words_and_parts
from .places import NOWHERE, TAGS, places_of_words
from .vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .hashing import Hashes
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
    words: Hashes
    """The words of all attributes and their parts."""
    tags: Sequence[str]
    """The different tags."""
    tag: Ints
    """The number of each element's tag among them."""

    def is_any(self, names: Collection[str]) -> NDArray[np.bool_]:
        """For each element whether its tag is one of these."""
        known: NDArray[np.bool_] = np.array([tag in names for tag in self.tags], np.bool_)[self.tag]
        return known


def looks(skeleton: Skeleton, lexical: Lexical) -> Looks:
    """What the elements of a page say that they are.

    Sites share few attributes, and not many of the classes in them, but most words of these: each different one is looked at once.
    """
    tags = [*skeleton.tags]
    tag, number = np.array(skeleton.tag_number, np.int64), np.array(skeleton.mark_number, np.int64)
    facts = [(TAG_GROUPS.get(name, 0), SEMANTIC.get(name, 0), TAGS.get(name, NOWHERE)) for name in tags]
    group, meaning, place = np.array(facts, np.int64).T[:, tag]
    words, said, scores = words_and_what_they_say([*skeleton.marks], lexical)
    return Looks(tag + len(tags) * number, group, meaning, place | said[number], scores[:, number], words, tags, tag)


def words_and_what_they_say(attributes: Sequence[str], lexical: Lexical) -> tuple[Hashes, Ints, Floats]:
    """The words of all attributes; for each of them the places that they name, and the lowest and the highest of their scores."""
    words, parts = words_and_parts(attributes)
    known = vocabularies(lexical).marks
    whole, part = known.of(words.different, np.nan), known.of(parts.different, np.nan)
    scores = [how(words.joined(how, whole), parts.joined(how, part)) for how in (np.fmin, np.fmax)]
    said = parts.joined(np.bitwise_or, places_by_hash().of(parts.different, NOWHERE))
    return np.concatenate([words.different, parts.different]), said, without_unknown(scores)


@cache
def places_by_hash() -> Vocabulary:
    """The places that words name."""
    named = places_of_words()
    return vocabulary(word_hashes([*named]), np.fromiter(named.values(), np.int64, len(named)))
