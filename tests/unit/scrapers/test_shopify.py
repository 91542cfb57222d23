import pytest

from scrapers.shopify import find_shopify
from tests.unit.scrapers.pages import document

THEMED = """<script>var Shopify = Shopify || {};
Shopify.shop = "kettle-co.myshopify.com";
Shopify.locale = "en";
Shopify.currency = {"active":"GBP","rate":"1.0"};
Shopify.country = "GB";
Shopify.theme = {"name":"Dawn \\u2013 autumn","id":1234,"schema_name":"Dawn","schema_version":"15.0.0"};
</script><script id="shopify-features" type="application/json">{"accessToken":"x","shopId":5678}</script>"""


def found(body: str) -> dict[str, tuple[str, dict[str, str]]]:
    return {finding.kind: (finding.value, dict(finding.detail)) for finding in find_shopify(document(body))}


def test_a_themed_page_says_shop_theme_and_currency() -> None:
    assert found(THEMED) == {
        "theme": ("Dawn – autumn", {"id": "1234", "schema": "Dawn", "version": "15.0.0"}),
        "shop": ("kettle-co.myshopify.com", {"id": "5678", "locale": "en", "country": "GB"}),
        "currency": ("GBP", {}),
    }


def test_a_front_end_of_its_own_names_the_shop_by_the_way() -> None:
    page = document('<script>fetch("https://kettle-co.myshopify.com/api/2025-01/graphql.json")</script>')
    (shop,) = find_shopify(page)
    assert (shop.value, shop.confidence) == ("kettle-co.myshopify.com", 0.7)


@pytest.mark.parametrize(
    ("body", "plan"),
    [
        ('<body class="template-password">Opening soon', "closed"),
        ('<a href="/account/login/multipass/abc">Sign in</a>', "plus"),
        ('<a href="https://kettle.wholesale.shopifyapps.com/">Trade</a>', "plus"),
        ('<form action="https://checkout.northwind.example/1/sandbox">', "plus"),
    ],
)
def test_a_plan_is_hinted_at(body: str, plan: str) -> None:
    assert found(body)["plan"][0] == plan


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<script>Shopify.theme = {</script>",
        "<script>Shopify.theme = [1]; Shopify.shop = 5; Shopify.currency = {'active': 1}</script>",
        '<script>Shopify.theme = {"name": 7}; Shopify.currency = {"active": "pounds"}</script>',
        '<a href="https://checkout.stripe.com/x">pay</a><a href="https://www.myshopify.com/">x</a>',
        "<script>Shopify.theme = " + '{"a":' * 5_000 + "</script>",
    ],
)
def test_what_is_not_said_or_is_broken_gives_nothing(body: str) -> None:
    assert found(body) == {}
