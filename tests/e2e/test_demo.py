"""The main job on the fixture site: one command, an archive, clean JSON."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import urlsplit

import jsonschema
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from cleaners.schema import schema


def export(marrow, archive, *options):
    """What `marrow export jsonl` prints, as values."""
    done = marrow("export", "jsonl", "--archive", archive, *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def path_of(page):
    return urlsplit(page["url"]).path.rstrip("/")


def test_exits_with_0_and_numbers_that_add_up(crawled):
    done, _ = crawled
    assert done.returncode == 0, done.stderr
    numbers = json.loads(done.stdout)
    assert numbers["found"] == numbers["archived"] + numbers["failed"] + numbers["filtered"]
    assert numbers["archived"] == numbers["articles"] + numbers["aliases"] + numbers["no_article"]
    assert numbers["failed"] == sum(numbers["failed_by_reason"].values()) == 0
    assert numbers["filtered"] == sum(numbers["filtered_by_reason"].values())
    assert numbers["left"] == 0
    assert "Traceback" not in done.stderr


def test_archives_every_article_once(crawled, marrow, gold):
    articles = export(marrow, crawled[1])
    wanted = {page["url_path"].rstrip("/") for page in gold if page["kind"] == "article"}
    assert len(wanted) >= 15
    counts = Counter(path_of(page) for page in articles)
    assert wanted <= counts.keys()
    assert set(counts.values()) == {1}
    assert len({page["content_hash"] for page in articles}) == len(articles)


def test_the_print_version_is_an_alias(crawled, marrow, gold):
    (printed,) = [page["url_path"] for page in gold if page["kind"] == "print"]
    assert printed not in {path_of(page) for page in export(marrow, crawled[1])}
    holders = [page for page in export(marrow, crawled[1]) if any(urlsplit(alias).path == printed for alias in page["aliases"])]
    assert len(holders) == 1


def test_every_line_is_valid(crawled, marrow):
    validator = jsonschema.Draft202012Validator(schema())
    pages = export(marrow, crawled[1], "--all")
    assert len(pages) > len(export(marrow, crawled[1]))
    for page in pages:
        validator.validate(page)
        assert list(page) == list(schema()["properties"])


def test_no_word_of_a_page_is_lost(crawled, marrow, gold):
    import re

    def words(blocks):
        return Counter(word for block in blocks for word in re.findall(r"\w+", block["text"].lower()))

    pages = {path_of(page): page for page in export(marrow, crawled[1], "--all")}
    for expected in gold:
        assert words(expected["blocks"]) == words(pages[expected["url_path"].rstrip("/")]["blocks"]), expected["url_path"]


def test_titles_authors_and_dates(crawled, marrow, gold):
    pages = {path_of(page): page for page in export(marrow, crawled[1])}
    for expected in (page for page in gold if page["kind"] == "article"):
        found = pages[expected["url_path"].rstrip("/")]
        assert found["title"] == expected["title"]
        assert found["authors"] == expected["authors"]
        assert (found["published"] or "")[:10] == (expected["published"] or "")


def test_the_warc_files_pass_their_check_and_hold_what_was_served(crawled, marrow, site):
    from urllib.request import urlopen

    files = sorted((crawled[1] / "warc").glob("*.warc.gz"))
    assert files
    for file in files:
        assert Checker(_CheckOptions([str(file)])).process_all() == 0
    page = export(marrow, crawled[1])[0]
    place = page["provenance"]["warc"]
    with (crawled[1] / "warc" / place["file"]).open("rb") as stream:
        stream.seek(place["offset"])
        record = next(ArchiveIterator(stream))
        assert record.rec_type == "response"
        with urlopen(page["url"]) as served:
            assert record.raw_stream.read() == served.read()


class _CheckOptions:
    """What `warcio check` would parse of its command line."""

    def __init__(self, inputs):
        self.inputs = inputs
        self.verbose = False


def test_robots_txt_is_obeyed_and_each_reason_counted(crawled, marrow, site):
    numbers = json.loads(crawled[0].stdout)["filtered_by_reason"]
    assert numbers["robots.disallowed"] == 1
    assert numbers["scope.offsite"] > 0
    assert numbers["type.extension"] > 0
    told = marrow("explain", f"{site}/private/editorial-calendar", "--archive", crawled[1])
    assert "robots.disallowed" in told.stdout
    assert "found" in told.stdout


def test_a_second_crawl_finds_nothing_new(crawl, marrow, site, tmp_path):
    first = json.loads(crawl(site, "--archive", tmp_path / "a").stdout)
    before = export(marrow, tmp_path / "a")
    again = crawl(site, "--archive", tmp_path / "a")
    assert again.returncode == 0
    assert json.loads(again.stdout) == first
    after = export(marrow, tmp_path / "a")
    assert [(p["url"], p["version"], p["content_hash"]) for p in after] == [(p["url"], p["version"], p["content_hash"]) for p in before]
