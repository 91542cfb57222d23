"""The HTML of an invented company's site: home, shop, product, contact, about and imprint pages as its
platform would render them, with the platform's real paths, headers and markers.
"""

import html
import json
import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from sandbox.seeds import Seed
from sandbox.world.load import FOLDER, Company, read_yaml

PLATFORM_PATHS: dict[str, dict[str, str]] = {
    "shopify": {
        "shop": "/collections/all",
        "product": "/products/{}",
        "about": "/pages/about-us",
        "contact": "/pages/contact",
    },
    "woocommerce": {"shop": "/shop/", "product": "/product/{}/", "about": "/about/", "contact": "/contact/"},
    "magento": {"shop": "/catalog.html", "product": "/{}.html", "about": "/about-us", "contact": "/contact"},
    "bigcommerce": {
        "shop": "/shop-all/",
        "product": "/{}/",
        "about": "/about-us/",
        "contact": "/contact-us/",
    },
    "squarespace": {"shop": "/store", "product": "/store/p/{}", "about": "/about", "contact": "/contact"},
    "wix": {"shop": "/shop", "product": "/product-page/{}", "about": "/about", "contact": "/contact"},
    "none": {"shop": "/work.html", "product": "/{}.html", "about": "/about.html", "contact": "/contact.html"},
}
GERMAN_PATHS = {"shopify": ("/pages/ueber-uns", "/pages/kontakt", "/policies/legal-notice")}
GERMAN_DEFAULT = ("/ueber-uns/", "/kontakt/", "/impressum/")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "pages"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def paths_of(company: Company) -> dict[str, str]:
    """Where the pages of a company's site live."""
    paths = dict(PLATFORM_PATHS[company.platform])
    paths["imprint"] = ""
    if company.lang == "de":
        about, contact, imprint = GERMAN_PATHS.get(company.platform, GERMAN_DEFAULT)
        paths |= {"about": about, "contact": contact, "imprint": imprint}
    return paths


def products_of(company: Company) -> list[dict[str, Any]]:
    """What the company sells: title, handle, url, price (in the currency of its country)."""
    _, template = read_yaml("words.yml")["currencies"][company.country]
    pattern = paths_of(company)["product"]
    products = []
    for number, (title, price) in enumerate(read_yaml("goods.yml")[company.goods]["products"]):
        handle = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        products.append(
            {
                "id": 7_000_000 + number,
                "title": title,
                "handle": handle,
                "url": pattern.format(handle),
                "price": price,
                "price_text": template.format(amount=f"{price}.00"),
            }
        )
    return products


def cfemail(address: str, key: int) -> str:
    """An address as Cloudflare's e-mail obfuscation writes it: hex of the key, then each byte xor the key."""
    return f"{key:02x}" + "".join(f"{byte ^ key:02x}" for byte in address.encode())


def email_markup(company: Company, seed: Seed) -> str:
    """How the site shows its address: a mailto link, or hidden in the way its `kind` says."""
    address = company.email
    if company.kind == "no_contact":
        return ""
    if company.kind == "hidden_cfemail":
        code = cfemail(address, seed.rng("cfemail", company.domain).randrange(1, 255))
        return (
            f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{code}">'
            "[email&#160;protected]</a>"
        )
    if company.kind == "hidden_at":
        return html.escape(address.replace("@", " [at] ").replace(".", " [dot] "))
    if company.kind == "hidden_entities":
        coded = "".join(f"&#{ord(letter)};" for letter in address)
        return f'<a href="&#109;&#97;&#105;&#108;&#116;&#111;&#58;{coded}">{coded}</a>'
    return f'<a href="mailto:{html.escape(address)}">{html.escape(address)}</a>'


def phone_text(number: str) -> str:
    """A number as people write it on a page."""
    if number.startswith("+1"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    if number.startswith("+44"):
        return f"0{number[3:6]} {number[6:9]} {number[9:]}"
    return f"{number[:3]} {number[3:5]} {number[5:]}"


def body_of(company: Company, page: str, seed: Seed, product: dict[str, Any] | None = None) -> str:
    """One page as HTML. `page` is home, shop, product, about, contact or imprint."""
    data = read_yaml("words.yml")
    words = data[company.lang]
    goods = read_yaml("goods.yml")[company.goods]
    bare = company.kind == "no_contact"
    details = {
        "name": company.name,
        "line": company.line,
        "city": company.city,
        "founded": company.founded,
        "person": company.person,
        "word": goods["words"][0],
        "places": data["places"][company.country],
    }
    description = words["description"].format(**details)
    paths = paths_of(company)
    number = str(40_000_000 + int(seed.id("shop", company.domain, length=6), 16))
    template = {"home": f"home_{company.layout}.html", "imprint": "contact.html"}.get(page, f"{page}.html")
    heading = {"product": product["title"] if product else "", "imprint": words["imprint"]}.get(page)
    titles = {"home": f"{company.name} – {company.line}"}
    return (
        _templates()
        .get_template("page.html")
        .render(
            company=company,
            platform=company.platform,
            lang=company.lang,
            words=words,
            paths=paths,
            path={"home": "/"}.get(page, paths.get(page, "/"))
            if page != "product"
            else (product or {})["url"],
            base=f"https://{company.domain}",
            title=titles.get(page) or f"{heading or words.get(page, page)} | {company.name}",
            description=description,
            story=words["story_bare" if bare else "story"].format(**details),
            body=template,
            body_class=f"{page} {'woocommerce' if company.platform == 'woocommerce' else ''}".strip(),
            product=product,
            products=products_of(company)[: 4 if page == "home" else 99],
            handle=company.domain.split(".")[0],
            number=number,
            short=seed.id("short", company.domain, length=10),
            currency=data["currencies"][company.country][0],
            country_name=data["countries"][company.country],
            email_html=email_markup(company, seed),
            phone_text=phone_text(company.phone),
            bare=bare,
            injected=data["injection"] if company.kind == "injection" and page == "home" else "",
            show_contact_in_footer=company.layout == "c" and not bare,
            jsonld=_jsonld(company, page, description),
        )
    )


def _jsonld(company: Company, page: str, description: str) -> str:
    if page not in ("home", "contact") or company.layout == "b" or company.kind == "no_contact":
        return ""
    organisation: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Store" if company.platform != "none" else "Organization",
        "name": company.name,
        "legalName": company.legal or company.name,
        "url": f"https://{company.domain}/",
        "description": description,
        "foundingDate": str(company.founded),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": company.street,
            "addressLocality": company.city,
            "addressRegion": company.region,
            "postalCode": company.postcode,
            "addressCountry": company.country,
        },
    }
    if company.phone:
        organisation["telephone"] = company.phone
    if company.kind not in ("hidden_cfemail", "hidden_at", "hidden_entities"):
        organisation["email"] = company.email
    # A closing tag inside the data would end the script element.
    return json.dumps(organisation, ensure_ascii=False).replace("</", "<\\/")


def break_html(page: str) -> str:
    """The page as a careless editor leaves it: unclosed and crossed tags, stray markup, a doubled body."""
    page = page.replace("</li>", "").replace("</p>", "", 3).replace("</ul>", "</div></ul", 1)
    page = page.replace('<main id="main">', "<main id=main><div><b><i>", 1).replace("</head>", "", 1)
    page = page.replace("<footer>", "<body bgcolor=white><footer><p <span>", 1)
    return page.replace("</html>", "<!-- unfinished ", 1)
