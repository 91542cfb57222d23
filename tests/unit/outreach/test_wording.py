"""In which language a mail is written, and the words that a campaign brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.campaign import Campaign
from outreach.campaign_file import CampaignInvalid, parse
from outreach.facts import Fact
from outreach.profile import Profile
from outreach.wording import choose, spoken_by

DEMO = (Path(__file__).parents[3] / "campaigns" / "demo.yml").read_text(encoding="utf-8")
GERMAN = """
language: en
translations:
  de:
    summary: Wir helfen kleinen Shops.
    question: Lohnt sich ein kurzes Gespräch?
    subjects: ["Eine Frage an {{ company }}"]
    source_notice: Wir fanden diese Adresse auf {page}.
templates:
  own: "Hello {{ company }}"
"""


def profile(**known: str) -> Profile:
    facts = [Fact(kind, kind, value, "https://a.example/", "r", 0.9, "2026") for kind, value in known.items()]
    return Profile("a.example", "2026", tuple(facts))


@pytest.fixture
def campaign() -> Campaign:
    return parse(DEMO + GERMAN)


@pytest.mark.parametrize(
    ("known", "language"),
    [
        ({"language": "de"}, "de"),
        ({"language": "de-AT"}, "de"),
        ({"language": "pt_BR", "country": "DE"}, "pt"),
        ({"country": "FR"}, "fr"),
        ({"country": "NL"}, "nl"),
        ({"country": "CH"}, ""),
        ({"country": "BE"}, ""),
        ({}, ""),
    ],
)
def test_a_page_says_its_language_and_a_country_only_where_it_has_one(
    known: dict[str, str], language: str
) -> None:
    assert spoken_by(profile(**known)) == language


@pytest.mark.parametrize(
    ("known", "language"),
    [({"language": "de"}, "de"), ({"language": "fr"}, "en"), ({"language": "ja"}, "en"), ({}, "en")],
)
def test_a_mail_is_written_in_the_recipients_language_where_the_campaign_speaks_it(
    campaign: Campaign, known: dict[str, str], language: str
) -> None:
    assert choose(campaign.wording, profile(**known)) == language


def test_a_template_of_the_campaigns_that_is_not_translated_keeps_the_mail_in_its_language(
    campaign: Campaign,
) -> None:
    assert choose(campaign.wording, profile(language="de"), ["own"]) == "en"
    assert choose(campaign.wording, profile(language="de"), ["intro"]) == "de"


def test_a_campaign_in_another_language_says_all_its_own_words_in_it(campaign: Campaign) -> None:
    german = campaign.spoken("de")
    assert german.offer.summary == "Wir helfen kleinen Shops."
    assert german.steps[0].subject == "Eine Frage an {{ company }}"
    assert german.steps[1].subject == ""
    assert german.source_notice.startswith("Wir fanden")
    assert german.wording.language == "de"
    assert campaign.spoken("nl") == campaign


def test_the_stored_form_keeps_languages_and_templates(campaign: Campaign) -> None:
    assert Campaign.from_item(campaign.to_item()) == campaign
    assert campaign.wording.own_template("own") == "Hello {{ company }}"


def test_a_campaign_without_any_of_this_stores_nothing_of_it() -> None:
    assert "wording" not in parse(DEMO).to_item()


def test_a_template_may_stand_in_a_file_beside_the_campaign(tmp_path: Path) -> None:
    (tmp_path / "welcome.j2").write_text("Hello {{ company }}", encoding="utf-8")
    (tmp_path / "demo-domains.csv").write_text("domain\na.example\n", encoding="utf-8")
    found = parse(DEMO + "\ntemplates:\n  welcome: {file: welcome.j2}\n", tmp_path)
    assert found.wording.own_template("welcome") == "Hello {{ company }}"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("language: tlh", "language"),
        ("translations: {xx: {summary: a}}", "translations.xx"),
        ("translations: {de: {summary: a, question: b}}", "translations.de.subjects"),
        ("templates: {Own: text}", "templates.Own"),
        ("templates: {own: {file: ../../etc/passwd}}", "templates.own.file"),
        ("templates: {own: {file: nothing.j2}}", "templates.own.file"),
        (f"templates: {{own: {'x' * 5_001}}}", "templates.own"),
    ],
)
def test_what_is_wrong_with_the_wording_is_said_with_its_place(text: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "demo-domains.csv").write_text("domain\na.example\n", encoding="utf-8")
    with pytest.raises(CampaignInvalid) as caught:
        parse(f"{DEMO}\n{text}\n", tmp_path)
    assert where in [problem.where for problem in caught.value.problems]
