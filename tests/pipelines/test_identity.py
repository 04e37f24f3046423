"""Which pages are one article."""

from __future__ import annotations

from itertools import pairwise

import pytest
from samples import LATER, SITE, archive, at, finding, put, queued, row_of, understood
from sqlalchemy import update

from pipelines.identity import CHAIN, root_of
from pipelines.store import settle_redirect
from pipelines.tables import State, pages


def alias(connection, path: str) -> str | None:
    """The path of the page that this one is an alias of."""
    target = row_of(connection, path).alias_of
    return None if target is None else path_of(connection, target)


def path_of(connection, page_id: int) -> str:
    """The path of a page."""
    return connection.execute(pages.select().where(pages.c.id == page_id)).one().url.removeprefix(at(""))


def test_a_page_of_its_own(connection):
    assert not archive(connection, "/a").is_alias
    assert alias(connection, "/a") is None


def test_a_page_that_names_itself(connection):
    assert not archive(connection, "/a", understood(canonical=at("/a"))).is_alias


def test_a_page_that_names_another(connection):
    archived = archive(connection, "/a?print", understood(canonical=at("/a")))
    assert archived.is_alias
    assert alias(connection, "/a?print") == "/a"
    target = row_of(connection, "/a")
    assert (target.state, target.source, target.site) == ("queued", "canonical", SITE)


def test_a_canonical_page_belongs_to_the_site_in_its_url(connection):
    archive(connection, "/a", understood(canonical="https://www.a.example/a"))
    assert connection.execute(pages.select().where(pages.c.url == "https://www.a.example/a")).one().site == "www.a.example"


def test_a_chain_of_canonical_pages_leads_to_its_end(connection):
    archive(connection, "/b", understood("b", canonical=at("/c")))
    archive(connection, "/a", understood("a", canonical=at("/b")))
    assert alias(connection, "/a") == alias(connection, "/b") == "/c"


@pytest.mark.parametrize("names", [("/a", "/b"), ("/a", "/b", "/c"), ("/a", "/b", "/c", "/d")])
def test_of_pages_that_name_each_other_in_a_circle_one_stays(connection, names):
    for name, following in zip(names, (*names[1:], names[0]), strict=True):
        archive(connection, name, understood(name, canonical=at(following)))
    roots = [name for name in names if alias(connection, name) is None]
    assert roots == [names[-1]]


@pytest.mark.parametrize("length, found", [(1, True), (CHAIN - 1, True), (CHAIN + 5, False)])
def test_chains_are_followed_up_to_a_bound(connection, length, found):
    ids = put(connection, *(finding(f"/{n}") for n in range(length + 1)), finding("/page"))
    for one, following in pairwise(ids[:-1]):
        connection.execute(update(pages).where(pages.c.id == one).values(alias_of=following))
    assert root_of(connection, ids[0], ids[-1]) == (ids[length] if found else None)


def test_a_circle_elsewhere_is_no_root(connection):
    a, b, page = put(connection, finding("/a"), finding("/b"), finding("/page"))
    connection.execute(update(pages).where(pages.c.id == a).values(alias_of=b))
    connection.execute(update(pages).where(pages.c.id == b).values(alias_of=a))
    assert root_of(connection, a, page) is None


def test_a_page_is_not_its_own_root(connection):
    (page,) = put(connection, finding("/a"))
    assert root_of(connection, page, page) is None


def test_the_same_article_under_another_url(connection):
    archive(connection, "/a", understood("same"))
    assert archive(connection, "/b", understood("same", sha256="other bytes")).is_alias
    assert alias(connection, "/b") == "/a"


def test_another_article(connection):
    archive(connection, "/a", understood("one"))
    assert not archive(connection, "/b", understood("two")).is_alias


def test_the_same_article_on_another_site(connection):
    archive(connection, "/a", understood("same"))
    assert not archive(connection, "/a", understood("same"), site="b.example").is_alias


@pytest.mark.parametrize("digest, is_alias", [("same bytes", True), ("other bytes", False)])
def test_pages_without_an_article_are_one_by_their_bytes(connection, digest, is_alias):
    listing = understood("same", verdict="not_article", sha256="same bytes")
    archive(connection, "/a", listing)
    assert archive(connection, "/b", understood("same", verdict="not_article", sha256=digest)).is_alias == is_alias


def test_three_copies_have_one_root(connection):
    for path in ("/a", "/b", "/c"):
        archive(connection, path, understood("same"))
    assert [alias(connection, path) for path in ("/a", "/b", "/c")] == [None, "/a", "/a"]


def test_archived_again_the_root_stays_the_root(connection):
    for path in ("/a", "/b", "/a", "/b", "/a"):
        archive(connection, path, understood("same"), moment=LATER)
    assert (alias(connection, "/a"), alias(connection, "/b")) == (None, "/a")


def test_a_copy_that_becomes_an_article_of_its_own(connection):
    archive(connection, "/a", understood("same"))
    archive(connection, "/b", understood("same"))
    assert not archive(connection, "/b", understood("different")).is_alias
    assert alias(connection, "/b") is None


def test_the_page_named_goes_before_the_same_content(connection):
    archive(connection, "/a", understood("same"))
    archive(connection, "/b", understood("same", canonical=at("/c")))
    assert alias(connection, "/b") == "/c"


def test_a_redirect_makes_an_alias(connection):
    put(connection, finding("/old"))
    entry = queued(connection, at("/old"))
    target = settle_redirect(connection, entry, finding("/new", source="redirect"), LATER)
    old, new = row_of(connection, "/old"), row_of(connection, "/new")
    assert (old.state, old.reason, old.alias_of) == ("filtered", "alias.redirect", new.id)
    assert (target, new.state, new.found_on) == (new.id, State.QUEUED, old.id)


def test_a_redirect_back_to_an_alias_makes_that_one_the_page(connection):
    archive(connection, "/a", understood("a", canonical=at("/b")))
    settle_redirect(connection, queued(connection, at("/b")), finding("/a"), LATER)
    assert (alias(connection, "/a"), alias(connection, "/b")) == (None, "/a")


def test_a_redirect_to_a_known_page(connection):
    archive(connection, "/new")
    put(connection, finding("/old"))
    assert settle_redirect(connection, queued(connection, at("/old")), finding("/new"), LATER) == row_of(connection, "/new").id
    assert row_of(connection, "/new").state == "archived"


@pytest.mark.parametrize("words, agrees", [("same", True), ("different", False)])
def test_a_twin_agrees_when_it_is_the_same_page(connection, words, agrees):
    archive(connection, "/a", understood("same"))
    assert archive(connection, "/a/", understood(words)).twin_agrees == agrees


def test_a_copy_that_is_no_twin_says_nothing_of_slashes(connection):
    archive(connection, "/a", understood("same"))
    assert not archive(connection, "/b", understood("same")).twin_agrees
