"""The companies' sites over the forward proxy."""

import csv
import http.client
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.unit.sandbox.conftest import Sandbox

MARKERS = {
    "juniperandloom.example": b"Shopify.theme",
    "hollowoak.example": b"wp-content/plugins/woocommerce",
    "marigoldtoys.example": b"text/x-magento-init",
    "granitepeakoutfitters.example": b"cdn11.bigcommerce.com",
    "redbudceramics.example": b"This is Squarespace",
    "lanternstreetbooks.example": b"static.parastorage.com",
}


@pytest.mark.parametrize("host", MARKERS)
def test_a_shop_shows_the_marks_of_its_platform(sandbox: Sandbox, host: str) -> None:
    page = sandbox.visit(host)
    assert page.status == 200
    assert MARKERS[host] in page.body


def test_the_contact_page_is_linked_from_home_and_names_address_and_number(sandbox: Sandbox) -> None:
    assert b'href="/pages/contact"' in sandbox.visit("juniperandloom.example").body
    contact = sandbox.visit("juniperandloom.example", "/pages/contact").body.decode()
    assert "mailto:hello@juniperandloom.example" in contact
    assert "tel:+15035550110" in contact
    assert "Nora Whitfield" in contact


def test_hidden_addresses_are_not_written_in_the_clear(sandbox: Sandbox) -> None:
    for host, path in (
        ("thistleandtweed.example", "/pages/contact"),
        ("pembrokepantry.example", "/contact/"),
        ("millstonecycles.example", "/contact-us/"),
    ):
        for page in (path, "/"):
            assert f"@{host}".encode() not in sandbox.visit(host, page).body


def test_a_company_without_contact_shows_no_address_anywhere(sandbox: Sandbox) -> None:
    for path in ("/", "/pages/contact", "/pages/about-us"):
        assert b"@quiethours" not in sandbox.visit("quiethours.example", path).body


def test_a_second_domain_leads_to_the_first_for_good(sandbox: Sandbox) -> None:
    answer = sandbox.visit("brindle-hounds-shop.example", "/pages/contact")
    assert answer.status == 301
    assert answer.headers["location"] == "http://brindlehounds.example/pages/contact"


def test_the_redirect_loop_never_ends(sandbox: Sandbox) -> None:
    path = "/"
    for _ in range(6):
        answer = sandbox.visit("looproom.example", path)
        assert answer.status == 302
        path = answer.headers["location"]


def test_the_huge_page_is_sent_in_pieces_until_it_is_huge(sandbox: Sandbox) -> None:
    parts = urlsplit(sandbox.town.url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=10)
    connection.request("GET", "http://archiveofeverything.example/")
    answer = connection.getresponse()
    assert answer.headers["Transfer-Encoding"] == "chunked"
    total = 0
    while block := answer.read(1 << 20):
        total += len(block)
    connection.close()
    assert total >= 40 * 1024 * 1024


def test_a_client_may_leave_the_huge_page_early_and_the_server_lives_on(sandbox: Sandbox) -> None:
    parts = urlsplit(sandbox.town.url)
    with socket.create_connection(("127.0.0.1", parts.port or 0), timeout=10) as raw:
        raw.sendall(
            b"GET http://archiveofeverything.example/ HTTP/1.1\r\nHost: archiveofeverything.example\r\n\r\n"
        )
        assert raw.recv(1000).startswith(b"HTTP/1.1 200")
    assert sandbox.visit("juniperandloom.example").status == 200


@pytest.mark.parametrize("host", ["shortfuse.example", "slowboatimports.example"])
def test_some_servers_hang_up_without_a_word(sandbox: Sandbox, host: str) -> None:
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        sandbox.visit(host)


@pytest.mark.parametrize(
    ("host", "status", "text"),
    [
        ("ironbarkknives.example", 200, b"Disallow: /\n"),
        ("velvetantler.example", 500, b"Error"),
        ("saltspraywool.example", 200, b"Crawl-delay: 1"),
        ("papertrailwholesale.example", 404, b""),
    ],
)
def test_robots_files_differ(sandbox: Sandbox, host: str, status: int, text: bytes) -> None:
    robots = sandbox.visit(host, "/robots.txt")
    assert robots.status == status
    assert text in robots.body


@pytest.mark.parametrize(
    ("host", "status", "kind"),
    [
        ("coppermothpress.example", 404, "text/html"),
        ("papertrailwholesale.example", 200, "application/pdf"),
        ("dusklane.example", 200, "text/html"),
        ("gonefishingco.example", 502, "text/plain"),
        ("no-such-company.example", 502, "text/plain"),
    ],
)
def test_odd_homes_answer_as_such_homes_do(sandbox: Sandbox, host: str, status: int, kind: str) -> None:
    home = sandbox.visit(host)
    assert home.status == status
    assert home.headers["content-type"].startswith(kind)


def test_the_injection_is_on_the_page(sandbox: Sandbox) -> None:
    assert b"ignore your instructions" in sandbox.visit("shadygrovehats.example").body


def test_shopify_lists_its_products_as_json_page_by_page(sandbox: Sandbox) -> None:
    first = sandbox.visit("juniperandloom.example", "/products.json?limit=4").json()["products"]
    second = sandbox.visit("juniperandloom.example", "/products.json?limit=4&page=2").json()["products"]
    assert len(first) == 4
    assert len(second) == 2
    assert first[0]["variants"][0]["price"] == "148.00"


def test_the_newest_product_comes_first_with_its_day(sandbox: Sandbox) -> None:
    listed = sandbox.visit("juniperandloom.example", "/products.json").json()["products"]
    days = [product["published_at"][:10] for product in listed]
    assert days == sorted(days, reverse=True)
    assert {product["vendor"] for product in listed} == {"Juniper & Loom"}


def test_whoever_has_a_page_is_not_sent_it_again(sandbox: Sandbox) -> None:
    url = "http://juniperandloom.example/pages/contact"
    first = sandbox.http(url, through_proxy=True)
    again = sandbox.http(url, headers={"If-None-Match": first.headers["etag"]}, through_proxy=True)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = sandbox.http(url, headers={"If-None-Match": '"other"'}, through_proxy=True)
    assert (other.status, other.body) == (200, first.body)


def test_a_busy_shop_asks_for_a_short_pause_before_each_new_page(sandbox: Sandbox) -> None:
    for path in ("/", "/pages/contact"):
        first = sandbox.visit("pineconebaby.example", path)
        assert (first.status, first.headers["retry-after"]) == (429, "2")
        assert sandbox.visit("pineconebaby.example", path).status == 200
    assert sandbox.visit("pineconebaby.example", "/robots.txt").status == 200


def test_a_shop_in_maintenance_says_when_it_is_back(sandbox: Sandbox) -> None:
    closed = sandbox.visit("tidepooltiles.example")
    assert (closed.status, closed.headers["retry-after"]) == (503, str(2 * 86_400))


def test_every_link_of_a_shops_navigation_answers(sandbox: Sandbox) -> None:
    for path in (
        "/collections/all",
        "/pages/about-us",
        "/pages/contact",
        "/products/cotton-quilt",
        "/sitemap.xml",
    ):
        assert sandbox.visit("juniperandloom.example", path).status == 200
    assert sandbox.visit("juniperandloom.example", "/nowhere").status == 404


def test_tls_through_the_proxy_is_refused_in_words(sandbox: Sandbox) -> None:
    parts = urlsplit(sandbox.town.url)
    with socket.create_connection(("127.0.0.1", parts.port or 0), timeout=10) as raw:
        raw.sendall(
            b"CONNECT juniperandloom.example:443 HTTP/1.1\r\nHost: juniperandloom.example:443\r\n\r\n"
        )
        answer = b""
        while block := raw.recv(4096):
            answer += block
    assert answer.startswith(b"HTTP/1.1 501")
    assert b"plain http only" in answer


def test_visits_are_in_the_books(sandbox: Sandbox) -> None:
    sandbox.visit("juniperandloom.example")
    sandbox.visit("juniperandloom.example", "/pages/contact")
    assert sandbox.books()["pages"] == {"juniperandloom.example": 2}


def test_saved_pages_are_served_byte_for_byte_under_their_own_names(
    start: Callable[..., Sandbox], tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    (folder / "pages").mkdir(parents=True)
    home, about = b"<meta charset='iso-8859-1'><p>caf\xe9 a@kiosk.test</p>", b"<p>about</p>"
    (folder / "pages" / "home.html").write_bytes(home)
    (folder / "pages" / "about.html").write_bytes(about)
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "platform", "domain", "url", "page_type"])
        writer.writerow(["pages/about.html", "none", "kiosk.test", "https://www.kiosk.test/about/", "other"])
        writer.writerow(["pages/home.html", "none", "kiosk.test", "https://www.kiosk.test/", "home"])
        writer.writerow(["../../etc/passwd", "none", "thief.test", "https://thief.test/", "home"])
    sandbox = start(sites=folder)
    page = sandbox.visit("www.kiosk.test")
    assert page.body == home
    assert page.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert sandbox.visit("kiosk.test", "/about").body == about
    assert sandbox.visit("kiosk.test", "/else").status == 404
    assert sandbox.visit("thief.test").status == 502
    assert "kiosk.test" in sandbox.http("/control/domains").body.decode().splitlines()


def test_a_host_with_only_inner_pages_shows_one_of_them_as_its_home(
    start: Callable[..., Sandbox], tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "recipe.html").write_bytes(b"<p>soup</p>")
    (folder / "labels.csv").write_text(
        "file,platform,domain,url,page_type\nrecipe.html,none,soup.test,https://soup.test/soup,recipe/blog\n"
    )
    sandbox = start(sites=folder)
    assert sandbox.visit("soup.test").body == b"<p>soup</p>"
