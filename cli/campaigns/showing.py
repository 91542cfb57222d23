"""Look at campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.campaigns.saving import known
from cli.invocation import current

if TYPE_CHECKING:
    from outreach.campaign import Campaign, Ramp, Schedule
    from outreach.sources import Source
    from outreach.step import Step
    from store.table import Item


def list_campaigns() -> None:
    """All campaigns, with the numbers that matter."""
    from cli import reading
    from cli.figures import Funnel
    from store.counters import totals

    run = current()
    found = [
        (item, Funnel(totals(run.connection.table, item["id"])))
        for item in reading.campaigns(run.connection.table)
    ]
    if run.json:
        return output.emit([_summary(item) | {"counters": dict(figures.counters)} for item, figures in found])
    if not found:
        output.out().print("No campaigns yet.")
        return output.say("Make one with: beckon campaign create campaigns/demo.yml")
    rows = [
        (
            item["id"],
            item["name"],
            str(item["version"]),
            "paused" if item.get("paused") else "running",
            *(str(figures.count(event)) for event in ("lead.discovered", "email.sent", "reply.classified")),
        )
        for item, figures in found
    ]
    columns = ("id", "name", "version", "state", "found", "sent", "replied")
    return output.out().print(output.grid(columns, rows, right=("version", "found", "sent", "replied")))


def show(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """A campaign as it is saved."""
    run = current()
    item = known(run.connection, campaign)
    if run.json:
        hidden = ("pk", "sk", "gsi1pk", "gsi1sk", "_type", "_v", "rev")
        return output.emit({name: value for name, value in item.items() if name not in hidden})
    return output.out().print(output.grid(("", ""), _lines(item)))


def _summary(item: Item) -> dict[str, Any]:
    return {
        "id": item["id"],
        "name": item["name"],
        "version": item["version"],
        "paused": bool(item.get("paused")),
        "saved_at": item.get("saved_at"),
    }


def _lines(item: Item) -> list[tuple[str, str]]:
    from outreach.campaign import Campaign

    campaign = Campaign.from_item(item)
    return [
        ("campaign", f"{campaign.id}, version {campaign.version}"),
        ("state", "paused" if item.get("paused") else "running"),
        ("saved", output.clock(str(item.get("saved_at", "")))),
        *described(campaign),
    ]


def described(campaign: Campaign) -> list[tuple[str, str]]:
    """What a campaign does, setting by setting, for people."""
    window, calls = campaign.window, campaign.calls
    called = f"{calls.from_hour}:00 to {calls.to_hour}:00, after a {calls.consent.value}"
    senders = (campaign.sender, *campaign.other_senders)
    ends = ", ".join(("answers, bounces, complaints, opt-outs, inquiries", *campaign.stop_on))
    return [
        ("name", campaign.name),
        ("sender", "\n".join(f"{one.name} <{one.address}>, {one.company}" for one in senders)),
        ("offer", campaign.offer.summary),
        ("legal basis", campaign.legal_basis.value.replace("_", " ")),
        ("sources", "\n".join(_source(source) for source in campaign.sources)),
        ("platforms", ", ".join(campaign.target.platforms) or "any"),
        ("countries", ", ".join(campaign.target.countries) or "any"),
        ("threshold", str(campaign.threshold)),
        ("steps", "\n".join(_step(number, step) for number, step in enumerate(campaign.steps))),
        ("stopped by", ends),
        ("quiet", f"{_length(campaign.quiet_seconds)} after the last mail, for other campaigns"),
        ("window", f"{' '.join(window.days)} {_time(window.from_minute)} to {_time(window.to_minute)}"),
        (
            "caps",
            f"{campaign.caps.sender_per_day} mails a day, {campaign.caps.domain_per_day} to one domain",
        ),
        ("ramp", _ramp(campaign.ramp)),
        ("approval", campaign.approval.value),
        ("tracking", ", ".join(name for name, on in campaign.tracking._asdict().items() if on) or "none"),
        ("calls", called if calls.enabled else "none"),
        ("schedule", _schedule(campaign.schedule)),
    ]


def _ramp(ramp: Ramp | None) -> str:
    if ramp is None:
        return "none"
    return f"{ramp.start} mails on the first day, {ramp.growth} % more each day, at most {ramp.ceiling}"


def _schedule(schedule: Schedule | None) -> str:
    return f"{schedule.expression}, {schedule.time_zone}" if schedule else "only when asked"


def _step(number: int, step: Step) -> str:
    what = f"{number + 1}. {step.template}, written by the {step.writer.value}"
    if step.again:
        return f"{what}, on a day that the recipient named"
    return f"{what}, {_length(step.wait_seconds)} after the one before" if number else what


def _source(source: Source) -> str:
    """One source in a line, with what a run may use of it."""
    from outreach import sources

    most = f"at most {source.limit} new companies and {source.requests} requests a run"
    if isinstance(source, sources.CsvSource):
        return f"list {source.file}"
    if isinstance(source, sources.SearchSource):
        what = ", ".join(source.queries)
        if source.shops:
            kinds = ", ".join((*source.shops.industries, *source.shops.keywords))
            where = ", ".join(source.shops.countries) or "any country"
            what = f"shops for {kinds} in {where}"
        return f"search by {source.provider}: {what} ({most})"
    if isinstance(source, sources.CommonCrawlSource):
        return f"Common Crawl: {', '.join(source.urls)} ({most})"
    if isinstance(source, sources.CertificateSource):
        return f"certificates: {', '.join(source.names)} ({most})"
    return f"directory {source.url} ({most})"


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _length(seconds: int) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"
