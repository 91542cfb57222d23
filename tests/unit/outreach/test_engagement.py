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


# Evidence that a mail's own delivery and its hidden link give -----------------------------------------------

HIDDEN = f"https://api.example/u/token?{HIDDEN_MARK}"


def test_a_link_that_no_reader_sees_was_followed_by_a_machine_whenever_it_was() -> None:
    judgement = judge(replace(PERSON, link=HIDDEN))
    assert judgement.machine >= 98
    assert "hidden_link" in judgement.evidence


def test_whoever_followed_the_hidden_link_followed_the_others_too() -> None:
    trap = replace(PERSON, link=HIDDEN, at=PERSON.at + timedelta(minutes=3))
    same_hand = judge(PERSON, [PERSON, trap])
    assert "hand_of_hidden_link" in same_hand.evidence
    assert same_hand.is_machine
    moments_apart = judge(replace(PERSON, address="198.51.100.9"), [replace(trap, at=PERSON.at)])
    assert "hand_of_hidden_link" in moments_apart.evidence
    somebody_else = judge(replace(PERSON, address="198.51.100.9"), [PERSON, trap])
    assert somebody_else.evidence == ("long_after",)


def test_an_open_is_never_hidden_and_a_visible_unsubscribe_link_is_no_trap() -> None:
    assert not Touch(OPEN, MAILED, MAILED, link=HIDDEN).hidden
    assert not replace(PERSON, link="https://api.example/u/token").hidden
    assert not replace(PERSON, link=f"https://api.example/?a=1&{HIDDEN_MARK}").hidden


def test_seconds_count_from_delivery_and_not_from_a_mail_that_was_kept_waiting() -> None:
    # Greylisted for eleven minutes; a gateway reads it before it says that it took it.
    delivered = MAILED + timedelta(minutes=11)
    click = replace(PERSON, at=delivered + timedelta(seconds=2))
    assert "long_after" in judge(click).evidence
    told = replace(click, delivered_at=delivered)
    assert "at_once" in judge(told).evidence
    assert judge(told).machine > 3 * judge(click).machine
    before = replace(told, at=delivered - timedelta(seconds=3))
    assert "at_once" in judge(before).evidence


def test_each_piece_of_evidence_has_a_name_of_its_own() -> None:
    crowd = [
        replace(
            PERSON,
            link=f"https://a.example/{n}",
            at=MAILED + timedelta(seconds=n),
            user_agent=agent,
            address=ip,
        )
        for n, (agent, ip) in enumerate([("curl/8", "64.235.150.1"), ("", ""), (CHROME, "192.0.2.1")])
    ]
    named = {name for touch in crowd for name in judge(touch, crowd).evidence}
    assert named == {
        "program",
        "network_barracuda",
        "no_user_agent",
        "at_once",
        "several_links_together",
        "without_opening",
    }
