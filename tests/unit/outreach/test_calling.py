"""Whether a number may be dialled now."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.calling import ALLOWED, CallDecision, decide
from outreach.campaign import Calls
from outreach.phone_zones import AREA_CODES, CALLING_CODES
from outreach.zones import of_number

POLICY = Calls(enabled=True)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
LONDON, NEW_YORK, TOLL_FREE = "+442079460123", "+12125550123", "+18005550123"


def ask(number: str, now: datetime = NOON, **changes: object) -> CallDecision:
    given_: dict[str, object] = {"policy": POLICY, "consented": True, "do_not_call": False} | changes
    return decide(number, now=now, **given_)  # type: ignore[arg-type]


def test_somebody_who_asked_for_a_call_is_called_in_the_afternoon() -> None:
    assert ask(LONDON) == ALLOWED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"policy": Calls(enabled=False)}, "calls_disabled"),
        ({"do_not_call": True}, "do_not_call"),
        ({"consented": False}, "consent_missing"),
        ({"do_not_call": True, "consented": False}, "do_not_call"),
    ],
)
def test_the_gate_that_refuses_is_named(changes: dict[str, object], reason: str) -> None:
    assert ask(LONDON, **changes) == CallDecision(False, reason)


@pytest.mark.parametrize("number", ["", "12345", "+0123456789", "+999123456789", "+870123456789", "call me"])
def test_a_number_of_no_known_zone_is_not_dialled(number: str) -> None:
    assert ask(number).reason == "zone_unknown"


def test_too_early_and_too_late_say_when_to_ask_again() -> None:
    early = datetime(2026, 3, 4, 7, 59, 59, tzinfo=UTC)
    assert ask(LONDON, early) == CallDecision(
        False, "outside_hours", early.replace(hour=8, minute=0, second=0)
    )
    late = datetime(2026, 3, 4, 21, 0, tzinfo=UTC)
    assert ask(LONDON, late).until == datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
    assert ask(LONDON, late.replace(hour=20, minute=59)) == ALLOWED


def test_a_number_of_unknown_area_waits_for_the_last_clock_of_the_continent() -> None:
    assert ask(NEW_YORK, datetime(2026, 3, 4, 14, 0, tzinfo=UTC)) == ALLOWED
    refused = ask(TOLL_FREE, datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
    assert refused.reason == "outside_hours"
    assert refused.until == datetime(2026, 3, 4, 18, 0, tzinfo=UTC), "eight in Honolulu"


def test_a_country_too_wide_for_a_common_hour_is_not_dialled() -> None:
    narrow = Calls(enabled=True, from_hour=9, to_hour=11)
    assert ask("+74951234567", policy=narrow).reason == "no_common_hour"


def test_a_policy_can_narrow_the_lawful_hours_and_never_widen_them() -> None:
    wide = Calls(enabled=True, from_hour=0, to_hour=24)
    assert ask(LONDON, NOON.replace(hour=7), policy=wide).reason == "outside_hours"
    assert ask(LONDON, NOON.replace(hour=21), policy=wide).reason == "outside_hours"


CODES = st.one_of(
    st.sampled_from(sorted(AREA_CODES)).map(lambda code: f"+1{code}5550123"),
    st.sampled_from(sorted(CALLING_CODES)).map(lambda code: f"+{code}1234567"),
)


@given(CODES, st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2030, 1, 1)))  # noqa: DTZ001
def test_nobody_is_called_before_eight_or_after_twenty_one_on_any_clock(number: str, when: datetime) -> None:
    now = when.replace(tzinfo=UTC)
    decision = ask(number, now)
    moment = now if decision.allowed else decision.until
    if moment is not None:
        clocks = of_number(number)
        assert clocks
        assert all(8 <= moment.astimezone(ZoneInfo(zone)).hour < 21 for zone in clocks)


def test_area_codes_agree_with_an_independent_table() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    timezone = pytest.importorskip("phonenumbers.timezone", reason="its time zone data may be left out")
    wrong = []
    for code, zones in AREA_CODES.items():
        theirs = timezone.time_zones_for_geographical_number(phonenumbers.parse(f"+1{code}2345678"))
        ours = {offset(zone) for zone in zones}
        if len(theirs) < 5 and not {offset(zone) for zone in theirs} <= ours:
            wrong.append(code)
    # 219 is north-west Indiana, on Chicago's clock; 689 is Orlando, on New York's; 867 reaches from Yukon
    # to Nunavut; 474 is Saskatchewan and 879 Newfoundland.
    assert set(wrong) <= {"219", "474", "689", "867", "879"}


def offset(zone: str) -> tuple[object, object]:
    there = ZoneInfo(zone)
    return NOON.astimezone(there).utcoffset(), NOON.replace(month=7).astimezone(there).utcoffset()
