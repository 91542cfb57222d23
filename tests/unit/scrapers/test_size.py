import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.facts import Fact
from outreach.target import Size
from scrapers.evidence import find_size_evidence
from scrapers.size import BANDS, size_and_revenue
from tests.unit.scrapers.pages import MOMENT, document


def fact(kind: str, value: str, number: int = 0, confidence: float = 0.9, **detail: str) -> Fact:
    page = "https://northwind.example/"
    return Fact(f"{kind}-{value}-{number}", kind, value, page, "rule", confidence, MOMENT, detail)


def size(*facts: Fact) -> str:
    found = {finding.kind: finding.value for finding in size_and_revenue(facts)}
    return found.get("size", "unknown")


def test_the_bands_are_those_that_campaigns_ask_for() -> None:
    assert tuple(band.value for band in Size) == BANDS


@pytest.mark.parametrize(
    ("stated", "band"),
    [
        ("1", "1-10"),
        ("10", "1-10"),
        ("11", "11-50"),
        ("10+", "11-50"),
        ("50+", "51-200"),
        ("200", "51-200"),
        ("201-1000", "201-1000"),
        ("46000+", "1000+"),
        ("8-300", "unknown"),
        ("many", "unknown"),
    ],
)
def test_a_stated_headcount_is_taken_at_its_word(stated: str, band: str) -> None:
    assert size(fact("headcount", stated)) == band


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        ([], "unknown"),
        ([fact("hiring", "https://x")], "unknown"),
        ([fact("hiring", "https://x"), fact("product_count", "250+")], "11-50"),
        ([fact("stores", "12")], "51-200"),
        ([fact("stores", "1")], "unknown"),
        ([fact("stores", "300+")], "1000+"),
        ([fact("plan", "closed"), fact("hiring", "https://x")], "unknown"),
        ([fact("plan", "plus"), fact("hiring", "https://x")], "11-50"),
        ([fact("person", f"P {n}", n, role="Manager") for n in range(12)], "unknown"),
        (
            [*(fact("person", f"P {n}", n, role="Buyer") for n in range(12)), fact("reviews", "25000")],
            "51-200",
        ),
        ([*(fact("person", f"P {n}", n) for n in range(12)), fact("reviews", "25000")], "unknown"),
        (
            [*(fact("technology", f"t{n}", n, **{"for": "chat"}) for n in range(3)), fact("hiring", "x")],
            "11-50",
        ),
        ([fact("headcount", "4"), fact("stores", "300+")], "1-10"),
    ],
)
def test_without_a_headcount_two_signs_or_a_strong_one_are_needed(facts: list[Fact], band: str) -> None:
    assert size(*facts) == band


def test_a_band_names_what_it_rests_on_and_revenue_is_half_as_sure() -> None:
    facts = (fact("stores", "12"), fact("hiring", "https://x"), fact("email", "a@b.example"))
    bands = {finding.kind: finding for finding in size_and_revenue(facts)}
    assert bands["size"].detail["evidence"] == "stores-12-0"
    assert bands["size"].detail["rules"] == "stores"
    assert bands["revenue"].value == "10M-50M"
    assert bands["revenue"].confidence == bands["size"].confidence / 2


KINDS = [
    "headcount",
    "stores",
    "reviews",
    "product_count",
    "person",
    "hiring",
    "plan",
    "platform",
    "technology",
]


@given(
    st.lists(st.builds(fact, st.sampled_from(KINDS), st.sampled_from(["3", "12+", "250+", "20000", "plus"])))
)
def test_a_band_always_rests_on_facts_that_are_there(facts: list[Fact]) -> None:
    for finding in size_and_revenue(facts):
        assert {*finding.detail["evidence"].split(",")} <= {one.id for one in facts}


@pytest.mark.parametrize(
    ("body", "kind", "value"),
    [
        ("<p>We are a team of 12 people.</p>", "headcount", "12"),
        ("<p>Our team of over 30 designers</p>", "headcount", "30+"),
        ("<p>We have 1,200 employees in five countries</p>", "headcount", "1200"),
        ("<p>Heute beschäftigen wir mehr als 80 Mitarbeiter.</p>", "headcount", "80+"),
        ("<p>Visit one of our 14 stores.</p>", "stores", "14"),
        ("<p>You find us in over 300 stores</p>", "stores", "300+"),
        ("<p>Founded in 1987 by two sisters</p>", "founded", "1987"),
        ("<p>Since 1899</p>", "founded", "1899"),
        ("<p>Unsere Brauerei wurde 1903 gegründet. Gegründet: 1903</p>", "founded", "1903"),
        (
            '<script type="application/ld+json">{"@type":"Organization","numberOfEmployees":'
            '{"@type":"QuantitativeValue","minValue":11,"maxValue":50}}</script>',
            "headcount",
            "11-50",
        ),
        (
            '<script type="application/ld+json">{"@type":"OnlineStore","foundingDate":"2015-03-01",'
            '"numberOfEmployees":"25"}</script>',
            "headcount",
            "25",
        ),
        (
            '<script type="application/ld+json">{"@type":"Organization",'
            '"aggregateRating":{"ratingValue":4.8,"reviewCount":"2,310"}}</script>',
            "reviews",
            "2310",
        ),
    ],
)
def test_numbers_are_read_as_the_page_states_them(body: str, kind: str, value: str) -> None:
    assert (kind, value) in [(f.kind, f.value) for f in find_size_evidence(document(body))]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Software for companies with 50 employees</p>",
        "<p>A team of experts answers your questions</p>",
        "<p>Employees must wash their hands</p>",
        "<p>Available in all good stores</p>",
        "<p>Seit Jahren für Sie da. Since you ask: 42% off</p>",
        "<p>Customer of ours ever since 2.0</p>",
        '<script type="application/ld+json">{"@type":"Product","aggregateRating":{"reviewCount":9}}</script>',
        '<script type="application/ld+json">{"@type":"Organization","numberOfEmployees":"many",'
        '"foundingDate":[]}</script>',
        "",
    ],
)
def test_what_is_no_number_of_the_companys_own_is_not_one(body: str) -> None:
    assert list(find_size_evidence(document(body))) == []
