"""Window, caps and warm-up as people write them in a campaign file."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.campaign import Campaign, Caps, HolidayRule, Ramp, Window
from outreach.campaign_file import CampaignInvalid, load, parse

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
DEMO = (CAMPAIGNS / "demo.yml").read_text()
RAMP = "ramp:\n  start: 8\n  growth: 25\n  ceiling: 60\n"


def problem(text: str) -> tuple[int, str, str]:
    with pytest.raises(CampaignInvalid) as caught:
        parse(text)
    (found,) = caught.value.problems
    return found.line, found.where, found.message


def line_of(text: str, beginning: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(beginning))


def test_a_real_campaign_observes_holidays_and_warms_its_sender_up() -> None:
    campaign = load(CAMPAIGNS / "shop-checkout-uk-us.yml")
    assert campaign.window.holidays is HolidayRule.OBSERVE
    assert campaign.caps == Caps(60, 1, 50)
    assert campaign.ramp == Ramp(start=8, growth=25, ceiling=60)
    assert Campaign.from_item(campaign.to_item()) == campaign


def test_the_demo_ignores_holidays_and_has_no_warm_up() -> None:
    campaign = parse(DEMO)
    assert campaign.window.holidays is HolidayRule.IGNORE
    assert (campaign.caps.campaign_per_day, campaign.ramp) == (None, None)
    assert "ramp" not in campaign.to_item()
    assert "campaign_per_day" not in campaign.to_item()["caps"]


def test_a_campaign_that_was_stored_before_there_were_holidays_observes_them() -> None:
    stored = parse(DEMO).to_item()
    del stored["window"]["holidays"]
    assert Campaign.from_item(stored).window.holidays is HolidayRule.OBSERVE
    assert Window.from_item(stored["window"]).days == parse(DEMO).window.days


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("holidays: ignore", "holidays: sometimes", "window.holidays", "is unknown"),
        ("domain_per_day: 5", "domain_per_day: 5\n  campaign_per_day: 0", "caps.campaign_per_day", "range"),
        ("caps:", RAMP.replace("8", "0") + "caps:", "ramp.start", "out of range"),
        ("caps:", RAMP.replace("25", "500") + "caps:", "ramp.growth", "out of range"),
        ("caps:", RAMP.replace("60", "a lot") + "caps:", "ramp.ceiling", "not a whole number"),
        ("caps:", RAMP.replace("60", "7") + "caps:", "ramp.ceiling", "below `start`"),
        ("caps:", RAMP.replace("  growth: 25\n", "") + "caps:", "ramp.growth", "is missing"),
        ("caps:", RAMP + "  speed: 3\ncaps:", "ramp.speed", "is not a setting"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, where: str, words: str) -> None:
    text = DEMO.replace(old, new, 1)
    line, found, message = problem(text)
    assert found == where
    assert words in message
    key = where.rpartition(".")[2] + ":"
    assert line == line_of(text, key if key in new else "ramp:")
