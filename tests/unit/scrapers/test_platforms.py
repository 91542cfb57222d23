"""Small pages of our own, as each shop system writes them, and pages that only look like it."""

import pytest

from scrapers.platforms import FINGERPRINTS, THRESHOLD, find_platform, match_platforms
from scrapers.traces import PLACES
from tests.unit.scrapers.pages import document

SHOPS = {
    "shopify": [
        """<script src="https://cdn.shopify.com/s/files/1/0001/t/2/assets/theme.js"></script>
        <script>Shopify.theme = {"name":"Dawn"}; Shopify.shop = "kettle.myshopify.com"</script>""",
        """<link href="//kettle.example/cdn/shop/t/3/assets/base.css" rel="stylesheet">
        <div id="shopify-section-header"></div>""",
        """<meta name="shopify-checkout-api-token" content="abc">
        <meta name="shopify-digital-wallet" content="/1">""",
        # A front end of the shop's own, fed by the storefront API.
        """<script id="__NEXT_DATA__" type="application/json">{"id":"gid:\\/\\/shopify\\/Product\\/1",
        "x":"gid://shopify/Product/1"}</script><img src="https://cdn.shopify.com/s/files/1/1/kettle.jpg">""",
        """<script src="https://cdn.shopify.com/oxygen-v2/1/2/entry.client.js"></script>""",
    ],
    "woocommerce": [
        '<meta name="generator" content="WooCommerce 9.1.2">',
        """<body class="home woocommerce-no-js">
        <link href="/wp-content/plugins/woocommerce/assets/css/woocommerce.css">""",
        """<body class="single-product woocommerce woocommerce-page">
        <a href="?add-to-cart=12">Add</a>""",
        """<link href="/app/plugins/woocommerce/assets/css/a.css">
        <script>var wc_add_to_cart_params = {"ajax_url":""}</script>""",
    ],
    "magento": [
        '<script type="text/x-magento-init">{"*":{}}</script>',
        """<script src="https://kettle.example/skin/frontend/base/default/js/a.js"></script>
        <script>Mage.Cookies.path = '/'; var Translator = new Translate([])</script>""",
        """<body class="cms-index-index cms-home">
        <script src="/static/version17/frontend/Magento/luma/en_US/requirejs-config.min.js"></script>""",
        """<body class="catalog-product-view"><img src="/media/catalog/product/cache/1/kettle.jpg">
        <a href="/customer/account/login/">Sign in</a>""",
    ],
    "bigcommerce": [
        '<script src="https://cdn11.bigcommerce.com/s-1a2b/stencil/1/e/2/dist/theme-bundle.main.js"></script>',
        """<img src="https://cdn11.bigcommerce.com/s-1a2b/images/stencil/x.jpg">
        <script>window.stencilBootstrap("default", "{}").load()</script>""",
        """<a href="https://kettle.example/giftcertificates.php">Gift certificates</a>
        <a href="/cart.php">Cart</a><a href="/login.php">Sign in</a><a href="/account.php">Account</a>
        <img src="/product_images/kettle.jpg">""",
    ],
    "squarespace": [
        "<script>Static.SQUARESPACE_CONTEXT = {}</script>",
        """<img src="https://images.squarespace-cdn.com/content/v1/1/kettle.jpg">
        <link href="https://assets.squarespace.com/universal/styles-compressed/commerce-1.css">""",
    ],
    "wix": [
        '<meta name="generator" content="Wix.com Website Builder">',
        """<script src="https://static.parastorage.com/services/wix-thunderbolt/dist/main.js"></script>
        <script type="application/json" id="wix-warmup-data">{}</script>""",
    ],
    "prestashop": [
        '<meta name="generator" content="PrestaShop">',
        """<script>var prestashop = {"cart":{}};</script>""",
        """<link href="https://kettle.example/themes/default-bootstrap/css/global.css">
        <script src="/modules/blockcart/ajax-cart.js"></script>""",
        """<link href="/themes/kettle/assets/cache/theme-1a2b.css"><img src="/12-home_default/kettle.jpg">""",
    ],
    "opencart": [
        '<a href="index.php?route=common/home">x</a><link href="catalog/view/theme/default/a.css">',
        """<script src="catalog/view/javascript/common.js"></script>
        <img src="https://kettle.example/image/cache/catalog/kettle-200x200.jpg">""",
    ],
    "demandware": [
        '<link rel="stylesheet" href="https://kettle.example/on/demandware.static/Sites-kettle/a.css">',
        """<img src="https://edge.kettle.example/dw/image/v2/ABC/on/x.jpg">
        <script>window.CQuotient = {}</script>""",
        '<script src="/mobify/bundle/123/main.js"></script>',
    ],
    "3dcart": [
        '<a href="view_cart.asp">x</a><link href="assets/templates/common/css/a.css">',
        """<a href="/Steel-Kettle_p_12.html">Kettle</a><a href="/Kettles_c_3.html">Kettles</a>
        <form action="add_cart.asp"></form>""",
    ],
    "volusion": [
        '<script src="/v/vspfiles/templates/1/js/a.js"></script>',
        """<a href="/ShoppingCart.asp">Cart</a><a href="/ProductDetails.asp?ProductCode=1">Kettle</a>
        <form action="/SearchResults.asp"></form>""",
    ],
    "zencart": [
        '<a href="index.php?main_page=index">x</a><link href="includes/templates/kettle/css/stylesheet.css">',
        '<meta name="generator" content="shopping cart program by Zen Cart&reg;, https://www.zen-cart.com">',
        '<meta name="author" content="The Zen Cart&reg; Team and others">',
    ],
    "shopware": [
        '<link href="/bundles/storefront/assets/a.css"><body class="is-ctl-navigation is-act-home">',
        """<body class="is--ctl-index is--act-index">
        <script src="/themes/Frontend/Responsive/frontend/_public/src/js/a.js"></script>""",
    ],
    "ecwid": [
        '<script src="https://app.ecwid.com/script.js?123"></script>',
        "<script>xProductBrowser('categoriesPerRow=3'); Ecwid.init()</script>"
        '<img src="https://images-cdn.ecwid.com/images/1/kettle.jpg">',
    ],
    "webflow": [
        '<html data-wf-site="1"><script src="https://cdn.prod.website-files.com/1/js/webflow.1a.js"></script>',
        '<meta name="generator" content="Webflow">',
    ],
}

LOOK_ALIKES = [
    "<p>We moved from Magento to Shopify, and WooCommerce before that.</p>",
    '<a href="https://www.shopify.com/">Built with</a>',
    '<meta name="generator" content="WordPress 6.4">',
    '<img src="https://cdn.shopify.com/s/files/1/0001/kettle.png">',
    '<a href="/checkout/cart">Cart</a>',
    "",
    # A blog that explains Shopify's themes to developers, with code to copy.
    """<meta name="generator" content="WordPress 6.4"><h1>How to change Shopify.theme</h1>
    <pre><code>&lt;script&gt; Shopify.theme = {}; Shopify.shop = "x.myshopify.com" &lt;/script&gt;
    id="shopify-section-header" text/x-magento-init /wp-content/plugins/woocommerce/</code></pre>
    <a href="https://apps.shopify.com/x">app</a> <a href="https://demo.myshopify.com/">demo</a>""",
    # A band's page that sells one shirt with an embedded buy button.
    """<meta name="generator" content="WordPress 6.4"><div id="product-component-1"></div><script>
    var s = document.createElement('script');
    s.src = 'https://sdks.shopifycdn.com/buy-button/latest/buy-button-storefront.min.js';
    ShopifyBuy.buildClient({domain: 'band.myshopify.com', storefrontAccessToken: '1a2b'});
    </script><img src="https://cdn.shopify.com/s/files/1/0001/shirt.png">""",
    # An agency that lists what it works with.
    """<img src="/img/woocommerce-logo.svg" alt="WooCommerce"><img src="/img/magento.svg" alt="Magento">
    <a href="https://wordpress.org/plugins/woocommerce/">WooCommerce</a>
    <a href="/services/woocommerce-development">shops with WooCommerce, Shopware and PrestaShop</a>
    <a href="https://www.bigcommerce.com/partners/us">BigCommerce partner</a>
    <a href="https://www.prestashop.com/">PrestaShop</a><a href="https://www.shopware.com/de/">Shopware</a>""",
    # A price comparison that shows other shops' pictures.
    """<img src="https://cdn11.bigcommerce.com/s-1/products/1/a.jpg"><img src="https://static.wixstatic.com/media/a.jpg">
    <img src="https://images.squarespace-cdn.com/content/v1/1/a.jpg">
    <img src="https://cdn.shopify.com/s/files/1/1/a.jpg"><img src="https://static1.squarespace.com/static/a.jpg">
    <a href="https://other.example/index.php?route=product/product&product_id=1">offer</a>
    <a href="https://third.example/Kettle_p_12.html">offer</a>""",
    # A blog with affiliate links, its pictures served by the shops that it writes about.
    """<meta name="generator" content="WordPress 6.4"><img src="https://a.example/cdn/shop/files/a.jpg">
    <img src="https://cdn.shopify.com/s/files/1/1/a.jpg"><a href="https://a.example/products/kettle">buy</a>
    <img src="https://cdn11.bigcommerce.com/s-1/images/stencil/1280x1280/products/1/a.jpg">
    <img src="https://b.example/on/demandware.static/-/Sites-kettle/default/a.png">
    <img src="https://b.example/dw/image/v2/ABC/on/demandware.static/x.jpg">
    <img src="https://c.example/v/vspfiles/photos/a-2.jpg"><img src="https://d.example/12-home_default/a.jpg">
    <img src="https://d.example/12-large_default/a.jpg"><img src="https://e.example/image/cache/catalog/a.jpg">
    <img src="https://f.example/media/catalog/product/a.jpg"><a href="https://f.example/checkout/cart">x</a>""",
]


@pytest.mark.parametrize(
    ("body", "platform"), [(body, platform) for platform, bodies in SHOPS.items() for body in bodies]
)
def test_a_shop_system_is_known_by_what_its_server_writes(body: str, platform: str) -> None:
    finding = find_platform(document(body))
    assert finding is not None
    assert finding.value == platform
    assert finding.confidence >= THRESHOLD
    assert finding.detail["signals"]
    assert finding.at


def test_every_shop_system_has_an_example() -> None:
    assert SHOPS.keys() == FINGERPRINTS.keys()


@pytest.mark.parametrize("body", LOOK_ALIKES)
def test_a_mention_or_weak_signals_name_no_shop_system(body: str) -> None:
    assert find_platform(document(body)) is None, match_platforms(document(body))


@pytest.mark.parametrize(
    ("name", "value", "platform"),
    [
        ("powered-by", "Shopify", "shopify"),
        ("powered-by", "Shopify, Hydrogen", "shopify"),
        ("x-wix-request-id", "1700000000.1", "wix"),
        ("server", "Squarespace", "squarespace"),
        ("x-magento-vary", "1a2b", "magento"),
        ("set-cookie", "OCSESSID=1a2b; path=/", "opencart"),
        ("set-cookie", "dwsid=1a2b; Path=/; HttpOnly", "demandware"),
        ("set-cookie", "PrestaShop-1a2b=def", "prestashop"),
    ],
)
def test_a_header_alone_can_tell(name: str, value: str, platform: str) -> None:
    finding = find_platform(document("<p>hi", headers={name: value}))
    assert finding is not None
    assert finding.value == platform


def test_signals_add_up_and_are_named() -> None:
    body = '<script src="https://cdn.shopify.com/s/a.js"></script><script>Shopify.theme = {}</script>'
    (match,) = [m for m in match_platforms(document(body)) if m.name == "shopify"]
    assert [signal.id for signal in match.signals] == ["cdn", "theme"]
    assert match.confidence == pytest.approx(1 - (1 - 0.7) * (1 - 0.45))


def test_two_systems_that_are_equally_likely_are_neither() -> None:
    body = '<meta name="generator" content="WooCommerce"><meta name="generator" content="PrestaShop">'
    assert find_platform(document(body)) is None


@pytest.mark.parametrize(
    ("body", "sells"),
    [
        ("<script>Static.SQUARESPACE_CONTEXT = {}</script><h1>Our choir</h1>", "unseen"),
        (
            "<script>Static.SQUARESPACE_CONTEXT = {}</script><div class='sqs-add-to-cart-button'>Add</div>",
            "yes",
        ),
        ('<meta name="generator" content="Wix.com Website Builder"><h1>Our choir</h1>', "unseen"),
        (
            '<meta name="generator" content="Wix.com Website Builder"><a href="/product-page/kettle">k</a>',
            "yes",
        ),
        ('<meta name="generator" content="Webflow"><h1>Our choir</h1>', "unseen"),
        ('<meta name="generator" content="Webflow"><div class="w-commerce-commercecartwrapper">', "yes"),
    ],
)
def test_a_site_builder_says_whether_a_shop_was_seen(body: str, sells: str) -> None:
    finding = find_platform(document(body))
    assert finding is not None
    assert finding.detail["sells"] == sells


def test_a_front_end_of_the_shops_own_is_headless_and_a_theme_is_not() -> None:
    headless = find_platform(document(SHOPS["shopify"][3]))
    themed = find_platform(document(SHOPS["shopify"][0] + '<script>"gid://shopify/Product/1"</script>'))
    assert headless is not None
    assert headless.detail["headless"] == "yes"
    assert themed is not None
    assert "headless" not in themed.detail


def test_every_fingerprint_is_well_formed_and_its_id_unique() -> None:
    for name, known in FINGERPRINTS.items():
        assert name.islower() or name == "3dcart"
        assert len({signal.id for signal in known.signals}) == len(known.signals)
        assert {signal.where for signal in (*known.signals, *known.sells)} <= PLACES
        assert len({signal.where for signal in known.signals}) >= 2, f"{name} rests on one kind of sign"
