import pytest

from scrapers.document import Document
from scrapers.technologies import TECHNOLOGIES, find_technologies
from tests.unit.scrapers.pages import document


def shown(example: str) -> Document:
    """The page that an example of the data file stands for: markup, an address that it calls, or a header."""
    if example.startswith("<"):
        return document(example)
    if example.startswith("http"):
        return document("".join(f'<script src="{url}"></script>' for url in example.split()))
    name, _, value = example.partition(": ")
    return document("<p>hi", headers={name.lower(): value})


def names(page: Document) -> list[str]:
    return [finding.value for finding in find_technologies(page)]


@pytest.mark.parametrize("name", TECHNOLOGIES)
def test_a_service_is_known_by_its_own_example_and_no_other_is(name: str) -> None:
    assert names(shown(TECHNOLOGIES[name].example)) == [name]


def test_there_are_many_and_each_has_its_category() -> None:
    assert len(TECHNOLOGIES) >= 200
    assert {known.category for known in TECHNOLOGIES.values()} >= {
        "payments",
        "reviews",
        "mail",
        "analytics",
        "chat",
        "subscriptions",
        "loyalty",
        "search",
        "shipping",
        "consent",
        "page_builders",
        "experiments",
        "hosting",
    }


def test_no_two_services_are_told_by_the_same_sign() -> None:
    signs = [sign for known in TECHNOLOGIES.values() for sign in known.signs]
    assert len(signs) == len(set(signs))


def test_services_come_with_their_category_and_where_they_were_seen() -> None:
    body = '<script src="https://static.klaviyo.com/a.js"></script><script src="//js.stripe.com/v3"></script>'
    findings = find_technologies(document(body))
    assert [(f.value, f.detail["for"]) for f in findings] == [("klaviyo", "mail"), ("stripe", "payments")]
    assert findings[0].detail["host"] == "static.klaviyo.com"
    assert findings[0].at == "host static.klaviyo.com"


def test_an_address_escaped_for_json_is_one() -> None:
    body = r'<script>var urls = ["https:\/\/static.klaviyo.com\/onsite\/js\/a.js?shop=x"]</script>'
    assert names(document(body)) == ["klaviyo"]


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://notklaviyo.com/a.js"></script>',
        "<p>We use Klaviyo, Stripe and Gorgias (js.stripe.com).</p>",
        '<a href="https://www.klaviyo.com/">Klaviyo</a><a href="https://www.paypal.com/">PayPal</a>',
        "<p>_learnq, fbq('init', and _paq.push are what their scripts are called</p>",
        "<pre>/plugins/elementor/ /wp-includes/js/</pre>",
    ],
)
def test_a_name_in_prose_or_a_link_to_its_maker_is_no_service(body: str) -> None:
    assert names(document(body)) == []
