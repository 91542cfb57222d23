"""People and machines at the links and pictures of a mail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.engagement import CLICK, HIDDEN_MARK, OPEN, Touch, judge, network_of
from outreach.scanner_networks import NETWORKS

MAILED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PERSON = Touch(CLICK, MAILED + timedelta(minutes=42), MAILED, "https://a.example/one", "192.0.2.44", CHROME)


def after(touch: Touch, seconds: float, link: str = "") -> Touch:
    return replace(touch, at=MAILED + timedelta(seconds=seconds), link=link or touch.link)


def test_a_click_of_a_browser_long_after_the_mail_is_a_persons() -> None:
    judgement = judge(PERSON)
    assert judgement.machine < 10
    assert judgement.evidence == ("long_after",)
    assert not judgement.is_machine


def test_every_link_within_seconds_is_a_gateways_work() -> None:
    touches = [after(PERSON, 3 + n / 10, f"https://a.example/{n}") for n in range(4)]
    for touch in touches:
        judgement = judge(touch, touches)
        assert judgement.machine >= 95
        assert "several_links_together" in judgement.evidence


def test_one_link_clicked_twice_is_not_several() -> None:
    again = after(PERSON, 42 * 60 + 2)
    assert not judge(PERSON, [PERSON, again]).is_machine


@pytest.mark.parametrize(
    "agent",
    ["python-requests/2.32", "curl/8.5", "Barracuda Sentinel (EE)", "Mozilla/5.0 HeadlessChrome/140"],
)
def test_a_program_that_says_so_is_a_machine_at_any_time(agent: str) -> None:
    assert judge(replace(PERSON, user_agent=agent)).is_machine


def test_a_click_without_any_agent_is_less_likely_a_persons() -> None:
    assert judge(replace(PERSON, user_agent="")).machine > 2 * judge(PERSON).machine


@pytest.mark.parametrize("address", ["64.235.150.1", "148.163.130.9", "104.47.1.1", "85.158.137.7"])
def test_a_gateways_network_is_known(address: str) -> None:
    assert network_of(address)
    assert judge(replace(PERSON, address=address)).is_machine


@pytest.mark.parametrize("address", ["192.0.2.44", "", "not an address", "2001:db8::1", "999.1.1.1"])
def test_any_other_address_says_nothing(address: str) -> None:
    assert network_of(address) == ""


def test_a_picture_loaded_at_once_by_a_bare_agent_is_a_mail_programs() -> None:
    opened = Touch(OPEN, MAILED + timedelta(seconds=4), MAILED, user_agent="Mozilla/5.0")
    assert judge(opened).machine >= 95


def test_a_picture_through_google_hours_later_was_read_by_somebody() -> None:
    agent = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
    assert judge(Touch(OPEN, MAILED + timedelta(hours=2), MAILED, user_agent=agent)).machine < 20


def test_what_comes_later_changes_what_is_thought_of_the_first() -> None:
    first = after(PERSON, 20)
    alone = judge(first)
    beside = judge(
        first, [after(PERSON, 21, "https://a.example/two"), after(PERSON, 22, "https://a.example/three")]
    )
    assert beside.machine > alone.machine


def test_the_networks_are_written_as_networks() -> None:
    assert all(ip_network(text) for texts in NETWORKS.values() for text in texts)


moments = st.integers(0, 7 * 86_400).map(lambda seconds: MAILED + timedelta(seconds=seconds))
touches = st.builds(
    Touch,
    kind=st.sampled_from([OPEN, CLICK]),
    at=moments,
    mailed_at=st.just(MAILED),
    link=st.sampled_from(["", "https://a.example/1", "https://a.example/2"]),
    address=st.text(max_size=20),
    user_agent=st.text(max_size=60),
)


@given(touches, st.lists(touches, max_size=6))
def test_any_touch_has_a_probability_and_the_order_of_the_others_does_not_matter(touch, others) -> None:
    judgement = judge(touch, others)
    assert 0 <= judgement.machine <= 100
    assert judge(touch, others[::-1]).machine == judgement.machine
