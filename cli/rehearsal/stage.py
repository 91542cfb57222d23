"""The days of a campaign, played on a virtual clock with the decisions of the real functions.

What decides is the same code: the sequence (``outreach.sequence``), the window, the rules of law, leases,
caps, the warm-up, the sender's reputation. What stands in for the rest: every company of the list counts as
found, read and scored high enough on the first day, each draft passes, and SES takes each mail at once.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cli.rehearsal.audience import Act, Company, Rates, Reaction, reaction
from outreach import compliance, ids, lease, pace, quota, ramp, reputation, sequence, suppression, window
from outreach.campaign import Campaign
from outreach.enrolment import Enrolment, State, StopReason
from outreach.lease import Lease
from outreach.quota import SendingAccount
from outreach.reputation import Record
from outreach.sequence import Happening
from outreach.suppression import Gate
from sending.limits import ASK_AGAIN
from store.enrolments import SKEW
from store.leases import COMPANY, PERSON
from store.senders import PAUSED
from store.sends import CAMPAIGN_CAP, DOMAIN_CAP, SENDER_CAP

_DAY = timedelta(days=1)
_PEPPER = ""
"""Of hashes that never leave: who is told apart matters, not from whom it is hidden."""


class What(StrEnum):
    """What became of a mail, or of a company, at a moment."""

    SENT = "sent"
    PUT_OFF = "put off"
    REFUSED = "refused"
    ANSWERED = "answered"


class Line(NamedTuple):
    """One decision: ``until`` is when a mail that was put off comes back."""

    at: datetime
    company: int
    step: int
    what: What
    why: str
    until: datetime | None = None


class Settings(NamedTuple):
    """``quota``: mails in 24 hours that SES allows. ``public_url`` and ``reply_domain`` as on a stage."""

    start: datetime
    days: int
    seed: int
    assumed: Rates
    quota: int = 50_000
    public_url: str = "https://stage.example"
    reply_domain: str = "reply.stage.example"


class Played(NamedTuple):
    """What the days came to. ``enrolments`` stand as they are at the end, one a company, in its order."""

    lines: list[Line]
    enrolments: list[Enrolment]
    pauses: list[tuple[datetime, str, str, datetime]]
    capacity: dict[date, int]


def play(
    campaign: Campaign,
    companies: Sequence[Company],
    settings: Settings,
    tell: Callable[[date], None] = lambda day: None,
) -> Played:
    """Run the days; ``tell`` hears of each when it begins."""
    return _Stage(campaign, companies, settings).run(tell)


class _Stage:
    def __init__(self, campaign: Campaign, companies: Sequence[Company], settings: Settings) -> None:
        self.campaign = campaign
        self.companies = companies
        self.settings = settings
        self.end = settings.start + settings.days * _DAY
        self.seen = [campaign.seen_by(company.lead_id) for company in companies]
        self.clocks = [
            window.clocks(company.place, seen.sender.time_zone)
            for company, seen in zip(companies, self.seen, strict=True)
        ]
        self.enrolments = [
            Enrolment(
                company.lead_id, campaign.id, campaign.version, company.place.country or company.country,
                company.place.region, company.place.zones,
            )
            for company in companies
        ]  # fmt: skip
        self.agenda: list[tuple[datetime, int, int, int | Reaction]] = []
        self.number = 0
        self.lines: list[Line] = []
        self.pauses: list[tuple[datetime, str, str, datetime]] = []
        # What the table's rows would hold.
        self.counted: Counter[tuple[str, str, date]] = Counter()
        self.waiting: Counter[tuple[str, str, date]] = Counter()
        self.records: dict[str, dict[date, Record]] = defaultdict(dict)
        self.paused_until: dict[str, datetime] = {}
        self.leases: dict[str, Lease] = {}
        self.suppressed: set[Gate] = set()
        self.allowances: dict[tuple[str, date], int] = {}
        self.day_of: dict[tuple[int, int], date] = {}
        self.recent: deque[datetime] = deque()

    def run(self, tell: Callable[[date], None]) -> Played:
        start = self.settings.start
        for index in range(len(self.companies)):
            self.happen(index, sequence.scored(True), start)
        today = None
        while self.agenda and self.agenda[0][0] < self.end:
            now, _, index, what = heapq.heappop(self.agenda)
            if now.date() != today:
                today = now.date()
                tell(today)
            if isinstance(what, Reaction):
                self.react(index, what, now)
            else:
                self.due(index, what, now)
        days = [start.date() + n * _DAY for n in range(self.settings.days)]
        return Played(self.lines, self.enrolments, self.pauses, {day: self.most_of(day) for day in days})

    def plan(self, at: datetime, index: int, what: int | Reaction) -> None:
        self.number += 1
        heapq.heappush(self.agenda, (at, self.number, index, what))

    def happen(self, index: int, happening: Happening, now: datetime) -> None:
        """Let the sequence answer, and plan what it asks for."""
        decision = sequence.advance(self.enrolments[index], happening, self.seen[index], now)
        if not decision.changed:
            return
        self.enrolments[index] = decision.enrolment
        if decision.due is not None:
            self.plan(max(decision.due.at, now), index, decision.due.step)
        self.draw_lease(index, decision.enrolment, now)

    # A mail that is due ---------------------------------------------------------------------------------

    def due(self, index: int, step: int, now: datetime) -> None:
        enrolment = self.enrolments[index]
        moment = enrolment.not_before
        if not enrolment.waiting or enrolment.step != step or moment is None or moment > now + SKEW:
            return
        refused = self.refusal(index, now)
        if refused:
            self.note(now, index, step, What.REFUSED, refused)
            return self.happen(index, sequence.refused(step, refused), now)
        held = self.held(index, step, now)
        if held is not None:
            why, until = held
            self.note(now, index, step, What.PUT_OFF, why, until)
            return self.happen(index, sequence.deferred(step, until, why), now)
        return self.send(index, step, now)

    def refusal(self, index: int, now: datetime) -> str:
        company, campaign = self.companies[index], self.seen[index]
        settings = self.settings
        found = compliance.check(
            campaign, company.recipient(settings.start.isoformat()), public_url=settings.public_url,
            reply_domain=settings.reply_domain, now=now,
        )  # fmt: skip
        if found is not None:
            return found.rule
        gates = suppression.mail_gates(company.address, _PEPPER) if self.suppressed else ()
        return next((gate.name for gate in gates if gate in self.suppressed), "")

    def held(self, index: int, step: int, now: datetime) -> tuple[str, datetime] | None:
        """Why the mail does not go now, and when it asks again: in the order in which a real one is asked."""
        campaign, at = self.seen[index], self.clocks[index]
        send_id = ids.send_id(self.companies[index].lead_id, campaign.id, step)
        if not window.is_open(campaign.window, at, now):
            return "window", window.next_moment(campaign.window, at, now, send_id)
        pause = self.paused_until.get(campaign.sender.address)
        if pause is not None and now < pause:
            back = min(pause, now + _DAY)
            return PAUSED, window.spread_moment(campaign.window, at, back, send_id)
        while self.recent and self.recent[0] <= now - _DAY:
            self.recent.popleft()
        account = SendingAccount(most_a_day=self.settings.quota, sent_in_a_day=len(self.recent))
        if reason := quota.reason_to_wait(account, 0):
            return reason, window.spread_moment(campaign.window, at, now + ASK_AGAIN, send_id)
        for gate, key in zip((COMPANY, PERSON), self.lease_keys(index), strict=True):
            running = self.leases.get(key)
            if running is not None and running.holder != self.holder(index) and running.running(now):
                back = lease.asks_again(running, now)
                return gate, window.next_moment(campaign.window, at, back, send_id)
        return self.capped(index, send_id, now)

    def capped(self, index: int, send_id: str, now: datetime) -> tuple[str, datetime] | None:
        campaign, at, today = self.seen[index], self.clocks[index], now.date()
        for gate, name, most in self.caps(index, today):
            if self.counted[gate, name, today] < most:
                continue
            behind = self.waiting[gate, name, today]
            self.waiting[gate, name, today] += 1
            ramped = gate == SENDER_CAP and most < campaign.caps.sender_per_day
            days = pace.days_behind(behind, most, campaign.ramp if ramped else None)
            day = window.open_day(campaign.window, at, now, days)
            back = window.spread_moment(campaign.window, at, day, send_id)
            return "warm_up" if ramped else gate, back
        return None

    def caps(self, index: int, today: date) -> list[tuple[str, str, int]]:
        """(gate, whose, most) of each cap that counts this mail."""
        campaign = self.seen[index]
        sender, caps = campaign.sender.address, campaign.caps
        found = [
            (SENDER_CAP, sender, self.allowed(sender, today)),
            (DOMAIN_CAP, self.companies[index].address.rpartition("@")[2], caps.domain_per_day),
        ]
        if caps.campaign_per_day is not None:
            found.append((CAMPAIGN_CAP, campaign.id, caps.campaign_per_day))
        return found

    def allowed(self, sender: str, today: date) -> int:
        """The sender's cap of a day: its warm-up's, where that is lower."""
        campaign = self.campaign
        if campaign.ramp is None:
            return campaign.caps.sender_per_day
        if (sender, today) not in self.allowances:
            history = {day: one.sent for day, one in self.records[sender].items()}
            most = ramp.allowance(campaign.ramp, history, today)
            self.allowances[sender, today] = min(most, campaign.caps.sender_per_day)
        return self.allowances[sender, today]

    def most_of(self, day: date) -> int:
        """The mails that the caps of all senders, and the campaign's, allow on a day."""
        senders = {campaign.sender.address for campaign in self.seen} or {self.campaign.sender.address}
        most = sum(self.allowed(sender, day) for sender in senders)
        cap = self.campaign.caps.campaign_per_day
        return min(most, self.settings.quota, *([cap] if cap is not None else []))

    # A mail that goes -----------------------------------------------------------------------------------

    def send(self, index: int, step: int, now: datetime) -> None:
        campaign, company, today = self.seen[index], self.companies[index], now.date()
        for gate, name, _ in self.caps(index, today):
            self.counted[gate, name, today] += 1
        for key in self.lease_keys(index):
            self.leases[key] = Lease(self.holder(index), lease.end(campaign, step, now))
        self.recent.append(now)
        self.blame(campaign.sender.address, today, Record(sent=1))
        self.day_of[index, step] = today
        self.note(now, index, step, What.SENT, "")
        self.happen(index, sequence.sent(step, now), now)
        follows = reaction(company, campaign.id, step, self.settings.seed, self.settings.assumed)
        if follows is not None:
            self.plan(now + follows.after, index, follows)

    def blame(self, sender: str, day: date, news: Record) -> None:
        days = self.records[sender]
        days[day] = days.get(day, Record()).plus(news)

    # What people do -------------------------------------------------------------------------------------

    def react(self, index: int, follows: Reaction, now: datetime) -> None:
        address = self.companies[index].address
        step = max(0, self.enrolments[index].step - 1)
        self.note(now, index, step, What.ANSWERED, follows.act.value)
        day = now.date() + follows.days * _DAY
        match follows.act:
            case Act.BOUNCE:
                self.suppressed.add(suppression.address_gate(address, _PEPPER))
                self.happen(index, sequence.stopped(StopReason.BOUNCED), now)
                self.judge(index, step, Record(bounced=1), now)
            case Act.COMPLAINT:
                self.suppressed.update(suppression.refusal_gates(address, _PEPPER))
                self.happen(index, sequence.stopped(StopReason.COMPLAINED), now)
                self.judge(index, step, Record(complained=1), now)
            case Act.UNSUBSCRIBE:
                self.suppressed.update(suppression.refusal_gates(address, _PEPPER))
                self.happen(index, sequence.stopped(StopReason.UNSUBSCRIBED), now)
            case Act.WARM | Act.COLD:
                self.happen(index, sequence.stopped(StopReason.REPLIED, follows.act.value), now)
            case Act.AWAY:
                self.happen(index, sequence.away(day), now)
            case Act.LATER:
                self.happen(index, sequence.later(day), now)

    def judge(self, index: int, step: int, news: Record, now: datetime) -> None:
        """Count what came back on its mail's day, and pause the sender when it is too much."""
        sender = self.seen[index].sender.address
        self.blame(sender, self.day_of.get((index, step), now.date()), news)
        since = now.date() - reputation.COUNTED_DAYS * _DAY
        total = Record()
        for day, one in self.records[sender].items():
            total = total.plus(one) if day >= since else total
        reason = reputation.trouble(total, reputation.Limits())
        if reason and self.paused_until.get(sender, now) <= now:
            until = now + reputation.COOLING
            self.paused_until[sender] = until
            self.pauses.append((now, sender, reason, until))

    # Conversations --------------------------------------------------------------------------------------

    def lease_keys(self, index: int) -> tuple[str, str]:
        company = self.companies[index]
        return company.lead_id, suppression.person_gate(company.address, _PEPPER).hashed

    def holder(self, index: int) -> str:
        return lease.holder(self.companies[index].lead_id, self.campaign.id)

    def draw_lease(self, index: int, enrolment: Enrolment, now: datetime) -> None:
        if enrolment.state not in (State.STOPPED, State.POSTPONED):
            return
        for key in self.lease_keys(index):
            held = self.leases.get(key)
            if held is not None and held.holder == self.holder(index):
                last = enrolment.last_sent_at
                self.leases[key] = lease.after(held, enrolment, self.seen[index], last, now)

    def note(
        self, at: datetime, index: int, step: int, what: What, why: str, until: datetime | None = None
    ) -> None:
        self.lines.append(Line(at, index, step, what, why, until))
