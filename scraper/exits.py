"""Exit codes, for people and for scheduled jobs."""

from __future__ import annotations

from enum import IntEnum

from pipelines.archive import INTERRUPTED
from pipelines.summary import Summary


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    FAILURES = 3
    """Done, but more pages failed than `--max-failed`."""
    NOTHING = 4
    """Nothing could be fetched, or nothing of it was an article."""
    YIELD = 5
    BUSY = 6
    """Another run holds the archive."""
    INTERRUPTED = 130
    """Stopped by a signal, as shells say it; the same command goes on."""


def exit_of(summary: Summary, max_failed: int, outcome: str) -> Exit:
    """The exit code of a crawl with these numbers."""
    if outcome == "internal.error":
        return Exit.INTERNAL
    if outcome == INTERRUPTED:
        return Exit.INTERRUPTED
    if summary.articles + summary.kept == 0:
        return Exit.NOTHING
    if outcome == "storage.full" or sum(summary.failed.values()) > max_failed:
        return Exit.FAILURES
    return Exit.DONE
