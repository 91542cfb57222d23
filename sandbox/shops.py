"""The companies' web servers, reached through the forward proxy: platforms' headers, and everything a
crawler meets.

Kinds of sites: good, slow, stalls, broken_html, robots_forbid, robots_500, crawl_delay, no_contact,
hidden_cfemail, hidden_at, hidden_entities, injection, same_address, redirect_loop, huge, home_404, closes,
not_html, parked, unreachable, busy (the first visit to each page is one too many), maintenance (closed for
two days).
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sandbox import pages
from sandbox.books import Books
from sandbox.saved import SavedSites
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response
from sandbox.world import Company, World

HUGE_BYTES = 40 * 1024 * 1024
SLOW_SECONDS = (1.5, 3.5)
STALL_SECONDS = 40.0
BUSY_SECONDS = 2
MAINTENANCE_SECONDS = 2 * 86_400
HTML = "text/html; charset=utf-8"
# When the shops last added something: fixed, so that the same seed gives the same run on any day.
_CATALOGUE_DAY = date(2026, 2, 20)


class Shops:
    """Answers requests for any host of the world; 502 for hosts that do not exist, as a proxy does."""

    def __init__(
        self, world: World, saved: SavedSites, books: Books, seed: Seed, patience: float = 1.0
    ) -> None:
        self._world = world
        self._saved = saved
        self._books = books
        self._seed = seed
        self._patience = patience  # scales waiting times; tests set 0
        self._stopping = threading.Event()
        self._visited: set[tuple[str, str]] = set()

    @property
    def domains(self) -> list[str]:
        """Hosts of the invented companies, then of the saved pages."""
        return [*self._world.domains, *self._saved.domains]

    def close(self) -> None:
        """Let waiting requests end."""
        self._stopping.set()

    def __call__(self, request: Request) -> Response:
        """Answer as the host would, and enter it in the books."""
        response = self._answer(request)
        self._books.write(
            "pages",
            host=request.host,
            path=request.path,
            status=0 if response.hang_up else response.status,
            agent=request.headers.get("user-agent", ""),
        )
        return response

    def _answer(self, request: Request) -> Response:
        company = self._world.company_at(request.host)
        if company is None:
            saved = self._saved.get(request.host, request.path, request.query_string)
            if saved is not None:
                return saved
        if company is None or company.kind == "unreachable":
            text = f"The sandbox knows no host named {request.host}.\n".encode()
            return Response(502, text, (("X-Sandbox-Error", "unknown-host"),))
        if request.method not in ("GET", "HEAD"):
            return Response(405, b"This shop only shows its pages.\n", (("Allow", "GET, HEAD"),))
        host = request.host.removeprefix("www.")
        if host != company.domain:
            return Response(301, b"", (("Location", f"http://{company.domain}{request.path}"),), HTML)
        return self._site(company, request)

    def _site(self, company: Company, request: Request) -> Response:
        kind = company.kind
        if request.path == "/robots.txt":
            return self._robots(company)
        if kind == "closes":
            return Response(hang_up=True)
        if kind == "stalls":
            self._wait(STALL_SECONDS)
            return Response(hang_up=True)
        if kind == "maintenance":
            return _come_back(503, MAINTENANCE_SECONDS)
        if kind == "busy" and (company.domain, request.path) not in self._visited:
            self._visited.add((company.domain, request.path))
            return _come_back(429, BUSY_SECONDS)
        if kind == "redirect_loop":
            other = "/welcome" if request.path != "/welcome" else "/"
            return Response(302, b"", (("Location", other),), HTML)
        if kind == "not_html":
            return Response(200, b"%PDF-1.4\n% price list\n" + b"0 0 0 rg\n" * 400, (), "application/pdf")
        if kind == "parked":
            return Response(200, _PARKED.format(domain=company.domain).encode(), (), HTML)
        if kind == "huge" and request.path == "/":
            return Response(200, _endless(company.name, HUGE_BYTES), (), HTML)
        if kind == "home_404" and request.path == "/":
            return Response(404, b"<html><title>404</title><h1>Page not found</h1></html>", (), HTML)
        if kind == "slow":
            low, high = SLOW_SECONDS
            self._wait(self._seed.rng("slow", company.domain, request.path).uniform(low, high))
        return _validated(self._page(company, request), request)

    def _wait(self, seconds: float) -> None:
        self._stopping.wait(seconds * self._patience)

    def _robots(self, company: Company) -> Response:
        if company.kind == "robots_500":
            return Response(500, b"Internal Server Error\n")
        if company.kind == "robots_forbid":
            return Response(200, b"User-agent: *\nDisallow: /\n")
        if company.kind == "not_html":
            return Response(404, b"Not found\n")
        delay = "Crawl-delay: 1\n" if company.kind == "crawl_delay" else ""
        text = (
            f"User-agent: *\n{delay}Disallow: /cart\nDisallow: /checkout\nDisallow: /account\n"
            f"Sitemap: https://{company.domain}/sitemap.xml\n"
        )
        return Response(200, text.encode())

    def _page(self, company: Company, request: Request) -> Response:
        paths = pages.paths_of(company)
        path = request.path.rstrip("/") or "/"
        known = {
            paths[name].rstrip("/"): name for name in ("shop", "about", "contact", "imprint") if paths[name]
        }
        known["/"] = "home"
        headers = _platform_headers(company, self._seed)
        if path in known:
            text = pages.body_of(company, known[path], self._seed)
            if company.kind == "broken_html":
                text = pages.break_html(text)
            return Response(200, text.encode(), headers, HTML)
        if path == "/sitemap.xml":
            return Response(200, _sitemap(company), headers, "application/xml")
        products = pages.products_of(company)
        if company.platform == "shopify" and path == "/products.json":
            return _shopify_products(company, self._seed, request, headers)
        if company.platform == "woocommerce" and path == "/wp-json":
            return json_response({"name": company.name, "namespaces": ["wp/v2", "wc/store/v1"]}, 200, headers)
        for product in products:
            if path == product["url"].rstrip("/"):
                return Response(
                    200, pages.body_of(company, "product", self._seed, product).encode(), headers, HTML
                )
        return Response(404, b"<html><title>404</title><h1>Not found</h1></html>", headers, HTML)


def _come_back(status: int, seconds: int) -> Response:
    """Not now: an answer with Retry-After (RFC 9110 10.2.3)."""
    return Response(status, b"<h1>We are busy</h1>", (("Retry-After", str(seconds)),), HTML)


def _validated(response: Response, request: Request) -> Response:
    """The page with an ETag; 304 for whoever has it already (RFC 9110 13.1.2)."""
    if response.status != 200 or not isinstance(response.body, bytes):
        return response
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:24]}"'
    headers = (*response.headers, ("ETag", etag))
    if etag in request.headers.get("if-none-match", ""):
        return Response(304, b"", headers, None)
    return replace(response, headers=headers)


def _platform_headers(company: Company, seed: Seed) -> tuple[tuple[str, str], ...]:
    short = seed.id("session", company.domain, length=24)
    by_platform: dict[str, tuple[tuple[str, str], ...]] = {
        "shopify": (
            ("Server", "cloudflare"),
            ("powered-by", "Shopify"),
            ("x-shopid", str(40_000_000 + int(short[:6], 16))),
            ("x-shardid", "112"),
            ("Set-Cookie", f"_shopify_y={short}; path=/"),
        ),
        "woocommerce": (
            ("Server", "nginx"),
            ("X-Powered-By", "PHP/8.2.24"),
            ("Link", f'<https://{company.domain}/wp-json/>; rel="https://api.w.org/"'),
        ),
        "magento": (
            ("Server", "nginx"),
            ("X-Magento-Cache-Debug", "HIT"),
            ("Set-Cookie", f"PHPSESSID={short}; path=/; HttpOnly"),
        ),
        "bigcommerce": (("Server", "openresty"), ("Set-Cookie", f"SHOP_SESSION_TOKEN={short}; path=/")),
        "squarespace": (("Server", "Squarespace"), ("Set-Cookie", f"crumb={short}; path=/")),
        "wix": (("Server", "Pepyaka"), ("X-Wix-Request-Id", f"{short}.0")),
        "none": (("Server", "Apache"),),
    }
    return by_platform[company.platform]


def _shopify_products(
    company: Company, seed: Seed, request: Request, headers: tuple[tuple[str, str], ...]
) -> Response:
    """The public list of a Shopify shop, as far as crawlers read it; the newest product is first."""
    products = pages.products_of(company)
    ages = sorted(seed.rng("published", company.domain).sample(range(900), len(products)))
    limit = min(int(request.one("limit", "30") or 30), 250) if request.one("limit", "30").isdigit() else 30
    page = int(request.one("page", "1")) if request.one("page", "1").isdigit() else 1
    listed = [
        {
            "id": product["id"],
            "title": product["title"],
            "handle": product["handle"],
            "vendor": company.name,
            "product_type": company.goods.capitalize(),
            "published_at": f"{_CATALOGUE_DAY - timedelta(days=age)}T09:00:00-05:00",
            "variants": [{"id": product["id"], "title": "Default Title", "price": f"{product['price']}.00"}],
        }
        for product, age in list(zip(products, ages, strict=True))[(page - 1) * limit : page * limit]
    ]
    return json_response({"products": listed}, 200, headers)


def _sitemap(company: Company) -> bytes:
    paths = pages.paths_of(company)
    urls = ["/", *(paths[name] for name in ("shop", "about", "contact", "imprint") if paths[name])]
    urls += [str(product["url"]) for product in pages.products_of(company)]
    entries = "".join(f"<url><loc>https://{company.domain}{url}</loc></url>" for url in urls)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return f"{head}{entries}</urlset>".encode()


def _endless(name: str, size: int) -> Iterator[bytes]:
    """A page of `size` bytes, made while it is sent: the server never holds it."""
    head = f"<!DOCTYPE html><html><head><title>{name}</title></head><body><h1>{name}</h1><ul>".encode()
    yield head
    block = b"<li>Shelfmark 000, folder 00, a letter of thanks for a letter</li>\n" * 1000
    sent = len(head)
    while sent < size:
        yield block
        sent += len(block)
    yield b"</ul></body></html>"


_PARKED = (
    "<!DOCTYPE html><html><head><title>{domain} is for sale</title></head><body>"
    '<script>window.park = "eyJ1dWlkIjoi";</script><h1>{domain}</h1>'
    "<p>This domain is parked. Buy this domain: the owner may be offering it for sale.</p>"
    "<p>Related searches: gift ideas, loans, flights</p></body></html>"
)
