import tomllib
from pathlib import Path

import pytest

from outreach.facts import KINDS, Fact
from scrapers.announcements import find_announcements, find_hiring
from scrapers.industry import industries
from scrapers.inferred import KINDS as INFERRED
from scrapers.inferred import with_inferred
from scrapers.profile import build_profile
from tests.unit.scrapers.pages import MOMENT, document, page

HOME = "https://northwind.example/"
DATA = Path(__file__).parents[3] / "scrapers" / "data"


def fact(kind: str, value: str, at: str = HOME) -> Fact:
    return Fact(f"{kind}:{value}", kind, value, at, "rule", 0.9, MOMENT, {})


def named(*facts: Fact) -> list[str]:
    return [finding.value for finding in industries(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([fact("description", "Small-batch coffee, roasted in Leeds")], ["coffee"]),
        ([fact("company", "Schuhhaus Müller")], ["shoes"]),
        ([fact("product_type", "Dog leads"), fact("product_type", "Dog bowls")], ["pets"]),
        ([fact("product", "Silver necklace"), fact("product", "Gold earrings")], ["jewelry"]),
        ([fact("product", "Silver necklace")], []),
        ([fact("description", "Chocolate cake, step by step", f"{HOME}recipes/cake")], []),
        ([fact("description", "Hundreds of Toyota owners trust us")], []),
        ([fact("email", "shoes@northwind.example")], []),
        ([], []),
    ],
)
def test_an_industry_needs_words_in_the_right_places(facts: list[Fact], expected: list[str]) -> None:
    assert named(*facts) == expected


def test_a_shop_that_sells_two_things_has_two_industries_and_never_three() -> None:
    facts = [fact("description", "Sofas, lamps and candles"), fact("product_type", "Sofas")]
    assert named(*facts, fact("product_type", "Lamps")) == ["furniture", "lighting"]


def test_an_industry_names_the_words_and_the_facts_that_told() -> None:
    (finding,) = industries([fact("description", "Handmade shoes and boots")])
    assert finding.detail["words"] == "shoe"
    assert finding.detail["evidence"] == "description:Handmade shoes and boots"


def test_the_industries_are_those_that_shops_are_searched_by() -> None:
    searched = tomllib.loads((DATA / "shop_terms.toml").read_text(encoding="utf-8"))["industries"]
    known = tomllib.loads((DATA / "industries.toml").read_text(encoding="utf-8"))
    assert known.keys() == searched.keys()
    assert all(len(word) >= 3 and word == word.lower() for words in known.values() for word in words)


def test_what_is_inferred_is_made_anew_from_what_is_read() -> None:
    once = with_inferred([fact("description", "Small-batch coffee"), fact("headcount", "12")])
    assert {one.kind for one in once} == {"description", "headcount", *INFERRED}
    assert with_inferred(once) == once
    assert all(one.page == HOME and one.seen_at == MOMENT for one in once)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('<a href="/careers">Careers</a>', f"{HOME}careers"),
        ('<a href="/pages/jobs">Work with us</a>', f"{HOME}pages/jobs"),
        ('<a href="/unternehmen/karriere/">Karriere</a>', f"{HOME}unternehmen/karriere/"),
        (
            '<a href="https://boards.greenhouse.io/northwind">Jobs</a>',
            "https://boards.greenhouse.io/northwind",
        ),
        (
            '<script type="application/ld+json">{"@type":"JobPosting","title":"Buyer"}</script>',
            HOME,
        ),
    ],
)
def test_a_company_that_hires_says_where(body: str, where: str) -> None:
    (finding,) = find_hiring(document(body))
    assert finding.value == where


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/products/jobs-kettle">Kettle</a>',
        '<a href="https://other.example/careers">Their careers</a>',
        "<p>Careers in the kettle industry</p>",
        "",
    ],
)
def test_other_links_are_no_hiring_page(body: str) -> None:
    assert list(find_hiring(document(body))) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Summer sale: up to 30% off everything", "sale"),
        ("Nur heute: 20 % Rabatt", "sale"),
        ("SALE ENDS SUNDAY", "sale"),
        ("Soldes d'été", "sale"),
        ("Introducing the Copper Kettle", "launch"),
        ("Our new autumn collection is here", "launch"),
        ("Coming soon", "launch"),
    ],
)
def test_an_announcement_is_kept_in_its_own_words(line: str, kind: str) -> None:
    (finding,) = find_announcements(document(f"<h2>{line}</h2><p>Kettles for everybody.</p>"))
    assert (finding.kind, finding.value) == (kind, line)


@pytest.mark.parametrize(
    "line",
    [
        "Terms of sale",
        "Do not sell my personal information",
        "100% cotton",
        "Introducing",
        "A sale of our company is not planned, said the owner, who went on to speak of kettles at length "
        "until the summer sale was mentioned.",
    ],
)
def test_other_lines_announce_nothing(line: str) -> None:
    assert list(find_announcements(document(f"<p>{line}</p>"))) == []


def test_a_profile_holds_known_kinds_only() -> None:
    body = """<title>Kettle & Co | Coffee kettles</title><meta name="description" content="Coffee kettles">
    <script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme = {"name":"Dawn"};
    Shopify.shop = "k.myshopify.com"; Shopify.currency = {"active":"GBP"}</script><a href="/careers">Jobs</a>
    <script src="https://static.klaviyo.com/a.js"></script><p>Owner: Jane Doe</p><p>Since 1987</p>
    <p>We are a team of 12.</p><p>122 Doty Circle<br>West Springfield, MA 01089</p><h2>SALE ENDS SUNDAY</h2>
    <a href="mailto:hi@northwind.example">hi</a><p>Tel: +44 20 7946 0958</p>"""
    kinds = {one.kind for one in build_profile([page(body)]).facts}
    assert kinds <= KINDS.keys()
    expected = {
        "platform",
        "technology",
        "theme",
        "shop",
        "currency",
        "hiring",
        "headcount",
        "founded",
        "sale",
    }
    assert kinds >= expected | {"person", "address", "size", "revenue", "industry", "email", "phone"}
