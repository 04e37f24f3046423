"""WCXB pages with their gold text, brought down to labels of blocks."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tldextract

from cleaners.document import PageType

WORD = re.compile(r"\w+")
LONG = 6
"""Words from which a block is found in the gold text wherever it stands; shorter ones only where they must stand."""
ENOUGH = 0.5
"""Share of a block's words in the gold text from which it takes its place there."""
SLACK = 5
"""Words by which a block's place in the gold text may be longer than the block."""
LONGEST_GAP = 400
FOLDS, GROUPS = 5, 10
TYPES = {
    "article": PageType.ARTICLE,
    "service": PageType.SERVICE,
    "listing": PageType.LISTING,
    "collection": PageType.LISTING,
    "forum": PageType.FORUM,
    "product": PageType.PRODUCT,
    "documentation": PageType.DOCUMENTATION,
}
REGISTERED = tldextract.TLDExtract(suffix_list_urls=())


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page of WCXB."""

    name: str
    url: str
    html: str
    kind: str
    """As WCXB names the type."""
    text: str
    snippets: tuple[tuple[str, ...], tuple[str, ...]]
    """Those that must stand in the output, and those that must not."""
    title: str | None
    author: str | None
    published: str | None

    @property
    def group(self) -> int:
        """The part of the pages that this one is in: all pages of a registered domain are in one, two parts make a fold."""
        parts = REGISTERED(self.url)
        return zlib.crc32((parts.top_domain_under_public_suffix or parts.fqdn or self.url).encode()) % GROUPS

    @property
    def fold(self) -> int:
        """The fold of the page."""
        return self.group // (GROUPS // FOLDS)


def wcxb(folder: Path) -> Iterator[GoldPage]:
    """The pages of a split, in the order of their names."""
    for path in sorted(folder.glob("ground-truth/*.json")):
        data = json.loads(path.read_text("utf-8"))
        gold = data["ground_truth"]
        with gzip.open(folder / "html" / f"{path.stem}.html.gz", "rt", encoding="utf-8", errors="replace") as page:
            html = page.read()
        yield GoldPage(
            name=path.stem,
            url=data.get("url") or "",
            html=html,
            kind=((data.get("_internal") or {}).get("page_type") or {}).get("primary", "article"),
            text=gold.get("main_content") or "",
            snippets=(tuple(gold.get("with") or ()), tuple(gold.get("without") or ())),
            title=gold.get("title"),
            author=gold.get("author"),
            published=gold.get("publish_date"),
        )


def words(text: str) -> list[str]:
    """The words of a text as the benchmark counts them."""
    return WORD.findall(text.lower())


def labels(texts: Sequence[str], gold: str) -> tuple[list[float], list[int]]:
    """For each block the share of its words that stand in the gold text at a place of their own, and its number of words.

    Long blocks take their places first; then a short one is looked for only between the places of those around it, so that a
    menu entry is not taken for the same words in a sentence, nor a second headline for the first.
    """
    return Alignment([words(text) for text in texts], words(gold)).labels()


class Alignment:
    """Finds the places of blocks in a gold text."""

    def __init__(self, blocks: list[list[str]], gold: list[str]) -> None:
        self.blocks, self.gold = blocks, gold
        self.share = [0.0] * len(blocks)
        self.taken = bytearray(len(gold))
        self.place: list[tuple[int, int] | None] = [None] * len(blocks)
        self.known: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for start in range(len(gold) - 2):
            self.known[tuple(gold[start : start + 3])].append(start)

    def labels(self) -> tuple[list[float], list[int]]:
        """The share of each block that stands in the gold text, and its number of words."""
        sizes = [len(block) for block in self.blocks]
        for block in sorted((n for n, size in enumerate(sizes) if size >= LONG), key=lambda n: -sizes[n]):
            self.place_long(block)
        self.place_short()
        return self.share, sizes

    def place_long(self, block: int) -> None:
        """Mark the places of a block's runs of three words."""
        wanted = self.blocks[block]
        hit, starts, last = bytearray(len(wanted)), [], -1
        for n in range(len(wanted) - 2):
            last = self.start_of(wanted[n : n + 3], last)
            if last >= 0:
                hit[n : n + 3] = b"\1\1\1"
                starts.append(last)
        share = sum(hit) / len(wanted)
        if share < ENOUGH:
            self.share[block] = share
            return
        middle = sorted(starts)[len(starts) // 2]
        near = [start for start in starts if abs(start - middle) <= len(wanted) + SLACK]
        for start in near:
            self.taken[start : start + 3] = b"\1\1\1"
        self.share[block] = share
        self.place[block] = (min(near), max(near) + 3)

    def start_of(self, run: list[str], last: int) -> int:
        """A free place of three words, the one that goes on from the last place before all others; -1 for none."""
        after = last + 1
        if last >= 0 and self.gold[after : after + 3] == run and not self.taken[after]:
            return after
        return next((start for start in self.known.get(tuple(run), ()) if not self.taken[start]), -1)

    def place_short(self) -> None:
        """Find the short blocks between the places of their neighbours."""
        ahead = [len(self.gold)] * len(self.blocks)
        for n in range(len(self.blocks) - 2, -1, -1):
            after = self.place[n + 1]
            ahead[n] = after[0] if after else ahead[n + 1]
        behind = 0
        for n, wanted in enumerate(self.blocks):
            if place := self.place[n]:
                behind = place[1]
            elif wanted and len(wanted) < LONG:
                behind = self.place_between(n, behind, min(ahead[n], behind + LONGEST_GAP))

    def place_between(self, block: int, low: int, high: int) -> int:
        """Find a block in a stretch of the gold text; returns where the next one may begin."""
        wanted = self.blocks[block]
        for start in range(low, high - len(wanted) + 1):
            if not self.taken[start] and self.gold[start : start + len(wanted)] == wanted:
                self.share[block] = 1.0
                end = start + len(wanted)
                self.taken[start:end] = b"\1" * len(wanted)
                return end
        return low
