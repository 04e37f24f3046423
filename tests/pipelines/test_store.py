"""What one transaction writes."""

from __future__ import annotations

import pytest
from samples import LATER, NOW, SITE, archive, at, finding, put, queued, row_of, understood
from sqlalchemy import select

from pipelines.found import KnownUrls
from pipelines.records import Understood
from pipelines.store import archive_list, close_page, forget_twin, record_capture, retry_page, state_counts
from pipelines.tables import Role, State, captures, documents, runs, versions


@pytest.fixture
def capture(connection):
    """Notes a capture; its id."""
    connection.execute(runs.insert().values(id=1, command="crawl", arguments="{}", started_at=NOW))
    place = {"warc_file": "f", "warc_offset": 0, "warc_length": 1}
    return lambda page: record_capture(
        connection, page, {"run_id": 1, "url": at("/a"), "fetched_at": NOW, "status": 200, "size": 1, **place}
    )


def kept(connection) -> list[tuple]:
    """The versions before the present one."""
    rows = connection.execute(select(versions).order_by(versions.c.version))
    return [(row.version, row.capture_id, row.content_hash, row.changed_at) for row in rows]


def test_a_page_is_done_when_it_is_archived(connection):
    archived = archive(connection, "/a", understood(findings=(finding("/b"), finding("/a"))))
    row = row_of(connection, "/a")
    assert (row.state, row.reason, row.alias_of, row.attempts) == ("archived", None, None, 1)
    assert (archived.page_id, archived.url, archived.version) == (row.id, at("/a"), 1)
    assert (archived.first_seen, archived.changed_at, archived.is_alias, archived.opened) == (NOW, NOW, False, True)
    assert row_of(connection, "/b").found_on == row.id


def test_a_page_that_leads_to_nothing_new_opens_nothing(connection):
    assert not archive(connection, "/a", understood(findings=(finding("/a"),))).opened


def test_an_unchanged_article_keeps_its_version(connection, capture):
    archive(connection, "/a", understood("same"))
    later = capture(row_of(connection, "/a").id)
    again = archive(connection, "/a", understood("same", sha256="new bytes", title="T"), moment=LATER, capture=later)
    assert (again.version, again.first_seen, again.changed_at) == (1, NOW, NOW)
    document = connection.execute(select(documents)).one()
    assert (document.version, document.changed_at, document.sha256, document.title, document.capture_id) == (
        1,
        NOW,
        "new bytes",
        "T",
        later,
    )
    assert kept(connection) == []


def test_a_changed_article_leaves_its_old_version_behind(connection, capture):
    (page,) = put(connection, finding("/a"))
    first, second = capture(page), capture(page)
    one, two = understood("one"), understood("two")
    archive(connection, "/a", one, capture=first)
    changed = archive(connection, "/a", two, moment=LATER, capture=second)
    assert (changed.version, changed.first_seen, changed.changed_at) == (2, NOW, LATER)
    document = connection.execute(select(documents)).one()
    assert (document.version, document.capture_id, document.content_hash, document.json) == (2, second, two.content_hash, two.json)
    assert kept(connection) == [(1, first, one.content_hash, NOW)]


def test_an_article_that_changes_back_has_three_versions(connection):
    for words in ("one", "two", "one"):
        archived = archive(connection, "/a", understood(words))
    assert archived.version == 3
    assert [version for version, *_ in kept(connection)] == [1, 2]


def test_a_list_is_archived_without_a_document(connection):
    put(connection, finding("/map.xml", role=Role.SITEMAP))
    result = Understood("sha", (finding("/a"), finding("/b")))
    entry = queued(connection, at("/map.xml"))
    assert archive_list(connection, entry, entry.id, result, NOW, KnownUrls()) == 2
    assert row_of(connection, "/map.xml").state == "archived"
    assert connection.execute(select(documents)).all() == []


@pytest.mark.parametrize("state, reason, detail", [(State.FAILED, "http.404", "404 /a"), (State.FILTERED, "robots.disallowed", None)])
def test_close_page(connection, state, reason, detail):
    (page,) = put(connection, finding("/a"))
    retry_page(connection, page, "http.503", "busy", 9.0)
    close_page(connection, page, state, reason, detail=detail)
    row = row_of(connection, "/a")
    assert (row.state, row.reason, row.detail, row.not_before, row.attempts) == (state, reason, detail, None, 2)


def test_a_retried_page_stays_in_the_queue(connection):
    (page,) = put(connection, finding("/a"))
    for attempt in (1, 2):
        retry_page(connection, page, "http.503", "busy", 9.0 * attempt)
        row = row_of(connection, "/a")
        assert (row.state, row.reason, row.detail, row.not_before, row.attempts) == ("queued", "http.503", "busy", 9.0 * attempt, attempt)


def test_success_clears_the_trouble_before_it(connection):
    (page,) = put(connection, finding("/a"))
    retry_page(connection, page, "http.503", "busy", 9.0)
    archive(connection, "/a")
    row = row_of(connection, "/a")
    assert (row.state, row.reason, row.detail, row.not_before) == ("archived", None, None, None)


def test_forget_twin(connection):
    put(connection, finding("/a"), finding("/a/"))
    assert row_of(connection, "/a/").twin_of is not None
    forget_twin(connection, row_of(connection, "/a/").id)
    assert (row_of(connection, "/a/").twin_of, row_of(connection, "/a/").state) == (None, "queued")


def test_record_capture(connection, capture):
    (page,) = put(connection, finding("/a"))
    assert [capture(page), capture(page)] == [1, 2]
    assert [row.page_id for row in connection.execute(select(captures))] == [page, page]


def test_state_counts(connection):
    put(connection, finding("/a"), finding("/b"), finding("/map.xml", role=Role.SITEMAP))
    put(connection, finding("/c", state=State.FILTERED, reason="limit.depth"))
    put(connection, finding("/d", site="b.example"), origin="b.example")
    mine = {("queued", None): 2, ("filtered", "limit.depth"): 1}
    assert state_counts(connection, [SITE]) == mine
    assert state_counts(connection, ["c.example"]) == {}
    assert state_counts(connection, []) == mine | {("queued", None): 3}
