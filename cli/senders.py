"""``beckon senders``: our own addresses, what becomes of their mails, and whether they may send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from outreach.reputation import Record
    from store.senders import Sender
    from store.table import Table

app = typer.Typer(help="Our own addresses: their reputation, pauses and warm-up.", no_args_is_help=True)

WHO = Annotated[str, typer.Argument(metavar="ADDRESS|DOMAIN", help="One address, or all of a domain.")]


@dataclass(frozen=True)
class Standing:
    """One sender as the list shows it. ``most_today`` is the least that one of its campaigns allows."""

    sender: Sender
    days: dict[date, Record]
    judged: Record
    most_today: int | None
    campaigns: tuple[str, ...]


@app.command("list")
def list_senders() -> None:
    """Show every sender: what it sent in thirty days, what bounced or was called spam, and its state."""
    run = current()
    now = run.connection.clock.now()
    found = _standings(run.connection.table, now)
    if run.json:
        return output.emit([_plain(one, now) for one in found])
    if not found:
        return output.say("No campaign names a sender yet. Next: beckon campaign create FILE")
    columns = ("sender", "state", "sent", "bounced", "spam", "risk", "today")
    rows = [
        (
            one.sender.address,
            _state(one.sender, now),
            one.judged.sent,
            _share(one.judged.bounced, one.judged.sent),
            _share(one.judged.complained, one.judged.sent),
            f"{_risk(one.judged):.0%}",
            f"{_today(one, now).sent} of {one.most_today}" if one.most_today else _today(one, now).sent,
        )
        for one in found
    ]
    output.out().print(output.grid(columns, rows, right=("sent", "bounced", "spam", "risk", "today")))
    return output.say("risk: the chance that the true rate is where SES acts; from 5% on a sender is paused.")


@app.command()
def pause(
    who: WHO,
    length: Annotated[
        str | None, typer.Option("--for", help='How long, as "3 days"; without it until you resume.')
    ] = None,
) -> None:
    """Let it send nothing from the next claim on. Its mails wait, and none is dropped."""
    from store import senders

    run = current()
    now = run.connection.clock.now()
    until = senders.FOR_EVER if length is None else now + _length(length)
    paused = []
    for sender in _chosen(run.connection.table, who, now):
        figures = _judged(run.connection.table, sender, now)
        change = senders.pause(sender, until, senders.BY_HAND, "sender", figures, now)
        _commit(run.connection.table, change)
        paused.append(sender.address)
    told = "until you resume it" if length is None else f"until {output.clock(until.isoformat())}"
    if run.json:
        return output.emit({"paused": paused, "until": None if length is None else until.isoformat()})
    return output.say(f"Paused {told}: {', '.join(map(output.plain, paused))}")


@app.command()
def resume(who: WHO) -> None:
    """Let it send again, judged anew from now on. What made it stop should have been mended."""
    from store import senders

    run = current()
    now = run.connection.clock.now()
    resumed = []
    for sender in _chosen(run.connection.table, who, now):
        if not sender.paused(now):
            continue
        days = senders.history(run.connection.table, sender.address, now.date())
        change = senders.resume(sender, days.get(now.date(), _nothing()), now)
        _commit(run.connection.table, change)
        resumed.append(sender.address)
    if run.json:
        return output.emit({"resumed": resumed})
    if not resumed:
        return output.say(f"{output.plain(who)} is not paused.")
    return output.say(
        f"Resumed: {', '.join(map(output.plain, resumed))}. Mails that wait ask again within a day."
    )


def _commit(table: Table, change: Any) -> None:
    from store.table import Refusal

    try:
        table.commit([change])
    except Refusal as refusal:
        raise Trouble("somebody else changed it just now", "look with `beckon senders list`") from refusal


def _standings(table: Table, now: datetime) -> list[Standing]:
    from outreach import ramp
    from store import senders

    campaigns = _campaigns(table)
    named = sorted({address for one in campaigns for address in _addresses(one)})
    found = []
    for sender in senders.every(table, named):
        days = senders.history(table, sender.address, now.date(), ramp.REMEMBERED_DAYS)
        mine = [one for one in campaigns if sender.address in _addresses(one)]
        found.append(
            Standing(
                sender,
                days,
                senders.record(sender, _counted(days, now)),
                min((_most(one, days, now) for one in mine), default=None),
                tuple(one.id for one in mine),
            )
        )
    return found


def _counted(days: dict[date, Record], now: datetime) -> dict[date, Record]:
    from outreach.reputation import COUNTED_DAYS

    first = now.date() - timedelta(days=COUNTED_DAYS)
    return {day: one for day, one in days.items() if day >= first}


def _judged(table: Table, sender: Sender, now: datetime) -> Record:
    from store import senders

    return senders.record(sender, senders.history(table, sender.address, now.date()))


def _most(campaign: Campaign, days: dict[date, Record], now: datetime) -> int:
    from outreach import ramp

    most = campaign.caps.sender_per_day
    if campaign.ramp is None:
        return most
    sent = {day: one.sent for day, one in days.items()}
    return min(most, ramp.allowance(campaign.ramp, sent, now.astimezone(UTC).date()))


def _campaigns(table: Table) -> list[Campaign]:
    from outreach.campaign import Campaign
    from store import overview

    return [Campaign.from_item(item) for item in overview.campaigns(table)]


def _addresses(campaign: Campaign) -> set[str]:
    return {one.address.lower() for one in (campaign.sender, *campaign.other_senders)}


def _chosen(table: Table, who: str, now: datetime) -> Sequence[Sender]:
    """The senders that an address or a domain names. Raises ``Misuse`` for none."""
    text = who.strip().lower().removeprefix("@")
    known = [one.sender for one in _standings(table, now)]
    chosen = [one for one in known if text in (one.address, one.domain)]
    if not chosen:
        names = ", ".join(one.address for one in known) or "none yet"
        raise Misuse(f"{who!r} is no sender of a campaign", f"known here: {names}")
    return chosen


def _length(text: str) -> timedelta:
    from outreach import durations

    try:
        return timedelta(seconds=durations.seconds(text))
    except ValueError:
        raise Misuse(f"{text!r} is not a length of time", 'write for example --for "3 days"') from None


def _today(one: Standing, now: datetime) -> Record:
    return one.days.get(now.date(), _nothing())


def _nothing() -> Record:
    from outreach.reputation import Record

    return Record()


def _risk(record: Record) -> float:
    from outreach.reputation import Limits, bounce_chance, complaint_chance

    return max(bounce_chance(record, Limits()), complaint_chance(record, Limits()))


def _share(bad: int, sent: int) -> str:
    return f"{bad} ({bad / sent:.1%})" if bad and sent else str(bad)


def _state(sender: Sender, now: datetime) -> str:
    from store.senders import FOR_EVER

    if not sender.paused(now):
        return "sends"
    assert sender.paused_until is not None
    why = sender.reason.replace("_", " ") + (" of the domain" if sender.scope == "domain" else "")
    ends = sender.paused_until
    until = "" if ends >= FOR_EVER else f" until {output.clock(ends.isoformat())}"
    return f"paused{until}: {why}"


def _plain(one: Standing, now: datetime) -> dict[str, Any]:
    from outreach.ids import digest

    sender, paused = one.sender, one.sender.paused(now)
    return {
        "address": sender.address,
        "sender_id": digest("sender", sender.address),
        "campaigns": list(one.campaigns),
        "paused": paused,
        "paused_until": sender.paused_until.isoformat() if paused and sender.paused_until else None,
        "reason": sender.reason if paused else None,
        "scope": sender.scope if paused else None,
        "at_pause": sender.at_pause._asdict() if paused else None,
        **one.judged._asdict(),
        "risk": round(_risk(one.judged), 4),
        "sent_today": _today(one, now).sent,
        "most_today": one.most_today,
    }
