"""How often title, date and author of WCXB's articles are found, and what metadata costs.

usage: metadata.py --data DIR [--misses N] [--pages even|odd|all]

`DIR` is a split of WCXB (Foley, "WCXB: A Multi-Type Web Content Extraction Benchmark", 2026). Only articles count, each field over
the pages whose gold has it. A title is right when its words are the gold's; a date when it is the same day; authors when their
words are the gold's, whatever stands between the names. `strict` compares the authors joined with commas, letter by letter.
The cost is CPU time a page of everything between the tree and the metadata, parsing, segmenting and judging aside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from cleaners.clean import clean
from cleaners.document import Page
from cleaners.hyperlinks import hyperlinks, robots_directives
from cleaners.metadata import folded, head_metadata, visible_metadata
from cleaners.parse import parse
from cleaners.segment import survey
from cleaners.structured import declared
from cleaners.words import lexicon, tokens

if TYPE_CHECKING:
    from cleaners.document import Document, Metadata

COST_PAGES = 300
"""Pages whose cost is measured; the mean moves by a few per cent with more."""
PARITY = {"even": {0}, "odd": {1}, "all": {0, 1}}


def main() -> None:
    """Print the figures, and the misses if wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", type=int, default=0, help="misses of each field to print")
    parser.add_argument("--pages", choices=PARITY, default="all", help="by the page's number")
    options = parser.parse_args()
    rows = [(number, gold, page, clean(page, gold.get("url", ""))) for number, gold, page in pages(options.data, PARITY[options.pages])]
    for field, right in FIELDS.items():
        score(field, right, rows, options.misses)
    cost([(gold.get("url", ""), page, document) for _, gold, page, document in rows[:COST_PAGES]])


def pages(data: Path, parity: set[int]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Number, gold and markup of the articles."""
    for path in sorted((data / "ground-truth").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if gold["_internal"]["page_type"]["primary"] == "article" and int(path.stem) % 2 in parity:
            with gzip.open(data / "html" / f"{path.stem}.html.gz", "rt", encoding="utf-8", errors="replace") as file:
                yield path.stem, gold, file.read()


def same_title(gold: str, found: Metadata) -> bool:
    """Whether the words are the same."""
    return folded(gold) == folded(found.title or "")


def same_day(gold: str, found: Metadata) -> bool:
    """Whether it is the same day."""
    return gold[:10] == (found.published or "")[:10]


def same_people(gold: str, found: Metadata) -> bool:
    """Whether the same names are given."""
    return names_of(gold) == names_of(" ".join(found.authors))


def names_of(text: str) -> Counter[str]:
    """The words of names, without those before and between them."""
    words = lexicon(None)
    return Counter(word for word in tokens(text) if not any(words.whole(key, (word,)) for key in ("byline", "name_joiner")))


def same_authors(gold: str, found: Metadata) -> bool:
    """Whether the authors stand there as the gold writes them."""
    return gold == ", ".join(found.authors)


Field = tuple[str, str, Callable[[str, "Metadata"], bool]]
"""A field of the gold, the field of ours, and whether two values are the same."""
FIELDS: dict[str, Field] = {
    "title": ("title", "title", same_title),
    "date": ("publish_date", "published", same_day),
    "author": ("author", "authors", same_people),
    "author, strict": ("author", "authors", same_authors),
}


def score(name: str, field: Field, rows: list[tuple[str, Any, str, Document]], misses: int) -> None:
    """Print how many pages of those whose gold has the field are right."""
    key, attribute, right = field
    asked = [(number, gold["ground_truth"][key], document) for number, gold, _, document in rows if gold["ground_truth"].get(key)]
    wrong = [(number, value, document) for number, value, document in asked if not right(value, document.metadata)]
    print(f"{name}: {1 - len(wrong) / len(asked):.4f} ({len(asked) - len(wrong)} of {len(asked)})")
    for number, value, document in wrong[:misses]:
        print(f"    {number} {value!r} but {getattr(document.metadata, attribute)!r}")


def cost(rows: list[tuple[str, str, Document]]) -> None:
    """Print the mean CPU time of each step in milliseconds."""
    spent: Counter[str] = Counter()
    for url, markup, document in rows:
        body = markup.encode("utf-8", "surrogatepass")
        start = time.process_time()
        etree.fromstring(body, etree.HTMLParser(encoding="utf-8", huge_tree=True))
        spent["(libxml2)"] += time.process_time() - start
        tree = parse(Page(url, body, headers={"content-type": "text/html; charset=utf-8"}))
        found = survey(tree.root, url)
        runs = found.segments.runs

        def timed(name: str, step: Callable[..., Any], *args: Any) -> Any:
            start = time.process_time()
            result = step(*args)
            spent[name] += time.process_time() - start
            return result

        said = timed("declared", declared, found.noted)
        head = timed("head_metadata", head_metadata, said, runs, url)
        timed("visible_metadata", visible_metadata, head, document.blocks, said)
        timed("hyperlinks", hyperlinks, found.noted, url)
        timed("robots_directives", robots_directives, found.noted)
    each = {name: 1000 * seconds / len(rows) for name, seconds in spent.items()}
    print("ms a page:", *(f"{name} {value:.2f}" for name, value in each.items()), f"all {sum(each.values()) - each['(libxml2)']:.2f}")


if __name__ == "__main__":
    main()
