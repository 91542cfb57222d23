"""Shop pages made here, for machines without a collection of real ones.

In size and make-up they follow what shops serve: 60 to 300 KB with some 3,000 tags and 120 links, a third of
it scripts, styles and structured data, and 5 % text. The same seed makes the same pages.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from scrapers.page import Page

_WORDS = [
    *("wool", "linen", "oak", "stone", "river", "harbour", "lantern", "kettle", "bread", "honey", "garden"),
    *("winter", "soft", "warm", "simple", "honest", "small", "made", "hand", "family", "workshop", "colour"),
    *("shape", "weight", "since", "every", "day", "table", "chair", "lamp", "bowl", "cup", "blanket"),
]
_MAKERS = ("Alder", "Birch", "Cedar", "Dunmore", "Ellery", "Fenwick", "Garrick", "Hollin", "Ivory")
_KINDS = ("Goods", "Supply", "Workshop", "Outfitters", "Kitchen", "Textiles", "Candles", "Ceramics")
# What a shop system leaves in the head of a page, and where its pictures are.
_SYSTEMS = (
    (
        '<script src="https://cdn.shopify.com/s/files/1/theme.js"></script>'
        "<script>Shopify.theme = {id: 1};</script>",
        "/cdn/shop/files/{n}.jpg",
    ),
    (
        '<meta name="generator" content="WooCommerce 8.2.1">'
        '<script src="/wp-content/plugins/woocommerce/assets/js/frontend/add-to-cart.min.js"></script>',
        "/wp-content/uploads/2024/05/{n}.jpg",
    ),
    (
        '<script type="text/x-magento-init">{"*": {}}</script>'
        '<link href="/static/version17/frontend/Magento/luma/en_US/css/styles.css" rel="stylesheet">',
        "/media/catalog/product/{n}.jpg",
    ),
)
_SERVICES = (
    "www.googletagmanager.com/gtag/js",
    "static.klaviyo.com/onsite/js/klaviyo.js",
    "js.stripe.com/v3/",
)


def made_pages(count: int = 40, seed: int = 7) -> Iterator[Page]:
    """``count`` pages of as many shops."""
    chance = random.Random(seed)
    for number in range(count):
        name = f"{chance.choice(_MAKERS)} {chance.choice(_KINDS)} {number}"
        domain = name.lower().replace(" ", "") + ".example"
        url = f"https://www.{domain}/"
        yield Page(url, url, 200, _page(chance, name, domain), "utf-8", "")


def _page(chance: random.Random, name: str, domain: str) -> str:
    head, picture = chance.choice(_SYSTEMS)
    products = "".join(_product(chance, number, picture) for number in range(chance.randint(24, 110)))
    menu = "".join(
        f'<li class="menu-item level-{n % 3}"><a class="link" href="/collections/{_words(chance, 1)}-{n}">'
        f"<span>{_words(chance, 2).title()}</span></a></li>\n"
        for n in range(chance.randint(30, 90))
    )
    organisation = {"@context": "https://schema.org", "@type": "Organization", "name": name}
    organisation |= {"url": f"https://{domain}/", "logo": f"https://{domain}/logo.png"}
    services = "".join(f'<script async src="https://{service}"></script>' for service in _SERVICES)
    year, phone = chance.randint(2019, 2025), f"(212) 555-01{chance.randint(10, 99)}"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{name} | {_words(chance, 4).title()}</title>
<meta property="og:site_name" content="{name}"><meta name="description" content="{_words(chance, 20)}">
<link rel="canonical" href="https://www.{domain}/">{head}{services}
<script type="application/ld+json">{json.dumps(organisation)}</script>
<style>{_style(chance)}</style></head><body class="template-index"><header><nav><ul>{menu}</ul></nav></header>
<main>{products}<p>{_words(chance, 120)}.</p></main><script>{_script(chance)}</script>
<footer><p>{name}, {chance.randint(10, 900)} Harbor Street, New York, NY 10013</p>
<p>Phone: <b>{phone}</b> &middot; <a href="mailto:hello@{domain}">hello@{domain}</a></p>
<a href="https://www.instagram.com/{domain.partition(".")[0]}/">Instagram</a>
<small>&copy; {year}, <a href="/">{name}</a></small></footer></body></html>"""


def _product(chance: random.Random, number: int, picture: str) -> str:
    title, source = _words(chance, 3).title(), picture.format(n=number)
    return f"""
  <div class="product-card grid__item" data-id="{chance.randint(10**9, 10**10)}">
    <a href="/products/{title.lower().replace(" ", "-")}" class="product-card__link" aria-label="{title}">
      <div class="media media--square"><picture><source srcset="{source}?w=900">
        <img src="{source}" srcset="{source}?w=300 300w, {source}?w=600 600w" alt="{title}" loading="lazy">
      </picture></div>
      <div class="product-card__info"><h3 class="product-card__title">{title}</h3>
        <div class="price"><span class="visually-hidden">Price</span>
          <span class="price__regular"><span class="money">${chance.randint(9, 240)}.00</span></span></div>
      </div>
    </a>
    <form method="post" action="/cart/add" class="quick-add"><input type="hidden" name="id" value="{number}">
      <button type="submit" class="button button--small"><span>Add</span>
        <svg class="icon" viewBox="0 0 20 20"><path d="M10 3v14"></path><path d="M3 10h14"></path></svg>
      </button></form>
    <ul class="swatches"><li><span class="swatch"></span></li><li><span class="swatch"></span></li></ul>
  </div>"""


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def _style(chance: random.Random) -> str:
    return "".join(
        f".{word}-{n}{{margin:{chance.randint(0, 40)}px auto;color:#{chance.randint(0, 2**24 - 1):06x}}}"
        for n, word in enumerate(chance.choices(_WORDS, k=chance.randint(100, 600)))
    )


def _script(chance: random.Random) -> str:
    variants = [
        {
            "id": chance.randint(10**12, 10**13),
            "title": _words(chance, 3),
            "price": chance.randint(900, 24_000),
        }
        for _ in range(chance.randint(100, 900))
    ]
    return f"window.catalogue = {json.dumps(variants)}; (function(a, b){{ return a < b; }})(1, 2);"
