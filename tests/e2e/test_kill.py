"""`kill -9` at any moment, then the same command again: nothing lost, nothing twice, nothing half-written."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from servers import article, index, serving
from warcio.archiveiterator import ArchiveIterator

PAGES = 60
KILLS = 5


@pytest.fixture(scope="module")
def pages():
    """A site of its own for each kill would hide what a second one finds; one site serves all."""
    paths = [f"/article-{n}" for n in range(PAGES)]
    return {"/": index(*paths), **{path: article(f"Trial number {n}") for n, path in enumerate(paths)}}


def start(base, archive, *options):
    """The crawl, as the leader of a process group of its own."""
    command = [
        sys.executable,
        "-m",
        "scraper",
        "crawl",
        base,
        "--archive",
        str(archive),
        "--allow-private-networks",
        "--delay",
        "0",
        "--json",
    ]
    command += options
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def archived(archive):
    """How many pages are acknowledged."""
    try:
        with sqlite3.connect(f"file:{archive / 'marrow.db'}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def kill_after(process, archive, count):
    """Kill the crawl and all its workers once so many pages are acknowledged; how many were then."""
    deadline = time.monotonic() + 60
    while archived(archive) < count and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return archived(archive)


def test_five_kills_then_the_same_command(pages, tmp_path, marrow):
    archive = tmp_path / "archive"
    points = sorted(random.Random(7).sample(range(1, PAGES - 5), KILLS))
    with serving(pages) as site:
        seen: list[int] = []
        for point in points:
            seen.append(kill_after(start(site.base, archive), archive, point))
            committed = {row["url"] for row in exported(marrow, archive)}
            assert len(committed) >= seen[-1] - 1  # the index page is no article
        assert seen == sorted(seen)
        process = start(site.base, archive)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        numbers = json.loads(out)
        assert numbers["articles"] == PAGES
        assert numbers["found"] == numbers["archived"] + numbers["failed"] + numbers["filtered"]
    rows = exported(marrow, archive)
    assert sorted(urlsplit(row["url"]).path for row in rows) == sorted(path for path in pages if path != "/")
    assert {row["version"] for row in rows} == {1}
    with sqlite3.connect(archive / "marrow.db") as connection:
        twice = "SELECT page_id FROM captures GROUP BY page_id HAVING count(*) > 1"
        assert connection.execute(twice).fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sum(responses(archive).values()) >= PAGES
    for row in rows:
        assert responses(archive)[row["url"]] == 1


def test_five_kills_of_the_demo_end_as_one_crawl(site, crawled, tmp_path, marrow):
    """The fixture site, killed at five random points, gives the archive that an undisturbed crawl gave."""
    archive = tmp_path / "archive"
    whole = exported(marrow, crawled[1])
    for point in sorted(random.Random(11).sample(range(1, archived(crawled[1]) - 5), KILLS)):
        kill_after(start(site, archive), archive, point)
    out, err = (process := start(site, archive)).communicate(timeout=120)
    assert process.returncode == 0, err
    numbers = json.loads(out)
    assert numbers["found"] == numbers["archived"] + numbers["failed"] + numbers["filtered"]
    rows = exported(marrow, archive)
    # Which of two spellings came first, with the slash at the end or without, depends on the order of the answers.
    versions = {row["url"].rstrip("/"): (row["content_hash"], row["version"]) for row in rows}
    assert versions == {row["url"].rstrip("/"): (row["content_hash"], 1) for row in whole}
    assert len(rows) == len(whole)
    assert max(responses(archive)[row["url"]] for row in rows) == 1


def exported(marrow, archive):
    done = marrow("export", "jsonl", "--archive", archive)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def responses(archive):
    """How often each URL stands in the WARC files; fails on a broken record."""
    counts: dict[str, int] = {}
    for path in (archive / "warc").glob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == "response":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    counts[url] = counts.get(url, 0) + 1
    return counts


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_an_orderly_stop_goes_on_later(pages, tmp_path, signum):
    archive = tmp_path / "archive"
    with serving(pages) as site:
        process = start(site.base, archive, "--concurrency", "1", "-s", "DOWNLOAD_DELAY=0.05")
        while archived(archive) < 10 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signum)
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert json.loads(out)["outcome"] == "interrupted"
        first = archived(archive)
        assert 10 <= first < PAGES + 1
        process = start(site.base, archive)
        out, _ = process.communicate(timeout=120)
        assert json.loads(out)["articles"] == PAGES
        assert site.asked("/article-0") == site.asked("/") == 1
