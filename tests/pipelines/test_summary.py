"""The numbers add up, whatever became of the URLs."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import NOW, SITE, archive, at, finding, put, queued, row_of, understood

from pipelines.archive import Archive
from pipelines.compose import articles
from pipelines.store import close_page, settle_redirect
from pipelines.summary import Summary, queued_count, summarise
from pipelines.tables import Role, State, documents, pages, versions


def test_nothing(connection):
    assert summarise(connection) == Summary()
    assert summarise(connection).found == 0


def test_one_of_each(connection):
    archive(connection, "/article", understood("same"))
    archive(connection, "/copy", understood("same"))
    archive(connection, "/listing", understood("listing", verdict="not_article"))
    put(connection, finding("/left"), finding("/photo.jpg", state=State.FILTERED, reason="type.extension"), finding("/gone"))
    close_page(connection, row_of(connection, "/gone").id, State.FAILED, "http.404")
    put(connection, finding("/map.xml", role=Role.SITEMAP), finding("/feed", role=Role.FEED, state=State.FILTERED, reason="scope.offsite"))
    summary = summarise(connection)
    assert summary == Summary(3, 1, 1, 1, 0, {"http.404": 1}, {"type.extension": 1}, 1, {"sitemap.queued": 1, "feed.filtered": 1})
    assert summary.found == 6
    assert queued_count(connection, [SITE]) == 2


@pytest.mark.parametrize("limit, filtered, left", [(None, {}, 2), ("limit.pages", {"limit.pages": 2}, 0)])
def test_what_a_limit_left_counts_as_filtered_by_it(connection, limit, filtered, left):
    put(connection, finding("/a"), finding("/b"))
    summary = summarise(connection, limit=limit)
    assert (summary.filtered, summary.left, summary.found) == (filtered, left, 2)


def test_only_the_crawls_of_some_sites(connection):
    put(connection, finding("/a"), finding("/b", site="b.example"))
    put(connection, finding("/c", site="c.example"), origin="c.example")
    assert summarise(connection, [SITE]).found == 2
    assert summarise(connection, ["c.example"]).found == 1
    assert summarise(connection, ["b.example"]).found == 0
    assert summarise(connection).found == 3


PATHS = st.sampled_from(["/a", "/a/", "/b", "/c", "/d", "/e"])
STEPS = st.one_of(
    st.tuples(st.just("find"), PATHS),
    st.tuples(st.just("archive"), PATHS, st.sampled_from(["one", "two"]), st.sampled_from(["complete", "not_article"]), st.none() | PATHS),
    st.tuples(st.just("fail"), PATHS, st.sampled_from(["http.404", "network.dns"])),
    st.tuples(st.just("filter"), PATHS, st.sampled_from(["robots.disallowed", "limit.depth"])),
    st.tuples(st.just("redirect"), PATHS, PATHS),
)


def perform(connection, step: str, path: str, *more) -> None:
    """One thing that can happen to a URL."""
    put(connection, finding(path))
    entry = queued(connection, at(path))
    if step == "archive":
        words, verdict, canonical = more
        archive(connection, path, understood(words, verdict=verdict, canonical=canonical and at(canonical)))
    elif step == "fail":
        close_page(connection, entry.id, State.FAILED, more[0])
    elif step == "filter":
        close_page(connection, entry.id, State.FILTERED, more[0])
    elif step == "redirect" and more[0] != path:
        settle_redirect(connection, entry, finding(more[0]), NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12), st.none() | st.just("limit.pages"))
def test_found_is_archived_and_failed_and_filtered_and_left(engine, steps, limit):
    with engine.connect() as connection:
        for step in steps:
            perform(connection, *step)
        summary = summarise(connection, limit=limit)
        known = len({path for _, *more in steps for path in more if str(path).startswith("/")})
        connection.rollback()
    numbers = summary.to_dict()
    assert numbers["found"] == known == numbers["archived"] + numbers["failed"] + numbers["filtered"] + numbers["left"]
    assert numbers["archived"] == numbers["articles"] + numbers["aliases"] + numbers["no_article"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(STEPS, max_size=10))
def test_the_summary_counts_the_articles_that_are_exported(engine, tmp_path, steps):
    with engine.begin() as connection:
        for table in (versions, documents, pages):
            connection.execute(table.delete())
        for step in steps:
            perform(connection, *step)
    with engine.connect() as connection:
        summary = summarise(connection)
        assert summary.articles + summary.kept == len(list(articles(Archive(tmp_path, engine))))
