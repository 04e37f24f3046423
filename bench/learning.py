"""What is learnt from labelled pages: scores of words, types of pages, and the trees of the block model."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from boosting import exported
from catboost import CatBoostClassifier, Pool
from gold import FOLDS, GROUPS
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cleaners.document import PageType
from cleaners.flat import Flat, flatten
from cleaners.folding import PageWords
from cleaners.lexical import TEXT_WORDS, Lexical, whole_text
from cleaners.marks import mark_words
from cleaners.matrix import CLASS_SIGN, TEXT_PREFIX, matrix
from cleaners.model import TYPE_TEXT_WORDS, TYPES, Model, column_names, declared_signs, page_vector
from cleaners.segment import Segments
from cleaners.structured import Declared
from cleaners.thresholds import DEFAULT
from cleaners.told import Told
from cleaners.tree_facts import subtree
from cleaners.trees import Trees
from cleaners.words import Words

SEED = 7
PRIOR, PRIOR_DOMAINS = 0.35, 3.0
"""Share of editorial text that a word is taken to have before it was seen, and how many domains that is worth."""
LEAST_DOMAINS = 4
"""Domains on which a word must stand to have a score."""
TYPE_DOMAINS = 10
WRAPPER = 0.9
"""Share of a page's text above which an element's class words are about the page."""
TEXT_DROPPED, MARKS_DROPPED = 0.4, 0.15
"""Shares of training pages whose text words are hidden, as those of a page in another language are, and whose class words are, as those
of a site that names everything in its own way are."""
BLOCKS_A_PAGE = 300
ARTICLE_WEIGHT = 3.0
"""How much more a page of the type that the tool is for counts in training."""
BLOCK_POWER = 0.6
"""How the weight of a block grows with its words."""
PAGE_POWER = 0.9
"""How far pages are brought to the same weight: 0 not at all, 1 wholly, as the measure does."""
OTHER_SHARE = 0.2
"""How much the text of a page counts for its size beside the editorial text: a stray line harms a short article more than a long one."""
TREES, DEPTH, RATE = 500, 6, 0.1
TYPE_TREES, TYPE_DEPTH = 160, 4
Counts = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled page."""

    name: str
    group: int
    kind: PageType
    segments: Segments
    words: PageWords
    tokens: Sequence[Words]
    """The same for each block as they are written."""
    says: np.ndarray
    told: Told
    declared: Declared
    share: np.ndarray
    """For each block the share of it that is gold."""
    size: np.ndarray
    """For each block its number of words."""

    @property
    def fold(self) -> int:
        """The fold of the page."""
        return self.group // (GROUPS // FOLDS)

    def flat(self, lexical: Lexical) -> Flat:
        """The page as the model sees it with these scores of words."""
        return flatten(self.segments, self.words, self.says, self.told, lexical, DEFAULT.wrapper_share)


def scores(parts: Sequence[dict[str, Counts]], kind: str, without: Collection[int]) -> dict[str, float]:
    """The log odds of each word on enough domains, learnt from all parts but some."""
    total: Counts = defaultdict(lambda: [0.0, 0.0])
    for group, part in enumerate(parts):
        if group not in without:
            for word, (editorial, pages) in part[kind].items():
                total[word][0] += editorial
                total[word][1] += pages
    base = math.log(PRIOR / (1 - PRIOR))
    return {
        word: math.log((editorial + PRIOR_DOMAINS * PRIOR) / (pages - editorial + PRIOR_DOMAINS * (1 - PRIOR))) - base
        for word, (editorial, pages) in sorted(total.items())
        if pages >= LEAST_DOMAINS
    }


def word_counts(examples: Iterable[Example]) -> list[dict[str, Counts]]:
    """For each part and word: the sum over pages of the editorial share of the text under it, and the number of pages."""
    parts: list[dict[str, Counts]] = [
        {"marks": defaultdict(lambda: [0.0, 0.0]), "texts": defaultdict(lambda: [0.0, 0.0])} for _ in range(GROUPS)
    ]
    for example in examples:
        for kind, found in (("marks", mark_shares(example)), ("texts", text_shares(example))):
            for word, (editorial, weight) in found.items():
                entry = parts[example.group][kind][word]
                entry[0] += editorial / weight
                entry[1] += 1
    return parts


def mark_shares(example: Example) -> Counts:
    """For each class word of a page the editorial weight of the text under it, and the weight of that text."""
    skeleton, runs = example.segments.skeleton, example.segments.runs
    weight = np.sqrt(example.size)
    end = np.array(skeleton.end)
    element = np.array([run.element for run in runs])
    sums = [subtree(np.bincount(element, values, len(end)), end) for values in (example.share * weight, weight)]
    found: Counts = defaultdict(lambda: [0.0, 0.0])
    whole = weight.sum()
    words = [*map(mark_words, skeleton.marks)]
    for marks, editorial, held in zip(skeleton.mark_number, *sums, strict=True):
        if 0 < held <= WRAPPER * whole:
            for word in words[marks]:
                found[word][0] += editorial
                found[word][1] += held
    return found


def text_shares(example: Example) -> Counts:
    """For each word of a page's blocks the sum of the editorial shares of these blocks, and their number."""
    found: Counts = defaultdict(lambda: [0.0, 0.0])
    for words, share in zip(example.tokens, example.share, strict=True):
        for word in {*words[:TEXT_WORDS], whole_text(words)} - {""}:
            found[word][0] += float(share)
            found[word][1] += 1
    return found


def bag_of_words(example: Example) -> set[str]:
    """The class words of a page and its short texts, whole and word by word: what `Model.bag_scores` looks up."""
    short = [words for words in example.tokens if 0 < len(words) <= TYPE_TEXT_WORDS]
    return set().union(*map(mark_words, example.segments.skeleton.marks), *short, map(whole_text, short))


class TypeLearner:
    """Learns the type of a page."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.examples = examples
        self.kinds = np.array([TYPES.index(e.kind) for e in examples])
        self.folds = np.array([e.fold for e in examples])
        self.words = [sorted(bag_of_words(e)) for e in examples]

    def bag(self, rows: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """The words that tell types, their scores for each type, and the bias: logistic regression over the pages `rows`."""
        domains: dict[str, int] = defaultdict(int)
        for row in rows:
            for word in self.words[row]:
                domains[word] += 1
        words = sorted(word for word, count in domains.items() if count >= TYPE_DOMAINS)
        fitted = LogisticRegression(C=3, max_iter=200).fit(self.table(words, rows), self.kinds[rows])
        return words, fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)

    def table(self, words: Sequence[str], rows: Iterable[int]) -> Any:
        """Pages x words, each row scaled as `Model.bag_scores` does."""
        number = {word: n for n, word in enumerate(words)}
        found = [[number[word] for word in self.words[row] if word in number] for row in rows]
        values = np.concatenate([np.full(len(f), max(len(f), 1) ** -0.5, np.float32) for f in found])
        starts = np.concatenate([[0], np.cumsum([len(f) for f in found])])
        return sparse.csr_matrix((values, np.concatenate([np.array(f, int) for f in found]), starts), (len(found), len(words)))

    def bag_scores(self, bag: tuple[list[str], np.ndarray, np.ndarray], rows: np.ndarray) -> np.ndarray:
        """Pages x types."""
        words, coefficients, bias = bag
        return np.asarray(self.table(words, rows) @ coefficients + bias, np.float32)

    def trees(self, vectors: np.ndarray, rows: np.ndarray) -> Trees:
        """The trees that tell the type from a page's vector."""
        model = CatBoostClassifier(
            loss_function="MultiClass", iterations=TYPE_TREES, depth=TYPE_DEPTH, learning_rate=0.08, l2_leaf_reg=6, rsm=0.3,
            bootstrap_type="Bernoulli", subsample=0.7, thread_count=2, verbose=0, allow_writing_files=False, border_count=32,
            random_seed=SEED,
        )  # fmt: skip
        model.fit(vectors, self.kinds[rows])
        return exported(model, TYPE_DEPTH, len(TYPES))


def block_trees(columns: np.ndarray, share: np.ndarray, weight: np.ndarray) -> Trees:
    """The trees of the block model. `columns`: blocks x facts."""
    model = CatBoostClassifier(
        loss_function="CrossEntropy", iterations=TREES, learning_rate=RATE, depth=DEPTH, border_count=64, l2_leaf_reg=6, rsm=0.25,
        bootstrap_type="Bernoulli", subsample=0.7, thread_count=2, random_seed=SEED, verbose=0, allow_writing_files=False,
        boosting_type="Plain", leaf_estimation_iterations=1, score_function="L2",
    )  # fmt: skip
    model.fit(Pool(columns, share, weight=weight))
    return exported(model, DEPTH)


def weights(example: Example) -> np.ndarray:
    """How much each block counts: by a power of its words, and on long pages less than their length says."""
    found = example.size.astype(float) ** BLOCK_POWER
    page = (example.share * found).sum() + OTHER_SHARE * found.sum()
    return found / max(page, 1) ** PAGE_POWER * (ARTICLE_WEIGHT if example.kind is PageType.ARTICLE else 1)


def learnt(examples: Sequence[Example], without: int | None, counts: Sequence[dict[str, Counts]], types: TypeLearner) -> Model:
    """The model that never saw the pages of one fold (None: that saw all)."""
    unseen = {group for group in range(GROUPS) if group // (GROUPS // FOLDS) == without}
    rows = np.array([n for n, example in enumerate(examples) if example.group not in unseen])
    inner = {
        g: Lexical(scores(counts, "marks", unseen | {g}), scores(counts, "texts", unseen | {g})) for g in range(GROUPS) if g not in unseen
    }
    flats = {row: examples[row].flat(inner[examples[row].group]) for row in rows}
    bases = {row: matrix(flats[row], inner[examples[row].group], declared_signs(examples[row].declared))[0] for row in rows}
    folds = types.folds[rows]
    bags = np.zeros((len(rows), len(TYPES)), np.float32)
    for fold in sorted(set(folds)):
        bags[folds == fold] = types.bag_scores(types.bag(rows[folds != fold]), rows[folds == fold])
    vectors = np.stack([page_vector(bases[row], flats[row], bag) for row, bag in zip(rows, bags, strict=True)])
    words, type_scores, bias = types.bag(rows)
    return Model(
        id="" if without is None else f"fold-{without}",
        lexical=Lexical(scores(counts, "marks", unseen), scores(counts, "texts", unseen)),
        type_words={word: n for n, word in enumerate(words)},
        type_scores=type_scores,
        type_bias=bias,
        type_trees=types.trees(vectors, rows),
        block_trees=block_trees(*training_rows([examples[row] for row in rows], [bases[row] for row in rows])),
    )


def training_rows(examples: Sequence[Example], bases: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Blocks x facts, the editorial share of each block, and its weight; a sample of the blocks of long pages."""
    random = np.random.default_rng(SEED)
    texts = np.array([name.startswith(TEXT_PREFIX) for name in column_names()])
    marks = np.array([CLASS_SIGN in name for name in column_names()])
    columns, shares, found = [], [], []
    for example, base in zip(examples, bases, strict=True):
        weight = weights(example)
        kept = np.flatnonzero(weight > 0)
        if len(kept) > BLOCKS_A_PAGE:
            weight *= len(kept) / BLOCKS_A_PAGE
            kept = np.sort(random.choice(kept, BLOCKS_A_PAGE, replace=False))
        rows = base[:, kept].T.copy()
        if random.random() < TEXT_DROPPED:
            rows[:, texts] = 0
        if random.random() < MARKS_DROPPED:
            rows[:, marks] = 0
        columns.append(rows)
        shares.append(example.share[kept])
        found.append(weight[kept])
    return np.concatenate(columns), np.concatenate(shares), np.concatenate(found)
