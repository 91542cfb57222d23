"""Reading one site: which pages, at what pace, and what is not asked twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from outreach.pages import SitePage
from scrapers.fetch import Session
from scrapers.page import Failure, FailureKind, Page
from scrapers.site import Site, read_site, validators_of
from tests.unit.scrapers.fetching.web import HOME, START, Web, failed, page, robots, slow, to

SHOPIFY = '<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}</script>'
LINKS = (
    '<a href="/pages/contact">Contact</a><a href="/legal-notice">Legal notice</a>'
    '<a href="/about-us">About us</a>'
    '<a href="/our-team">Our team</a><a href="/careers">Careers</a><a href="/blogs/news/contact-lenses">x</a>'
    '<a href="https://www.linkedin.com/company/x/about">About</a><a href="/privacy-policy">Privacy</a>'
)
PRODUCTS = httpx.Response(200, headers={"content-type": "application/json"}, text='{"products": []}')


def read(web: Web, kept: tuple[SitePage, ...] = (), within: float = 25.0, **options: Any) -> Site | Failure:
    async def work(session: Session) -> Site | Failure:
        return await read_site("shop.example", session, web.now(), within=within, kept=kept, **options)

    return web.fetcher().run(work)


def site(found: Site | Failure) -> Site:
    assert isinstance(found, Site), found
    return found


def roles(found: Site | Failure) -> dict[str, str]:
    return {one.role: one.url for one in site(found).pages}


def pages_of(web: Web) -> list[str]:
    return [url for url in web.asked if not url.endswith("robots.txt")]


def test_the_pages_that_say_who_a_company_is_are_read_after_its_home_page() -> None:
    web = Web({HOME: page(SHOPIFY + LINKS), HOME + "products.json?limit=250": PRODUCTS})
    web.script |= {
        HOME + path: page() for path in ("pages/contact", "legal-notice", "about-us", "our-team", "careers")
    }
    assert roles(read(web)) == {
        "home": HOME,
        "contact": HOME + "pages/contact",
        "imprint": HOME + "legal-notice",
        "about": HOME + "about-us",
        "team": HOME + "our-team",
        "careers": HOME + "careers",
        "catalogue": HOME + "products.json?limit=250",
    }
    assert len(pages_of(web)) == 7


def test_they_are_read_at_the_host_s_pace() -> None:
    web = Web({HOME: page(LINKS)} | {HOME + path: slow(3, page()) for path in ("pages/contact", "about-us")})
    read(web)
    starts = [at for url, at in zip(web.asked, web.at, strict=True) if url in pages_of(web)]
    # Half a second apart, and two at a time: the fifth waits for the second, which takes three seconds.
    assert starts == [0.0, 0.5, 1.0, 1.5, 3.5, 4.0]
    assert web.most_open_at["shop.example"] == 2


def test_a_site_that_takes_its_time_is_read_as_far_as_there_is_some() -> None:
    web = Web(
        {HOME: slow(4, page(LINKS))}
        | {HOME + path: slow(4, page()) for path in ("pages/contact", "about-us")}
    )
    web.script[HOME + "robots.txt"] = robots("User-agent: *\nCrawl-delay: 9")
    assert roles(read(web)) == {"home": HOME, "contact": HOME + "pages/contact"}
    assert web.seconds() <= 25


def test_only_a_shopify_shop_is_asked_for_its_catalogue_and_only_as_its_robots_txt_allows() -> None:
    plain = Web({HOME: page()})
    read(plain)
    assert pages_of(plain) == [HOME]
    closed = Web(
        {HOME: page(SHOPIFY), HOME + "robots.txt": robots("User-agent: *\nDisallow: /products.json")}
    )
    read(closed)
    assert pages_of(closed) == [HOME]
    locked = Web({HOME: page(SHOPIFY), HOME + "products.json?limit=250": page("<form>password</form>")})
    assert roles(read(locked)) == {"home": HOME}


def test_a_privacy_notice_is_read_where_there_is_no_page_to_contact_somebody() -> None:
    web = Web({HOME: page('<a href="/privacy-policy">Privacy</a>'), HOME + "privacy-policy": page()})
    assert roles(read(web)) == {"home": HOME, "privacy": HOME + "privacy-policy"}


def test_two_links_to_one_page_are_one_page() -> None:
    web = Web({HOME: page('<a href="/contact">Contact</a><a href="/about">About</a>')})
    web.script |= {HOME + "contact": page(), HOME + "about": to("/contact")}
    assert roles(read(web)) == {"home": HOME, "contact": HOME + "contact"}


# The home page


@pytest.mark.parametrize("works", ["https://www.shop.example/", "http://shop.example/"])
def test_a_site_is_found_with_www_or_without_tls_where_its_bare_name_leads_nowhere(works: str) -> None:
    def nowhere(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("x")

    hosts = (HOME, "https://www.shop.example/", "http://shop.example/")
    web = Web({at + path: nowhere for at in hosts for path in ("", "robots.txt")})
    web.script |= {works: page(), works + "robots.txt": robots("")}
    assert roles(read(web)) == {"home": works}
    assert failed(read(Web({at + path: nowhere for at in hosts for path in ("", "robots.txt")}))).url == HOME


def test_a_site_that_says_no_is_not_asked_at_another_door() -> None:
    web = Web({HOME + "robots.txt": robots("User-agent: *\nDisallow: /")})
    assert failed(read(web)).kind is FailureKind.ROBOTS_FORBID
    assert web.asked == [HOME + "robots.txt"]


def test_nothing_is_kept_of_a_home_page_at_another_company_s() -> None:
    web = Web({HOME: to("https://kettle.example/"), "https://kettle.example/": page(LINKS)})
    assert site(read(web)) == Site("kettle.example", ())


def test_a_page_at_another_company_s_says_nothing_about_this_one() -> None:
    web = Web({HOME: page('<a href="/contact">Contact</a>'), HOME + "contact": to("https://agency.example/")})
    web.script["https://agency.example/"] = page('<a href="mailto:hi@agency.example">')
    assert roles(read(web)) == {"home": HOME}


# Again


def keeps(etag: str, body: str) -> Any:
    """A page that is not sent to whoever has it."""

    def respond(request: httpx.Request) -> httpx.Response:
        same = request.headers.get("if-none-match") == etag
        return httpx.Response(304) if same else page(body, etag=etag)

    return respond


def test_a_second_visit_is_only_sent_what_has_changed() -> None:
    web = Web({HOME: keeps('"a"', '<title>Kettle</title><a href="/contact">Contact</a>')})
    web.script[HOME + "contact"] = keeps('"b"', '<a href="mailto:hello@shop.example">')
    first = site(read(web))
    web.later(3 * 86_400)
    again = site(read(web, first.pages))
    assert [replace(one, checked_at=one.read_at) for one in again.pages] == list(first.pages)
    assert again.profile.facts == first.profile.facts
    assert again.profile.seen_at >= (START + timedelta(days=3)).isoformat()
    web.script[HOME + "contact"] = keeps('"c"', '<a href="mailto:sales@shop.example">')
    assert site(read(web, again.pages)).profile.emails == ("sales@shop.example",)


def test_a_page_that_cannot_be_reached_today_says_what_it_said() -> None:
    web = Web({HOME: page('<a href="/contact">Contact</a>')})
    web.script[HOME + "contact"] = page('<a href="mailto:hello@shop.example">')
    first = site(read(web))
    web.script[HOME + "contact"] = httpx.Response(500)
    assert site(read(web, first.pages)).profile.emails == ("hello@shop.example",)
    web.script[HOME + "contact"] = httpx.Response(404)
    assert site(read(web, first.pages)).profile.emails == ()


def test_what_was_read_long_ago_is_read_anew() -> None:
    web = Web({HOME: keeps('"a"', "<title>Kettle</title>")})
    first = site(read(web))
    web.later(90 * 86_400)
    assert site(read(web, first.pages)).pages[0].read_at == (START + timedelta(days=90)).isoformat()


@pytest.mark.parametrize(
    ("sent", "kept"), [('W/"a b"', 'W/"a b"'), ("", ""), ('"a\x00"', ""), ("é", ""), ('"' + "a" * 300, "")]
)
def test_a_validator_that_could_not_be_sent_back_is_not_kept(sent: str, kept: str) -> None:
    assert validators_of(Page(HOME, HOME, 200, "", "utf-8", "", {"etag": sent})).etag == kept
