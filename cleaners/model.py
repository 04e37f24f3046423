"""The trained model: for each block how likely it is to be editorial text, for the page what type it is.

What it was trained on, and how well it does, is in `model.md`; `bench/train.py` makes `model.npz` anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from .document import PageType
from .flat import Flat, flatten
from .folding import page_words
from .lexical import Lexical, words_and_phrases
from .matrix import matrix
from .parse import parse_text
from .segment import segment
from .structured import Declared
from .told import Told
from .trees import Trees, sigmoid, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .vocabulary import Vocabulary

    Floats = NDArray[np.float32]

FILE = "model.npz"
TYPES = (
    PageType.ARTICLE,
    PageType.SERVICE,
    PageType.LISTING,
    PageType.FORUM,
    PageType.PRODUCT,
    PageType.DOCUMENTATION,
)
"""The types that the model tells apart, in the order of its outputs."""
TYPE_TEXT_WORDS = 4
"""Words up to which a text is one of those that tell a type of page (`add to cart`, `reply`)."""
UNKNOWN = -1
"""The row of a word that tells no type."""
REMEMBERED = 8
"""Models whose words are kept ready; the package has one."""
SCALE = 100.0
"""Scores of words are stored as hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the model says of a page."""

    body: Floats
    """For each block the probability that it is editorial text."""
    types: Floats
    """The probability of each of `TYPES`."""
    columns: Floats
    """Facts x blocks, as the model saw them."""

    def type_share(self, page_type: PageType) -> float:
        """The probability that the page is of this type."""
        return float(self.types[TYPES.index(page_type)])


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that was learnt."""

    id: str
    lexical: Lexical
    type_words: dict[str, int]
    """Row of each word in `type_scores`."""
    type_scores: Floats
    """Words x types."""
    type_bias: Floats
    type_trees: Trees
    block_trees: Trees

    def look(self, flat: Flat, declared: Declared) -> Look:
        """What the model says of a page with at least one block."""
        base, _ = matrix(flat, self.lexical, declared_signs(declared))
        types = softmax(self.type_trees.predict(page_vector(base, flat, self.bag_scores(flat))[:, None]))[:, 0]
        return Look(sigmoid(self.block_trees.predict(base)[0]), types, base)

    def bag_scores(self, flat: Flat) -> Floats:
        """For each type how much the page's class words and short texts speak for it."""
        words, phrases = type_rows(self)
        tree, texts = flat.tree, flat.tokens
        short = texts.counts <= TYPE_TEXT_WORDS
        said = texts.different[np.unique(texts.number[np.repeat(short, texts.counts + 1)])]
        found = words.of(tree.looks.words, UNKNOWN), words.of(said, UNKNOWN), phrases.of(texts.wholes[short], UNKNOWN)
        rows = np.unique(np.concatenate(found))
        rows = rows[rows != UNKNOWN]
        if not len(rows):
            return self.type_bias
        bag: Floats = np.add(self.type_scores[rows].sum(axis=0) / np.float32(len(rows) ** 0.5), self.type_bias, dtype=np.float32)
        return bag

    def weights(self, look: Look) -> Floats:
        """Facts x blocks: by how much each fact moved the log odds of each block, from `block_trees.base()` to those of `look.body`."""
        return self.block_trees.contributions(look.columns)


@lru_cache(maxsize=REMEMBERED)
def type_rows(model: Model) -> tuple[Vocabulary, Vocabulary]:
    """The rows of `type_scores`, ready to be looked up: those of words and those of whole texts."""
    return words_and_phrases([*model.type_words], np.fromiter(model.type_words.values(), np.int64, len(model.type_words)))


def page_vector(base: Floats, flat: Flat, bag: Floats) -> Floats:
    """The page in numbers: the mean of each fact over its words, and what its class words and short texts speak for."""
    weights = (flat.words / flat.words.sum()).astype(np.float32)
    # einsum, since a threaded matrix product burns more time in its threads than this takes.
    return np.concatenate([np.einsum("fb,b->f", base, weights), bag]).astype(np.float32)


ARTICLE_NODES = frozenset(
    "article newsarticle blogposting scholarlyarticle medicalscholarlyarticle reportagenewsarticle report techarticle".split()
)
SIGNS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("declared an article", ARTICLE_NODES, "article"),
    ("declared a product", frozenset({"product", "offer", "productgroup"}), "product"),
    ("declared a forum", frozenset({"discussionforumposting", "qapage", "question"}), "\0"),
    ("declared a listing", frozenset({"collectionpage", "itemlist", "searchresultspage"}), "\0"),
    ("declared a business", frozenset({"service", "medicalbusiness", "localbusiness", "organization"}), "\0"),
    ("declared a blog post", frozenset({"blogposting"}), "\0"),
    ("declared a web site", frozenset({"website"}), "website"),
)
"""Names of columns, the schema.org types that set them, and what in `og:type` does."""


def declared_signs(declared: Declared) -> Sequence[tuple[str, float]]:
    """What the page declares itself to be."""
    types = frozenset(declared.types)
    graph = " ".join(declared.meta.get("og:type", ())).lower()
    return [(name, float(bool(types & nodes) or word in graph)) for name, nodes, word in SIGNS]


@cache
def column_names() -> tuple[str, ...]:
    """The names of the facts, in the order of the model's columns."""
    segments = segment(parse_text("<p>x"))
    flat = flatten(segments, page_words(["x"]), np.zeros(1, np.int64), Told(), Lexical({}, {}), 1.0)
    return tuple(matrix(flat, Lexical({}, {}), declared_signs(Declared()))[1])


def arrays_of(model: Model) -> dict[str, NDArray[Any]]:
    """A model as the arrays of its file."""
    return {
        **packed("marks", model.lexical.marks),
        **packed("texts", model.lexical.texts),
        "type.words": text_array(model.type_words),
        "type.scores": model.type_scores.astype(np.float16),
        "type.bias": model.type_bias,
        **model.type_trees.arrays("types"),
        **model.block_trees.arrays("blocks"),
    }


def packed(name: str, scores: Any) -> dict[str, NDArray[Any]]:
    """Words and scores as two arrays."""
    return {f"{name}.words": text_array(scores), f"{name}.scores": np.round(np.array(list(scores.values())) * SCALE).astype(np.int16)}


def text_array(words: Any) -> NDArray[np.uint8]:
    """Words as one array of bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def words_of(array: NDArray[np.uint8]) -> list[str]:
    """The words that `text_array` stored."""
    return array.tobytes().decode().split("\n")


def from_arrays(arrays: Any, name: str) -> Model:
    """A model from the arrays of its file."""
    scores = {
        kind: dict(zip(words_of(arrays[f"{kind}.words"]), (arrays[f"{kind}.scores"] / SCALE).tolist(), strict=True))
        for kind in ("marks", "texts")
    }
    return Model(
        id=name,
        lexical=Lexical(scores["marks"], scores["texts"]),
        type_words={word: n for n, word in enumerate(words_of(arrays["type.words"]))},
        type_scores=arrays["type.scores"].astype(np.float32),
        type_bias=arrays["type.bias"],
        type_trees=Trees.from_arrays(arrays, "types"),
        block_trees=Trees.from_arrays(arrays, "blocks"),
    )


@cache
def shipped() -> Model:
    """The model that comes with the package, read once."""
    file = files(__package__) / FILE
    name = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    with file.open("rb") as stream, np.load(stream) as arrays:
        return from_arrays(arrays, f"blocks-{name}")
