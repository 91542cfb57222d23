"""When and how often is written and called, and what is tracked."""

from __future__ import annotations

from outreach.address_policy import LOOKUPS_PER_RUN, PROVIDERS, AddressPolicy
from outreach.campaign import (
    CALL_FROM_HOUR,
    CALL_TO_HOUR,
    WEEKDAYS,
    CallConsent,
    Calls,
    Caps,
    HolidayRule,
    Ramp,
    Tracking,
    Window,
)
from outreach.campaign_file.section import Section


def read_window(section: Section | None) -> Window:
    if section is None:
        return Window(("mon",), 0, 1440)
    days = section.texts("days", _weekday, needed=True)
    window = Window(
        days=tuple(day for day in WEEKDAYS if day in days),
        from_minute=section.clock("from", 9 * 60),
        to_minute=section.clock("to", 17 * 60),
        spread_seconds=section.duration("spread", 20 * 60),
        holidays=section.one_of("holidays", HolidayRule, HolidayRule.OBSERVE),
    )
    if window.from_minute >= window.to_minute:
        section.wrong("to", "is not after `from`", "A window begins and ends on one day.")
    section.finish()
    return window


def read_caps(section: Section | None) -> Caps:
    if section is None:
        return Caps(1, 1)
    caps = Caps(
        sender_per_day=section.number("sender_per_day", 1, 100_000),
        domain_per_day=section.number("domain_per_day", 1, 1_000),
        campaign_per_day=section.optional_number("campaign_per_day", 1, 100_000),
    )
    section.finish()
    return caps


def read_ramp(section: Section | None) -> Ramp | None:
    if section is None:
        return None
    before = len(section.problems)
    ramp = Ramp(
        start=section.number("start", 1, 10_000),
        growth=section.number("growth", 1, 200),
        ceiling=section.number("ceiling", 1, 100_000),
    )
    if len(section.problems) == before and ramp.start > ramp.ceiling:
        section.wrong("ceiling", "is below `start`", "A ramp goes up: write a ceiling that it can reach.")
    section.finish()
    return ramp


def read_calls(section: Section | None) -> Calls:
    if section is None:
        return Calls()
    hours = section.section("hours", needed=False)
    start, end = CALL_FROM_HOUR, CALL_TO_HOUR
    if hours is not None:
        start = hours.number("from", CALL_FROM_HOUR, CALL_TO_HOUR - 1, CALL_FROM_HOUR)
        end = hours.number("to", CALL_FROM_HOUR + 1, CALL_TO_HOUR, CALL_TO_HOUR)
        if start >= end:
            hours.wrong("to", "is not after `from`", "Calls begin and end on one day.")
        hours.finish()
    calls = Calls(
        enabled=section.flag("enabled", False),
        consent=section.one_of("consent", CallConsent, CallConsent.REPLY),
        from_hour=start,
        to_hour=end,
        attempts=section.number("attempts", 1, 3, 2),
    )
    section.finish()
    return calls


def read_addresses(section: Section | None) -> AddressPolicy:
    if section is None:
        return AddressPolicy()
    providers = section.texts("providers", _provider)
    policy = AddressPolicy(
        providers=providers,
        lookups_per_run=section.number("lookups_per_run", 0, 10_000, LOOKUPS_PER_RUN if providers else 0),
        probe=section.flag("probe", False),
        persons=section.flag("persons", False),
    )
    section.finish()
    return policy


def read_tracking(section: Section | None) -> Tracking:
    if section is None:
        return Tracking()
    tracking = Tracking(
        opens=section.flag("opens", False),
        clicks=section.flag("clicks", False),
        hidden_link=section.flag("hidden_link", False),
    )
    if tracking.hidden_link and not tracking.clicks:
        section.wrong("hidden_link", "needs clicks", "A link tells something where clicks are tracked.")
    section.finish()
    return tracking


def _provider(text: str) -> str | None:
    return None if text in PROVIDERS else f"{text!r} is none of {', '.join(PROVIDERS)}"


def _weekday(text: str) -> str | None:
    return None if text in WEEKDAYS else f"{text!r} is none of {', '.join(WEEKDAYS)}"
