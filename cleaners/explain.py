"""Why the blocks of a page are what they are: beside the document, for each block what the model saw in it.

The model has the first word on a block, rules may speak after it: `Block.trail` holds what each of them said. A judgement is about
the model's word alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from .clean import Reading, read, read_page
from .document import Document, Page
from .model import Model, column_names, shipped
from .thresholds import DEFAULT, Thresholds
from .wording import wording

if TYPE_CHECKING:
    from .model import Look

TOLD = 3
"""Facts told of each block, as many as a reader takes in at a glance. Facts that mean nearly the same share their weight, so these
three carry a sixth of all that moved the model (60 pages of WCXB)."""


class Fact(Struct, frozen=True, gc=False):
    """Something about a block, and how much it weighed."""

    column: str
    """The name that the model knows it by."""
    name: str
    """The same in words."""
    value: str
    """In a few characters, with its unit."""
    weight: float
    """By how much it moved the log odds: above 0 it speaks for article text, below 0 against it; 0.7 doubles the odds or halves them."""


class Judgement(Struct, frozen=True, gc=False):
    """What the model says of one block."""

    block: int
    """`n` of the block."""
    body: float
    """The probability that it is article text."""
    facts: tuple[Fact, ...]
    """Those that weighed most, the weightiest first."""


class Explanation(Struct, frozen=True, gc=False):
    """A document, and the judgements from which it was made."""

    document: Document
    judgements: tuple[Judgement, ...] = ()
    """One a block, in page order."""


def explain(html: bytes | str, url: str = "", *, headers: Mapping[str, str] | None = None, thresholds: Thresholds = DEFAULT) -> Explanation:
    """The document that `clean` gives of the same HTML, and the facts that weighed most in the judgement of each block.

    >>> found = explain("<h1>On cells</h1><p>Cells divide, and their daughters do so in turn.</p>")
    >>> found.document.blocks[1].text
    'Cells divide, and their daughters do so in turn.'
    >>> len(found.judgements[1].facts)
    3
    """
    return _explanation(read(html, url, headers or {}, thresholds), shipped())


def explain_page(page: Page, thresholds: Thresholds = DEFAULT) -> Explanation:
    """The same of a page as fetched."""
    return _explanation(read_page(page, thresholds, shipped()), shipped())


def _explanation(reading: Reading, model: Model) -> Explanation:
    look = reading.look
    return Explanation(reading.document, tuple(judgements(model, look, TOLD)) if look else ())


def judgements(model: Model, look: Look, told: int) -> Iterator[Judgement]:
    """For each block of a page what the model says of it, with the `told` facts that weighed most."""
    weights = model.weights(look)
    order = np.argsort(-np.abs(weights), axis=0, kind="stable")[:told]
    values, moved = (np.take_along_axis(table, order, axis=0).T.tolist() for table in (look.columns, weights))
    rows = zip(look.body.tolist(), order.T.tolist(), values, moved, strict=True)
    names = column_names()
    for block, (body, columns, numbers, weighed) in enumerate(rows):
        facts = zip(columns, numbers, weighed, strict=True)
        yield Judgement(block, body, tuple(_fact(names[column], value, weight) for column, value, weight in facts))


def _fact(column: str, value: float, weight: float) -> Fact:
    words, told = wording(column)
    return Fact(column, words, told(value), weight)


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement for machines."""
    facts = [
        {"column": fact.column, "name": fact.name, "value": fact.value, "weight": round(fact.weight, DECIMALS)} for fact in judgement.facts
    ]
    return {"block": judgement.block, "body": round(judgement.body, DECIMALS), "facts": facts}


DECIMALS = 3
