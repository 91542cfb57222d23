"""The fetcher against a scripted web, without a socket and without waiting."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpcore
import httpx
import pytest

from scrapers.fetch import Fetcher, Limits
from scrapers.guard import ForbiddenTarget
from scrapers.page import Failure, FailureKind, Page
from scrapers.transport import CheckedBackend

HTML = {"content-type": "text/html; charset=utf-8"}
HOME = "https://shop.example/"
Script = dict[str, Callable[[httpx.Request], httpx.Response] | httpx.Response]


class Web:
    """Answers by URL; a missing robots.txt is 404, anything else that is missing is 404 too."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.time = 0.0
        self.slept: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        self.agents.add(request.headers["user-agent"])
        answer = self.script.get(str(request.url), httpx.Response(404))
        found = answer if isinstance(answer, httpx.Response) else answer(request)
        if not isinstance(found.stream, httpx.ByteStream):
            return found
        # A response made with its content counts as read; the wire gives one that is still to be read.
        stream = httpx.ByteStream(b"".join(found.stream))
        return httpx.Response(found.status_code, headers=found.headers, stream=stream)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def fetcher(self, proxy: str | None = None, **limits: float | int) -> Fetcher:
        return Fetcher(
            about_url="https://beckon.example/bot",
            now=lambda: datetime(2026, 3, 2, 16, 30, tzinfo=UTC) + timedelta(seconds=self.time),
            monotonic=lambda: self.time,
            sleep=self.sleep,
            limits=Limits(**limits),  # type: ignore[arg-type]
            proxy=proxy,
            transport=httpx.MockTransport(self),
        )


def page(body: str = "<p>hello") -> httpx.Response:
    return httpx.Response(200, headers=HTML, text=body)


def to(url: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": url})


def robots(text: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, text=text)


def failed(result: Page | Failure) -> Failure:
    assert isinstance(result, Failure), result
    return result


def fetched(result: Page | Failure) -> Page:
    assert isinstance(result, Page), result
    return result


def test_a_page_comes_with_where_and_when_it_was_read() -> None:
    web = Web({HOME: page("<p>Grüße")})
    found = fetched(web.fetcher().fetch(HOME))
    assert found.body == "<p>Grüße"
    assert (found.url, found.final_url, found.status, found.charset) == (HOME, HOME, 200, "utf-8")
    assert found.fetched_at == "2026-03-02T16:30:00+00:00"
    assert found.headers["content-type"] == HTML["content-type"]


def test_robots_txt_is_asked_first_and_once() -> None:
    web = Web({HOME: page(), HOME + "contact": page()})
    fetcher = web.fetcher()
    fetcher.fetch(HOME)
    fetcher.fetch(HOME + "contact")
    assert web.asked == [HOME + "robots.txt", HOME, HOME + "contact"]


def test_robots_txt_is_asked_again_after_a_day() -> None:
    web = Web({HOME: page()})
    fetcher = web.fetcher()
    fetcher.fetch(HOME)
    web.time += 24 * 3600
    fetcher.fetch(HOME)
    assert web.asked.count(HOME + "robots.txt") == 2


def test_we_say_who_we_are() -> None:
    web = Web({HOME: page()})
    web.fetcher().fetch(HOME)
    assert web.agents == {"BeckonBot/0.1 (+https://beckon.example/bot)"}


def test_a_page_that_robots_txt_forbids_is_not_asked() -> None:
    web = Web({HOME + "robots.txt": robots("User-agent: BeckonBot\nDisallow: /"), HOME: page()})
    failure = failed(web.fetcher().fetch(HOME))
    assert failure.kind is FailureKind.ROBOTS_FORBID
    assert not failure.passing
    assert web.asked == [HOME + "robots.txt"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_whose_robots_txt_fails_is_left_alone_for_now(status: int) -> None:
    web = Web({HOME + "robots.txt": robots("", status), HOME: page()})
    failure = failed(web.fetcher().fetch(HOME))
    assert failure.kind is FailureKind.ROBOTS_FORBID
    assert failure.passing
    assert HOME not in web.asked


def test_requests_to_one_host_keep_their_distance() -> None:
    web = Web({HOME: page(), HOME + "a": page()})
    fetcher = web.fetcher(host_delay_s=2.0)
    fetcher.fetch(HOME)
    fetcher.fetch(HOME + "a")
    assert web.slept == [2.0]


def test_other_hosts_do_not_wait_for_it() -> None:
    web = Web({HOME: page(), "https://other.example/": page()})
    fetcher = web.fetcher(host_delay_s=2.0)
    fetcher.fetch(HOME)
    fetcher.fetch("https://other.example/")
    assert web.slept == []


def test_the_delay_that_a_site_asks_for_is_kept() -> None:
    web = Web(
        {HOME + "robots.txt": robots("User-agent: *\nCrawl-delay: 5"), HOME: page(), HOME + "a": page()}
    )
    fetcher = web.fetcher(host_delay_s=0.5)
    fetcher.fetch(HOME)
    fetcher.fetch(HOME + "a")
    assert web.slept == [5.0]


def test_a_delay_longer_than_our_time_ends_the_fetch_and_not_the_politeness() -> None:
    web = Web(
        {HOME + "robots.txt": robots("User-agent: *\nCrawl-delay: 60"), HOME: page(), HOME + "a": page()}
    )
    fetcher = web.fetcher(total_s=20)
    fetched(fetcher.fetch(HOME))
    assert failed(fetcher.fetch(HOME + "a")).kind is FailureKind.TIMED_OUT
    assert HOME + "a" not in web.asked


def test_redirects_are_followed_to_other_hosts_whose_robots_txt_is_asked_too() -> None:
    web = Web({HOME: to("https://www.shop.example/", 301), "https://www.shop.example/": page()})
    found = fetched(web.fetcher().fetch(HOME))
    assert found.final_url == "https://www.shop.example/"
    assert "https://www.shop.example/robots.txt" in web.asked


def test_a_redirect_into_a_forbidden_page_is_not_followed() -> None:
    web = Web({HOME: to("/private/"), HOME + "robots.txt": robots("User-agent: *\nDisallow: /private/")})
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.ROBOTS_FORBID


def test_redirects_in_a_circle_end() -> None:
    web = Web({HOME: to("/a"), HOME + "a": to(HOME)})
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.REDIRECT_LOOP


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    script: Script = {HOME + str(n): to(f"/{n + 1}") for n in range(9)}
    script[HOME + "5"] = page()
    fetched(Web(script).fetcher(total_s=60).fetch(HOME + "0"))
    script[HOME + "5"] = to("/6")
    script[HOME + "6"] = page()
    assert failed(Web(script).fetcher(total_s=60).fetch(HOME + "0")).kind is FailureKind.REDIRECT_LOOP


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://127.0.0.1:6379/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "http://shop.example:22/",
        "http://user:pass@shop.example/",
        "//[::1]/",
        "http://[bad/",
    ],
)
def test_a_page_cannot_send_us_inwards(target: str) -> None:
    web = Web({HOME: to(target)})
    failure = failed(web.fetcher().fetch(HOME))
    assert failure.kind is FailureKind.UNREACHABLE
    assert not failure.passing
    assert web.asked == [HOME + "robots.txt", HOME]


def test_a_robots_txt_cannot_send_us_inwards_either() -> None:
    web = Web({HOME + "robots.txt": to("http://169.254.169.254/"), HOME: page()})
    fetched(web.fetcher().fetch(HOME))
    assert web.asked == [HOME + "robots.txt", HOME]


@pytest.mark.parametrize(
    ("status", "passing"), [(404, False), (410, False), (403, False), (500, True), (502, True)]
)
def test_an_error_answer_is_named_with_its_status(status: int, passing: bool) -> None:
    failure = failed(Web({HOME: httpx.Response(status, headers=HTML)}).fetcher().fetch(HOME))
    assert (failure.kind, failure.status, failure.passing) == (FailureKind.HTTP_ERROR, status, passing)


def test_a_busy_host_is_asked_again_after_the_pause_it_names() -> None:
    answers = iter([httpx.Response(503, headers={"retry-after": "4"}), page()])
    web = Web({HOME: lambda _: next(answers)})
    fetched(web.fetcher().fetch(HOME))
    assert web.slept == [4.0]


def test_a_pause_may_be_a_date() -> None:
    answers = iter([httpx.Response(429, headers={"retry-after": "Mon, 02 Mar 2026 16:30:07 GMT"}), page()])
    web = Web({HOME: lambda _: next(answers)})
    fetched(web.fetcher().fetch(HOME))
    assert web.slept == [7.0]


def test_a_pause_that_is_too_long_ends_the_fetch_and_is_reported() -> None:
    web = Web({HOME: httpx.Response(429, headers={"retry-after": "3600"})})
    failure = failed(web.fetcher().fetch(HOME))
    assert (failure.kind, failure.retry_after_s, failure.passing) == (FailureKind.HTTP_ERROR, 3600.0, True)
    assert web.asked.count(HOME) == 1


def test_a_host_that_stays_busy_is_given_up() -> None:
    web = Web({HOME: httpx.Response(503)})
    assert failed(web.fetcher().fetch(HOME)).status == 503
    assert web.asked.count(HOME) == 3


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", "text/plain"])
def test_what_is_no_html_is_named_so(content_type: str) -> None:
    web = Web({HOME: httpx.Response(200, headers={"content-type": content_type}, text="x")})
    failure = failed(web.fetcher().fetch(HOME))
    assert (failure.kind, failure.detail) == (FailureKind.NOT_HTML, f"served as {content_type}")


def test_html_without_a_type_is_a_page_and_anything_else_without_one_is_not() -> None:
    assert fetched(Web({HOME: httpx.Response(200, content=b" <!DOCTYPE html><p>hi")}).fetcher().fetch(HOME))
    assert (
        failed(Web({HOME: httpx.Response(200, content=b"%PDF")}).fetcher().fetch(HOME)).kind
        is FailureKind.NOT_HTML
    )


def endless(web: Web, seconds: float) -> Callable[[httpx.Request], httpx.Response]:
    def stream() -> Iterator[bytes]:
        while True:
            web.time += seconds
            yield b"x" * 1_000

    return lambda _: httpx.Response(200, headers=HTML, content=stream())


def test_a_page_that_never_ends_is_cut_off_by_its_size() -> None:
    web = Web({})
    web.script[HOME] = endless(web, 0.0)
    assert failed(web.fetcher(page_bytes=50_000).fetch(HOME)).kind is FailureKind.TOO_LARGE


def test_a_page_that_trickles_is_cut_off_by_its_time() -> None:
    web = Web({})
    web.script[HOME] = endless(web, 1.5)
    failure = failed(web.fetcher(total_s=20).fetch(HOME))
    assert failure.kind is FailureKind.TIMED_OUT
    assert failure.passing
    assert web.time < 25


def test_a_compressed_page_is_unpacked_and_a_bomb_is_not() -> None:
    headers = HTML | {"content-encoding": "gzip"}
    assert fetched(_raw(headers, gzip.compress(b"<p>hi")).fetcher().fetch(HOME)).body == "<p>hi"
    bomb = gzip.compress(b"0" * 30_000_000)
    assert failed(_raw(headers, bomb).fetcher().fetch(HOME)).kind is FailureKind.TOO_LARGE
    assert failed(_raw(headers, b"no gzip").fetcher().fetch(HOME)).kind is FailureKind.UNREACHABLE


def _raw(headers: dict[str, str], body: bytes) -> Web:
    return Web({HOME: lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), FailureKind.UNREACHABLE),
        (httpx.ReadTimeout("x"), FailureKind.TIMED_OUT),
        (httpcore.ConnectError("x"), FailureKind.UNREACHABLE),
        (httpcore.ConnectTimeout("x"), FailureKind.TIMED_OUT),
        (httpcore.RemoteProtocolError("x"), FailureKind.UNREACHABLE),
        (ForbiddenTarget("private"), FailureKind.UNREACHABLE),
    ],
)
def test_a_wire_that_breaks_is_a_named_failure(error: Exception, kind: FailureKind) -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise error

    assert failed(Web({HOME: broken}).fetcher().fetch(HOME)).kind is kind


def test_a_host_that_does_not_answer_is_unreachable_and_not_forbidden() -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("x")

    web = Web({HOME + "robots.txt": broken, HOME: page()})
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.UNREACHABLE


@pytest.mark.parametrize("status", [502, 504])
def test_a_proxy_that_reaches_nobody_is_not_the_host_s_answer(status: int) -> None:
    web = Web({HOME + "robots.txt": httpx.Response(status)})
    proxied = web.fetcher(proxy="http://proxy.example")
    assert failed(proxied.fetch(HOME)).kind is FailureKind.UNREACHABLE
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.ROBOTS_FORBID


def test_a_failure_never_repeats_what_the_page_said() -> None:
    web = Web({HOME: httpx.Response(200, headers={"content-type": "<script>alert(1)</script>"}, text="x")})
    assert failed(web.fetcher().fetch(HOME)).detail == "served as an unnamed type"


def test_cookies_of_one_page_do_not_come_back_with_the_next() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie"))
        return httpx.Response(200, headers=HTML | {"set-cookie": "a=b"}, text="<p>")

    fetcher = Web({HOME: answer}).fetcher()
    fetcher.fetch(HOME)
    fetcher.fetch(HOME)
    assert seen == [None, None]


def test_every_address_of_a_name_is_checked_before_any_is_connected_to() -> None:
    backend = CheckedBackend(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(ForbiddenTarget):
        backend.connect_tcp("shop.example", 443)


def test_a_name_that_does_not_resolve_is_a_connection_error() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(httpcore.ConnectError):
        CheckedBackend(resolver=nowhere).connect_tcp("shop.example", 443)
    with pytest.raises(httpcore.ConnectError):
        CheckedBackend(resolver=lambda host, port: []).connect_tcp("shop.example", 443)


def test_a_socket_of_this_machine_is_never_opened() -> None:
    with pytest.raises(ForbiddenTarget):
        CheckedBackend().connect_unix_socket("/run/docker.sock")
