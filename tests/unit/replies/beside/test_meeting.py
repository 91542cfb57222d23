"""When somebody wants to talk or to meet, in the languages that answers come in."""

# ruff: noqa: E501 - words in rows
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies import calendar_days
from replies.meeting import Proposal, find_proposal

MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "day", "start", "offset"),
    [
        ("Can we meet on Tuesday at 14:00?", "2026-10-06", "14:00", None),
        ("Next Tuesday at 2pm works.", "2026-10-13", "14:00", None),
        ("Wednesday after 2 works.", "2026-10-07", None, None),
        ("How about 15 October at 10am CET?", "2026-10-15", "10:00", 60),
        ("Let's talk tomorrow at 9.", "2026-10-06", "09:00", None),
        ("Friday?", "2026-10-09", None, None),
        ("Monday 3pm?", "2026-10-12", "15:00", None),
        ("October 20th, 16:30 GMT+2", "2026-10-20", "16:30", 120),
        ("The day after tomorrow at noon.", "2026-10-07", "12:00", None),
        ("at half past three on Thursday", "2026-10-08", "15:30", None),
        ("Today at 5pm", "2026-10-05", "17:00", None),
        ("2026-10-12 11:15 UTC", "2026-10-12", "11:15", 0),
        ("29 February at 10:00", None, "10:00", None),
        ("Dienstag um 14 Uhr passt.", "2026-10-06", "14:00", None),
        ("Nächsten Dienstag um halb zehn.", "2026-10-06", "09:30", None),
        ("Am 12.10. um 9:30 Uhr.", "2026-10-12", "09:30", None),
        ("Übermorgen gegen 15 Uhr", "2026-10-07", "15:00", None),
        ("Jeudi à 14h30 ?", "2026-10-08", "14:30", None),
        ("Demain à 9h.", "2026-10-06", "09:00", None),
        ("El jueves a las 16:00", "2026-10-08", "16:00", None),
        ("Mañana a las 10.", "2026-10-06", "10:00", None),
        ("Giovedì alle 15", "2026-10-08", "15:00", None),
        ("Donderdag om 14.30 uur", "2026-10-08", "14:30", None),
        ("We środę o 10:00", "2026-10-07", "10:00", None),
        ("Quinta-feira às 15h", "2026-10-08", "15:00", None),
        ("På torsdag kl. 13", "2026-10-08", "13:00", None),
        ("Torsdag klokken 13.30", "2026-10-08", "13:30", None),
        ("Torstaina klo 14", "2026-10-08", "14:00", None),
        ("火曜日の午後2時はいかがですか。", "2026-10-06", "14:00", None),
        ("周二下午三点可以。", "2026-10-06", "15:00", None),
        ("В четверг в 15:00", "2026-10-08", "15:00", None),
        ("화요일 오후 3시", "2026-10-06", "15:00", None),
        ("Perşembe günü saat 15:00", "2026-10-08", "15:00", None),
        ("Ve čtvrtek v 10 hodin", "2026-10-08", "10:00", None),
        ("Csütörtökön 10 óra", "2026-10-08", "10:00", None),
        ("Antradienį 10:00", "2026-10-06", "10:00", None),
        ("الثلاثاء الساعة 10:00", "2026-10-06", "10:00", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text, day, start, offset):
    found = find_proposal(text, MONDAY)
    assert found is not None
    written = (
        found.day.isoformat() if found.day else None,
        f"{found.start:%H:%M}" if found.start else None,
        found.offset,
    )
    assert written == (day, start, offset)


@pytest.mark.parametrize(
    ("text", "on", "day"),
    [
        ("tomorrow", date(2026, 12, 31), date(2027, 1, 1)),
        ("the day after tomorrow", date(2028, 2, 28), date(2028, 3, 1)),
        ("tomorrow", date(2028, 2, 28), date(2028, 2, 29)),
        ("Monday", date(2026, 12, 28), date(2027, 1, 4)),
        ("next Tuesday", date(2026, 10, 10), date(2026, 10, 13)),
        ("next Tuesday", date(2026, 10, 5), date(2026, 10, 13)),
        ("next Tuesday", date(2026, 10, 6), date(2026, 10, 13)),
        ("Tuesday next week", date(2026, 10, 5), date(2026, 10, 13)),
        ("5 January", date(2026, 12, 30), date(2027, 1, 5)),
        ("29.02.", date(2027, 5, 1), date(2028, 2, 29)),
        ("29.02.", date(2026, 5, 1), None),
        ("on the 31st", date(2026, 10, 5), date(2026, 10, 31)),
        ("on the 31st", date(2026, 10, 31), None),
        ("11/25", date(2026, 10, 5), date(2026, 11, 25)),
        ("3 March 2025", date(2026, 10, 5), None),
    ],
)
def test_days_go_over_the_ends_of_months_and_years(text, on, day):
    assert calendar_days.day_in(text, on) == day


@pytest.mark.parametrize(
    "text",
    ["Thanks!", "We have 12 shops and 3 people.", "It costs 15.50 euros.", "Version 2.0 of 3/4 inch", ""],
)
def test_other_numbers_are_no_time(text):
    assert find_proposal(text, MONDAY) is None


def test_of_several_sentences_the_one_that_says_most_counts():
    text = "Friday is bad. Wednesday at 10 am CET would be good. Or next week."
    assert find_proposal(text, MONDAY) == Proposal(date(2026, 10, 7), time(10), 60)


def test_a_moment_needs_a_day_an_hour_and_a_zone():
    found = find_proposal("Wednesday at 10:00 CET", MONDAY)
    assert found is not None
    assert found.moment == datetime(2026, 10, 7, 9, tzinfo=UTC)
    local = find_proposal("Wednesday at 10:00", MONDAY)
    assert local is not None
    assert local.moment is None


@pytest.mark.parametrize("zone", ["GMT+99", "UTC-23", "GMT+14:59"])
def test_a_zone_that_is_nowhere_is_none(zone):
    found = find_proposal(f"Wednesday at 10:00 {zone}", MONDAY)
    assert found is not None
    assert found.offset is None


WORDS = st.sampled_from(
    [
        "monday", "Dienstag", "mercredi", "next", "tomorrow", "demain", "at", "um", "à", "24:00", "23:59", "13pm",
        "12am", "0 Uhr", "halb eins", "halb 13", "half past twelve", "noon", "今日", "午後13時", "25時", "十二点半",
        "GMT+14", "UTC-99:99", "CET", "31.02.", "29 February", "2026-13-40", "32/1", "the 31st", "afternoon", "²h30",
        "٣:٣٠", "９:３０", "1月32日",
    ]
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=7).map(" ".join), st.text(max_size=120)), DAYS)
def test_a_proposal_is_never_past_and_has_a_moment_or_none(text, on):
    found = find_proposal(text, on)
    if found is None:
        return
    assert found.day is not None or found.start is not None
    assert found.day is None or on <= found.day <= on + timedelta(days=550)
    assert found.offset is None or abs(found.offset) <= calendar_days.MOST_OFFSET
    moment = found.moment
    assert (moment is not None) == (None not in found)
