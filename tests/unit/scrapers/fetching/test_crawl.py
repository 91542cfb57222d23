"""Many pages of many hosts: each host in its turn, all together below a bound, nothing lost."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import datetime

import pytest

from scrapers.fetch import Session
from scrapers.page import Failure, FailureKind, Page
from tests.unit.scrapers.fetching.web import HOME, Script, Web, failed, page, robots, slow


def pages(host: str, count: int) -> list[str]:
    return [f"https://{host}/{n}" for n in range(count)]


def starts(web: Web, host: str) -> list[float]:
    """When each page of the host was asked for, its robots.txt aside."""
    both = zip(web.asked, web.at, strict=True)
    return [at for url, at in both if url.startswith(f"https://{host}/") and not url.endswith("robots.txt")]


def test_every_url_gets_one_answer() -> None:
    urls = [*pages("a.example", 30), *pages("b.example", 30), "ftp://c.example/", "https://10.0.0.1/"]
    web = Web({url: page() for url in urls[::2]})
    found = web.crawl(urls, host_delay_s=0)
    assert sorted(found) == sorted(urls)
    kinds = [type(found[url]) for url in urls]
    assert kinds.count(Page) == 30
    assert kinds.count(Failure) == 32


def test_requests_to_one_host_keep_their_distance_and_other_hosts_do_not_wait_for_it() -> None:
    urls = [*pages("a.example", 4), *pages("b.example", 4)]
    web = Web({url: page() for url in urls})
    web.crawl(urls, host_delay_s=2.0)
    assert starts(web, "a.example") == starts(web, "b.example") == [0.0, 2.0, 4.0, 6.0]


def test_distance_is_kept_from_one_loop_to_the_next() -> None:
    web = Web({HOME: page(), HOME + "a": page()})
    fetcher = web.fetcher(host_delay_s=2.0)
    fetcher.fetch(HOME)
    fetcher.fetch(HOME + "a")
    assert starts(web, "shop.example") == [0.0, 2.0]


def test_no_more_than_so_many_are_open_at_a_host_or_in_all() -> None:
    urls = [url for n in range(9) for url in pages(f"h{n}.example", 9)]
    web = Web({url: slow(1.0, page()) for url in urls})
    assert len(web.crawl(urls, host_delay_s=0, per_host=3, at_once=10)) == 81
    assert max(web.most_open_at.values()) == 3
    assert web.most_open == 10


def test_the_delay_that_a_site_asks_for_is_kept_and_costs_its_pages_no_time() -> None:
    script: Script = {url: page() for url in pages("a.example", 5)}
    script["https://a.example/robots.txt"] = robots("User-agent: *\nCrawl-delay: 15")
    web = Web(script)
    found = web.crawl(pages("a.example", 5), total_s=20)
    assert all(isinstance(one, Page) for one in found.values())
    assert starts(web, "a.example") == [0.0, 15.0, 30.0, 45.0, 60.0]


def test_a_delay_that_never_ends_is_kept_up_to_a_bound() -> None:
    script: Script = {url: page() for url in pages("a.example", 2)}
    script["https://a.example/robots.txt"] = robots("User-agent: *\nCrawl-delay: 3600")
    web = Web(script)
    web.crawl(pages("a.example", 2), most_delay_s=30)
    assert starts(web, "a.example") == [0.0, 30.0]


def test_whoever_has_no_time_for_the_delay_does_without_the_page_and_not_without_the_delay() -> None:
    script: Script = {HOME: page(), HOME + "a": page()}
    script[HOME + "robots.txt"] = robots("User-agent: *\nCrawl-delay: 20")
    web = Web(script)

    async def work(session: Session) -> Page | Failure:
        await session.fetch(HOME)
        return await session.fetch(HOME + "a", within=10)

    failure = failed(web.fetcher().run(work))
    assert (failure.kind, failure.passing, failure.retry_after_s) == (FailureKind.TIMED_OUT, True, 20.0)
    assert HOME + "a" not in web.asked


def test_robots_txt_is_asked_once_though_many_want_to_know() -> None:
    urls = pages("a.example", 20)
    web = Web({url: page() for url in urls} | {"https://a.example/robots.txt": slow(3, robots(""))})
    web.crawl(urls, host_delay_s=0, per_host=8)
    assert web.asked.count("https://a.example/robots.txt") == 1


def test_a_crawl_reads_only_so_far_ahead_and_stops_when_nobody_takes_its_results() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):
            yield f"https://h{taken}.example/"

    async def work(session: Session) -> int:
        crawl = session.crawl(endless())
        for _ in range(5):
            await anext(crawl)
        await crawl.aclose()
        return len([task for task in asyncio.all_tasks() if task is not asyncio.current_task()])

    assert Web().fetcher(ahead=10).run(work) == 0
    assert taken <= 16


def test_an_error_of_ours_ends_the_crawl_instead_of_stopping_it_for_ever() -> None:
    class Broken(Web):
        def now(self) -> datetime:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Broken({HOME: page()}).crawl([HOME, HOME + "a"])


@pytest.mark.parametrize("count", [0, 1])
def test_a_short_list_ends(count: int) -> None:
    assert len(Web().crawl(pages("a.example", count))) == count


def test_a_crawl_needs_no_session_made_by_hand() -> None:
    web = Web({HOME: page()})

    async def work() -> list[str]:
        return [url async for url, _ in web.fetcher().crawl([HOME])]

    with asyncio.Runner(loop_factory=web.loop) as runner:
        assert runner.run(work()) == [HOME]


def test_code_without_a_loop_gets_pages_as_they_arrive() -> None:
    web = Web({HOME + "slow": slow(9, page()), HOME + "quick": page()})
    fetcher = web.fetcher(host_delay_s=0)
    found = fetcher.fetch_all([HOME + "slow", HOME + "quick"])
    assert [url for url, _ in found] == [HOME + "quick", HOME + "slow"]
    begun = fetcher.fetch_all([HOME + "quick", HOME + "slow"])
    assert next(begun)[0] == HOME + "quick"
    begun.close()  # type: ignore[attr-defined] # whoever has enough leaves nothing open
