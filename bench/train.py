"""Trains the block model.

python bench/train.py --data FOLDER_OF_WCXB [--folds FOLDER]

`--data` is a split of WCXB (`html/NNNN.html.gz`, `ground-truth/NNNN.json`). Writes `cleaners/model.npz`; with `--folds` also the
five models that each never saw the domains of one fold, for `bench/quality.py --folds`. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path

import numpy as np
from gold import FOLDS, TYPES, GoldPage, labels, wcxb
from learning import Example, TypeLearner, learnt, word_counts

from cleaners.fallback import with_declared_article
from cleaners.features import CHARS_READ, block_words
from cleaners.metadata import head_metadata
from cleaners.model import FILE, arrays_of
from cleaners.parse import UnreadablePageError, parse_text
from cleaners.segment import survey
from cleaners.structured import Declared, declared
from cleaners.told import told
from cleaners.words import lexicon, tokens


def example(page: GoldPage) -> Example | None:
    """A page with its labels; None when nothing stands in it."""
    try:
        root = parse_text(page.html)
    except UnreadablePageError:
        return None
    found = survey(root, page.url)
    said = declared(found.noted)
    segments = with_declared_article(found.segments, said.jsonld, root)
    if not segments.runs:
        return None
    head = head_metadata(said, segments.runs, page.url)
    words, says = block_words(segments.runs, lexicon(head.language))
    share, size = labels([run.text for run in segments.runs], page.text)
    return Example(
        page.name,
        page.group,
        TYPES[page.kind],
        segments,
        words,
        [tokens(run.text[:CHARS_READ]) for run in segments.runs],
        says,
        told(said, head.title, page.url),
        Declared(types=said.types, meta=said.meta),
        np.array(share, np.float32),
        np.array(size),
    )


def examples(folder: Path) -> list[Example]:
    """The labelled pages of a split."""
    with ProcessPoolExecutor(2) as workers:
        return [found for found in workers.map(example, wcxb(folder), chunksize=8) if found]


def main() -> None:
    """Train and write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, required=True, help="folder of a WCXB split")
    cli.add_argument("--folds", type=Path, help="folder for the five models of the folds")
    cli.add_argument("--only", type=int, nargs="*", help="folds to train, without the shipped model")
    cli.add_argument("-o", "--output", type=Path, default=Path(__file__).parent.parent / "cleaners" / FILE)
    args = cli.parse_args()
    start = time.monotonic()
    pages = examples(args.data)
    counts, types = word_counts(pages), TypeLearner(pages)
    print(f"{len(pages)} pages, {sum(len(page.size) for page in pages)} blocks, {time.monotonic() - start:.0f} s", flush=True)
    folds = (args.only if args.only is not None else range(FOLDS)) if args.folds else ()
    for fold in chain(folds, [None] if args.only is None else []):
        path = args.output if fold is None else args.folds / f"fold-{fold}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **arrays_of(learnt(pages, fold, counts, types)))
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
