import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.facts import KINDS, Fact
from scrapers.catalogue import PATH, facts_of
from tests.unit.scrapers.pages import MOMENT

PAGE = f"https://kettle.example{PATH}"


def product(title: str, price: str = "20.00", **rest: Any) -> dict[str, Any]:
    return {
        "title": title,
        "vendor": "Kettle & Co",
        "product_type": "Kettles",
        "variants": [{"price": price}],
    } | rest


def read(products: list[Any], page: str = PAGE, currency: str = "GBP") -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts_of(json.dumps({"products": products}).encode(), page, MOMENT, currency):
        found.setdefault(fact.kind, []).append(fact)
    return found


def test_a_catalogue_says_how_much_of_what_at_which_price() -> None:
    facts = read(
        [
            product("Steel kettle", "20.00", published_at="2026-01-02T10:00:00-05:00"),
            product("Copper kettle", "120.50", vendor="Other", published_at="2025-01-02T10:00:00Z"),
            product("Tea towel", "9", product_type="Towels"),
        ]
    )
    assert facts["product_count"][0].value == "3"
    assert facts["price_range"][0].value == "9.00-120.50 GBP"
    assert facts["price_range"][0].detail["median"] == "20.00"
    assert [(f.value, f.detail["products"]) for f in facts["vendor"]] == [
        ("Kettle & Co", "2"),
        ("Other", "1"),
    ]
    assert [f.value for f in facts["product_type"]] == ["Kettles", "Towels"]
    assert facts["newest_product"][0].value == "Steel kettle"
    assert facts["newest_product"][0].detail == {"published_at": "2026-01-02T15:00:00+00:00"}


def test_every_fact_has_its_kind_its_page_and_its_moment() -> None:
    for facts in read([product("Kettle", published_at=MOMENT)]).values():
        for fact in facts:
            assert fact.kind in KINDS
            assert (fact.page, fact.seen_at, fact.rule) == (PAGE, MOMENT, "catalogue")


@pytest.mark.parametrize(
    ("number", "page", "count"),
    [
        (250, PAGE, "250+"),
        (249, PAGE, "249"),
        (30, "https://kettle.example/products.json", "30+"),
        (29, "https://kettle.example/products.json", "29"),
        (250, "https://kettle.example/products.json?limit=9999", "250+"),
        (30, "http://[", "30+"),
    ],
)
def test_a_full_page_is_only_a_lower_bound(number: int, page: str, count: str) -> None:
    assert read([product(f"Kettle {n}") for n in range(number)], page)["product_count"][0].value == count


def test_what_an_app_puts_into_the_cart_is_not_sold_and_free_things_have_no_price() -> None:
    facts = read(
        [
            product("Shipping Protection", "0.98", vendor="Route"),
            product("Gift Card", "500.00"),
            product("Sample", "0.00"),
            product("Kettle", "20.00"),
        ]
    )
    assert facts["price_range"][0].value == "20.00-20.00 GBP"
    assert [fact.value for fact in facts["vendor"]] == ["Kettle & Co"]


def test_a_currency_that_is_none_is_left_out() -> None:
    fact = read([product("Kettle")], currency="pounds")["price_range"][0]
    assert fact.value == "20.00-20.00"
    assert "currency" not in fact.detail


def test_a_product_from_the_future_is_not_the_newest() -> None:
    facts = read(
        [
            product("Later", published_at="2030-01-01T00:00:00Z"),
            product("Now", published_at="2026-02-01T00:00:00Z"),
            product("Undated", published_at="yesterday"),
        ]
    )
    assert facts["newest_product"][0].value == "Now"


def test_an_empty_shop_has_no_products() -> None:
    assert {kind: [f.value for f in facts] for kind, facts in read([]).items()} == {"product_count": ["0"]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<html>password</html>",
        b"[" * 100_000,
        b"1" * 10_000,
        b'{"products": null}',
        b'{"products": {"title": 1}}',
        b"[]",
    ],
)
def test_what_is_no_catalogue_gives_no_facts(content: bytes) -> None:
    assert facts_of(content, PAGE, MOMENT) == ()


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
KEYS = st.sampled_from(["title", "vendor", "product_type", "variants", "price", "published_at", "created_at"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(KEYS, JUNK, max_size=6) | JUNK, max_size=6))
def test_any_products_are_read(products: list[Any]) -> None:
    facts = facts_of(json.dumps({"products": products}).encode(), PAGE, "no time")
    assert facts[0].kind == "product_count"


@given(st.binary(max_size=300))
def test_any_bytes_are_read(content: bytes) -> None:
    facts_of(content, PAGE, MOMENT)
