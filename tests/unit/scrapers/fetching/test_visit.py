"""One page: permission, redirects, pauses and what counts as a page, against scripted answers."""

import gzip
import zlib

import httpcore
import httpx
import pytest

from scrapers.fetch import Fetcher, ForbiddenProxy, Limits
from scrapers.guard import ForbiddenTarget
from scrapers.page import Failure, FailureKind, Page, Unchanged, Validators
from tests.unit.scrapers.fetching.web import (
    HOME,
    HTML,
    START,
    Endless,
    Pieces,
    Responder,
    Script,
    Web,
    failed,
    fetched,
    page,
    robots,
    slow,
    to,
)


def test_a_page_comes_with_where_and_when_it_was_read() -> None:
    web = Web({HOME: page("<p>Grüße")})
    found = fetched(web.fetcher().fetch(HOME))
    assert found.body == "<p>Grüße"
    assert (found.url, found.final_url, found.status, found.charset) == (HOME, HOME, 200, "utf-8")
    assert found.fetched_at == "2026-03-02T16:30:00+00:00"
    assert found.headers["content-type"] == HTML["content-type"]


def test_we_say_who_we_are_and_what_we_can_read() -> None:
    web = Web({HOME: page()})
    web.fetcher().fetch(HOME)
    assert {request.headers["user-agent"] for request in web.requests} == {
        "BeckonBot/0.2 (+https://beckon.example/bot)"
    }
    assert web.requests[-1].headers["accept-encoding"] == "gzip, deflate"
    assert web.requests[-1].headers["accept"].startswith("text/html")


def test_a_fragment_is_not_asked() -> None:
    web = Web({HOME + "a?b=c": page()})
    fetched(web.fetcher().fetch(HOME + "a?b=c#d"))


# robots.txt


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
    web.later(24 * 3600)
    fetcher.fetch(HOME)
    assert web.asked.count(HOME + "robots.txt") == 2


def test_a_page_that_robots_txt_forbids_is_not_asked() -> None:
    web = Web({HOME + "robots.txt": robots("User-agent: BeckonBot\nDisallow: /"), HOME: page()})
    failure = failed(web.fetcher().fetch(HOME))
    assert failure.kind is FailureKind.ROBOTS_FORBID
    assert not failure.passing
    assert web.asked == [HOME + "robots.txt"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_whose_robots_txt_fails_is_left_alone_for_now(status: int) -> None:
    web = Web({HOME + "robots.txt": robots("", status), HOME: page()})
    fetcher = web.fetcher()
    failure = failed(fetcher.fetch(HOME))
    assert failure.kind is FailureKind.ROBOTS_FORBID
    assert failure.passing
    assert HOME not in web.asked
    web.script[HOME + "robots.txt"] = robots("")
    assert failed(fetcher.fetch(HOME)).kind is FailureKind.ROBOTS_FORBID, "asked again at once"
    web.later(600)
    fetched(fetcher.fetch(HOME))


def test_a_robots_txt_of_two_megabytes_counts_as_far_as_it_is_read() -> None:
    filler = b"# " + b"x" * 98 + b"\n"
    body = b"User-agent: *\nDisallow: /private/\n" + filler * 20_000 + b"Disallow: /\n"
    web = Web({HOME + "robots.txt": httpx.Response(200, content=body), HOME: page()})
    fetcher = web.fetcher()
    fetched(fetcher.fetch(HOME))
    assert failed(fetcher.fetch(HOME + "private/a")).kind is FailureKind.ROBOTS_FORBID


def test_a_robots_txt_is_followed_over_five_redirects_and_not_over_six() -> None:
    rules = robots("User-agent: *\nDisallow: /")
    for hops, kind in ((5, Failure), (6, Page)):
        script: Script = {HOME + "robots.txt": to("https://other.example/0"), HOME: page()}
        script |= {f"https://other.example/{n}": to(f"/{n + 1}") for n in range(hops)}
        script[f"https://other.example/{hops - 1}"] = rules
        assert isinstance(Web(script).fetcher().fetch(HOME), kind), hops


@pytest.mark.parametrize("target", ["http://169.254.169.254/", "http://[bad/", "ftp://shop.example/"])
def test_a_robots_txt_cannot_send_us_inwards(target: str) -> None:
    web = Web({HOME + "robots.txt": to(target), HOME: page()})
    fetched(web.fetcher().fetch(HOME))
    assert web.asked == [HOME + "robots.txt", HOME]


def test_a_host_that_does_not_answer_is_unreachable_and_not_forbidden() -> None:
    web = Web({HOME + "robots.txt": raises(httpx.ConnectError("x")), HOME: page()})
    fetcher = web.fetcher()
    assert failed(fetcher.fetch(HOME)).kind is FailureKind.UNREACHABLE
    assert failed(fetcher.fetch(HOME + "a")).kind is FailureKind.UNREACHABLE
    assert len(web.asked) == 1, "a host that is down need not be waited for page by page"


# Redirects


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
    fetched(Web(script).fetcher().fetch(HOME + "0"))
    script[HOME + "5"] = to("/6")
    script[HOME + "6"] = page()
    assert failed(Web(script).fetcher().fetch(HOME + "0")).kind is FailureKind.REDIRECT_LOOP


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
        "http://shop.example/" + "a" * 5_000,
    ],
)
def test_a_page_cannot_send_us_inwards(target: str) -> None:
    web = Web({HOME: to(target)})
    failure = failed(web.fetcher().fetch(HOME))
    assert failure.kind is FailureKind.UNREACHABLE
    assert not failure.passing
    assert web.asked == [HOME + "robots.txt", HOME]


def test_a_redirect_without_a_target_is_no_page() -> None:
    assert failed(Web({HOME: httpx.Response(302)}).fetcher().fetch(HOME)).status == 302


# What the host answers


@pytest.mark.parametrize(
    ("status", "passing"), [(404, False), (410, False), (403, False), (500, True), (502, True)]
)
def test_an_error_answer_is_named_with_its_status(status: int, passing: bool) -> None:
    failure = failed(Web({HOME: httpx.Response(status, headers=HTML)}).fetcher().fetch(HOME))
    assert (failure.kind, failure.status, failure.passing) == (FailureKind.HTTP_ERROR, status, passing)


@pytest.mark.parametrize("status", [204, 205, 304])
def test_an_answer_without_a_page_is_none_though_it_calls_itself_html(status: int) -> None:
    failure = failed(Web({HOME: httpx.Response(status, headers=HTML)}).fetcher().fetch(HOME))
    assert (failure.kind, failure.status) == (FailureKind.HTTP_ERROR, status)


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", "text/plain"])
def test_what_is_no_html_is_named_so_before_its_body_is_read(content_type: str) -> None:
    endless = httpx.Response(200, headers={"content-type": content_type}, stream=Endless(1.0))
    web = Web({HOME: endless})
    failure = failed(web.fetcher().fetch(HOME))
    assert (failure.kind, failure.detail) == (FailureKind.NOT_HTML, f"served as {content_type}")
    assert web.seconds() == 0


def test_html_without_a_type_is_a_page_and_anything_else_without_one_is_not() -> None:
    assert fetched(Web({HOME: httpx.Response(200, content=b" <!DOCTYPE html><p>hi")}).fetcher().fetch(HOME))
    other = failed(Web({HOME: httpx.Response(200, content=b"%PDF")}).fetcher().fetch(HOME))
    assert other.kind is FailureKind.NOT_HTML


def test_another_type_is_a_page_to_whom_it_is_what_was_asked_for() -> None:
    web = Web({HOME: httpx.Response(200, headers={"content-type": "application/json"}, text="{}")})
    fetcher = web.fetcher()
    assert (
        fetched(fetcher.run(lambda session: session.fetch(HOME, accept=("application/json",)))).body == "{}"
    )
    assert web.requests[-1].headers["accept"].startswith("application/json")


def test_a_failure_never_repeats_what_the_page_said() -> None:
    web = Web({HOME: httpx.Response(200, headers={"content-type": "<script>alert(1)</script>"}, text="x")})
    assert failed(web.fetcher().fetch(HOME)).detail == "served as an unnamed type"


def test_cookies_of_one_page_do_not_come_back_with_the_next() -> None:
    web = Web({HOME: page("<p>", **{"set-cookie": "a=b"}), HOME + "a": page()})

    async def twice(session) -> None:  # type: ignore[no-untyped-def]
        await session.fetch(HOME)
        await session.fetch(HOME + "a")

    web.fetcher().run(twice)
    assert HOME + "a" in web.asked
    assert not any("cookie" in request.headers for request in web.requests)


# Pauses


def test_a_busy_host_is_asked_again_after_the_pause_it_names() -> None:
    answers = iter([httpx.Response(503, headers={"retry-after": "4"}), page()])
    web = Web({HOME: lambda _: next(answers)})
    fetched(web.fetcher().fetch(HOME))
    assert web.at == [0.0, 0.0, 4.0]


def test_a_pause_may_be_a_date() -> None:
    answers = iter([httpx.Response(429, headers={"retry-after": "Mon, 02 Mar 2026 16:30:07 GMT"}), page()])
    web = Web({HOME: lambda _: next(answers)})
    fetched(web.fetcher().fetch(HOME))
    assert web.at == [0.0, 0.0, 7.0]


def test_a_busy_host_that_names_no_pause_gets_longer_ones_each_time_and_is_given_up() -> None:
    web = Web({HOME: httpx.Response(503)})
    assert failed(web.fetcher().fetch(HOME)).status == 503
    assert web.at == [0.0, 0.0, 1.0, 3.0]


def test_a_pause_that_is_too_long_ends_the_fetch_and_is_reported() -> None:
    web = Web({HOME: httpx.Response(429, headers={"retry-after": "3600"}), HOME + "a": page()})
    fetcher = web.fetcher()
    failure = failed(fetcher.fetch(HOME))
    assert (failure.kind, failure.retry_after_s, failure.passing) == (FailureKind.HTTP_ERROR, 3600.0, True)
    assert web.asked.count(HOME) == 1
    other = failed(fetcher.fetch(HOME + "a"))
    assert (other.kind, other.retry_after_s) == (FailureKind.TIMED_OUT, 3600.0)
    assert HOME + "a" not in web.asked, "the host asked to be left alone: its other pages too"
    web.later(3600)
    fetched(fetcher.fetch(HOME + "a"))


def test_a_pause_that_does_not_fit_into_the_time_given_is_not_begun() -> None:
    web = Web({HOME: httpx.Response(503, headers={"retry-after": "8"})})
    failure = failed(web.fetcher().run(lambda session: session.fetch(HOME, within=5)))
    assert (failure.retry_after_s, failure.passing) == (8.0, True)
    assert web.seconds() == 0


def test_a_connection_that_breaks_off_is_tried_once_more() -> None:
    answers = iter([httpcore.RemoteProtocolError("Server disconnected without sending a response."), None])

    def answer(_: httpx.Request) -> httpx.Response:
        error = next(answers)
        if error:
            raise error
        return page()

    web = Web({HOME: answer})
    fetched(web.fetcher().fetch(HOME))
    assert web.asked.count(HOME) == 2
    dead = Web({HOME: raises(httpcore.ReadError("reset"))})
    assert failed(dead.fetcher().fetch(HOME)).passing
    assert dead.asked.count(HOME) == 2


# Time and size


def test_a_page_that_never_ends_is_cut_off_by_its_size() -> None:
    web = Web({HOME: httpx.Response(200, headers=HTML, stream=Endless(0.0))})
    assert failed(web.fetcher(page_bytes=50_000).fetch(HOME)).kind is FailureKind.TOO_LARGE


def test_a_page_that_says_that_it_is_too_large_is_not_read() -> None:
    headers = HTML | {"content-length": "9999999999"}
    web = Web({HOME: httpx.Response(200, headers=headers, stream=Endless(1.0))})
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.TOO_LARGE
    assert web.seconds() == 0


def test_a_page_that_trickles_is_cut_off_by_its_time() -> None:
    web = Web({HOME: httpx.Response(200, headers=HTML, stream=Endless(1.5))})
    failure = failed(web.fetcher(total_s=20).fetch(HOME))
    assert failure.kind is FailureKind.TIMED_OUT
    assert failure.passing
    assert web.seconds() == 20


def test_a_host_that_takes_too_long_to_begin_is_cut_off() -> None:
    web = Web({HOME: slow(60, page())})
    assert failed(web.fetcher(first_byte_s=7).fetch(HOME)).kind is FailureKind.TIMED_OUT
    assert web.seconds() == 7


def test_whoever_has_less_time_gets_an_answer_within_it() -> None:
    web = Web({HOME: slow(9, page())})
    failure = failed(web.fetcher().run(lambda session: session.fetch(HOME, within=3)))
    assert (failure.kind, failure.passing) == (FailureKind.TIMED_OUT, True)
    assert web.seconds() == 3


def test_a_compressed_page_is_unpacked_and_a_bomb_is_not() -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(b"<p>hi"),
        "x-gzip": gzip.compress(b"<p>") + gzip.compress(b"hi"),
        "deflate": zlib.compress(b"<p>hi"),
        "Deflate": raw.compress(b"<p>hi") + raw.flush(),
        "identity": b"<p>hi",
    }
    for encoding, body in packed.items():
        web = _packed(encoding, body)
        assert fetched(web.fetcher().fetch(HOME)).body == "<p>hi", encoding
    for encoding, bomb in (
        ("gzip", gzip.compress(b"0" * 30_000_000)),
        ("deflate", zlib.compress(b"0" * 30_000_000)),
    ):
        assert failed(_packed(encoding, bomb).fetcher().fetch(HOME)).kind is FailureKind.TOO_LARGE


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(b"<p>hi")[:-9], gzip.compress(b"<p>hi" * 99)[:20]]
)
def test_a_body_that_is_not_packed_as_it_says_is_a_named_failure(body: bytes) -> None:
    failure = failed(_packed("gzip", body).fetcher().fetch(HOME))
    assert (failure.kind, failure.detail) == (FailureKind.UNREACHABLE, "the body is packed wrongly")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_body_packed_as_nobody_asked_is_not_unpacked(encoding: str) -> None:
    assert failed(_packed(encoding, b"x").fetcher().fetch(HOME)).kind is FailureKind.NOT_HTML


def _packed(encoding: str, body: bytes) -> Web:
    headers = HTML | {"content-encoding": encoding}
    pieces = [body[n : n + 7_000] for n in range(0, len(body), 7_000)]
    return Web({HOME: lambda _: httpx.Response(200, headers=headers, stream=Pieces(*pieces))})


# Errors of the wire


def raises(error: Exception) -> Responder:
    def respond(_: httpx.Request) -> httpx.Response:
        raise error

    return respond


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), FailureKind.UNREACHABLE),
        (httpx.ReadTimeout("x"), FailureKind.TIMED_OUT),
        (httpcore.ConnectError("x"), FailureKind.UNREACHABLE),
        (httpcore.ConnectTimeout("x"), FailureKind.TIMED_OUT),
        (httpcore.RemoteProtocolError("x"), FailureKind.UNREACHABLE),
        (ForbiddenTarget("private"), FailureKind.UNREACHABLE),
        (KeyError("a library's own bug"), FailureKind.UNREACHABLE),
    ],
)
def test_a_wire_that_breaks_is_a_named_failure(error: Exception, kind: FailureKind) -> None:
    assert failed(Web({HOME: raises(error)}).fetcher().fetch(HOME)).kind is kind


@pytest.mark.parametrize("status", [502, 504])
def test_a_proxy_that_reaches_nobody_is_not_the_host_s_answer(status: int) -> None:
    web = Web({HOME + "robots.txt": httpx.Response(status)})
    assert failed(web.fetcher(proxy="http://127.0.0.1:4600").fetch(HOME)).kind is FailureKind.UNREACHABLE
    assert failed(web.fetcher().fetch(HOME)).kind is FailureKind.ROBOTS_FORBID


@pytest.mark.parametrize(
    "proxy", ["http://proxy.example:3128", "http://10.0.0.1:80", "http://127.0.0.1.example"]
)
def test_a_proxy_anywhere_else_than_on_this_machine_is_not_taken(proxy: str) -> None:
    with pytest.raises(ForbiddenProxy):
        Fetcher(about_url="", now=lambda: START, proxy=proxy)


# Conditional requests


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        same = request.headers.get("if-none-match") == '"v1"'
        return httpx.Response(304) if same else page(etag='"v1"')

    web = Web({HOME: answer})
    fetcher = web.fetcher()
    first = fetched(fetcher.fetch(HOME))
    assert first.headers["etag"] == '"v1"'
    known = {HOME: Validators(etag='"v1"', last_modified="Mon, 02 Mar 2026 10:00:00 GMT")}
    again = fetcher.run(lambda session: session.fetch_changed(HOME, known))
    assert again == Unchanged(HOME, HOME, "2026-03-02T16:30:00+00:00")
    assert web.requests[-1].headers["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    known = {HOME: Validators(etag='"v0"')}
    assert fetched(fetcher.run(lambda session: session.fetch_changed(HOME, known)))


def test_what_is_known_of_a_page_is_said_to_that_page_only() -> None:
    www = "https://www.shop.example/"
    web = Web({HOME: to(www, 301), www: httpx.Response(304)})
    known = {www: Validators(etag='"v1"')}
    found = web.fetcher().run(lambda session: session.fetch_changed(HOME, known))
    assert isinstance(found, Unchanged)
    assert (found.url, found.final_url) == (HOME, www)
    said = {str(request.url): request.headers.get("if-none-match") for request in web.requests}
    assert said == {HOME + "robots.txt": None, HOME: None, www + "robots.txt": None, www: '"v1"'}


def test_not_modified_without_being_asked_is_no_page() -> None:
    web = Web({HOME: httpx.Response(304)})
    found = web.fetcher().run(lambda session: session.fetch_changed(HOME, {}))
    assert failed(found).status == 304


def test_the_limits_of_a_fetcher_are_those_that_stand_in_the_code() -> None:
    assert Fetcher(about_url="", now=lambda: START).limits == Limits()
