import pytest

from scrapers import platforms
from scrapers.platforms import find_platform, find_technologies, fingerprints, match_platforms
from tests.unit.scrapers.pages import document


@pytest.mark.parametrize(
    ("body", "platform"),
    [
        (
            '<script src="https://cdn.shopify.com/s/a.js"></script><script>Shopify.theme = {}</script>',
            "shopify",
        ),
        ('<meta name="generator" content="WooCommerce 9.1.2">', "woocommerce"),
        (
            '<body class="home woocommerce-no-js"><link href="/wp-content/plugins/woocommerce/assets/a.css">',
            "woocommerce",
        ),
        ('<script type="text/x-magento-init">{}</script>', "magento"),
        ('<script src="/skin/frontend/base/a.js"></script><script>Mage.Cookies.path="/"</script>', "magento"),
        ('<script src="https://cdn11.bigcommerce.com/s-1/stencil/1/a.js"></script>', "bigcommerce"),
        ("<script>Static.SQUARESPACE_CONTEXT = {}</script>", "squarespace"),
        ('<meta name="generator" content="Wix.com Website Builder">', "wix"),
        ('<meta name="generator" content="PrestaShop">', "prestashop"),
        ('<a href="index.php?route=common/home">x</a><link href="catalog/view/theme/a.css">', "opencart"),
        ('<img src="https://shop.example/on/demandware.static/a.png">', "demandware"),
        ('<a href="view_cart.asp">x</a><link href="assets/templates/a.css">', "3dcart"),
        ('<script src="/v/vspfiles/a.js"></script>', "volusion"),
        ('<a href="index.php?main_page=index">x</a><link href="includes/templates/a.css">', "zencart"),
        ('<script src="https://app.ecwid.com/script.js"></script>', "ecwid"),
        ('<html data-wf-site="1"><script src="https://cdn.prod.website-files.com/a.js"></script>', "webflow"),
    ],
)
def test_a_shop_system_is_known_by_what_its_server_writes(body: str, platform: str) -> None:
    finding = find_platform(document(body))
    assert finding is not None
    assert finding.value == platform
    assert finding.confidence >= platforms.THRESHOLD
    assert finding.detail["signals"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>We moved from Magento to Shopify, and WooCommerce before that.</p>",
        '<a href="https://www.shopify.com/">Built with</a>',
        '<meta name="generator" content="WordPress 6.4">',
        '<img src="https://cdn.shopify.com/x.png">',
        '<a href="/checkout/cart">Cart</a>',
        "",
    ],
)
def test_a_mention_or_a_single_weak_signal_names_no_shop_system(body: str) -> None:
    assert find_platform(document(body)) is None


def test_headers_alone_can_tell() -> None:
    finding = find_platform(document("<p>hi", headers={"Powered-By": "Shopify"}))
    assert finding is not None
    assert finding.value == "shopify"


def test_signals_add_up_and_are_named() -> None:
    body = '<script src="https://cdn.shopify.com/s/a.js"></script><script>Shopify.theme = {}</script>'
    (match,) = [m for m in match_platforms(document(body)) if m.name == "shopify"]
    assert match.signals == ("cdn", "theme")
    assert match.confidence == pytest.approx(1 - 0.4 * 0.3)


def test_two_systems_that_are_equally_likely_are_neither() -> None:
    body = '<meta name="generator" content="WooCommerce"><meta name="generator" content="PrestaShop">'
    assert find_platform(document(body)) is None


def test_every_fingerprint_is_well_formed_and_its_id_unique() -> None:
    for name, signals in fingerprints().items():
        assert name.islower()
        assert len({signal.id for signal in signals}) == len(signals)


def test_services_are_known_by_their_hosts() -> None:
    body = '<script src="https://static.klaviyo.com/a.js"></script><script src="//js.stripe.com/v3"></script>'
    findings = find_technologies(document(body))
    assert [(f.value, f.detail["for"]) for f in findings] == [("klaviyo", "mail"), ("stripe", "payments")]


def test_a_host_that_only_ends_like_a_service_is_not_it() -> None:
    assert find_technologies(document('<script src="https://notklaviyo.com/a.js"></script>')) == []
