"""What the days came to: numbers by day, by reason and by company, and the calendar of every decision."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cli.lead_export import safe_cell
from cli.rehearsal.audience import Company
from cli.rehearsal.stage import Line, Played, What
from outreach import window
from outreach.campaign import Campaign


@dataclass(slots=True)
class Day:
    """One day (UTC). ``open``: somebody of the list could be written to. ``capacity``: what caps allow."""

    date: date
    capacity: int
    open: bool = False
    sent: int = 0
    put_off: int = 0
    by_step: Counter[int] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "open": self.open,
            "capacity": self.capacity,
            "sent": self.sent,
            "by_step": {str(step): n for step, n in sorted(self.by_step.items())},
            "put_off": self.put_off,
            "answers": dict(sorted(self.answers.items())),
        }


def days_of(campaign: Campaign, companies: Sequence[Company], played: Played) -> list[Day]:
    """The days, in order."""
    days = {day: Day(day, most) for day, most in played.capacity.items()}
    for line in played.lines:
        day = days[line.at.date()]
        if line.what is What.SENT:
            day.sent += 1
            day.by_step[line.step] += 1
        elif line.what is What.PUT_OFF:
            day.put_off += 1
        elif line.what is What.ANSWERED:
            day.answers[line.why] += 1
    clocks = {window.clocks(company.place, campaign.sender.time_zone) for company in companies}
    for day in days.values():
        midnight = datetime.combine(day.date, datetime.min.time(), tzinfo=ZoneInfo("UTC"))
        moments = (window.next_moment(campaign.window, at, midnight, "") for at in clocks)
        day.open = any(moment < midnight + timedelta(days=1) for moment in moments)
    return list(days.values())


def totals(companies: Sequence[Company], played: Played, days: Sequence[Day]) -> dict[str, Any]:
    """The sums that a person plans by."""
    lines = played.lines
    first = [line.at for line in lines if line.what is What.SENT and line.step == 0]
    working = [day for day in days if day.open]
    return {
        "companies": len(companies),
        "sent": sum(day.sent for day in days),
        "first_mails": len(first),
        "last_first_mail": max(first).isoformat() if first else None,
        "put_off": _by_why(lines, What.PUT_OFF),
        "refused": _by_why(lines, What.REFUSED),
        "answers": _by_why(lines, What.ANSWERED),
        "states": dict(sorted(Counter(one.state.value for one in played.enrolments).items())),
        "never_written_to": len(companies) - len({line.company for line in lines if line.what is What.SENT}),
        "capacity": sum(day.capacity for day in working),
        "open_days": len(working),
        "busiest_day": max((day.sent for day in days), default=0),
        "pauses": [
            {"at": at.isoformat(), "sender": sender, "reason": reason, "until": until.isoformat()}
            for at, sender, reason, until in played.pauses
        ],
    }


def _by_why(lines: Sequence[Line], what: What) -> dict[str, int]:
    return dict(Counter(line.why for line in lines if line.what is what).most_common())


def rows(
    campaign: Campaign, companies: Sequence[Company], lines: Sequence[Line]
) -> Iterator[tuple[str, str, str, str, str, str, str, str]]:
    """Each decision as the calendar shows it, in order of time; clocks are the recipient's likeliest."""
    for line in lines:
        company = companies[line.company]
        at = window.clocks(company.place, campaign.sender.time_zone)
        zone = ZoneInfo(at.zones[0])
        yield (
            line.at.isoformat(timespec="seconds"),
            line.at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M"),
            company.domain,
            company.name,
            str(line.step + 1),
            line.what.value,
            line.why,
            line.until.isoformat(timespec="seconds") if line.until else "",
        )


HEADER = ("at_utc", "at_local", "domain", "company", "mail", "what", "why", "until_utc")


def write_calendar(
    campaign: Campaign, companies: Sequence[Company], lines: Sequence[Line], file: Path
) -> None:
    """Every decision as CSV, safe to open in a spreadsheet."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        writer.writerows(tuple(map(safe_cell, row)) for row in rows(campaign, companies, lines))
