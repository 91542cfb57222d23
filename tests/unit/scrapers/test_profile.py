import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.facts import Fact
from outreach.profile import Profile, merge_facts
from scrapers.contacts import choose_contact
from scrapers.profile import build_profile
from tests.unit.scrapers.pages import MOMENT, page

HOME = """<html lang="en"><title>Northwind Traders</title>
<meta property="og:site_name" content="Northwind Traders">
<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}</script>
<a href="mailto:press@northwind.example">press</a><p>Tel: +44 20 7946 0958 Fax: +44 20 7946 0959</p>"""
CONTACT = '<a href="mailto:hello@northwind.example">write</a><title>Northwind Traders</title>'


def profile() -> Profile:
    return build_profile([page(HOME), page(CONTACT, "https://northwind.example/contact")])


def test_a_profile_says_what_all_pages_said() -> None:
    found = profile()
    assert found.domain == "northwind.example"
    assert found.company == "Northwind Traders"
    assert found.platform == "shopify"
    assert set(found.emails) == {"press@northwind.example", "hello@northwind.example"}
    assert found.phones == ("+442079460958",)
    assert found.country == "GB"
    assert found.language == "en"
    assert found.seen_at == MOMENT


def test_every_fact_keeps_its_page_its_place_its_rule_and_its_moment() -> None:
    for fact in profile().facts:
        assert fact.at
        assert fact.page.startswith("https://northwind.example/")
        assert fact.rule
        assert fact.seen_at == MOMENT
        assert 0 < fact.confidence <= 1
        assert len(fact.id) == 32


def test_the_same_pages_give_the_same_profile() -> None:
    assert profile() == profile()


def test_what_two_pages_say_is_one_fact_of_the_surer_page() -> None:
    companies = profile().of_kind("company")
    assert [(fact.value, fact.page) for fact in companies] == [
        ("Northwind Traders", "https://northwind.example/")
    ]


def test_nothing_known_is_said_as_such() -> None:
    empty = build_profile([page("")])
    assert empty.company == "northwind.example"
    assert empty.platform == "none"
    assert empty.platform_confidence == 0.0
    assert (empty.country, empty.language, empty.emails, empty.description) == ("", "", (), "")
    assert build_profile([]).domain == ""


def test_the_earlier_of_two_equal_facts_is_kept() -> None:
    first = Fact("1", "company", "A", "p1", "og", 0.9, MOMENT)
    second = Fact("2", "company", "A", "p2", "og", 0.9, MOMENT)
    surer = Fact("3", "company", "A", "p3", "jsonld", 0.95, MOMENT)
    assert merge_facts([first, second]) == (first,)
    assert merge_facts([first, surer]) == (surer,)


def of_mails(*addresses: str) -> Profile:
    return build_profile([page(" ".join(f'<a href="mailto:{a}">x</a>' for a in addresses))])


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (("press@northwind.example", "info@northwind.example"), "info@northwind.example"),
        (("shop@gmail.com", "orders@northwind.example"), "orders@northwind.example"),
        (("privacy@northwind.example", "shop@gmail.com"), "shop@gmail.com"),
        (("hello@eu.northwind.example",), "hello@eu.northwind.example"),
        (("info@agency.example", "noreply@northwind.example"), None),
        (("jane.doe@northwind.example",), None),
        ((), None),
    ],
)
def test_the_company_s_own_role_mailbox_is_written_to_first(
    addresses: tuple[str, ...], chosen: str | None
) -> None:
    contact = choose_contact(of_mails(*addresses))
    assert (contact.value if contact else None) == chosen


def test_a_person_is_written_to_only_where_that_is_allowed() -> None:
    contact = choose_contact(of_mails("jane.doe@northwind.example"), persons=True)
    assert contact is not None
    assert contact.value == "jane.doe@northwind.example"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/@ .\"'=-abtelmi:0123456789()+[]©|{}&#;\n"), max_size=400))
def test_any_text_is_a_page(body: str) -> None:
    build_profile([page(body)])
