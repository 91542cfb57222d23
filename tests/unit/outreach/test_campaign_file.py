"""Campaign files: what is read, and how errors are told."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import durations
from outreach.address_policy import LOOKUPS_PER_RUN, AddressPolicy
from outreach.campaign import Campaign, CsvSource, LegalBasis, SearchSource, Writer
from outreach.campaign_file import CampaignInvalid, Problem, load, parse
from outreach.sources import (
    CertificateSource,
    CommonCrawlSource,
    DirectorySource,
    ShopQueries,
)
from outreach.target import Catalogue, Size, Target, Technologies

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
DEMO = (CAMPAIGNS / "demo.yml").read_text()


def problems(text: str, folder: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(CampaignInvalid) as caught:
        parse(text, folder)
    return caught.value.problems


@pytest.mark.parametrize("path", sorted(CAMPAIGNS.glob("*.yml")), ids=lambda p: p.name)
def test_every_example_campaign_is_valid_and_bears_its_file_name(path: Path) -> None:
    assert load(path).id == path.stem


def test_the_demo_campaign_is_read_as_written() -> None:
    campaign = parse(DEMO)
    assert campaign.legal_basis is LegalBasis.LEGITIMATE_INTEREST
    search, directory, crawl, listed = campaign.sources
    assert search == SearchSource("brave", ("independent online shop", "family business web store"), limit=40)
    assert directory == DirectorySource(
        "http://guildofmakers.example/members", "ul.members a", limit=40, following="a[rel=next]"
    )
    assert crawl == CommonCrawlSource(("*.example",), limit=40)
    assert listed == CsvSource("demo-domains.csv")
    assert [step.wait_seconds for step in campaign.steps] == [0, 20]
    assert campaign.steps[0].writer is Writer.MODEL
    assert (campaign.window.from_minute, campaign.window.to_minute) == (0, 1440)
    assert campaign.calls.enabled
    assert campaign.sender.postal_address.endswith("United Kingdom")
    assert campaign.step(2) is None


@pytest.mark.parametrize("path", sorted(CAMPAIGNS.glob("*.yml")), ids=lambda p: p.name)
def test_the_stored_form_gives_the_campaign_back(path: Path) -> None:
    campaign = load(path)
    stored = json.loads(json.dumps(campaign.to_item()), parse_int=Decimal)
    assert Campaign.from_item(stored) == campaign


@pytest.mark.parametrize(
    ("old", "new", "where", "word"),
    [
        ("id: demo", "id: De mo", "id", "wrong form"),
        ("id: demo", "idd: demo", "idd", "not a setting"),
        ("threshold: 35", "threshold: 135", "threshold", "out of range"),
        ("threshold: 35", "threshold: high", "threshold", "not a whole number"),
        ("threshold: 35", "threshold: true", "threshold", "not a whole number"),
        ("wait: 20s", "wait: soon", "sequence.steps[1].wait", "length of time"),
        ("wait: 20s", "wait: 0s", "sequence.steps[1].wait", "is nothing"),
        ("template: intro", "template: ../intro", "sequence.steps[0].template", "wrong form"),
        ('from: "00:00"', "from: 9:00", "window.from", "time of day"),
        ('to: "24:00"', 'to: "24:30"', "window.to", "time of day"),
        ('to: "24:00"', 'to: "00:00"', "window.to", "not after"),
        ("time_zone: Europe/London", "time_zone: Europe/Londn", "sender.time_zone", "not a time zone"),
        ("address: ada@mail.lumenpost.example", "address: ada", "sender.address", "wrong form"),
        ("website: https://lumenpost", "website: http://lumenpost", "sender.website", "https"),
        ("legal_basis: legitimate_interest", "legal_basis: hope", "legal_basis", "unknown"),
        ("{page} on {date}", "{page} on {when}", "source_notice", "does not exist"),
        ("provider: brave", "provider: altavista", "sources[0].search.provider", "unknown"),
        ("csv: demo-domains.csv", "csv: ../secret.csv", "sources[3].csv", "out of the campaign's folder"),
        ("csv: demo-domains.csv", "cvs: demo-domains.csv", "sources[3]", "no known source"),
        ("limit: 40", "limit: 0", "sources[0].search.limit", "out of range"),
        ("limit: 40", "limits: 40", "sources[0].search.limits", "not a setting"),
        ("limit: 40", "requests: 0", "sources[0].search.requests", "out of range"),
        ("- independent online shop", '- ""', "sources[0].search.queries[0]", "is empty"),
        ("- independent online shop", f"- {'x ' * 33}", "sources[0].search.queries[0]", "more than 32 words"),
        ("url: http://guild", "url: guild", "sources[1].directory.url", "wrong form"),
        ("url: http://guild", "url: file://guild", "sources[1].directory.url", "wrong form"),
        ('"*.example"', '"*.*"', "sources[2].common_crawl.urls[0]", "no host or address"),
        ("links: ul.members a", "link: ul.members a", "sources[1].directory.link", "not a setting"),
        ("from: 8, to: 21", "from: 7, to: 21", "calls.hours.from", "out of range"),
        ("opens: true", "opens: often", "tracking.opens", "neither yes nor no"),
        ("name: Ada Brightwell", 'name: "Ada\\nBcc: all@x.example"', "sender.name", "line break"),
    ],
)
def test_an_error_is_told_with_its_line_place_and_remedy(old: str, new: str, where: str, word: str) -> None:
    text = DEMO.replace(old, new, 1)
    assert text != DEMO
    found = [p for p in problems(text) if p.where == where]
    assert found, problems(text)
    assert word in found[0].message
    assert found[0].fix
    assert found[0].line == DEMO[: DEMO.index(old)].count("\n") + 1


WHOLE_PROFILE = """profile:
  platforms: [Shopify]
  countries: [gb, us]
  currencies: [gbp, EUR]
  languages: [en, DE]
  technologies: { wanted: [Klaviyo, yotpo], unwanted: [recharge] }
  catalogue: { min: 20, max: 5000 }
  industries: [Shoes, jewellery]
  size: [1-10, 11-50]
  signals: { hiring: 20, clicked: 0 }
addresses: { providers: [hunter], lookups_per_run: 30, probe: true }
"""
FULL = DEMO[: DEMO.index("profile:")] + WHOLE_PROFILE + DEMO[DEMO.index("threshold:") :]


def test_a_profile_may_declare_all_that_fits() -> None:
    campaign = parse(FULL)
    assert campaign.target == Target(
        platforms=("shopify",),
        countries=("GB", "US"),
        currencies=("GBP", "EUR"),
        languages=("en", "de"),
        technologies=Technologies(wanted=("klaviyo", "yotpo"), unwanted=("recharge",)),
        catalogue=Catalogue(20, 5000),
        industries=("shoes", "jewellery"),
        size=(Size.TO_10, Size.TO_50),
        signals={"hiring": 20, "clicked": 0},
    )
    assert campaign.addresses == AddressPolicy(("hunter",), lookups_per_run=30, probe=True)
    stored = json.loads(json.dumps(campaign.to_item()), parse_int=Decimal)
    assert Campaign.from_item(stored) == campaign


def test_a_campaign_stored_before_a_profile_could_say_more_is_still_read() -> None:
    stored = parse(FULL).to_item()
    del stored["addresses"]
    stored["target"] = {
        "platforms": ["shopify"],
        "countries": [],
        "keywords": [],
        "exclude": [],
        "weights": {},
    }
    campaign = Campaign.from_item(stored)
    assert campaign.target == Target(platforms=("shopify",))
    assert campaign.addresses == AddressPolicy(providers=(), lookups_per_run=0, probe=False)


def test_naming_a_provider_is_enough_to_allow_some_lookups() -> None:
    text = FULL.replace("providers: [hunter], lookups_per_run: 30, probe: true", "providers: [hunter]")
    assert parse(text).addresses == AddressPolicy(("hunter",), LOOKUPS_PER_RUN, probe=False)


@pytest.mark.parametrize(
    ("old", "new", "where", "word"),
    [
        ("currencies: [gbp, EUR]", "currencies: [pounds]", "profile.currencies[0]", "ISO 4217"),
        ("languages: [en, DE]", "languages: [english]", "profile.languages[0]", "ISO 639"),
        ("size: [1-10, 11-50]", "size: [tiny]", "profile.size[0]", "none of 1-10, 11-50, 51-200"),
        ("unwanted: [recharge]", "unwanted: [yotpo]", "profile.technologies.unwanted", "wanted too"),
        ("unwanted: [recharge]", "avoid: [recharge]", "profile.technologies.avoid", "not a setting"),
        ("max: 5000", "max: 5", "profile.catalogue.max", "below `min`"),
        ("max: 5000", "most: 5", "profile.catalogue.most", "not a setting"),
        ("hiring: 20", "hiring: 200", "profile.signals.hiring", "out of range"),
        ("providers: [hunter]", "providers: [gatherer]", "addresses.providers[0]", "none of hunter"),
        ("lookups_per_run: 30", "lookups_per_run: -1", "addresses.lookups_per_run", "out of range"),
        ("probe: true", "probe: 25", "addresses.probe", "neither yes nor no"),
    ],
)
def test_an_error_in_what_fits_is_told_with_its_line(old: str, new: str, where: str, word: str) -> None:
    found = [p for p in problems(FULL.replace(old, new, 1)) if p.where == where]
    assert found
    assert word in found[0].message
    assert found[0].line == FULL[: FULL.index(old)].count("\n") + 1


def test_the_campaign_as_one_would_run_it_names_every_kind_of_search() -> None:
    brave, google, crawl, certificates = load(CAMPAIGNS / "shop-checkout-uk-us.yml").sources
    assert isinstance(brave, SearchSource)
    assert (brave.limit, brave.requests) == (100, 20)
    assert google == SearchSource(
        "google",
        (),
        limit=50,
        requests=30,
        shops=ShopQueries(keywords=("handmade",), industries=("homeware", "coffee"), countries=("GB", "US")),
    )
    assert crawl == CommonCrawlSource(("*.myshopify.com",), limit=50, requests=10)
    assert certificates == CertificateSource(("%.coffee.myshopify.com",), limit=50)


def test_queries_made_of_nothing_are_an_error() -> None:
    queries = "\n      queries: { countries: [GB] }\n      limit: 40"
    start, end = DEMO.index("\n      queries:"), DEMO.index("\n  # A page of links")
    found = problems(DEMO[:start] + queries + DEMO[end:])
    assert [p.where for p in found] == ["sources[0].search.queries.keywords"]
    assert "both empty" in found[0].message


def test_a_search_stored_before_requests_were_counted_is_still_read() -> None:
    stored = parse(DEMO).to_item()
    stored["sources"] = [{"kind": "search", "provider": "brave", "queries": ["tea"], "limit": 5}]
    assert Campaign.from_item(stored).sources == (SearchSource("brave", ("tea",), limit=5),)
    stored["sources"] = [{"kind": "csv", "file": "a.csv"}]
    assert Campaign.from_item(stored).sources == (CsvSource("a.csv"),)
    stored["sources"] = [{"kind": "oracle", "limit": 5}]
    with pytest.raises(ValueError, match="oracle"):
        Campaign.from_item(stored)


def test_all_errors_are_told_at_once_in_the_order_of_lines() -> None:
    text = DEMO.replace("threshold: 35", "threshold: 999").replace("id: demo", "id: X!").replace("20s", "x")
    found = problems(text)
    assert [p.where for p in found] == ["id", "threshold", "sequence.steps[1].wait"]
    assert [p.line for p in found] == sorted(p.line for p in found)


@pytest.mark.parametrize(
    "section", ["sender", "offer", "sequence", "window", "caps", "sources", "threshold", "legal_basis"]
)
def test_a_missing_section_is_named(section: str) -> None:
    lines, skipping = [], False
    for line in DEMO.splitlines():
        if line and not line.startswith((" ", "#")):
            skipping = line.startswith(section + ":")
        if not skipping:
            lines.append(line)
    assert section in {p.where for p in problems("\n".join(lines))}


def test_a_sender_without_a_postal_address_is_refused_with_the_law() -> None:
    text = DEMO.replace("  postal_address: |\n", "  # |\n").replace("    Lumenpost Ltd\n", "")
    text = "\n".join(
        line for line in text.splitlines() if not line.startswith("    ") or ":" in line or "-" in line
    )
    assert any(p.where == "sender.postal_address" and "CAN-SPAM" in p.fix for p in problems(text))


def test_norway_written_without_quotes_is_explained() -> None:
    text = DEMO.replace("profile:", "profile:\n  countries: [GB, no, false]")
    found = [p for p in problems(text) if p.where == "profile.countries[2]"]
    assert "quotes" in found[0].fix


def test_a_csv_that_is_not_there_is_named_with_its_folder(tmp_path: Path) -> None:
    found = problems(DEMO, tmp_path)
    assert [p.where for p in found] == ["sources[3].csv"]
    assert str(tmp_path) in found[0].fix


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- list",
        "id: [",
        "id: a\nid: b",
        "a: &a [*a]",
        "\x00",
        "!!python/object:os.system {}",
    ],
)
def test_what_is_no_campaign_at_all_is_one_clear_error(text: str) -> None:
    found = problems(text)
    assert found
    assert all(p.line >= 1 and p.fix for p in found)


def test_a_repeated_key_is_an_error_on_its_line() -> None:
    found = problems(DEMO + "\nthreshold: 1\n")
    assert found[0].line == len(DEMO.splitlines()) + 2


@given(st.text(max_size=200))
def test_any_text_is_either_a_campaign_or_refused_with_problems(text: str) -> None:
    assert problems(text)


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    assert "larger" in problems("x" * 300_000)[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3 days", 259_200), ("20s", 20), ("1 hour 30 minutes", 5400), ("2 WEEKS", 1_209_600), ("90", None)],
)
def test_lengths_of_time(text: str, expected: int | None) -> None:
    if expected is None:
        with pytest.raises(ValueError, match="not a length of time"):
            durations.seconds(text)
    else:
        assert durations.seconds(text) == expected
