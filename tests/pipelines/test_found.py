"""Found URLs: each once, twins last, and what one crawl left out another may want."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import NOW, SITE, archive, at, finding, put, row_of
from sqlalchemy import event, func, select, update

from pipelines.found import REOPENED, TWIN_PRIORITY, KnownUrls, add_findings, ids_of, reopen, twin_url
from pipelines.index import open_index, sqlite_url
from pipelines.tables import Role, State, pages


def count(connection) -> int:
    """The number of URLs."""
    return connection.execute(select(func.count()).select_from(pages)).scalar_one()


def add(connection, *found, known: KnownUrls | None = None) -> int:
    """Write findings down; how many were new."""
    return add_findings(connection, found, SITE, None, NOW, known)


def refused(path: str, reason: str, **values):
    """A link that is not followed."""
    return finding(path, state=State.FILTERED, reason=reason, **values)


def test_nothing_found(connection):
    assert add(connection) == 0
    assert count(connection) == 0


def test_a_finding_is_written_down(connection):
    assert add(connection, finding("/a", depth=2, priority=10, lastmod="2024-05-01")) == 1
    row = row_of(connection, "/a")
    assert (row.url, row.site, row.origin, row.role, row.state, row.source) == (at("/a"), SITE, SITE, "page", "queued", "link")
    assert (row.found_at, row.depth, row.priority, row.lastmod, row.attempts) == (NOW, 2, 10, "2024-05-01", 0)
    assert (row.reason, row.found_on, row.alias_of, row.twin_of, row.not_before) == (None,) * 5


def test_a_known_url_stays_as_it_is(connection):
    add(connection, finding("/a", depth=2))
    assert add(connection, finding("/a", depth=0, priority=99), finding("/b")) == 1
    assert (row_of(connection, "/a").depth, row_of(connection, "/a").priority) == (2, 0)


def test_a_url_found_twice_at_once_is_written_once(connection):
    assert add(connection, finding("/a"), finding("/a")) == 1
    assert count(connection) == 1


def test_known_urls_are_asked_for_once(connection):
    known = KnownUrls()
    assert add(connection, finding("/a"), known=known) == 1
    assert known.unknown([finding("/a"), finding("/b")]) == [finding("/b")]
    assert known.unknown([finding("/a"), finding("/b")]) == []


def test_what_lay_too_deep_may_come_back():
    known = KnownUrls()
    deep = refused("/a", "limit.depth")
    assert known.unknown([deep]) == [deep]
    assert known.unknown([finding("/a")]) == [finding("/a")]


@pytest.mark.parametrize("reason", REOPENED)
def test_what_another_crawl_left_out_for_its_scope_is_reopened(connection, reason):
    add(connection, refused("/a", reason, depth=5))
    assert add(connection, finding("/a", depth=1, priority=7, source="sitemap")) == 0
    row = row_of(connection, "/a")
    assert (row.state, row.reason, row.depth, row.priority, row.source) == ("queued", None, 1, 7, "sitemap")


@pytest.mark.parametrize("reason", ["robots.disallowed", "type.extension", "alias.redirect", "trap.path"])
def test_what_was_left_out_for_another_reason_stays_out(connection, reason):
    add(connection, refused("/a", reason))
    add(connection, finding("/a"))
    assert (row_of(connection, "/a").state, row_of(connection, "/a").reason) == ("filtered", reason)


def test_a_refusal_closes_nothing(connection):
    add(connection, finding("/a"))
    add(connection, refused("/a", "scope.offsite"))
    assert row_of(connection, "/a").state == "queued"


@pytest.mark.parametrize("first, second", [("/a", "/a/"), ("/a/", "/a"), ("/a?b=1", "/a/?b=1")])
@pytest.mark.parametrize("together", [True, False])
def test_the_second_of_two_twins_comes_last(connection, first, second, together):
    if together:
        add(connection, finding(first, priority=10), finding(second, priority=10))
    else:
        add(connection, finding(first, priority=10))
        add(connection, finding(second, priority=10))
    one, two = row_of(connection, first), row_of(connection, second)
    assert (one.priority, one.twin_of) == (10, None)
    assert (two.priority, two.twin_of) == (TWIN_PRIORITY, one.id)


@pytest.mark.parametrize("other", ["/b", "/a//", "/A/", "/a/?b", "/a.html"])
def test_no_twins(connection, other):
    add(connection, finding("/a"), finding(other))
    assert row_of(connection, other).twin_of is None


@pytest.mark.parametrize(
    "url, twin",
    [
        ("https://a.example/a", "https://a.example/a/"),
        ("https://a.example/a/", "https://a.example/a"),
        ("https://a.example/a?b=/", "https://a.example/a/?b=/"),
        ("https://a.example/a/?b", "https://a.example/a?b"),
    ],
)
def test_twin_url(url, twin):
    assert twin_url(url) == twin
    assert twin_url(twin) == url


def test_a_spelling_points_to_what_it_spells(connection):
    add(connection, finding("/a"), refused("/a?utm_source=x", "alias.spelling", alias_of=at("/a")))
    assert row_of(connection, "/a?utm_source=x").alias_of == row_of(connection, "/a").id


def test_a_spelling_points_to_what_was_known_before(connection):
    (target,) = put(connection, finding("/a"))
    add(connection, refused("/A", "alias.spelling", alias_of=at("/a")))
    assert row_of(connection, "/A").alias_of == target


FIFTY_THOUSAND = 50_000
"""URLs that one sitemap may hold (sitemaps.org)."""


def test_a_whole_sitemap_fits_into_a_statement_of_any_sqlite(tmp_path):
    """Many builds of SQLite take 32,766 values in a statement, older ones 999."""
    engine = open_index(sqlite_url(tmp_path / "marrow.db"))
    event.listen(engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999))
    engine.dispose()
    found = [finding(f"/{n}") for n in range(FIFTY_THOUSAND)]
    with engine.begin() as connection:
        assert add(connection, *found) == FIFTY_THOUSAND
        assert add(connection, *found, finding("/new")) == 1
        assert len(ids_of(connection, [one.url for one in found])) == FIFTY_THOUSAND
    engine.dispose()


def test_ids_of(connection):
    assert ids_of(connection, []) == {}
    (known,) = put(connection, finding("/a"))
    assert ids_of(connection, [at("/a"), at("/a"), at("/unknown")]) == {at("/a"): known}


@pytest.mark.parametrize(
    "one, state, opened",
    [
        (finding("/seed"), State.ARCHIVED, True),
        (finding("/a"), State.ARCHIVED, False),
        (finding("/a"), State.FAILED, True),
        (finding("/a"), State.FILTERED, False),
        (finding("/map.xml", role=Role.SITEMAP), State.ARCHIVED, True),
        (finding("/feed", role=Role.FEED), State.FAILED, True),
        (finding("/?page=2", source="next"), State.ARCHIVED, True),
        (finding("/map.xml", role=Role.SITEMAP), State.FILTERED, False),
        (finding("/a", site="b.example"), State.FAILED, False),
    ],
)
def test_reopen(connection, one, state, opened):
    add(connection, one)
    connection.execute(update(pages).values(state=state.value, attempts=3, not_before=1.0, reason="r"))
    assert reopen(connection, [SITE], [at("/seed")]) == opened
    row = connection.execute(select(pages)).one()
    assert (row.state, row.attempts, row.not_before, row.reason) == (("queued", 0, None, None) if opened else (state.value, 3, 1.0, "r"))


def test_what_is_queued_is_not_opened_again(connection):
    add(connection, finding("/a"))
    assert reopen(connection, [SITE], [at("/a")]) == 0


PATHS = st.sampled_from(["/", "/a", "/a/", "/b", "/b/", "/b?c", "/b/?c"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PATHS, max_size=5), max_size=5))
def test_however_they_come_each_url_is_there_once(engine, batches):
    with engine.connect() as connection:
        new = sum(add(connection, *map(finding, batch)) for batch in batches)
        wanted = {at(path) for batch in batches for path in batch}
        assert new == count(connection) == len(wanted)
        assert set(connection.execute(select(pages.c.url)).scalars()) == wanted
        twins = {row.url: row.twin_of for row in connection.execute(select(pages))}
        assert not any(twins[url] is not None and twins[twin_url(url)] is not None for url in wanted if twin_url(url) in wanted)
        connection.rollback()


def test_an_archived_page_is_not_found_anew(connection):
    archive(connection, "/a")
    assert add(connection, finding("/a")) == 0
    assert row_of(connection, "/a").state == "archived"
