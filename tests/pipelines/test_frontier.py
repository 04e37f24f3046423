"""The queue: who goes next, how many at once, and when it is over."""

from __future__ import annotations

import asyncio

import pytest
from samples import SITE, archive, at, finding, put, understood
from sqlalchemy import update

from pipelines.frontier import REFILL, Frontier
from pipelines.records import Queued
from pipelines.store import close_page, retry_page
from pipelines.tables import Role, State, pages

B = "b.example"


@pytest.fixture
def fill(engine):
    """Writes findings down, committed."""

    def fill(*found):
        with engine.begin() as connection:
            return put(connection, *found)

    return fill


def frontier(engine, *sites: str, per_site: int = 10_000, total: int = 10_000, now: float = 1000.0) -> Frontier:
    """A queue whose clock stands still."""
    return Frontier(engine, sites or (SITE,), per_site, total, lambda: now)


def drain(queue: Frontier) -> list[str]:
    """All URLs that can be handed out now."""
    return [queued.url for queued in iter(queue.claim, None)]


def urls(*paths: str) -> list[str]:
    """URLs of the first site."""
    return [at(path) for path in paths]


def test_nothing_queued(engine):
    assert frontier(engine).claim() is None


def test_a_claim_tells_what_is_known(engine, fill):
    (page,) = fill(finding("/map.xml", role=Role.SITEMAP, depth=3))
    assert frontier(engine).claim() == Queued(page, at("/map.xml"), SITE, Role.SITEMAP, 3, 0, None)


@pytest.mark.parametrize(
    "found, order",
    [
        (["/b", "/a"], ["/b", "/a"]),
        ([("/b", 1, 0), ("/a", 2, 0)], ["/a", "/b"]),
        ([("/b", 0, 2), ("/a", 0, 1)], ["/a", "/b"]),
        ([("/b", 1, 9), ("/a", 0, 1)], ["/b", "/a"]),
        (["/a", "/a/", "/b"], ["/a", "/b", "/a/"]),
    ],
    ids=["as found", "priority", "depth", "priority before depth", "twins last"],
)
def test_the_most_urgent_goes_first(engine, fill, found, order):
    fill(*(finding(one) if isinstance(one, str) else finding(one[0], priority=one[1], depth=one[2]) for one in found))
    assert drain(frontier(engine)) == urls(*order)


def test_only_what_is_queued_and_on_a_site_of_the_crawl(engine, fill):
    fill(finding("/a"), finding("/no", state=State.FILTERED, reason="r"), finding("/b", site=B), finding("/gone"))
    with engine.begin() as connection:
        connection.execute(update(pages).where(pages.c.url == at("/gone")).values(state="failed"))
    assert drain(frontier(engine)) == urls("/a")


def test_more_than_one_refill(engine, fill):
    fill(*(finding(f"/{n}") for n in range(2 * REFILL + 5)))
    assert drain(frontier(engine)) == urls(*(f"/{n}" for n in range(2 * REFILL + 5)))


def test_a_site_waits_for_its_responses(engine, fill):
    fill(*(finding(f"/{n}") for n in range(5)))
    queue = frontier(engine, per_site=2)
    first, second = queue.claim(), queue.claim()
    assert queue.claim() is None
    queue.fetched(first)
    assert queue.claim().url == at("/2")
    assert queue.claim() is None
    queue.acknowledged(second)
    assert queue.claim().url == at("/3")


def test_the_crawl_waits_for_its_acknowledgements(engine, fill):
    fill(*(finding(f"/{n}") for n in range(5)))
    queue = frontier(engine, total=2)
    first, _ = queue.claim(), queue.claim()
    queue.fetched(first)
    assert queue.claim() is None
    queue.acknowledged(first)
    assert queue.claim().url == at("/2")


def test_sites_take_turns(engine, fill):
    fill(*(finding(f"/{n}") for n in range(3)), *(finding(f"/{n}", site=B) for n in range(2)))
    assert drain(frontier(engine, SITE, B)) == [at("/0"), at("/0", B), at("/1"), at("/1", B), at("/2")]


def test_a_slow_site_leaves_room_for_others(engine, fill):
    fill(*(finding(f"/{n}") for n in range(3)), *(finding(f"/{n}", site=B) for n in range(2)))
    queue = frontier(engine, SITE, B, per_site=1)
    assert drain(queue) == [at("/0"), at("/0", B)]


def test_a_site_that_asked_for_a_pause_is_left_alone(engine, fill):
    fill(finding("/a"), finding("/b", site=B))
    now = [1000.0]
    queue = Frontier(engine, [SITE, B], 9, 9, lambda: now[0])
    queue.hold(SITE, 1060.0)
    queue.hold(SITE, 1030.0)
    assert drain(queue) == [at("/b", B)]
    now[0] = 1059.9
    assert drain(queue) == []
    now[0] = 1060.0
    assert drain(queue) == [at("/a")]


def test_a_retried_page_waits_for_its_time(engine, fill):
    (page,) = fill(finding("/a"))
    now = [1000.0]
    queue = Frontier(engine, [SITE], 9, 9, lambda: now[0])
    claimed = queue.claim()
    with engine.begin() as connection:
        retry_page(connection, page, "http.503", None, 1010.0)
    queue.acknowledged(claimed)
    queue.refill()
    assert drain(queue) == []
    now[0] = 1010.0
    queue.refill()
    again = queue.claim()
    assert (again.url, again.attempts) == (at("/a"), 1)


def test_new_findings_are_seen_after_a_refill(engine, fill):
    queue = frontier(engine)
    assert drain(queue) == []
    fill(finding("/a"))
    assert drain(queue) == []
    queue.refill()
    assert drain(queue) == urls("/a")


def test_what_is_under_way_is_not_handed_out_twice(engine, fill):
    fill(finding("/a"))
    queue = frontier(engine)
    assert drain(queue) == urls("/a")
    queue.refill()
    assert drain(queue) == []


def test_a_further_site_is_taken_up_once(engine, fill):
    fill(finding("/b", site=B))
    queue = frontier(engine)
    assert drain(queue) == []
    queue.admit(B)
    queue.admit(B)
    assert drain(queue) == [at("/b", B)]
    assert list(queue.sites).count(B) == 1


def test_a_page_reached_by_a_redirect_is_not_fetched_again(engine, fill):
    fill(finding("/old"), finding("/new"), finding("/x"))
    queue = frontier(engine)
    old = queue.claim()
    with engine.begin() as connection:
        archived = archive(connection, "/new", understood(findings=(finding("/y"),)))
    queue.learn(old, archived)
    queue.acknowledged(old)
    assert drain(queue) == urls("/x", "/old", "/y")


def test_twins_that_agree_mean_that_slashes_do_not_matter(engine, fill):
    fill(finding("/a"), finding("/a/"))
    queue = frontier(engine)
    queue.claim()
    twin = queue.claim()
    with engine.begin() as connection:
        archive(connection, "/a", understood("same"))
        archived = archive(connection, "/a/", understood("same"))
    assert queue.slashes == set()
    queue.learn(twin, archived)
    assert queue.slashes == {SITE}


async def crawl(queue: Frontier, engine, links: dict[str, list[str]] | None = None) -> list[str]:
    """Hand out everything; each page is archived at once and leads to its links."""
    seen = []
    async for queued in queue.urls():
        seen.append(queued.url)
        with engine.begin() as connection:
            found = tuple(map(finding, (links or {}).get(queued.url.removeprefix(at("")), [])))
            queue.learn(queued, archive(connection, queued.url, understood(queued.url, findings=found)))
        queue.acknowledged(queued)
    return seen


def test_an_empty_queue_ends(engine):
    assert asyncio.run(crawl(frontier(engine), engine)) == []


def test_the_queue_ends_when_all_is_done(engine, fill):
    fill(finding("/"))
    links = {"/": ["/a", "/b"], "/a": ["/c", "/"], "/c": ["/d"]}
    assert asyncio.run(crawl(frontier(engine, per_site=1, total=1), engine, links)) == urls("/", "/a", "/b", "/c", "/d")


def test_what_waits_for_a_response_keeps_the_queue_open(engine, fill):
    fill(finding("/a"))
    queue = frontier(engine)

    async def scenario() -> list[str]:
        stream = queue.urls()
        first = await anext(stream)
        following = asyncio.ensure_future(anext(stream, None))
        await asyncio.sleep(0)
        assert not following.done()
        with engine.begin() as connection:
            put(connection, finding("/b"))
            close_page(connection, first.id, State.ARCHIVED, None)
        queue.refill()
        queue.acknowledged(first)
        second = await following
        with engine.begin() as connection:
            close_page(connection, second.id, State.FAILED, "http.404")
        queue.acknowledged(second)
        assert await anext(stream, None) is None
        return [first.url, second.url]

    assert asyncio.run(scenario()) == urls("/a", "/b")


def test_stop_ends_the_queue_though_there_is_more(engine, fill):
    fill(finding("/a"), finding("/b"))
    queue = frontier(engine)

    async def scenario() -> list[str]:
        seen = []
        async for queued in queue.urls():
            seen.append(queued.url)
            queue.stop()
        return seen

    assert asyncio.run(scenario()) == urls("/a")


def test_stop_wakes_a_queue_that_waits(engine, fill):
    fill(finding("/a"))
    queue = frontier(engine)

    async def scenario() -> None:
        stream = queue.urls()
        await anext(stream)
        following = asyncio.ensure_future(anext(stream, None))
        await asyncio.sleep(0)
        assert not following.done()
        queue.stop()
        assert await following is None

    asyncio.run(scenario())


def test_what_an_earlier_run_had_under_way_is_handed_out_again(engine, fill):
    fill(finding("/a"), finding("/b"))
    frontier(engine).claim()
    assert drain(frontier(engine)) == urls("/a", "/b")


def test_an_alias_closed_by_another_transaction_is_gone(engine, fill):
    page, _ = fill(finding("/a"), finding("/b"))
    with engine.begin() as connection:
        close_page(connection, page, State.FILTERED, "alias.slash")
    assert drain(frontier(engine)) == urls("/b")
