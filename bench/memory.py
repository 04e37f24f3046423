"""How much memory one process needs for many pages, and whether it grows with their number.

usage: memory.py DIR [--pages 1000] [--warm 100] [--limit MB]

`DIR` holds `*.html` or `*.html.gz` files; they are cleaned in the order of their names, again from the first where they are too few.
Two figures, in MB (10^6 bytes), after the first pages (`--warm`) and at the end. The peak is the highest resident size that the process
ever had (`ru_maxrss`): it grows by what is kept, and when a page comes that is larger than all before. The present size is what is
resident between two pages: it grows by what is kept alone. A page's text is read only when its turn comes, and its document is dropped
after it, as in a crawl. With `--limit` it fails when the peak grows by more.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from cleaners import clean

MB = 1e6
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes of `ru_maxrss`; see getrusage(2)."""
STATM = Path("/proc/self/statm")
RESIDENT = 1
"""The field of `STATM` with the resident pages; see proc_pid_statm(5)."""


def peak() -> float:
    """The highest resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT / MB


def present() -> float:
    """The resident size, in MB; NaN where the system does not tell."""
    if not STATM.exists():
        return float("nan")
    return int(STATM.read_text("ascii").split()[RESIDENT]) * resource.getpagesize() / MB


def bodies(files: Sequence[Path]) -> Iterator[bytes]:
    """The pages, over and over."""
    for path in cycle(files):
        yield gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def main() -> None:
    """Clean, print the sizes, and compare the growth with the limit if there is one."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path, metavar="DIR")
    cli.add_argument("--pages", type=int, default=1000, help="pages cleaned in all")
    cli.add_argument("--warm", type=int, default=100, help="pages after which growth is counted")
    cli.add_argument("--limit", type=float, metavar="MB", help="exit with 1 when the peak grows by more")
    args = cli.parse_args()
    files = sorted([*args.folder.rglob("*.html"), *args.folder.rglob("*.html.gz")])
    if not files:
        cli.error(f"no *.html and no *.html.gz in {args.folder}")
    print(f"{'pages':>6} {'peak MB':>9} {'present MB':>11}")
    growth = measure(bodies(files), args.warm, args.pages)
    print(f"growth {growth[0]:+9.1f} {growth[1]:+11.1f}")
    if args.limit is not None and growth[0] > args.limit:
        sys.exit(f"the peak grew by {growth[0]:.1f} MB (limit {args.limit:g})")


def measure(pages: Iterator[bytes], warm: int, count: int) -> tuple[float, float]:
    """Print a line each `warm` pages; the growth of peak and present size from the first to the last line."""
    lines = []
    for number, body in enumerate(islice(pages, count), 1):
        clean(body, url=f"https://site-{number}.example/page")
        if number % warm == 0 or number == count:
            lines.append((peak(), present()))
            print(f"{number:6} {lines[-1][0]:9.1f} {lines[-1][1]:11.1f}", flush=True)
    return lines[-1][0] - lines[0][0], lines[-1][1] - lines[0][1]


if __name__ == "__main__":
    main()
