"""What leaves the archive: each article once, with all its addresses, as the schema says."""

from __future__ import annotations

import gzip

import pytest
from jsonschema import Draft202012Validator
from samples import LATER, NOW, SITE, archive, at, exchange, finding, put, queued, understood

from cleaners.document import Page
from cleaners.schema import schema
from pipelines.archive import Archive, begin_run, open_archive
from pipelines.compose import BATCH, all_pages, articles, document_of
from pipelines.found import KnownUrls
from pipelines.records import Task, Understood
from pipelines.store import archive_page, close_page, record_capture, settle_redirect
from pipelines.tables import State
from pipelines.warc import read_capture
from pipelines.work import understand

B = "b.example"


@pytest.fixture
def archived(engine, tmp_path):
    """The archive on the index of the test."""
    return Archive(tmp_path, engine)


def paths(found) -> list[str]:
    """The URLs of clean JSON, without the first site."""
    return [page["url"].removeprefix(at("")) for page in found]


def test_nothing(archived):
    assert list(articles(archived)) == list(all_pages(archived)) == []


def test_articles_in_the_order_in_which_they_were_found(archived, engine):
    with engine.begin() as connection:
        put(connection, finding("/b"), finding("/a"), finding("/not-yet"))
        archive(connection, "/a")
        archive(connection, "/b")
    assert paths(articles(archived)) == ["/b", "/a"]


@pytest.mark.parametrize(
    "verdict, is_article", [("complete", True), ("partly_template", True), ("empty_shell", False), ("not_article", False)]
)
def test_pages_that_are_no_article(archived, engine, verdict, is_article):
    with engine.begin() as connection:
        archive(connection, "/a", understood(verdict=verdict))
    assert paths(articles(archived)) == ["/a"] * is_article
    assert paths(all_pages(archived)) == ["/a"]


def test_more_than_one_batch(archived, engine):
    names = [f"/{n}" for n in range(2 * BATCH + 1)]
    with engine.begin() as connection:
        for name in names:
            archive(connection, name)
    assert paths(articles(archived)) == paths(all_pages(archived)) == names


def test_an_article_lists_its_aliases_and_they_are_not_exported(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a", understood("same"))
        archive(connection, "/copy", understood("same"))
        put(connection, finding("/old"), finding("/A", state=State.FILTERED, reason="alias.spelling", alias_of=at("/a")))
        settle_redirect(connection, queued(connection, at("/old")), finding("/a"), NOW)
        put(connection, finding("/COPY", state=State.FILTERED, reason="alias.spelling", alias_of=at("/copy")))
    (page,) = articles(archived)
    assert (page["url"], page["aliases"]) == (at("/a"), [at("/copy"), at("/old"), at("/A"), at("/COPY")])


def test_an_article_without_aliases(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a")
    assert next(articles(archived))["aliases"] == []


@pytest.mark.parametrize("state", [None, State.FAILED, State.FILTERED])
def test_an_alias_of_what_was_never_archived_is_exported(archived, engine, state):
    with engine.begin() as connection:
        archive(connection, "/a?print", understood(canonical=at("/a")))
        if state:
            close_page(connection, queued(connection, at("/a")).id, state, "r")
    assert paths(articles(archived)) == paths(all_pages(archived)) == ["/a?print"]


def test_an_alias_whose_target_moved_on_to_an_archived_page_is_not_exported(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a?print", understood("same", canonical=at("/a")))
        target = settle_redirect(connection, queued(connection, at("/a")), finding("/b"), NOW)
        archive(connection, "/b", understood("same", canonical=at("/a")))
        assert queued(connection, at("/b")).id == target
    (page,) = articles(archived)
    assert (page["url"], page["aliases"]) == (at("/b"), [at("/a?print"), at("/a")])


def test_identical_bytes_are_not_exported_twice(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a", understood("same", verdict="not_article"))
        archive(connection, "/b", understood("same", verdict="not_article"))
        archive(connection, "/c", understood("same", sha256="other", canonical=at("/a"), verdict="not_article"))
    assert paths(all_pages(archived)) == ["/a", "/c"]


def test_only_some_sites(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a")
        archive(connection, "/a", site=B)
    for export in (articles, all_pages):
        assert paths(export(archived, sites=[SITE])) == ["/a"]
        assert paths(export(archived, sites=[B])) == [at("/a", B)]
        assert paths(export(archived, sites=[SITE, B])) == ["/a", at("/a", B)]
        assert paths(export(archived, sites=["c.example"])) == []


@pytest.mark.parametrize("since, found", [(NOW, ["/old", "/new"]), ("2026-01-01", ["/old", "/new"]), (LATER, ["/new"]), ("2026-01-03", [])])
def test_only_what_changed_since(archived, engine, since, found):
    with engine.begin() as connection:
        archive(connection, "/old", moment=NOW)
        archive(connection, "/new", moment=LATER)
        archive(connection, "/old", moment="2026-01-05T00:00:00Z")
    assert paths(articles(archived, since=since)) == paths(all_pages(archived, since=since)) == found


def test_document_of(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a")
        put(connection, finding("/b"))
    assert document_of(archived, at("/a"))["url"] == at("/a")
    assert document_of(archived, at("/b")) is None
    assert document_of(archived, at("/unknown")) is None


TEXT = "Mesenchymal cells from bone marrow were given to patients with worn discs in this small trial of two years."
HTML = f"<html lang=en><head><title>A trial</title></head><body><main><h1>A trial</h1>{f'<p>{TEXT}</p>' * 9}</main></body></html>".encode()


def test_a_captured_page_leaves_the_archive_as_the_schema_says(tmp_path):
    body = gzip.compress(HTML)
    with begin_run(tmp_path, "crawl", {}) as run:
        place = run.writer.append(exchange(body, "/a", headers=(("Content-Encoding", "gzip"),))).result()
        result = understand(Task(Page(at("/a"), HTML, fetched_at=NOW)))
        where = {"warc_file": place.file, "warc_offset": place.offset, "warc_length": place.length}

        def take(connection):
            (page,) = put(connection, finding("/a"), finding("/b"))[:1]
            capture = record_capture(
                connection, page, {"run_id": run.id, "url": at("/a"), "fetched_at": NOW, "status": 200, "size": len(body), **where}
            )
            return archive_page(connection, queued(connection, at("/a")), page, capture, result, NOW, KnownUrls())

        run.writer.write(take).result()
    archived = open_archive(tmp_path)
    (page,) = articles(archived)
    Draft202012Validator(schema()).validate(page)
    assert list(page) == list(schema()["properties"])
    assert (page["verdict"], page["fetched_at"], page["status"], page["version"]) == ("complete", NOW, 200, 1)
    assert (page["sha256"], page["content_hash"]) == (result.sha256, result.content_hash)
    warc = page["provenance"]["warc"]
    assert read_capture(archived.warc(warc["file"]), warc["offset"]).body == HTML


def test_a_page_without_a_capture_is_valid_too(archived, engine):
    with engine.begin() as connection:
        archive(connection, "/a", understand(Task(Page(at("/a"), HTML))))
    (page,) = articles(archived)
    Draft202012Validator(schema()).validate(page)
    assert (page["provenance"]["warc"], page["fetched_at"], page["status"]) == (None, None, None)


def test_the_values_of_the_tests_are_what_workers_make():
    assert isinstance(understand(Task(Page(at("/a"), HTML))), Understood)
    assert understand(Task(Page(at("/a"), HTML))).is_article
